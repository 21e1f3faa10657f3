// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/programme/programmeview.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTimeEdit;

namespace gatehouse {

/// Shows what something would do: who is moved, what clashes, or why it cannot be done.
class PreviewList final : public QWidget
{
    Q_OBJECT

public:
    explicit PreviewList(QWidget *parent = nullptr);

    void setPreview(const ProgrammePreview &preview, const QString &nothing);
    [[nodiscard]] QStringList lines() const;

private:
    QLabel *m_moves;
    QWidget *m_clashBox;
    QLabel *m_clashes;
};

/// A space, a day, a time and a length: where a session stands.
class PlaceLine final : public QWidget
{
    Q_OBJECT

public:
    explicit PlaceLine(QWidget *parent = nullptr);

    /// Keeps what was chosen.
    void setChoices(const std::vector<SpaceView> &spaces, const std::vector<DayView> &days, const QTimeZone &zone);
    void setPlace(const Id &space, Instant startsAt, int minutes);
    [[nodiscard]] Id space() const;
    /// By the venue's clock on the chosen event day: a time before the cut-off is of the next morning.
    [[nodiscard]] Instant startsAt() const;
    [[nodiscard]] int minutes() const;
    [[nodiscard]] bool hasChoices() const { return !m_spaceIds.empty(); }

signals:
    void changed();

private:
    std::vector<Id> m_spaceIds;
    std::vector<DayView> m_days;
    QTimeZone m_zone = QTimeZone::utc();
    QComboBox *m_space;
    QComboBox *m_day;
    QTimeEdit *m_time;
    QSpinBox *m_minutes;
};

/// How much later a session begins, who moves along, and why; one confirmation.
class DelayForm final : public QWidget
{
    Q_OBJECT

public:
    explicit DelayForm(QWidget *parent = nullptr);

    void ask(const SlotView &slot);
    void setPreview(const ProgrammePreview &preview);
    [[nodiscard]] DelayWish wish() const;
    /// Asks for the preview once more: the programme may be another by now.
    void askPreview();

signals:
    void previewWanted(const gatehouse::DelayWish &wish);
    void wanted(const gatehouse::DelayWish &wish);
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    Id m_slot;
    QSpinBox *m_minutes;
    QCheckBox *m_following;
    QLineEdit *m_reason;
    PreviewList *m_preview;
    QPushButton *m_doIt;
};

/// Where a session goes, what that brings about, and whether people hear of it; one confirmation.
class MoveForm final : public QWidget
{
    Q_OBJECT

public:
    explicit MoveForm(QWidget *parent = nullptr);

    void setChoices(const std::vector<SpaceView> &spaces, const std::vector<DayView> &days, const QTimeZone &zone);
    /// `wish` says what the form begins with.
    void ask(const SlotView &slot, const MoveWish &wish);
    void setPreview(const ProgrammePreview &preview);
    [[nodiscard]] MoveWish wish() const;
    void askPreview();

signals:
    void previewWanted(const gatehouse::MoveWish &wish);
    void wanted(const gatehouse::MoveWish &wish);
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    SlotView m_slot;
    PlaceLine *m_place;
    QCheckBox *m_announced;
    QLineEdit *m_reason;
    PreviewList *m_preview;
    QPushButton *m_doIt;
};

} // namespace gatehouse
