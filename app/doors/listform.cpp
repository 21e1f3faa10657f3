// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/doors/listform.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

template <class T>
std::vector<Id> plainIds(const std::vector<T> &ids)
{
    return {ids.begin(), ids.end()};
}

template <class T>
std::vector<T> typedIds(const std::vector<Id> &ids)
{
    std::vector<T> typed;
    for (const Id &id : ids)
        typed.emplace_back(id);
    return typed;
}

QPushButton *removeButton(ListRow *row)
{
    auto *button = new QPushButton(lineIcon(u"x"_s), {}, row);
    button->setAccessibleName(ListForm::tr("Remove this line"));
    button->setToolTip(button->accessibleName());
    QObject::connect(button, &QPushButton::clicked, row, &ListRow::removed);
    return button;
}

QSpinBox *numberField(int most, const QString &none, QWidget *parent)
{
    auto *field = new QSpinBox(parent);
    field->setRange(0, most);
    field->setSpecialValueText(none);
    field->setMaximumWidth(field->fontMetrics().averageCharWidth() * 24);
    return field;
}

} // namespace

// --- words in several languages ---

std::vector<LocalText> textsOf(const QString &lines)
{
    static const QRegularExpression language(u"^([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)\\s*:\\s*(.+)$"_s);
    std::vector<LocalText> texts;
    for (const QString &line : lines.split(u'\n')) {
        const QString words = line.trimmed();
        if (words.isEmpty())
            continue;
        const auto match = language.match(words);
        if (match.hasMatch())
            texts.push_back({match.captured(1).toStdString(), match.captured(2).trimmed().toStdString()});
        else
            texts.push_back({{}, words.toStdString()});
    }
    return texts;
}

QString linesOf(const std::vector<LocalText> &texts)
{
    QStringList lines;
    for (const LocalText &each : texts)
        lines += each.language.empty() ? text(each.text) : u"%1: %2"_s.arg(text(each.language), text(each.text));
    return lines.join(u'\n');
}

QString lineOf(const std::vector<LocalText> &texts)
{
    return linesOf(texts).replace(u"\n"_s, u" | "_s);
}

std::string shortNameFor(const QString &words, const std::vector<std::string> &taken)
{
    QString name;
    // Qt folds a sharp s to itself.
    QString plain = words.normalized(QString::NormalizationForm_KD).toLower();
    for (const QChar each : plain.replace(u'ß', u"ss"_s)) {
        if ((each >= u'a' && each <= u'z') || (each >= u'0' && each <= u'9'))
            name += each;
        else if (!name.isEmpty() && !name.endsWith(u'-') && !each.isMark())
            name += u'-';
        if (name.size() == 24)
            break;
    }
    while (name.endsWith(u'-'))
        name.chop(1);
    if (name.isEmpty())
        name = u"item"_s; // a script that has no such letters
    std::string made = name.toStdString();
    for (int number = 2; std::find(taken.begin(), taken.end(), made) != taken.end(); ++number)
        made = name.toStdString() + "-" + std::to_string(number);
    return made;
}

// --- fields ---

SeveralButton::SeveralButton(const QString &all, QWidget *parent) : QToolButton(parent), m_all(all)
{
    setPopupMode(QToolButton::InstantPopup);
    setMenu(new QMenu(this));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumHeight(fontMetrics().height() + 14); // as tall as the fields around it
    showChosen();
}

void SeveralButton::setChoices(const std::vector<std::pair<Id, QString>> &choices)
{
    const std::vector<Id> before = chosen();
    menu()->clear();
    m_actions.clear();
    for (const auto &[id, name] : choices) {
        QString shown = name;
        QAction *action = menu()->addAction(shown.replace(u'&', u"&&"_s));
        action->setCheckable(true);
        action->setData(name);
        connect(action, &QAction::triggered, this, [this] {
            m_gone.clear();
            showChosen();
            emit edited();
        });
        m_actions.emplace_back(id, action);
    }
    setChosen(before);
}

