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
</TS>
