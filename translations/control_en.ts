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
</TS>
