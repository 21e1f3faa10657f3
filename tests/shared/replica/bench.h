// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/house/house.h"
#include "shared/replica/client.h"

#include <set>

/// A client on a bench: its actions are carried out by hand, its clock is a number, what it shows is collected.
namespace gatehouse::bench {

inline Id idOf(std::uint64_t number)
{
    Id id;
    id.bytes[0] = 1;
    for (int index = 0; index < 8; ++index)
        id.bytes[static_cast<std::size_t>(15 - index)] = static_cast<std::uint8_t>(number >> (8 * index));
    return id;
}

inline Bytes scopeBytes(const Scopes &scopes)
{
    std::string bytes;
    encodeScopes(scopes, bytes);
    return Bytes(std::move(bytes));
}

inline const Scopes kViewers{Scope::holders(Permission::ViewVenue)};

/// A zone whose name tells which version it is.
inline WireRow zoneRow(std::uint64_t number, std::int64_t revision, const std::string &name,
                       const Scopes &scopes = kViewers)
{
    Zone zone;
    zone.floor = FloorId(idOf(1));
    zone.name = name;
    WireRow row;
    row.entity = Zone::spec.number;
    row.id = idOf(number);
    row.revision = revision;
    row.scopes = scopeBytes(scopes);
    row.body = Bytes(encoded(zone, Part::Open));
    return row;
}

inline WireRow goneRow(std::uint64_t number, std::int64_t revision)
{
    WireRow row;
    row.entity = Zone::spec.number;
    row.id = idOf(number);
    row.revision = revision;
    row.isGone = true;
    return row;
}

inline std::unique_ptr<Outbox> memoryOutbox(Random &random)
{
    auto outbox = Outbox::open(":memory:", SecretKey(), random, Instant{1});
    return outbox ? std::move(*outbox) : nullptr;
}

class Bench
{
public:
    explicit Bench(Outbox &outbox, RowStore *store = nullptr, std::uint64_t seed = 1, const std::string &boot = {})
        : random(seed), client({"token", "bench 1", Wants::Live, Wire::Cbor, boot}, outbox, store, random)
    {
    }

    /// Carries out what the client asked for.
    void settle()
    {
        for (ClientAction &action : client.takeActions()) {
            if (std::holds_alternative<OpenLink>(action)) {
                isOpen = true;
                ++opened;
            } else if (std::holds_alternative<CloseLink>(action)) {
                isOpen = false;
                ++closed;
            } else if (const auto *message = std::get_if<SendMessage>(&action)) {
                if (auto frame = decodeFrame(message->message, Wire::Cbor, Strictness::Command))
                    sent.push_back(std::move(*frame));
                else
                    ++unreadable;
            } else if (auto *rows = std::get_if<RowsApplied>(&action)) {
                for (AppliedRow &row : rows->rows)
                    half.push_back(std::move(row));
                if (rows->isWhole)
                    show();
            } else if (auto *answer = std::get_if<CommandAnswered>(&action)) {
                answers.push_back(*answer);
            } else if (auto *answer = std::get_if<QueryAnswered>(&action)) {
                queryAnswers.push_back(*answer);
            } else if (const auto *recall = std::get_if<Recalled>(&action)) {
                recalled = recall->commands;
            }
        }
    }
    void receive(const Frame &frame)
    {
        client.received(encodeFrame(frame, Wire::Cbor), time);
        settle();
    }
    void pass(std::int64_t ms)
    {
        time.monotonicMs += ms;
        time.wall = time.wall + ms;
        client.step(time);
        settle();
    }
    /// Until the client has its link open again, at most a minute and a half.
    bool passUntilOpen()
    {
        for (int turn = 0; turn < 900 && !isOpen; ++turn)
            pass(100);
        return isOpen;
    }
    void open()
    {
        client.linkOpened(time);
        settle();
    }
    void breakLink(int code = 1006)
    {
        isOpen = false;
        client.linkClosed(code, "broken", time);
        settle();
    }
    /// The frames of one kind sent since the last look; the others of them are forgotten.
    template <class F>
    std::vector<F> taken()
    {
        std::vector<F> found;
        for (Frame &frame : std::exchange(sent, {})) {
            if (auto *each = std::get_if<F>(&frame))
                found.push_back(std::move(*each));
        }
        return found;
    }
    std::map<Id, std::string> zones() const { return shown; }

    SeededRandom random;
    Client client;
    ClientTime time{1'000'000, Instant{1'800'000'000'000}};
    std::vector<Frame> sent;
    std::vector<CommandAnswered> answers;
    std::vector<QueryAnswered> queryAnswers;
    std::map<Id, std::string> shown;
    std::vector<AppliedRow> half;
    std::vector<OutboxEntry> recalled;
    int opened = 0;
    int closed = 0;
    int unreadable = 0;
    int changes = 0;
    bool isOpen = false;

private:
    void show()
    {
        ++changes;
        for (const AppliedRow &row : std::exchange(half, {})) {
            if (row.value)
                shown[row.id] = static_cast<const Zone *>(row.value.get())->name;
            else
                shown.erase(row.id);
        }
    }
};

inline Welcome welcome(const Id &epoch, std::int64_t head, std::int64_t lastNumber = 0, const Scopes &scopes = kViewers)
{
    Welcome welcome;
    welcome.epoch = epoch;
    welcome.head = head;
    welcome.lastNumber = lastNumber;
    welcome.scopes = scopeBytes(scopes);
    welcome.serverTime = Instant{1'800'000'005'000};
    return welcome;
}

inline Page page(std::int32_t number, std::vector<WireRow> rows, bool isLast, const Scopes &lost = {})
{
    return {number, std::move(rows), scopeBytes(lost), isLast};
}

inline AnswerFrame answerTo(std::int64_t number, Fault fault = Fault::None, std::int64_t retryAfterMs = 0)
{
    AnswerFrame answer;
    answer.number = number;
    answer.fault = fault;
    answer.retryAfterMs = retryAfterMs;
    return answer;
}

} // namespace gatehouse::bench
