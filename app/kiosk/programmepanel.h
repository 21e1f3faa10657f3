// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/kiosk/kioskpages.h"

namespace gatehouse {

/// Now and next on a kiosk's face: in large words, as many at once as there is room for, the others in turn. What is
/// cancelled is struck, what is late has its new time beside the planned one. Moves by the view's clock alone.
class ProgrammePanel final : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::int64_t kTurnMs = 12'000; ///< how long one page stands: two lines a second can be read

    explicit ProgrammePanel(QWidget *parent);

    void setView(const KioskView &view);
    void scale(const KioskScale &scale);
    void translate();
    [[nodiscard]] int pageCount() const { return static_cast<int>(m_pages.size()); }
    /// What stands on the page that is shown, one line for each session: for tests and for those who hear the screen.
    [[nodiscard]] QStringList lines() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Row {
        KioskSession session;
        bool isNow = false;
        double height = 0;
    };

    void layOut();
    [[nodiscard]] std::vector<std::vector<std::size_t>> pagesOf(std::size_t most) const;
    [[nodiscard]] std::size_t page() const;
    [[nodiscard]] QString timeOf(const Row &row) const;
    [[nodiscard]] QString detailOf(const Row &row) const;
    [[nodiscard]] QString lineOf(const Row &row) const;
    [[nodiscard]] double textWidth() const;
    [[nodiscard]] double timeWidth() const;
    [[nodiscard]] double headHeight() const;
    [[nodiscard]] double footHeight() const;
    void paintRow(QPainter &painter, const Row &row, double top) const;
    void paintFoot(QPainter &painter) const;

    Instant m_now;
    QTimeZone m_zone = QTimeZone::utc();
    std::optional<Instant> m_asOf;
    KioskNowNext m_nowNext;
    KioskScale m_scale;
    std::vector<Row> m_rows;
    std::vector<std::vector<std::size_t>> m_pages; ///< rows of each
    std::size_t m_painted = 0;                     ///< the page that stands there
};

} // namespace gatehouse
