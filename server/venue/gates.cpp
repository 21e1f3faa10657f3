// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/venue/handlers.h"
#include "shared/admission/admission.h"

namespace gatehouse {

namespace {

Result<> whyNotGate(const Gate &gate, Transaction &transaction)
{
    if (!transaction.exists<Floor>(gate.floor))
        return fail(Fault::NotFound, "floor");
    if (!transaction.exists<Zone>(gate.inner))
        return fail(Fault::NotFound, "inner zone");
    if (!gate.outer.isNull() && !transaction.exists<Zone>(gate.outer))
        return fail(Fault::NotFound, "outer zone");
    if (gate.outer == gate.inner)
        return fail(Fault::Invalid, "a gate leads from one zone to another");
    return {};
}

Result<> setState(const GateId &id, GateState state, const std::string &reason, Transaction &transaction)
{
    auto gate = transaction.find<Gate>(id);
    if (!gate)
        return fail(Fault::NotFound, "gate");
    if (gate->state == state)
        return fail(Fault::Conflict, state == GateState::Open ? "open already" : "closed already");
    gate->state = state;
    gate->reason = reason;
    gate->changedAt = transaction.now();
    transaction.put(*gate);
    return {};
}

} // namespace

Result<> handle(const AddGate &command, Transaction &transaction)
{
    if (transaction.exists<Gate>(command.gate))
        return fail(Fault::Conflict, "the gate exists");
    Gate gate;
    gate.id = command.gate;
    gate.floor = command.floor;
    gate.name = command.name;
    gate.at = command.at;
    gate.outer = command.outer;
    gate.inner = command.inner;
    gate.changedAt = transaction.now();
    if (auto result = whyNotGate(gate, transaction); !result)
        return result;
    transaction.put(gate);
    GateFlow flow;
    flow.id = gate.id;
    flow.at = transaction.now();
    transaction.put(flow);
    return {};
}

Result<> handle(const EditGate &command, Transaction &transaction)
{
    const auto gate = transaction.find<Gate>(command.gate);
    if (!gate)
        return fail(Fault::NotFound, "gate");
    const auto changed = edited(*gate, command.edits);
    if (!changed)
        return fail(changed.error());
    if (auto result = whyNotGate(*changed, transaction); !result)
        return result;
    transaction.put(*changed);
    return {};
}

Result<> handle(const RemoveGate &command, Transaction &transaction)
{
    const auto gate = transaction.find<Gate>(command.gate);
    if (!gate)
        return fail(Fault::NotFound, "gate");
    if (gate->state == GateState::Open)
        return fail(Fault::Conflict, "the gate is open");
    for (const CheckInList &list : transaction.all<CheckInList>()) {
        if (std::find(list.gates.begin(), list.gates.end(), gate->id) != list.gates.end())
            return fail(Fault::Conflict, "the check-in list " + list.name + " names it");
    }
    if (const auto lanes = transaction.where<&GateLane::gate>(gate->id, 1); !lanes.empty())
        return fail(Fault::Conflict, "the lane " + lanes.front().name + " leads through it");
    for (const Device &device : transaction.all<Device>()) {
        if (device.gate == gate->id && !device.isRevoked)
            return fail(Fault::Conflict, device.name + " stands there");
    }
    transaction.remove<GateFlow>(gate->id);
    transaction.remove<Gate>(gate->id);
    return {};
}

Result<> handle(const OpenGate &command, Transaction &transaction)
{
    return setState(command.gate, GateState::Open, command.reason, transaction);
}

Result<> handle(const CloseGate &command, Transaction &transaction)
{
    return setState(command.gate, GateState::Closed, command.reason, transaction);
}

} // namespace gatehouse
