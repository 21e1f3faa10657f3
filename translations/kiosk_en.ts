<?xml version="1.0" encoding="utf-8"?>
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>gatehouse::Kiosk</name>
    <message numerus="yes">
        <source>Too many wrong codes. Try again in %n minute(s).</source>
        <translation>
            <numerusform>Too many wrong codes. Try again in %n minute.</numerusform><numerusform>Too many wrong codes. Try again in %n minutes.</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::KioskFace</name>
    <message numerus="yes">
        <source>What you typed is deleted in %n second(s). Touch the screen to go on.</source>
        <translation>
            <numerusform>What you typed is deleted in %n second. Touch the screen to go on.</numerusform><numerusform>What you typed is deleted in %n seconds. Touch the screen to go on.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Off line · %n scan(s) waiting since %1 · list %2 old</source>
        <translation>
            <numerusform>Off line · %n scan waiting since %1 · list %2 old</numerusform><numerusform>Off line · %n scans waiting since %1 · list %2 old</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Sending %n scan(s), waiting since %1</source>
        <translation>
            <numerusform>Sending %n scan, waiting since %1</numerusform><numerusform>Sending %n scans, waiting since %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Back to the visitors in %n second(s). Touch the screen to stay.</source>
        <translation>
            <numerusform>Back to the visitors in %n second. Touch the screen to stay.</numerusform><numerusform>Back to the visitors in %n seconds. Touch the screen to stay.</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::SelfTest</name>
    <message numerus="yes">
        <source>%Ln ticket(s), up to date</source>
        <translation>
            <numerusform>%Ln ticket, up to date</numerusform><numerusform>%Ln tickets, up to date</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%Ln ticket(s), %1 old</source>
        <translation>
            <numerusform>%Ln ticket, %1 old</numerusform><numerusform>%Ln tickets, %1 old</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::SearchPage</name>
    <message numerus="yes">
        <source>%n more: type more letters.</source>
        <translation>
            <numerusform>%n more: type more letters.</numerusform>
            <numerusform>%n more: type more letters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::VerdictPage</name>
    <message numerus="yes">
        <source>Only %n more of this group may come in.</source>
        <translation>
            <numerusform>Only %n more of this group may come in.</numerusform>
            <numerusform>Only %n more of this group may come in.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ProgrammePanel</name>
    <message numerus="yes">
        <source>%n minute(s) later</source>
        <translation>
            <numerusform>%n minute later</numerusform><numerusform>%n minutes later</numerusform></translation>
    </message>
</context>
</TS>
