<?xml version="1.0" encoding="utf-8"?>
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>gatehouse::Age</name>
    <message>
        <source>%1 s</source>
        <comment>seconds, short</comment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>minutes, short</comment>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>hours, short</comment>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <comment>days, short</comment>
        <translation>%1 T</translation>
    </message>
</context>
<context>
    <name>gatehouse::AttractPage</name>
    <message>
        <source>dddd, d MMMM</source>
        <comment>a date, as QDate::toString() takes it</comment>
        <translation>dddd, d. MMMM</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <comment>event, gate, lane</comment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>event, gate</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>This entrance is closed</source>
        <translation>Dieser Eingang ist geschlossen</translation>
    </message>
    <message>
        <source>Please use another entrance.</source>
        <translation>Bitte nehmen Sie einen anderen Eingang.</translation>
    </message>
    <message>
        <source>Hold your ticket to the reader</source>
        <translation>Halten Sie Ihr Ticket an den Leser</translation>
    </message>
    <message>
        <source>The code on your phone or on paper</source>
        <translation>Den Code auf dem Telefon oder auf Papier</translation>
    </message>
    <message>
        <source>Type the code instead</source>
        <translation>Code eintippen</translation>
    </message>
    <message>
        <source>This is an exit · the code on your phone or on paper</source>
        <translation>Hier ist ein Ausgang · den Code auf dem Telefon oder auf Papier</translation>
    </message>
    <message>
        <source>This exit is closed</source>
        <translation>Dieser Ausgang ist geschlossen</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>Einen Moment …</translation>
    </message>
    <message>
        <source>This kiosk is not ready yet</source>
        <translation>Dieser Kiosk ist noch nicht bereit</translation>
    </message>
    <message>
        <source>This kiosk is no longer in use</source>
        <translation>Dieser Kiosk ist nicht mehr in Betrieb</translation>
    </message>
    <message>
        <source>This kiosk is out of order</source>
        <translation>Dieser Kiosk ist gestört</translation>
    </message>
    <message>
        <source>Please use another exit.</source>
        <translation>Bitte nehmen Sie einen anderen Ausgang.</translation>
    </message>
    <message>
        <source>This kiosk is starting.</source>
        <translation>Dieser Kiosk startet.</translation>
    </message>
    <message>
        <source>Please call our staff.</source>
        <translation>Bitte rufen Sie unser Personal.</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
</context>
<context>
    <name>gatehouse::FeedList</name>
    <message>
        <source>Nothing has happened yet</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Scans, gates and devices show here as they come.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Filter the feed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Kind of entry</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What just happened, newest first</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Everything</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>gatehouse::FigureTile</name>
    <message>
        <source>%1 · %2 old</source>
        <comment>state, then the age of a figure: 12 s</comment>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>gatehouse::Kiosk</name>
    <message>
        <source>This code is wrong.</source>
        <translation>Dieser Code ist falsch.</translation>
    </message>
    <message numerus="yes">
        <source>Too many wrong codes. Try again in %n minute(s).</source>
        <translation>
            <numerusform>Zu viele falsche Codes. Versuchen Sie es in %n Minute wieder.</numerusform><numerusform>Zu viele falsche Codes. Versuchen Sie es in %n Minuten wieder.</numerusform></translation>
    </message>
    <message>
        <source>This kiosk was given no staff code.</source>
        <translation>Diesem Kiosk wurde kein Personalcode gegeben.</translation>
    </message>
    <message>
        <source>How many of you leave now?</source>
        <translation>Wie viele von Ihnen gehen jetzt?</translation>
    </message>
    <message>
        <source>How many of you come in now?</source>
        <translation>Wie viele von Ihnen kommen jetzt herein?</translation>
    </message>
    <message>
        <source>A ticket for a group</source>
        <translation>Ein Ticket für eine Gruppe</translation>
    </message>
    <message>
        <source>Question %1 of %2</source>
        <translation>Frage %1 von %2</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>not on this list</source>
        <translation>nicht auf dieser Liste</translation>
    </message>
    <message>
        <source>inside since %1, %2</source>
        <comment>time, gate</comment>
        <translation>drinnen seit %1, %2</translation>
    </message>
    <message>
        <source>a desk</source>
        <translation>ein Schalter</translation>
    </message>
    <message>
        <source>left at %1</source>
        <translation>um %1 gegangen</translation>
    </message>
    <message>
        <source>not seen yet</source>
        <translation>noch nicht da</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>nicht gültig</translation>
    </message>
