// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/doors/doorsdesk.h"
#include "shared/replica/replica.h"

#include <QTimer>

#include <unordered_map>

namespace gatehouse {

/// Makes the doors desk's values from the replica and carries out what is wished there. Window's thread.
class DoorsPresenter final : public QObject
{
    Q_OBJECT

public:
    DoorsPresenter(Replica &replica, DoorsDesk &desk, QObject *parent = nullptr);

    static constexpr std::size_t kShownScans = 500; ///< newest; older ones are in the reports
    static constexpr std::chrono::milliseconds kRefresh{150};
    static constexpr std::size_t kMostNames = 20'000; ///< kept at once; then all are asked for anew

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void schedule();
    void refresh();
    [[nodiscard]] std::vector<ScanView> scanViews();
    [[nodiscard]] std::vector<CardView> cardViews();
    void noteTicket(const TicketId &ticket);
    void askHolders();
    void askOlder();
    void askInputs(const Id &scan);
    void showLists();
    void applyList(const CheckInList &saw, const CheckInList &now);
    void exitAll(const Id &list, const QString &reason);
    [[nodiscard]] const Scan *scanOf(const Id &scan) const;
    [[nodiscard]] QString zoneName(const ZoneId &zone) const;
    void search(const QString &needle);
    void askUses(const QString &needle, const std::vector<FoundAttendee> &people);
    void checkIn(const Id &record);
    void showFacts(const Id &scan, bool withWhy);
    void askNote(const Id &scan, const TicketId &ticket);
    void undo(const Id &scan, const QString &reason);
    void force(const Id &scan, const QString &reason);
    void closeCard(const Id &card, const QString &reason);
    void tell(const QString &done, const Result<Nothing> &answer);
    [[nodiscard]] ScanView viewOf(const Scan &scan) const;
    [[nodiscard]] CardView viewOf(const Card &card) const;
    [[nodiscard]] CardScan sideOf(const ScanId &scan, const GateId &gate, Instant at, Reason reason) const;
    [[nodiscard]] std::vector<QString> whyOf(const Scan &scan) const;
    [[nodiscard]] std::vector<QString> whyOf(const Scan &scan, const GetScanInputs::Answer &kept) const;
    [[nodiscard]] QString useWords(const ScanInputs &inputs) const;
    [[nodiscard]] QString answerWords(const CheckInList &list, const GivenAnswer &answer) const;
    [[nodiscard]] QString gateName(const GateId &gate) const;
    [[nodiscard]] QString deviceName(const DeviceId &device) const;
    [[nodiscard]] QString ticketWords(const TicketId &ticket) const;
    [[nodiscard]] QTimeZone zone() const;

    Replica &m_replica;
    DoorsDesk &m_desk;
    QTimer m_refresh;
    std::unordered_map<Id, TicketUse> m_uses;       ///< by admission record, from searches
    std::unordered_map<Id, FoundAttendee> m_people; ///< by ticket; without an attendee: asked for, not known
    std::vector<TicketId> m_nameless;               ///< shown without a name so far
    bool m_isAskingHolders = false;
    bool m_isStale = false; ///< something changed while nobody looked
    Id m_facts;             ///< the scan whose facts are shown
    bool m_showsWhy = false;
    QString m_note;                 ///< what the steward is told of that ticket
    std::map<ScanId, Scan> m_older; ///< asked for, beyond what is kept up
    std::int64_t m_olderBelow = 0;
    ScanId m_olderBelowScan;
    std::optional<GetScanInputs::Answer> m_inputs; ///< of m_facts, once they have come
    bool m_areInputsGone = false;                  ///< nothing is kept of m_facts
};

} // namespace gatehouse