void SeveralButton::setChosen(const std::vector<Id> &chosen)
{
    m_gone = chosen;
    for (const auto &[id, action] : m_actions) {
        const Id &wanted = id;
        action->setChecked(std::find(chosen.begin(), chosen.end(), wanted) != chosen.end());
        std::erase(m_gone, wanted);
    }
    showChosen();
}

std::vector<Id> SeveralButton::chosen() const
{
    std::vector<Id> ids = m_gone;
    for (const auto &[id, action] : m_actions) {
        if (action->isChecked())
            ids.push_back(id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

void SeveralButton::showChosen()
{
    QStringList names;
    for (const auto &[id, action] : m_actions) {
        if (action->isChecked())
            names += action->data().toString();
    }
    if (!m_gone.empty())
        names += tr("%n removed", nullptr, static_cast<int>(m_gone.size()));
    setText(names.isEmpty() ? m_all : names.join(u", "_s).replace(u'&', u"&&"_s));
    setAccessibleDescription(text());
}

MaybeTime::MaybeTime(const QString &label, QWidget *parent)
    : QWidget(parent), m_isSet(new QCheckBox(label, this)), m_time(new QDateTimeEdit(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_isSet);
    row->addWidget(m_time, 1);
    m_time->setDisplayFormat(u"yyyy-MM-dd HH:mm"_s);
    m_time->setCalendarPopup(true);
    m_time->setAccessibleName(label);
    m_time->setEnabled(false);
    connect(m_isSet, &QCheckBox::toggled, m_time, &QWidget::setEnabled);
    connect(m_isSet, &QCheckBox::clicked, this, &MaybeTime::edited);
    connect(m_time, &QDateTimeEdit::dateTimeChanged, this, [this] {
        m_restMs = 0;
        emit edited();
    });
}

void MaybeTime::setTime(const std::optional<Instant> &time)
{
    m_isSet->setChecked(time.has_value());
    const QDateTime shown = time
        ? QDateTime::fromMSecsSinceEpoch(time->ms, m_zone)
        : QDateTime(QDateTime::currentDateTime().toTimeZone(m_zone).date(), QTime(12, 0), m_zone);
    // The field knows no zone of its own: it shows a wall clock, whose zone is ours.
    m_time->setTimeSpec(Qt::UTC);
    m_time->setDateTime(QDateTime(shown.date(), shown.time(), Qt::UTC));
    m_restMs = time ? time->ms
            - QDateTime(shown.date(), QTime(shown.time().hour(), shown.time().minute()), m_zone).toMSecsSinceEpoch()
                    : 0;
}

std::optional<Instant> MaybeTime::time() const
{
    if (!m_isSet->isChecked())
        return std::nullopt;
    const QTime clock = m_time->time();
    const QDateTime at(m_time->date(), QTime(clock.hour(), clock.minute()), m_zone);
    return Instant{at.toMSecsSinceEpoch() + m_restMs};
}

// --- rows ---

class WindowRow final : public ListRow
{
public:
    WindowRow(const ListWindow &window, const ListChoices &choices, QWidget *parent)
        : ListRow(parent), m_name(new QLineEdit(text(window.name), this)),
          m_products(new SeveralButton(ListForm::tr("All products"), this)),
          m_gates(new SeveralButton(ListForm::tr("All gates"), this)),
          m_from(new MaybeTime(ListForm::tr("from"), this)), m_until(new MaybeTime(ListForm::tr("until"), this))
    {
        m_name->setPlaceholderText(ListForm::tr("Name, such as “Early entry”"));
        m_name->setAccessibleName(ListForm::tr("Name of the window"));
        m_name->setMaxLength(static_cast<int>(kMaxName));
        setChoices(choices);
        m_products->setChosen(plainIds(window.products));
        m_gates->setChosen(plainIds(window.gates));
        m_from->setTime(window.from);
        m_until->setTime(window.until);
        auto *grid = new QGridLayout(this);
        grid->setContentsMargins({});
        grid->addWidget(m_name, 0, 0);
        grid->addWidget(m_products, 0, 1);
        grid->addWidget(m_gates, 0, 2);
        grid->addWidget(removeButton(this), 0, 3);
        grid->addWidget(m_from, 1, 0);
        grid->addWidget(m_until, 1, 1);
        for (int column = 0; column < 3; ++column)
            grid->setColumnStretch(column, 1);
        connect(m_name, &QLineEdit::textEdited, this, &ListRow::edited);
        for (SeveralButton *button : {m_products, m_gates})
            connect(button, &SeveralButton::edited, this, &ListRow::edited);
        for (MaybeTime *time : {m_from, m_until})
            connect(time, &MaybeTime::edited, this, &ListRow::edited);
    }
    void setChoices(const ListChoices &choices)
    {
        m_products->setChoices(choices.products);
        m_gates->setChoices(choices.gates);
        m_from->setZone(choices.zone);
        m_until->setZone(choices.zone);
    }
    [[nodiscard]] ListWindow value() const
    {
        return {m_name->text().trimmed().toStdString(), typedIds<ProductId>(m_products->chosen()),
                typedIds<GateId>(m_gates->chosen()), m_from->time(), m_until->time()};
    }

private:
    QLineEdit *m_name;
    SeveralButton *m_products;
    SeveralButton *m_gates;
    MaybeTime *m_from;
    MaybeTime *m_until;
};

class SpanRow final : public ListRow
{
public:
    SpanRow(const TimeSpan &span, const ListChoices &choices, QWidget *parent)
        : ListRow(parent), m_from(new MaybeTime(ListForm::tr("from"), this)),
          m_until(new MaybeTime(ListForm::tr("until"), this))
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins({});
        for (MaybeTime *time : {m_from, m_until}) {
            time->setZone(choices.zone);
            row->addWidget(time, 1);
            connect(time, &MaybeTime::edited, this, &ListRow::edited);
        }
        row->addWidget(removeButton(this));
        m_from->setTime(span.from);
        m_until->setTime(span.until);
    }
    [[nodiscard]] TimeSpan value() const { return {m_from->time(), m_until->time()}; }

private:
    MaybeTime *m_from;
    MaybeTime *m_until;
};

class ExitRow final : public ListRow
{
public:
    ExitRow(const std::optional<Instant> &at, const ListChoices &choices, QWidget *parent)
        : ListRow(parent), m_at(new MaybeTime(ListForm::tr("everybody out at"), this))
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins({});
        row->addWidget(m_at, 1);
        row->addWidget(removeButton(this));
        m_at->setZone(choices.zone);
        m_at->setTime(at);
        connect(m_at, &MaybeTime::edited, this, &ListRow::edited);
    }
    [[nodiscard]] std::optional<Instant> value() const { return m_at->time(); }

private:
    MaybeTime *m_at;
};

class QuestionRow final : public ListRow
{
public:
    QuestionRow(const Question &question, const ListChoices &choices, QWidget *parent)
        : ListRow(parent), m_question(question), m_words(new QPlainTextEdit(linesOf(question.texts), this)),
          m_kind(new QComboBox(this)), m_choices(new QPlainTextEdit(this)),
          m_isRequired(new QCheckBox(ListForm::tr("must be answered"), this)),
          m_products(new SeveralButton(ListForm::tr("All products"), this))
    {
        m_kind->addItems({ListForm::tr("Yes or no"), ListForm::tr("One of several"), ListForm::tr("Words"),
                          ListForm::tr("A number")});
        m_kind->setCurrentIndex(static_cast<int>(question.kind));
        m_kind->setAccessibleName(ListForm::tr("Kind of answer"));
        m_words->setPlaceholderText(ListForm::tr("The question. Other languages below, such as “de: Kennzeichen?”"));
        m_words->setAccessibleName(ListForm::tr("The question"));
        m_choices->setPlaceholderText(ListForm::tr("One choice a line, such as “Meat | de: Fleisch”"));
        m_choices->setAccessibleName(ListForm::tr("The choices"));
        QStringList lines;
        for (const QuestionChoice &choice : question.choices)
            lines += lineOf(choice.texts);
        m_choices->setPlainText(lines.join(u'\n'));
        for (QPlainTextEdit *edit : {m_words, m_choices}) {
            edit->setTabChangesFocus(true);
            edit->setFixedHeight(edit->fontMetrics().lineSpacing() * 3 + 16);
            connect(edit, &QPlainTextEdit::textChanged, this, &ListRow::edited);
        }
        m_isRequired->setChecked(question.isRequired);
        m_products->setChoices(choices.products);
        m_products->setChosen(plainIds(question.products));
        auto *grid = new QGridLayout(this);
        grid->setContentsMargins({});
        grid->addWidget(m_words, 0, 0, 1, 2);
        grid->addWidget(m_choices, 0, 2);
        grid->addWidget(removeButton(this), 0, 3, Qt::AlignTop);
        grid->addWidget(m_kind, 1, 0);
        grid->addWidget(m_isRequired, 1, 1);
        grid->addWidget(m_products, 1, 2);
        for (int column = 0; column < 3; ++column)
            grid->setColumnStretch(column, 1);
        connect(m_kind, &QComboBox::activated, this, [this] {
            showChoices();
            emit edited();
        });
        connect(m_isRequired, &QCheckBox::clicked, this, &ListRow::edited);
        connect(m_products, &SeveralButton::edited, this, &ListRow::edited);
        showChoices();
    }

    /// Ids stay with their words, by their place, so that answers that were given still mean the same.
    [[nodiscard]] Question value(std::vector<std::string> &taken) const
    {
        Question question = m_question;
        question.texts = textsOf(m_words->toPlainText());
        question.kind = static_cast<QuestionKind>(m_kind->currentIndex());
        question.isRequired = m_isRequired->isChecked();
        question.products = typedIds<ProductId>(m_products->chosen());
        if (question.id.empty())
            question.id = shortNameFor(question.texts.empty() ? QString() : text(question.texts.front().text), taken);
        taken.push_back(question.id);
        question.choices = question.kind == QuestionKind::Choice ? choices() : std::vector<QuestionChoice>();
        return question;
    }

private:
    [[nodiscard]] std::vector<QuestionChoice> choices() const
    {
        std::vector<QuestionChoice> made;
        std::vector<std::string> taken;
        for (const QuestionChoice &known : m_question.choices)
            taken.push_back(known.id);
        for (const QString &line : m_choices->toPlainText().split(u'\n', Qt::SkipEmptyParts)) {
            QuestionChoice choice;
            choice.texts = textsOf(QString(line).replace(u'|', u'\n'));
            if (choice.texts.empty())
                continue;
            const auto known =
                std::find_if(m_question.choices.begin(), m_question.choices.end(), [&](const QuestionChoice &each) {
                    return each.texts.front().text == choice.texts.front().text;
                });
            choice.id =
                known != m_question.choices.end() ? known->id : shortNameFor(text(choice.texts.front().text), taken);
            taken.push_back(choice.id);
            made.push_back(std::move(choice));
        }
        return made;
    }
    void showChoices() { m_choices->setVisible(m_kind->currentIndex() == static_cast<int>(QuestionKind::Choice)); }

    Question m_question;
    QPlainTextEdit *m_words;
    QComboBox *m_kind;
    QPlainTextEdit *m_choices;
    QCheckBox *m_isRequired;
    SeveralButton *m_products;
};

// --- the form ---

ListForm::ListForm(QWidget *parent)
    : QWidget(parent), m_name(new QLineEdit(this)), m_products(new SeveralButton(tr("All that admit"), this)),
      m_gates(new SeveralButton(tr("All gates"), this)),
      m_takesUnpaid(new QCheckBox(tr("also tickets not paid yet"), this)),
      m_mostEntries(numberField(1000, tr("any number"), this)), m_mostPerDay(numberField(1000, tr("any number"), this)),
      m_allowsReEntry(new QCheckBox(tr("whoever left may come in again, without using up an entry"), this)),
      m_minutesBetween(numberField(1440, tr("none"), this)),
      m_followsZones(
          new QCheckBox(tr("an inner zone only from inside the zone around it; entering it leaves that one"), this)),
      m_opens(new MaybeTime(tr("opens at"), this)), m_closes(new MaybeTime(tr("closes at"), this))
{
    auto *form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_name->setMaxLength(static_cast<int>(kMaxName));
    m_minutesBetween->setSuffix(tr(" min", "after a number of minutes"));
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Products"), m_products);
    form->addRow(tr("&Gates"), m_gates);
    form->addRow(tr("Payment"), m_takesUnpaid);
    form->addRow(tr("&Entries in all"), m_mostEntries);
    form->addRow(tr("Entries an event &day"), m_mostPerDay);
    form->addRow(tr("Re-entry"), m_allowsReEntry);
    form->addRow(tr("&Time between entries"), m_minutesBetween);
    m_spanPlace = addRows(*form, tr("Times of re-entry"), tr("Add a time"));
    auto *times = new QHBoxLayout;
    times->addWidget(m_opens, 1);
    times->addWidget(m_closes, 1);
    form->addRow(tr("Times"), times);
    m_windowPlace = addRows(*form, tr("Entry windows"), tr("Add a window"));
    form->addRow(tr("Zones"), m_followsZones);
    m_exitPlace = addRows(*form, tr("Exit of all"), tr("Add a time"));
    m_questionPlace = addRows(*form, tr("Questions"), tr("Add a question"));

    const auto addButton = [](QVBoxLayout *place) {
        return qobject_cast<QPushButton *>(place->itemAt(place->count() - 1)->layout()->itemAt(0)->widget());
    };
    const auto onAdd = [&](QVBoxLayout *place, auto add) {
        connect(addButton(place), &QPushButton::clicked, this, [this, add] {
            add();
            changed();
        });
    };
    onAdd(m_spanPlace, [this] { addReEntryTime(); });
    onAdd(m_windowPlace, [this] { addWindow(); });
    onAdd(m_exitPlace, [this] { addExit(); });
    onAdd(m_questionPlace, [this] { addQuestion(); });
    auto *dayEnds = new QPushButton(tr("At the end of each event day"), this);
    m_exitPlace->itemAt(m_exitPlace->count() - 1)->layout()->addWidget(dayEnds);
    connect(dayEnds, &QPushButton::clicked, this, &ListForm::planDayEnds);

    for (QLabel *label : findChildren<QLabel *>())
        label->setTextFormat(Qt::PlainText);
    connect(m_name, &QLineEdit::textEdited, this, &ListForm::changed);
    for (SeveralButton *button : {m_products, m_gates})
        connect(button, &SeveralButton::edited, this, &ListForm::changed);
    for (QCheckBox *box : {m_takesUnpaid, m_allowsReEntry, m_followsZones})
        connect(box, &QCheckBox::clicked, this, &ListForm::changed);
    for (QSpinBox *number : {m_mostEntries, m_mostPerDay, m_minutesBetween})
        connect(number, &QSpinBox::valueChanged, this, &ListForm::changed);
    for (MaybeTime *time : {m_opens, m_closes})
        connect(time, &MaybeTime::edited, this, &ListForm::changed);
}

ListForm::~ListForm() = default;

/// A column of rows with a button below that adds one.
QVBoxLayout *ListForm::addRows(QFormLayout &form, const QString &label, const QString &button)
{
    auto *place = new QVBoxLayout;
    auto *buttons = new QHBoxLayout;
    auto *add = new QPushButton(lineIcon(u"plus"_s), button, this);
    buttons->addWidget(add);
    buttons->addStretch();
    place->addLayout(buttons);
    form.addRow(label, place);
    return place;
}

void ListForm::changed()
{
    if (!m_isSetting)
        emit edited();
}

template <class Row>
void ListForm::take(Row *row, std::vector<Row *> &rows, QVBoxLayout *place)
{
    place->insertWidget(place->count() - 1, row);
    rows.push_back(row);
    connect(row, &ListRow::edited, this, &ListForm::changed);
    connect(row, &ListRow::removed, this, [this, row, &rows] {
        std::erase(rows, row);
        row->hide();
        row->deleteLater(); // its own button was pressed
        changed();
    });
}

void ListForm::addWindow(const ListWindow &window)
{
    take(new WindowRow(window, m_choices, this), m_windows, m_windowPlace);
}

void ListForm::addReEntryTime(const TimeSpan &span)
{
    take(new SpanRow(span, m_choices, this), m_spans, m_spanPlace);
}

void ListForm::addExit(const std::optional<Instant> &at)
{
    take(new ExitRow(at, m_choices, this), m_exits, m_exitPlace);
}

void ListForm::addQuestion(const Question &question)
{
    take(new QuestionRow(question, m_choices, this), m_questions, m_questionPlace);
}

void ListForm::planDayEnds()
{
    const auto planned = list().exitsAllAt;
    for (const Instant &end : m_choices.dayEnds) {
        if (std::find(planned.begin(), planned.end(), ListExit{end}) == planned.end())
            addExit(end);
    }
    changed();
}

void ListForm::clearRows()
{
    const auto clear = [](auto &rows) {
        for (QWidget *row : rows)
            delete row;
        rows.clear();
    };
    clear(m_windows);
    clear(m_spans);
    clear(m_exits);
    clear(m_questions);
}

void ListForm::setChoices(const ListChoices &choices)
{
    if (choices == m_choices)
        return;
    m_choices = choices;
    m_products->setChoices(choices.products);
    m_gates->setChoices(choices.gates);
    m_opens->setZone(choices.zone);
    m_closes->setZone(choices.zone);
    for (WindowRow *row : m_windows)
        row->setChoices(choices);
}

void ListForm::setList(const CheckInList &list)
{
    m_isSetting = true;
    m_list = list;
    clearRows();
    m_name->setText(text(list.name));
    m_products->setChosen(plainIds(list.products));
    m_gates->setChosen(plainIds(list.gates));
    m_takesUnpaid->setChecked(list.takesUnpaid);
    m_mostEntries->setValue(list.mostEntries);
    m_mostPerDay->setValue(list.mostPerDay);
    m_allowsReEntry->setChecked(list.allowsReEntry);
    m_minutesBetween->setValue(list.minutesBetween);
    m_followsZones->setChecked(list.followsZones);
    m_opens->setTime(list.opensAt);
    m_closes->setTime(list.closesAt);
    for (const TimeSpan &span : list.reEntryTimes)
        addReEntryTime(span);
    for (const ListWindow &window : list.windows)
        addWindow(window);
    for (const ListExit &exit : list.exitsAllAt)
        addExit(exit.at);
    for (const Question &question : list.questions)
        addQuestion(question);
    m_isSetting = false;
}

CheckInList ListForm::list() const
{
    CheckInList list = m_list;
    const auto same = [](const auto &before, const auto &ids) { // order means nothing: it is no change
        auto sorted = plainIds(before);
        std::sort(sorted.begin(), sorted.end());
        return sorted == ids;
    };
    list.name = m_name->text().trimmed().toStdString();
    if (const auto ids = m_products->chosen(); !same(list.products, ids))
        list.products = typedIds<ProductId>(ids);
    if (const auto ids = m_gates->chosen(); !same(list.gates, ids))
        list.gates = typedIds<GateId>(ids);
    list.takesUnpaid = m_takesUnpaid->isChecked();
    list.mostEntries = m_mostEntries->value();
    list.mostPerDay = m_mostPerDay->value();
    list.allowsReEntry = m_allowsReEntry->isChecked();
    list.minutesBetween = m_minutesBetween->value();
    list.followsZones = m_followsZones->isChecked();
    list.opensAt = m_opens->time();
    list.closesAt = m_closes->time();
    list.reEntryTimes.clear();
    for (const SpanRow *row : m_spans)
        list.reEntryTimes.push_back(row->value());
    list.windows.clear();
    for (const WindowRow *row : m_windows)
        list.windows.push_back(row->value());
    list.exitsAllAt.clear();
    for (const ExitRow *row : m_exits) {
        if (const auto at = row->value())
            list.exitsAllAt.push_back({*at});
    }
    std::sort(list.exitsAllAt.begin(), list.exitsAllAt.end());
    std::vector<std::string> taken;
    list.questions.clear();
    for (const QuestionRow *row : m_questions)
        list.questions.push_back(row->value(taken));
    return list;
}

} // namespace gatehouse
