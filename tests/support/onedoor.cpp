// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/onedoor.h"

namespace gatehouse::support {

QByteArray oneDoor()
{
    return R"([
{"command":"floor.add","fields":{"floor":"01j0000000010000000000000a","name":"Ground","order":0,"widthMm":10000,"heightMm":10000}},
{"command":"zone.add","fields":{"zone":"01j0000000020000000000000a","floor":"01j0000000010000000000000a","name":"Hall","capacity":5000}},
{"command":"gate.add","fields":{"gate":"01j0000000040000000000000a","floor":"01j0000000010000000000000a","name":"North","at":[1,1],"inner":"01j0000000020000000000000a"}},
{"command":"gate.open","fields":{"gate":"01j0000000040000000000000a"}},
{"command":"check_in_list.add","fields":{"list":"01j0000000050000000000000a","name":"All doors","mostEntries":1}}
])";
}

GateId doorGate()
{
    return GateId(*Id::fromString("01j0000000040000000000000a"));
}

CheckInListId doorList()
{
    return CheckInListId(*Id::fromString("01j0000000050000000000000a"));
}

QByteArray doorTickets(const QByteArray &prefix, int count)
{
    QByteArray csv = "Name,Email,Ticket type,Order,Position,Barcode\n";
    for (int index = 0; index < count; ++index)
        csv += "Person " + QByteArray::number(index) + ",p" + QByteArray::number(index) + "@example.org,Day ticket,O"
            + QByteArray::number(1000 + index) + ",1," + prefix + "-" + QByteArray::number(100000 + index) + "\n";
    return csv;
}

} // namespace gatehouse::support