</context>
<context>
    <name>gatehouse::KioskFace</name>
    <message numerus="yes">
        <source>What you typed is deleted in %n second(s). Touch the screen to go on.</source>
        <translation>
            <numerusform>Ihre Eingabe wird in %n Sekunde gelöscht. Berühren Sie den Bildschirm, um fortzufahren.</numerusform><numerusform>Ihre Eingabe wird in %n Sekunden gelöscht. Berühren Sie den Bildschirm, um fortzufahren.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Off line · %n scan(s) waiting since %1 · list %2 old</source>
        <translation>
            <numerusform>Offline · %n Scan wartet seit %1 · Liste %2 alt</numerusform><numerusform>Offline · %n Scans warten seit %1 · Liste %2 alt</numerusform></translation>
    </message>
    <message>
        <source>Off line · nothing is waiting · list %1 old</source>
        <translation>Offline · nichts wartet · Liste %1 alt</translation>
    </message>
    <message numerus="yes">
        <source>Sending %n scan(s), waiting since %1</source>
        <translation>
            <numerusform>%n Scan wird gesendet, wartet seit %1</numerusform><numerusform>%n Scans werden gesendet, warten seit %1</numerusform></translation>
    </message>
    <message>
        <source>EXERCISE – no real event</source>
        <translation>ÜBUNG – keine echte Veranstaltung</translation>
    </message>
    <message numerus="yes">
        <source>Back to the visitors in %n second(s). Touch the screen to stay.</source>
        <translation>
            <numerusform>Zurück zu den Gästen in %n Sekunde. Berühren Sie den Bildschirm, um hier zu bleiben.</numerusform><numerusform>Zurück zu den Gästen in %n Sekunden. Berühren Sie den Bildschirm, um hier zu bleiben.</numerusform></translation>
    </message>
</context>
<context>
    <name>gatehouse::ListTable</name>
    <message>
        <source>Filter (Ctrl+F)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Filter: %1</source>
        <comment>what is filtered</comment>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>gatehouse::NoticeBar</name>
    <message>
        <source>Dismiss this notice</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>gatehouse::PadPage</name>
    <message>
        <source>Staff code</source>
        <translation>Code für Personal</translation>
    </message>
    <message>
        <source>Type the code of your ticket</source>
        <translation>Tippen Sie den Code Ihres Tickets ein</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete the last character</source>
        <translation>Letztes Zeichen löschen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Check the ticket</source>
        <translation>Ticket prüfen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ReadingPage</name>
    <message>
        <source>One moment …</source>
        <translation>Einen Moment …</translation>
    </message>
