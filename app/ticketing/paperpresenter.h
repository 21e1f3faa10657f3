// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ticketing/papergather.h"
#include "app/ui/job.h"

class QSettings;

namespace gatehouse {

class NoticeBar;

/// Carries out what is wished on the paper page: gathers, then paints beside the window. Keeps lists fresh in a folder
/// where somebody asked for it; that goes on while other paper is made. Window's thread.
class PaperPresenter final : public QObject
{
    Q_OBJECT

public:
    /// `settings` keeps the plan of this desk for each event.
    PaperPresenter(Replica &replica, PaperPage &page, NoticeBar &notices, QSettings &settings,
                   QObject *parent = nullptr);
    ~PaperPresenter() override;

    void save(const PaperWish &wish, const QString &path);
    void print(const PaperWish &wish, const std::shared_ptr<QPrinter> &printer);
    void saveTicket(const Id &ticket, const QString &path);
    void printTicket(const Id &ticket, const std::shared_ptr<QPrinter> &printer);
    void setPlan(const PaperPlan &plan);
    /// Makes the kept lists now.
    void refreshKept();
    [[nodiscard]] const PaperPlan &plan() const { return m_plan; }

signals:
    void workEnded(const gatehouse::Failure &failure); ///< of what somebody waits for
    void keptEnded(const gatehouse::Failure &failure); ///< of the lists that are kept fresh

private:
    /// What is being made: gathered first, then painted.
    struct Work {
        PaperWish wish;
        QString path;
        std::shared_ptr<QPrinter> printer;
        QString done; ///< what is said when it is done
    };

    void begin(Work work, const std::vector<TicketId> &tickets);
    void gathered(const Failure &failure);
    void painted(const Failure &failure);
    [[nodiscard]] Job::Work paintingOf(const Work &work, PaperGather &gather) const;
    [[nodiscard]] PaperHead head() const;
    void showChoices();
    void loadPlan();
    void nextKept();
    void keptGathered(const Failure &failure);
    void keptPainted(const Failure &failure);
    void endKept(const Failure &failure);
    void showKept();
    [[nodiscard]] QString planKey() const;

    Replica &m_replica;
    PaperPage &m_page;
    NoticeBar &m_notices;
    QSettings &m_settings;
    PaperGather m_gather;
    Job m_job;
    Work m_work;

    PaperPlan m_plan;
    QString m_planOf; ///< the event whose plan is loaded
    PaperGather m_keptGather;
    Job m_keptJob;
    QTimer m_keptTimer;
    QTimer m_second;
    std::vector<Work> m_keptQueue;
    std::size_t m_keptFiles = 0;
    bool m_isKeeping = false;
    std::optional<Instant> m_keptAt; ///< when the last whole set was begun
    Instant m_keptBegunAt;
    Failure m_keptFailure{Fault::None, {}, {}};
};

} // namespace gatehouse
