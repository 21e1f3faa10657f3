// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/admission/admission.h"

#include <QTimeZone>
#include <QToolButton>
#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QFormLayout;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;
class QVBoxLayout;

namespace gatehouse {

/// What of a venue and a sale a list may name.
struct ListChoices {
    std::vector<std::pair<Id, QString>> products;
    std::vector<std::pair<Id, QString>> gates;
    std::vector<Instant> dayEnds; ///< of the event days
    QTimeZone zone = QTimeZone::utc();
    bool operator==(const ListChoices &) const = default;
};

/// Several of a few things, or all of them: a button that says which.
class SeveralButton final : public QToolButton
{
    Q_OBJECT

public:
    /// `all` is what it says where nothing is chosen.
    SeveralButton(const QString &all, QWidget *parent = nullptr);
    void setChoices(const std::vector<std::pair<Id, QString>> &choices);
    void setChosen(const std::vector<Id> &chosen);
    [[nodiscard]] std::vector<Id> chosen() const;

signals:
    void edited();

private:
    void showChosen();

    QString m_all;
    std::vector<std::pair<Id, QAction *>> m_actions;
    std::vector<Id> m_gone; ///< chosen, and not to be had any more: kept until somebody chooses anew
};

/// A time by the venue's wall clock, or none.
class MaybeTime final : public QWidget
{
    Q_OBJECT

public:
    explicit MaybeTime(const QString &label, QWidget *parent = nullptr);
    void setZone(const QTimeZone &zone) { m_zone = zone; }
    void setTime(const std::optional<Instant> &time);
    [[nodiscard]] std::optional<Instant> time() const;

signals:
    void edited();

private:
    QTimeZone m_zone = QTimeZone::utc();
    QCheckBox *m_isSet;
    QDateTimeEdit *m_time;
    std::int64_t m_restMs = 0; ///< what the field does not show of the time
};

/// One window, one time of re-entry or exit, one question: a row of its own, with a button that takes it away.
class ListRow : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

signals:
    void edited();
    void removed();
};

class WindowRow;
class SpanRow;
class ExitRow;
class QuestionRow;

/// A check-in list with all its rules, as a form in clear words. Values in, values out; what is wrong with them is for
/// the server to say.
class ListForm final : public QWidget
{
    Q_OBJECT

public:
    explicit ListForm(QWidget *parent = nullptr);
    ~ListForm() override;

    void setChoices(const ListChoices &choices);
    /// Shows this list; what the form does not show of it (id, version, what it has followed) stays in what list()
    /// gives.
    void setList(const CheckInList &list);
    [[nodiscard]] CheckInList list() const;

    void addWindow(const ListWindow &window = {});
    void addReEntryTime(const TimeSpan &span = {});
    void addExit(const std::optional<Instant> &at = {});
    void addQuestion(const Question &question = {});

signals:
    void edited();

private:
    void changed();
    QVBoxLayout *addRows(QFormLayout &form, const QString &label, const QString &button);
    template <class Row>
    void take(Row *row, std::vector<Row *> &rows, QVBoxLayout *place);
    void planDayEnds();
    void clearRows();

    CheckInList m_list;
    ListChoices m_choices;
    bool m_isSetting = false;
    QLineEdit *m_name;
    SeveralButton *m_products;
    SeveralButton *m_gates;
    QCheckBox *m_takesUnpaid;
    QSpinBox *m_mostEntries;
    QSpinBox *m_mostPerDay;
    QCheckBox *m_allowsReEntry;
    QSpinBox *m_minutesBetween;
    QCheckBox *m_followsZones;
    MaybeTime *m_opens;
    MaybeTime *m_closes;
    QVBoxLayout *m_spanPlace;
    QVBoxLayout *m_windowPlace;
    QVBoxLayout *m_exitPlace;
    QVBoxLayout *m_questionPlace;
    std::vector<SpanRow *> m_spans;
    std::vector<WindowRow *> m_windows;
    std::vector<ExitRow *> m_exits;
    std::vector<QuestionRow *> m_questions;
};

/// "Meat" and below it "de: Fleisch": words in several languages as people type them, one a line.
[[nodiscard]] QString linesOf(const std::vector<LocalText> &texts);
[[nodiscard]] std::vector<LocalText> textsOf(const QString &lines);
/// "Meat | de: Fleisch": the same on one line.
[[nodiscard]] QString lineOf(const std::vector<LocalText> &texts);
/// A short name for what was typed, unlike those that are taken: "number-plate".
[[nodiscard]] std::string shortNameFor(const QString &words, const std::vector<std::string> &taken);

} // namespace gatehouse
