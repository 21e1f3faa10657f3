// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/settingsdesk.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"

#include <QButtonGroup>
#include <QFormLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

SettingsDesk::SettingsDesk(QWidget *parent)
    : QWidget(parent), m_schemes(new QButtonGroup(this)), m_text(new QSlider(Qt::Horizontal, this)),
      m_textPercent(plainLabel(this)), m_layouts(new QListWidget(this)), m_layoutName(new QLineEdit(this))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QHBoxLayout(this);
    outer->setContentsMargins(theme.space(8), theme.space(6), theme.space(8), theme.space(6));
    auto *form = new QFormLayout;
    form->setVerticalSpacing(theme.space(5));
    form->setHorizontalSpacing(theme.space(6));
    auto *column = new QVBoxLayout;
    column->addLayout(form);
    column->addStretch();
    outer->addLayout(column, 2);
    outer->addStretch(1);

    auto *schemes = new QHBoxLayout;
    const std::pair<ColourScheme, std::pair<QString, QString>> offers[] = {
        {ColourScheme::Dark, {tr("Dark"), u"moon"_s}},
        {ColourScheme::Light, {tr("Light"), u"sun"_s}},
        {ColourScheme::HighContrast, {tr("High contrast"), u"contrast"_s}}};
    for (const auto &[scheme, offer] : offers) {
        auto *button = new QPushButton(lineIcon(offer.second), offer.first, this);
        button->setCheckable(true);
        m_schemes->addButton(button, static_cast<int>(scheme));
        schemes->addWidget(button);
    }
    schemes->addStretch();
    form->addRow(tr("Theme"), schemes);

    auto *text = new QHBoxLayout;
    m_text->setRange(100, 200);
    m_text->setSingleStep(10);
    m_text->setPageStep(25);
    m_text->setTracking(false);
    m_text->setAccessibleName(tr("Text size in per cent"));
    text->addWidget(m_text, 1);
    text->addWidget(m_textPercent);
    form->addRow(tr("Text size"), text);

    m_layouts->setAccessibleName(tr("Saved layouts"));
    m_layouts->setMaximumHeight(theme.space(50));
    form->addRow(tr("Layouts"), m_layouts);
    auto *actions = new QHBoxLayout;
    m_layoutName->setPlaceholderText(tr("Name of this layout"));
    m_layoutName->setAccessibleName(m_layoutName->placeholderText());
    m_layoutName->setMaxLength(60);
    auto *save = new QPushButton(lineIcon(u"save"_s), tr("Keep this layout"), this);
    auto *apply = new QPushButton(tr("Apply"), this);
    auto *remove = new QPushButton(lineIcon(u"trash-2"_s), tr("Remove"), this);
    actions->addWidget(m_layoutName, 1);
    for (QPushButton *button : {save, apply, remove})
        actions->addWidget(button);
    form->addRow(QString(), actions);

    connect(m_schemes, &QButtonGroup::idClicked, this, [this] { emit themeWanted(chosenScheme(), m_text->value()); });
    connect(m_text, &QSlider::sliderMoved, this,
            [this](int percent) { m_textPercent->setText(tr("%1 %").arg(percent)); });
    connect(m_text, &QSlider::valueChanged, this, [this](int percent) {
        m_textPercent->setText(tr("%1 %").arg(percent));
        emit themeWanted(chosenScheme(), percent);
    });
    connect(save, &QPushButton::clicked, this, [this] {
        if (const QString name = m_layoutName->text().trimmed(); !name.isEmpty())
            emit layoutSaveWanted(name);
    });
    const auto chosen = [this] { return m_layouts->currentItem() ? m_layouts->currentItem()->text() : QString(); };
    connect(apply, &QPushButton::clicked, this, [this, chosen] {
        if (!chosen().isEmpty())
            emit layoutWanted(chosen());
    });
    connect(m_layouts, &QListWidget::itemActivated, this, [this, chosen] { emit layoutWanted(chosen()); });
    connect(remove, &QPushButton::clicked, this, [this, chosen] {
        if (!chosen().isEmpty())
            emit layoutRemoveWanted(chosen());
    });
    setTheme(ColourScheme::Dark, 100);
}

ColourScheme SettingsDesk::chosenScheme() const
{
    return static_cast<ColourScheme>(m_schemes->checkedId());
}

void SettingsDesk::setTheme(ColourScheme scheme, int textPercent)
{
    const QSignalBlocker quiet(m_text);
    m_schemes->button(static_cast<int>(scheme))->setChecked(true);
    m_text->setValue(textPercent);
    m_textPercent->setText(tr("%1 %").arg(textPercent));
}

void SettingsDesk::setLayouts(const QStringList &names)
{
    m_layouts->clear();
    m_layouts->addItems(names);
}

} // namespace gatehouse
