// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/kiosk/kioskpages.h"

class QGridLayout;
class QVBoxLayout;

namespace gatehouse {

/// A staffed lane's search for people: a few letters, then the person, then once more with everything that tells two of
/// the same name apart, before anybody is let in.
class SearchPage final : public KioskPageWidget
{
    Q_OBJECT

public:
    static constexpr int kShown = 6; ///< people at once; more letters for fewer

    explicit SearchPage(QWidget *parent);
    void show(const KioskView &view) override;
    void scale(const KioskScale &scale) override;
    void translate() override;
    void wipe();
    [[nodiscard]] QString typed() const { return m_typed; }
    /// Who is asked about, if anybody is.
    [[nodiscard]] std::optional<KioskPerson> chosen() const { return m_chosen; }

signals:
    void searchWanted(const QString &text); ///< with every key; empty: nothing is looked for
    void personWanted(const gatehouse::Id &record);
    void left();
    void touched();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QString lineFor(const KioskPerson &person, const QPushButton &button) const;
    void press(const QString &key);
    void erase();
    void changed();
    void choose(const std::optional<KioskPerson> &person);
    void showPeople();
    void showWords();
    [[nodiscard]] QString words() const;
    [[nodiscard]] int fitting() const;

    KioskSearch m_search;
    QString m_typed;
    std::optional<KioskPerson> m_chosen;
    KioskScale m_scale;
    QLabel *m_title;
    QLabel *m_field;
    QLabel *m_words;
    QLabel *m_person;
    QVBoxLayout *m_list;
    QWidget *m_pad;
    QGridLayout *m_grid;
    std::vector<QPushButton *> m_people;
    std::vector<QPushButton *> m_keys;
    QPushButton *m_leave;
    QPushButton *m_erase;
    QPushButton *m_back;
    QPushButton *m_admit;
};

} // namespace gatehouse
