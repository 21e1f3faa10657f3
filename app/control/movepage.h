// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/job.h"
#include "app/ui/theme.h"
#include "server/serve/move.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace gatehouse {

class StateChip;

/// Moves an event that was just closed here, step by step before people's eyes.
class MovePage final : public QWidget
{
    Q_OBJECT

public:
    explicit MovePage(QWidget *parent = nullptr);

    /// `store` opens the keyring here.
    void begin(const MoveWish &wish, std::shared_ptr<KeyStore> store);
    /// For pictures and tests: as if the move stood there.
    void showStep(MoveStep step, qint64 done, qint64 total);
    void showEnd(const Result<MovedEvent> &moved);

signals:
    void moved();
    void openHereWanted(const QString &path); ///< it did not move
    void leaveWanted();

private:
    void setRow(std::size_t row, State state, const QString &word);

    MoveWish m_wish;
    std::vector<StateChip *> m_chips;
    QLabel *m_words;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    QPushButton *m_openHere;
    QPushButton *m_leave;
    Job m_job;
};

} // namespace gatehouse
