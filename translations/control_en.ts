<?xml version="1.0" encoding="utf-8"?>
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>gatehouse::OverviewPresenter</name>
    <message numerus="yes">
        <source>%1, %n scan(s) waiting</source>
        <translation>
            <numerusform>%1, %n scan waiting</numerusform><numerusform>%1, %n scans waiting</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>of the last %n scan(s)</source>
        <translation>
            <numerusform>of %n scan</numerusform><numerusform>of the last %n scans</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::Paper</name>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n ticket</numerusform><numerusform>%n tickets</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) inside</source>
        <translation>
            <numerusform>%n person inside</numerusform><numerusform>%n people inside</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::PaperPresenter</name>
    <message numerus="yes">
        <source>%n file(s), %1 old</source>
        <translation>
            <numerusform>%n file, %1 old</numerusform><numerusform>%n files, %1 old</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::PreviewList</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform><numerusform>and %n more</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::DelayForm</name>
    <message numerus="yes">
        <source>%n minute(s) later than now announced</source>
        <translation>
            <numerusform>%n minute later than now announced</numerusform><numerusform>%n minutes later than now announced</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::ProgrammeLook</name>
    <message numerus="yes">
        <source>%1, now %n minute(s) later</source>
        <translation>
            <numerusform>%1, now %n minute later</numerusform><numerusform>%1, now %n minutes later</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n person</numerusform><numerusform>%n people</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%1 and %2 are in the same space for %n minute(s): %3.</source>
        <comment>two sessions, a space</comment>
        <translation>
            <numerusform>%1 and %2 are in the same space for %n minute: %3.</numerusform><numerusform>%1 and %2 are in the same space for %n minutes: %3.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n more people want to see %1 than the space holds.</source>
        <translation>
            <numerusform>%n more person wants to see %1 than the space holds.</numerusform><numerusform>%n more people want to see %1 than the space holds.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Only %n minute(s) between %1 and %2.</source>
        <comment>two sessions</comment>
        <translation>
            <numerusform>Only %n minute between %1 and %2.</numerusform><numerusform>Only %n minutes between %1 and %2.</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::ProgrammeActions</name>
    <message numerus="yes">
        <source>%1 begins %n minute(s) later than planned.</source>
        <comment>a session</comment>
        <translation>
            <numerusform>%1 begins %n minute later than planned.</numerusform><numerusform>%1 begins %n minutes later than planned.</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::NowNextPresenter</name>
    <message numerus="yes">
        <source>%n minute(s) late</source>
        <translation>
            <numerusform>%n minute late</numerusform><numerusform>%n minutes late</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::FeedPresenter</name>
    <message numerus="yes">
        <source>%1 begins %n minute(s) later, at %2 (%3)</source>
        <comment>a session, a time, a space</comment>
        <translation>
            <numerusform>%1 begins %n minute later, at %2 (%3)</numerusform><numerusform>%1 begins %n minutes later, at %2 (%3)</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%1, and %n behind it</source>
        <comment>what happened</comment>
        <translation>
            <numerusform>%1, and %n behind it</numerusform><numerusform>%1, and %n behind it</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::ImportWords</name>
    <message numerus="yes">
        <source>%n floor(s)</source>
        <translation>
            <numerusform>%n floor</numerusform><numerusform>%n floors</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n zone(s)</source>
        <translation>
            <numerusform>%n zone</numerusform><numerusform>%n zones</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n space(s)</source>
        <translation>
            <numerusform>%n space</numerusform><numerusform>%n spaces</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n gate(s)</source>
        <translation>
            <numerusform>%n gate</numerusform><numerusform>%n gates</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n track(s)</source>
        <translation>
            <numerusform>%n track</numerusform><numerusform>%n tracks</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n session</numerusform><numerusform>%n sessions</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n speaker(s)</source>
        <translation>
            <numerusform>%n speaker</numerusform><numerusform>%n speakers</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n product</numerusform><numerusform>%n products</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n attendee(s)</source>
        <translation>
            <numerusform>%n attendee</numerusform><numerusform>%n attendees</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n ticket</numerusform><numerusform>%n tickets</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n other(s)</source>
        <comment>things of kinds that have no count of their own</comment>
        <translation>
            <numerusform>%n other</numerusform><numerusform>%n others</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <comment>of values</comment>
        <translation>
            <numerusform>%n change</numerusform><numerusform>%n changes</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n cancelled</source>
        <comment>sessions and times</comment>
        <translation>
            <numerusform>%n cancelled</numerusform><numerusform>%n cancelled</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::ImportsPresenter</name>
    <message numerus="yes">
        <source>%n session(s) and times that came from this source are no longer in the file. They are never dropped silently: what shall become of them?</source>
        <translation>
            <numerusform>%n session or time that came from this source is no longer in the file. It is never dropped silently: what shall become of it?</numerusform><numerusform>%n sessions and times that came from this source are no longer in the file. They are never dropped silently: what shall become of them?</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) could not be carried out, because somebody had changed the event meanwhile: see below.</source>
        <translation>
            <numerusform>%n step could not be carried out, because somebody had changed the event meanwhile: see below.</numerusform><numerusform>%n steps could not be carried out, because somebody had changed the event meanwhile: see below.</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::CardList</name>
    <message numerus="yes">
        <source>To reconcile: %n</source>
        <translation>
            <numerusform>To reconcile: %n</numerusform><numerusform>To reconcile: %n</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::DoorsDesk</name>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>%n left</numerusform><numerusform>%n left</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Admitted, %n people</source>
        <translation>
            <numerusform>Admitted, %n person</numerusform><numerusform>Admitted, %n people</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::DoorsPresenter</name>
    <message numerus="yes">
        <source>%n people were counted out.</source>
        <translation>
            <numerusform>%n person was counted out.</numerusform><numerusform>%n people were counted out.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>It had been used %n time(s), first at %1.</source>
        <translation>
            <numerusform>It had been used once, at %1.</numerusform><numerusform>It had been used %n times, first at %1.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n time(s) on that event day.</source>
        <translation>
            <numerusform>Once on that event day.</numerusform><numerusform>%n times on that event day.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n people of it were inside.</source>
        <translation>
            <numerusform>%n person of it was inside.</numerusform><numerusform>%n people of it were inside.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) were answered.</source>
        <translation>
            <numerusform>%n question was answered.</numerusform><numerusform>%n questions were answered.</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::SeveralButton</name>
    <message numerus="yes">
        <source>%n removed</source>
        <translation>
            <numerusform>%n removed</numerusform><numerusform>%n removed</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::TopBar</name>
    <message numerus="yes">
        <source>Off line, %n waiting</source>
        <comment>commands</comment>
        <translation>
            <numerusform>Off line, %n waiting</numerusform><numerusform>Off line, %n waiting</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Sending %n</source>
        <comment>commands</comment>
        <translation>
            <numerusform>Sending %n</numerusform><numerusform>Sending %n</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::Verdict</name>
    <message numerus="yes">
        <source>Only %n more of this group may come in.</source>
        <translation>
            <numerusform>Only %n more of this group may come in.</numerusform><numerusform>Only %n more of this group may come in.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>A group: how many pass, %n at most, was not said.</source>
        <translation>
            <numerusform>A group: how many pass, %n at most, was not said.</numerusform><numerusform>A group: how many pass, %n at most, was not said.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) must be answered first.</source>
        <translation>
            <numerusform>%n question must be answered first.</numerusform><numerusform>%n questions must be answered first.</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::TicketsPresenter</name>
    <message numerus="yes">
        <source>a group of %n</source>
        <translation>
            <numerusform>a group of %n</numerusform><numerusform>a group of %n</numerusform></translation>
    </message>
</context>
</TS>
