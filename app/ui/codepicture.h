// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <QWidget>

class QPainter;
class QRectF;

namespace gatehouse {

/// A QR code, one pixel for each module, with its quiet zone: black and white whatever the theme, since scanners want
/// it so. Error correction M, as tickets are folded and screens scratched. A null image for a text that no code holds.
[[nodiscard]] QImage codePicture(const QString &text);

/// Draws it as large as fits, in whole device pixels where there are enough.
void paintCode(QPainter &painter, const QRectF &place, const QImage &code);

/// The same as a widget.
class CodeView final : public QWidget
{
    Q_OBJECT

public:
    explicit CodeView(QWidget *parent = nullptr);

    /// An empty text shows nothing. `name` says to assistive technology whose code it is.
    void setCode(const QString &text, const QString &name);
    [[nodiscard]] QString code() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override { return {260, 260}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    QImage m_picture;
};

} // namespace gatehouse
