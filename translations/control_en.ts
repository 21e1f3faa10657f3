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
</TS>