</context>
<context>
    <name>gatehouse::SelfTest</name>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>connected, answers in %1 ms</source>
        <translation>verbunden, antwortet in %1 ms</translation>
    </message>
    <message>
        <source>connected, the list is on its way</source>
        <translation>verbunden, die Liste ist unterwegs</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>keine Verbindung</translation>
    </message>
    <message>
        <source>this device was revoked</source>
        <translation>dieses Gerät wurde gesperrt</translation>
    </message>
    <message>
        <source>does not know this device’s key</source>
        <translation>kennt den Schlüssel dieses Geräts nicht</translation>
    </message>
    <message>
        <source>turns this device away</source>
        <translation>weist dieses Gerät ab</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>there is none yet</source>
        <translation>es gibt noch keine</translation>
    </message>
    <message>
        <source>the control room has not given this kiosk a list</source>
        <translation>die Leitstelle hat diesem Kiosk keine Liste gegeben</translation>
    </message>
    <message numerus="yes">
        <source>%Ln ticket(s), up to date</source>
        <translation>
            <numerusform>%Ln Ticket, aktuell</numerusform><numerusform>%Ln Tickets, aktuell</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%Ln ticket(s), %1 old</source>
        <translation>
            <numerusform>%Ln Ticket, %1 alt</numerusform><numerusform>%Ln Tickets, %1 alt</numerusform></translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>not yet compared with the server’s; opening hours are not checked off line</source>
        <translation>noch nicht mit der des Servers verglichen; ohne Netz werden Zeiten nicht geprüft</translation>
    </message>
    <message>
        <source>%1 behind the server’s, ± %2</source>
        <translation>%1 hinter der des Servers, ± %2</translation>
    </message>
    <message>
        <source>%1 ahead of the server’s, ± %2</source>
        <translation>%1 vor der des Servers, ± %2</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Scanner</translation>
    </message>
    <message>
        <source>unplugged</source>
        <translation>ausgesteckt</translation>
    </message>
    <message>
        <source>nothing read yet</source>
        <translation>noch nichts gelesen</translation>
    </message>
    <message>
        <source>last code %1 ago</source>
        <translation>letzter Code vor %1</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>nicht benutzt</translation>
    </message>
    <message>
        <source>%1: starting</source>
        <translation>%1: startet</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>keine gefunden</translation>
    </message>
    <message>
        <source>%1: not found</source>
        <translation>%1: nicht gefunden</translation>
    </message>
    <message>
        <source>%1: gives no picture</source>
        <translation>%1: liefert kein Bild</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>no loudspeaker found</source>
        <translation>kein Lautsprecher gefunden</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>takes no scans: nobody can be let in</source>
        <translation>nimmt keine Scans an: niemand kann eingelassen werden</translation>
    </message>
    <message>
        <source>keeps no list: this kiosk works only as long as it is on</source>
        <translation>behält keine Liste: dieser Kiosk arbeitet nur, bis er ausgeschaltet wird</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>%1 free</source>
        <comment>space on disk</comment>
        <translation>%1 frei</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>Akku</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>as the server’s, ± %1</source>
        <translation>wie die des Servers, ± %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::SelfTestPage</name>
    <message>
        <source>Self-test</source>
        <translation>Selbsttest</translation>
    </message>
    <message>
        <source>Back to the visitors</source>
        <translation>Zurück zu den Gästen</translation>
    </message>
    <message>
        <source>End the kiosk</source>
        <translation>Kiosk beenden</translation>
    </message>
    <message>
        <source>Find by name</source>
        <translation>Nach Namen suchen</translation>
    </message>
