// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/imports/draftkeeper.h"
#include "app/imports/importsdesk.h"

#include <QTimeZone>

namespace gatehouse {

/// Makes the imports desk's values from the draft and from what was imported, and carries out what is wished there.
/// Window's thread.
class ImportsPresenter final : public QObject
{
    Q_OBJECT

public:
    ImportsPresenter(Replica &replica, ImportsDesk &desk, QObject *parent = nullptr);

    static constexpr std::chrono::milliseconds kRefresh{100};

    /// Files to import, from wherever they came; what was judged before is left.
    void begin(const QStringList &paths);
    [[nodiscard]] const DraftKeeper &keeper() const { return m_keeper; }

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void schedule();
    void refresh();
    [[nodiscard]] bool mayImport() const;
    [[nodiscard]] bool isOnline() const;
    [[nodiscard]] ImportsView view() const;
    void addIdle(ImportsView &view) const;
    void addWork(ImportsView &view) const;
    void addReport(ImportsView &view) const;
    void addNotes(ImportsView &view) const;
    void addCarriedOut(ImportsView &view) const;
    void addFailure(ImportsView &view, const Failure &failure) const;
    [[nodiscard]] std::vector<PastImportView> past() const;
    [[nodiscard]] QString whoDecided(const Import &import) const;
    [[nodiscard]] ImportReport wholeReport() const;
    void again();
    void copyReport();
    void saveReport(const QString &path);

    Replica &m_replica;
    ImportsDesk &m_desk;
    DraftKeeper m_keeper;
    QTimer m_refresh;
    Job m_saving;
};

} // namespace gatehouse
