// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/admission/admission.h"

namespace gatehouse {

Scopes scopesOf(const CheckInList &)
{
    return scopes({Scope::everyone()});
}

Scopes scopesOf(const ListRules &)
{
    return scopes({Scope::holders(Permission::ViewScans)});
}

Scopes scopesOf(const CredentialKeys &)
{
    return scopes({Scope::holders(Permission::HoldTicketKeys)});
}

Scopes scopesOf(const AdmissionRecord &record)
{
    return scopes({Scope::holders(Permission::Scan), Scope::within(Permission::Scan, record.list)});
}

Scopes scopesOf(const Attendance &attendance)
{
    return scopes({Scope::holders(Permission::Scan), Scope::within(Permission::Scan, attendance.list)});
}

Scopes scopesOf(const Scan &)
{
    return scopes({Scope::holders(Permission::ViewScans)});
}

Scopes scopesOf(const ScanShown &)
{
    return scopes({Scope::holders(Permission::ViewScans)});
}

Scopes scopesOf(const ScanRuling &)
{
    return scopes({Scope::holders(Permission::ViewScans)});
}

Scopes scopesOf(const ScanAnswers &)
{
    return scopes({Scope::holders(Permission::ViewAttendees)});
}

Id personOf(const ScanAnswers &answers)
{
    return answers.attendee;
}

Scopes scopesOf(const ScanInputs &)
{
    return scopes({Scope::holders(Permission::ViewScans)});
}

Scopes scopesOf(const Card &)
{
    return scopes({Scope::holders(Permission::Reconcile)});
}

} // namespace gatehouse