</context>
<context>
    <name>gatehouse::State</name>
    <message>
        <source>No data</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Fine</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Soon</source>
        <comment>needs action soon</comment>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Now</source>
        <comment>needs action now</comment>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Info</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>gatehouse::Verdict</name>
    <message>
        <source>no reason given</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>no such ticket</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>not paid yet</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>blocked</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>not valid at this time</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>cancelled</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>already inside</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>not on this list</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>against the rules of the list</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>matches several tickets</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>revoked</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>an error of the device</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>signed by an unknown key</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>not for this gate</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>gate closed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>leaves without having entered</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>replaced by a newer code</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>of another event</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Please ask our staff</source>
        <translation>Bitte fragen Sie unser Personal</translation>
    </message>
    <message>
        <source>We do not know this ticket</source>
        <translation>Dieses Ticket kennen wir nicht</translation>
    </message>
    <message>
        <source>This ticket is not paid yet</source>
        <translation>Dieses Ticket ist noch nicht bezahlt</translation>
    </message>
    <message>
        <source>This ticket is for another time</source>
        <translation>Dieses Ticket gilt zu einer anderen Zeit</translation>
    </message>
    <message>
        <source>This ticket was cancelled</source>
        <translation>Dieses Ticket wurde storniert</translation>
    </message>
    <message>
        <source>This ticket was used already</source>
        <translation>Dieses Ticket wurde schon benutzt</translation>
    </message>
    <message>
        <source>This ticket is for another entrance</source>
        <translation>Dieses Ticket gilt an einem anderen Eingang</translation>
    </message>
    <message>
        <source>Not possible right now</source>
        <translation>Im Moment nicht möglich</translation>
    </message>
    <message>
        <source>Please scan once more</source>
        <translation>Bitte scannen Sie noch einmal</translation>
    </message>
    <message>
        <source>This ticket is no longer valid</source>
        <translation>Dieses Ticket gilt nicht mehr</translation>
    </message>
    <message>
        <source>Something went wrong here</source>
        <translation>Hier ist etwas schiefgegangen</translation>
    </message>
    <message>
        <source>We cannot read this ticket here</source>
        <translation>Dieses Ticket können wir hier nicht lesen</translation>
    </message>
    <message>
        <source>This entrance is closed</source>
        <translation>Dieser Eingang ist geschlossen</translation>
    </message>
    <message>
        <source>This ticket has not come in yet</source>
        <translation>Dieses Ticket war noch nicht drinnen</translation>
    </message>
    <message>
        <source>There is a newer ticket</source>
        <translation>Es gibt ein neueres Ticket</translation>
    </message>
    <message>
        <source>This ticket is for another event</source>
        <translation>Dieses Ticket gilt für eine andere Veranstaltung</translation>
    </message>
    <message>
        <source>Someone will help you right away.</source>
        <translation>Es hilft Ihnen gleich jemand.</translation>
    </message>
    <message>
        <source>Please check that it is for this event, or ask our staff.</source>
        <translation>Bitte prüfen Sie, ob es für diese Veranstaltung ist, oder fragen Sie unser Personal.</translation>
    </message>
    <message>
        <source>Please go to the box office with your order.</source>
        <translation>Bitte gehen Sie mit Ihrer Bestellung zur Kasse.</translation>
    </message>
    <message>
        <source>This ticket needs a look at the help desk.</source>
        <translation>Bitte gehen Sie mit diesem Ticket zur Auskunft.</translation>
    </message>
    <message>
        <source>Please look at the time on your ticket.</source>
        <translation>Bitte sehen Sie auf die Zeit auf Ihrem Ticket.</translation>
    </message>
    <message>
        <source>Please ask our staff if that was not you.</source>
        <translation>Bitte fragen Sie unser Personal, wenn Sie das nicht waren.</translation>
    </message>
    <message>
        <source>Please ask our staff for the way.</source>
        <translation>Bitte fragen Sie unser Personal nach dem Weg.</translation>
    </message>
    <message>
        <source>Please ask our staff.</source>
        <translation>Bitte fragen Sie unser Personal.</translation>
    </message>
    <message>
        <source>Hold only one code to the reader.</source>
        <translation>Halten Sie nur einen Code an den Leser.</translation>
    </message>
    <message>
        <source>Please go to the help desk.</source>
        <translation>Bitte gehen Sie zur Auskunft.</translation>
    </message>
    <message>
        <source>Please ask our staff; it is not your ticket.</source>
        <translation>Bitte fragen Sie unser Personal; an Ihrem Ticket liegt es nicht.</translation>
    </message>
    <message>
        <source>Please use another entrance.</source>
        <translation>Bitte nehmen Sie einen anderen Eingang.</translation>
    </message>
    <message>
        <source>Please show the newest ticket that you received.</source>
        <translation>Bitte zeigen Sie das neueste Ticket, das Sie erhalten haben.</translation>
    </message>
    <message>
        <source>Please look for the right ticket.</source>
        <translation>Bitte suchen Sie das richtige Ticket.</translation>
    </message>
    <message>
        <source>Admitted</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Not shown</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Admitted twice</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Let in off line against the rules</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Turned away off line wrongly</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Admitted, but no light was shown</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Order of two scans uncertain</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Scans of a revoked device</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Two people may be inside on one ticket. Compare gates and times, then say what was found.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The kiosk decided by an older list. Find the person or accept the entry.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The person was entitled to enter. Let the gate know, and apologise.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The gate may have missed the green light. Ask whether the person went in.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>One device's clock was not certain. Decide which scan was the entry.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This device was revoked. Check its scans before you trust them.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>One more thing</source>
        <translation>Noch eine Frage</translation>
    </message>
    <message>
        <source>A little too soon</source>
        <translation>Etwas zu früh</translation>
    </message>
    <message>
        <source>This ticket was used already today</source>
        <translation>Dieses Ticket wurde heute schon benutzt</translation>
    </message>
    <message>
        <source>Please come through the other entrance first</source>
        <translation>Bitte zuerst durch den anderen Eingang</translation>
    </message>
    <message>
        <source>Please wait a moment, then try again.</source>
        <translation>Bitte warten Sie etwas und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>It is good again tomorrow. Please ask our staff if that was not you.</source>
        <translation>Morgen gilt es wieder. Bitte fragen Sie unser Personal, wenn das nicht Sie waren.</translation>
    </message>
