// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/programme/programmeview.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QStringListModel;

namespace gatehouse {

class PlaceLine;

/// Adds a session or edits one. A new one begins as a draft; speakers that nobody knows yet are added with it.
class SessionForm final : public QWidget
{
    Q_OBJECT

public:
    explicit SessionForm(QWidget *parent = nullptr);

    void setChoices(const std::vector<SpaceColumn> &spaces, const std::vector<DayView> &days, const QTimeZone &zone);
    void setNames(const std::vector<NameView> &tracks, const std::vector<NameView> &speakers);
    /// Begins anew with these values.
    void ask(const SessionWish &wish);
    [[nodiscard]] SessionWish wish() const;
    void setRefusal(const QString &words);

signals:
    void wanted(const gatehouse::SessionWish &wish);
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void addSpeaker();
    void showSpeakers();
    void check();

    SessionWish m_wish;
    std::vector<NameView> m_tracks;
    std::vector<NameView> m_known;    ///< speakers
    std::vector<NameView> m_speakers; ///< of this session
    QLabel *m_heading;
    QLineEdit *m_title;
    QLineEdit *m_subtitle;
    QLineEdit *m_type;
    QComboBox *m_track;
    QListWidget *m_speakerList;
    QLineEdit *m_speakerName;
    QStringListModel *m_speakerNames;
    QLineEdit *m_language;
    QLineEdit *m_url;
    QPlainTextEdit *m_abstract;
    QCheckBox *m_isPlaced;
    PlaceLine *m_place;
    QLabel *m_refusal;
    QPushButton *m_save;
};

} // namespace gatehouse
