// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>
#include <QVariant>

#include <map>
#include <vector>

class QFormLayout;
class QLabel;
class QPushButton;

namespace gatehouse {

/// One thing that a form asks for.
struct FormField {
    enum class Kind { Text, Number, Choice, Check };
    QString key; ///< never shown
    QString label;
    Kind kind = Kind::Text;
    QVariant value;        ///< QString, int, key of the choice, bool
    QString zeroWord = {}; ///< Number: shown for 0 ("not limited")
    int most = 10'000'000; ///< Number
    int least = 0;
    std::vector<std::pair<QString, QString>> choices = {}; ///< key and words
};

/// A small form over the map; plain values.
struct FormView {
    QString title;
    QString doIt; ///< on its button: "Add the zone"
    std::vector<FormField> fields;
    QString note; ///< what follows from it; may be empty
};

using FormValues = std::map<QString, QVariant>;

/// Asks in place for what a floor, zone, space, gate or lane is made of. Stays open with the reason where it is
/// refused; Escape leaves it.
class PlaceForm final : public QFrame
{
    Q_OBJECT

public:
    explicit PlaceForm(QWidget *parent = nullptr);

    void ask(const FormView &view);
    /// Why it could not be done; what was typed stays.
    void refuse(const QString &why);
    void leave();
    [[nodiscard]] FormValues values() const;

signals:
    void given(const gatehouse::FormValues &values);
    void left();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *editorFor(const FormField &field);
    void give();

    QLabel *m_title;
    QFormLayout *m_rows;
    QLabel *m_note;
    QLabel *m_refusal;
    QPushButton *m_doIt;
    QPushButton *m_cancel;
    std::vector<std::pair<FormField, QWidget *>> m_editors;
};

} // namespace gatehouse