</context>
<context>
    <name>gatehouse::VerdictPage</name>
    <message>
        <source>Goodbye</source>
        <translation>Auf Wiedersehen</translation>
    </message>
    <message>
        <source>Welcome back</source>
        <translation>Willkommen zurück</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>Please call our staff: this kiosk cannot record your entry.</source>
        <translation>Bitte rufen Sie unser Personal: Dieser Kiosk kann Ihren Eintritt nicht festhalten.</translation>
    </message>
    <message>
        <source>Please go in</source>
        <translation>Bitte treten Sie ein</translation>
    </message>
    <message>
        <source>Used at %1. %2</source>
        <comment>time, advice</comment>
        <translation>Benutzt um %1. %2</translation>
    </message>
    <message>
        <source>Used at %1, %2. %3</source>
        <comment>time, gate, advice</comment>
        <translation>Benutzt um %1, %2. %3</translation>
    </message>
    <message>
        <source>Please see our staff before you go in.</source>
        <translation>Bitte wenden Sie sich vor dem Eintreten an unser Personal.</translation>
    </message>
    <message>
        <source>See you soon</source>
        <translation>Bis bald</translation>
    </message>
    <message numerus="yes">
        <source>Only %n more of this group may come in.</source>
        <translation>
            <numerusform>Nur noch %n Person dieser Gruppe darf hinein.</numerusform>
            <numerusform>Nur noch %n Personen dieser Gruppe dürfen hinein.</numerusform>
        </translation>
    </message>
    <message>
        <source>Please come back at %1.</source>
        <translation>Bitte kommen Sie um %1 wieder.</translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n Person</numerusform>
            <numerusform>%n Personen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::AskPage</name>
    <message>
        <source>Space</source>
        <translation>Leerzeichen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete the last character</source>
        <translation>Letztes Zeichen löschen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>gatehouse::SearchPage</name>
    <message>
        <source>The search needs the network: this kiosk holds no names. Codes still work.</source>
        <translation>Die Suche braucht das Netz: Dieser Kiosk kennt keine Namen. Codes gehen weiterhin.</translation>
    </message>
    <message>
        <source>A few letters of the name, in any order, or the order’s code.</source>
        <translation>Einige Buchstaben des Namens, in beliebiger Reihenfolge, oder der Code der Bestellung.</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>Einen Moment …</translation>
    </message>
    <message>
        <source>Nobody found. Try fewer letters or another spelling.</source>
        <translation>Niemand gefunden. Weniger Buchstaben oder eine andere Schreibweise versuchen.</translation>
    </message>
    <message numerus="yes">
        <source>%n more: type more letters.</source>
        <translation>
            <numerusform>%n weitere: mehr Buchstaben eingeben.</numerusform>
            <numerusform>%n weitere: mehr Buchstaben eingeben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Is it this person? Compare the second line.</source>
        <translation>Ist es diese Person? Die zweite Zeile vergleichen.</translation>
    </message>
    <message>
        <source>Find by name</source>
        <translation>Nach Namen suchen</translation>
    </message>
    <message>
        <source>Back to codes</source>
        <translation>Zurück zu den Codes</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete the last character</source>
        <translation>Letztes Zeichen löschen</translation>
    </message>
    <message>
        <source>Another person</source>
        <translation>Andere Person</translation>
    </message>
    <message>
        <source>Check the ticket</source>
        <translation>Ticket prüfen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leerzeichen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ProgrammePanel</name>
    <message>
        <source>Programme: now and next</source>
        <translation>Programm: jetzt und als Nächstes</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>fällt aus</translation>
    </message>
    <message>
        <source>until %1</source>
        <comment>a time</comment>
        <translation>bis %1</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) later</source>
        <translation>
            <numerusform>%n Minute später</numerusform><numerusform>%n Minuten später</numerusform></translation>
    </message>
    <message>
        <source>%1 %2, %3</source>
        <comment>a time, a session, what is to be known of it</comment>
        <translation>%1 %2, %3</translation>
    </message>
    <message>
        <source>As it was at %1. Later changes are not known here.</source>
        <translation>Stand %1. Spätere Änderungen sind hier nicht bekannt.</translation>
    </message>
    <message>
        <source>Now</source>
        <comment>heading: sessions that run</comment>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Next</source>
        <comment>heading: sessions that come</comment>
        <translation>Als Nächstes</translation>
    </message>
</context>
</TS>
