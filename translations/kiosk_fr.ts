<?xml version="1.0" encoding="utf-8"?>
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
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
        <translation>%1 j</translation>
    </message>
</context>
<context>
    <name>gatehouse::AttractPage</name>
    <message>
        <source>dddd, d MMMM</source>
        <comment>a date, as QDate::toString() takes it</comment>
        <translation>dddd d MMMM</translation>
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
        <translation>Cette entrée est fermée</translation>
    </message>
    <message>
        <source>Please use another entrance.</source>
        <translation>Veuillez prendre une autre entrée.</translation>
    </message>
    <message>
        <source>Hold your ticket to the reader</source>
        <translation>Présentez votre billet au lecteur</translation>
    </message>
    <message>
        <source>The code on your phone or on paper</source>
        <translation>Le code sur votre téléphone ou sur papier</translation>
    </message>
    <message>
        <source>Type the code instead</source>
        <translation>Saisir le code</translation>
    </message>
    <message>
        <source>This is an exit · the code on your phone or on paper</source>
        <translation>Ici on sort · le code sur votre téléphone ou sur papier</translation>
    </message>
    <message>
        <source>This exit is closed</source>
        <translation>Cette sortie est fermée</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>Un instant …</translation>
    </message>
    <message>
        <source>This kiosk is not ready yet</source>
        <translation>Cette borne n’est pas encore prête</translation>
    </message>
    <message>
        <source>This kiosk is no longer in use</source>
        <translation>Cette borne n’est plus en service</translation>
    </message>
    <message>
        <source>This kiosk is out of order</source>
        <translation>Cette borne est en panne</translation>
    </message>
    <message>
        <source>Please use another exit.</source>
        <translation>Veuillez emprunter une autre sortie.</translation>
    </message>
    <message>
        <source>This kiosk is starting.</source>
        <translation>Cette borne démarre.</translation>
    </message>
    <message>
        <source>Please call our staff.</source>
        <translation>Veuillez appeler notre personnel.</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>choisie</translation>
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
        <translation>Ce code est incorrect.</translation>
    </message>
    <message numerus="yes">
        <source>Too many wrong codes. Try again in %n minute(s).</source>
        <translation>
            <numerusform>Trop de codes incorrects. Réessayez dans %n minute.</numerusform><numerusform>Trop de codes incorrects. Réessayez dans %n minutes.</numerusform></translation>
    </message>
    <message>
        <source>This kiosk was given no staff code.</source>
        <translation>Aucun code du personnel n’a été donné à cette borne.</translation>
    </message>
    <message>
        <source>How many of you leave now?</source>
        <translation>Combien d’entre vous sortent maintenant ?</translation>
    </message>
    <message>
        <source>How many of you come in now?</source>
        <translation>Combien d’entre vous entrent maintenant ?</translation>
    </message>
    <message>
        <source>A ticket for a group</source>
        <translation>Un billet de groupe</translation>
    </message>
    <message>
        <source>Question %1 of %2</source>
        <translation>Question %1 sur %2</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Oui</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Non</translation>
    </message>
    <message>
        <source>not on this list</source>
        <translation>pas sur cette liste</translation>
    </message>
    <message>
        <source>inside since %1, %2</source>
        <comment>time, gate</comment>
        <translation>à l’intérieur depuis %1, %2</translation>
    </message>
    <message>
        <source>a desk</source>
        <translation>un guichet</translation>
    </message>
    <message>
        <source>left at %1</source>
        <translation>sorti à %1</translation>
    </message>
    <message>
        <source>not seen yet</source>
        <translation>pas encore vu</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>non valable</translation>
    </message>
</context>
<context>
    <name>gatehouse::KioskFace</name>
    <message numerus="yes">
        <source>What you typed is deleted in %n second(s). Touch the screen to go on.</source>
        <translation>
            <numerusform>Votre saisie sera effacée dans %n seconde. Touchez l’écran pour continuer.</numerusform><numerusform>Votre saisie sera effacée dans %n secondes. Touchez l’écran pour continuer.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Off line · %n scan(s) waiting since %1 · list %2 old</source>
        <translation>
            <numerusform>Hors ligne · %n scan en attente depuis %1 · liste vieille de %2</numerusform><numerusform>Hors ligne · %n scans en attente depuis %1 · liste vieille de %2</numerusform></translation>
    </message>
    <message>
        <source>Off line · nothing is waiting · list %1 old</source>
        <translation>Hors ligne · rien en attente · liste vieille de %1</translation>
    </message>
    <message numerus="yes">
        <source>Sending %n scan(s), waiting since %1</source>
        <translation>
            <numerusform>Envoi de %n scan, en attente depuis %1</numerusform><numerusform>Envoi de %n scans, en attente depuis %1</numerusform></translation>
    </message>
    <message>
        <source>EXERCISE – no real event</source>
        <translation>EXERCICE – pas un événement réel</translation>
    </message>
    <message numerus="yes">
        <source>Back to the visitors in %n second(s). Touch the screen to stay.</source>
        <translation>
            <numerusform>Retour aux visiteurs dans %n seconde. Touchez l’écran pour rester ici.</numerusform><numerusform>Retour aux visiteurs dans %n secondes. Touchez l’écran pour rester ici.</numerusform></translation>
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
        <translation>Code du personnel</translation>
    </message>
    <message>
        <source>Type the code of your ticket</source>
        <translation>Saisissez le code de votre billet</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Delete the last character</source>
        <translation>Effacer le dernier caractère</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Valider</translation>
    </message>
    <message>
        <source>Check the ticket</source>
        <translation>Vérifier le billet</translation>
    </message>
</context>
<context>
    <name>gatehouse::ReadingPage</name>
    <message>
        <source>One moment …</source>
        <translation>Un instant …</translation>
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
        <translation>Serveur</translation>
    </message>
    <message>
        <source>connected, answers in %1 ms</source>
        <translation>connecté, répond en %1 ms</translation>
    </message>
    <message>
        <source>connected, the list is on its way</source>
        <translation>connecté, la liste est en route</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>pas de connexion</translation>
    </message>
    <message>
        <source>this device was revoked</source>
        <translation>cet appareil a été révoqué</translation>
    </message>
    <message>
        <source>does not know this device’s key</source>
        <translation>ne connaît pas la clé de cet appareil</translation>
    </message>
    <message>
        <source>turns this device away</source>
        <translation>refuse cet appareil</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>there is none yet</source>
        <translation>il n’y en a pas encore</translation>
    </message>
    <message>
        <source>the control room has not given this kiosk a list</source>
        <translation>la régie n’a pas donné de liste à cette borne</translation>
    </message>
    <message numerus="yes">
        <source>%Ln ticket(s), up to date</source>
        <translation>
            <numerusform>%Ln billet, à jour</numerusform><numerusform>%Ln billets, à jour</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%Ln ticket(s), %1 old</source>
        <translation>
            <numerusform>%Ln billet, date de %1</numerusform><numerusform>%Ln billets, datant de %1</numerusform></translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Horloge</translation>
    </message>
    <message>
        <source>not yet compared with the server’s; opening hours are not checked off line</source>
        <translation>pas encore comparée à celle du serveur ; hors ligne, les horaires ne sont pas vérifiés</translation>
    </message>
    <message>
        <source>%1 behind the server’s, ± %2</source>
        <translation>%1 de retard sur le serveur, ± %2</translation>
    </message>
    <message>
        <source>%1 ahead of the server’s, ± %2</source>
        <translation>%1 d’avance sur le serveur, ± %2</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Lecteur</translation>
    </message>
    <message>
        <source>unplugged</source>
        <translation>débranché</translation>
    </message>
    <message>
        <source>nothing read yet</source>
        <translation>rien lu encore</translation>
    </message>
    <message>
        <source>last code %1 ago</source>
        <translation>dernier code il y a %1</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Caméra</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>non utilisée</translation>
    </message>
    <message>
        <source>%1: starting</source>
        <translation>%1 : démarre</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>aucune trouvée</translation>
    </message>
    <message>
        <source>%1: not found</source>
        <translation>%1 : introuvable</translation>
    </message>
    <message>
        <source>%1: gives no picture</source>
        <translation>%1 : ne donne pas d’image</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Son</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>prêt</translation>
    </message>
    <message>
        <source>no loudspeaker found</source>
        <translation>aucun haut-parleur trouvé</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Stockage</translation>
    </message>
    <message>
        <source>takes no scans: nobody can be let in</source>
        <translation>n’accepte pas de scan : personne ne peut entrer</translation>
    </message>
    <message>
        <source>keeps no list: this kiosk works only as long as it is on</source>
        <translation>ne garde pas la liste : cette borne ne fonctionne que tant qu’elle est allumée</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>%1 free</source>
        <comment>space on disk</comment>
        <translation>%1 libres</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>Batterie</translation>
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
        <translation>comme celle du serveur, ± %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::SelfTestPage</name>
    <message>
        <source>Self-test</source>
        <translation>Autotest</translation>
    </message>
    <message>
        <source>Back to the visitors</source>
        <translation>Retour aux visiteurs</translation>
    </message>
    <message>
        <source>End the kiosk</source>
        <translation>Quitter la borne</translation>
    </message>
    <message>
        <source>Find by name</source>
        <translation>Chercher par nom</translation>
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
        <translation>Veuillez vous adresser au personnel</translation>
    </message>
    <message>
        <source>We do not know this ticket</source>
        <translation>Nous ne connaissons pas ce billet</translation>
    </message>
    <message>
        <source>This ticket is not paid yet</source>
        <translation>Ce billet n’est pas encore payé</translation>
    </message>
    <message>
        <source>This ticket is for another time</source>
        <translation>Ce billet est valable à un autre moment</translation>
    </message>
    <message>
        <source>This ticket was cancelled</source>
        <translation>Ce billet a été annulé</translation>
    </message>
    <message>
        <source>This ticket was used already</source>
        <translation>Ce billet a déjà été utilisé</translation>
    </message>
    <message>
        <source>This ticket is for another entrance</source>
        <translation>Ce billet est valable à une autre entrée</translation>
    </message>
    <message>
        <source>Not possible right now</source>
        <translation>Impossible pour le moment</translation>
    </message>
    <message>
        <source>Please scan once more</source>
        <translation>Veuillez scanner encore une fois</translation>
    </message>
    <message>
        <source>This ticket is no longer valid</source>
        <translation>Ce billet n’est plus valable</translation>
    </message>
    <message>
        <source>Something went wrong here</source>
        <translation>Un problème est survenu ici</translation>
    </message>
    <message>
        <source>We cannot read this ticket here</source>
        <translation>Nous ne pouvons pas lire ce billet ici</translation>
    </message>
    <message>
        <source>This entrance is closed</source>
        <translation>Cette entrée est fermée</translation>
    </message>
    <message>
        <source>This ticket has not come in yet</source>
        <translation>Ce billet n’est pas encore entré</translation>
    </message>
    <message>
        <source>There is a newer ticket</source>
        <translation>Il existe un billet plus récent</translation>
    </message>
    <message>
        <source>This ticket is for another event</source>
        <translation>Ce billet est pour un autre événement</translation>
    </message>
    <message>
        <source>Someone will help you right away.</source>
        <translation>Quelqu’un va vous aider tout de suite.</translation>
    </message>
    <message>
        <source>Please check that it is for this event, or ask our staff.</source>
        <translation>Vérifiez qu’il est pour cet événement, ou adressez-vous au personnel.</translation>
    </message>
    <message>
        <source>Please go to the box office with your order.</source>
        <translation>Rendez-vous à la billetterie avec votre commande.</translation>
    </message>
    <message>
        <source>This ticket needs a look at the help desk.</source>
        <translation>Ce billet doit être vu à l’accueil.</translation>
    </message>
    <message>
        <source>Please look at the time on your ticket.</source>
        <translation>Regardez l’heure indiquée sur votre billet.</translation>
    </message>
    <message>
        <source>Please ask our staff if that was not you.</source>
        <translation>Adressez-vous au personnel si ce n’était pas vous.</translation>
    </message>
    <message>
        <source>Please ask our staff for the way.</source>
        <translation>Demandez votre chemin au personnel.</translation>
    </message>
    <message>
        <source>Please ask our staff.</source>
        <translation>Veuillez vous adresser au personnel.</translation>
    </message>
    <message>
        <source>Hold only one code to the reader.</source>
        <translation>Présentez un seul code au lecteur.</translation>
    </message>
    <message>
        <source>Please go to the help desk.</source>
        <translation>Rendez-vous à l’accueil.</translation>
    </message>
    <message>
        <source>Please ask our staff; it is not your ticket.</source>
        <translation>Adressez-vous au personnel ; votre billet n’est pas en cause.</translation>
    </message>
    <message>
        <source>Please use another entrance.</source>
        <translation>Veuillez prendre une autre entrée.</translation>
    </message>
    <message>
        <source>Please show the newest ticket that you received.</source>
        <translation>Présentez le billet le plus récent que vous avez reçu.</translation>
    </message>
    <message>
        <source>Please look for the right ticket.</source>
        <translation>Veuillez chercher le bon billet.</translation>
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
        <translation>Encore une question</translation>
    </message>
    <message>
        <source>A little too soon</source>
        <translation>Un peu trop tôt</translation>
    </message>
    <message>
        <source>This ticket was used already today</source>
        <translation>Ce billet a déjà été utilisé aujourd’hui</translation>
    </message>
    <message>
        <source>Please come through the other entrance first</source>
        <translation>Veuillez d’abord passer par l’autre entrée</translation>
    </message>
    <message>
        <source>Please wait a moment, then try again.</source>
        <translation>Veuillez patienter un peu, puis réessayez.</translation>
    </message>
    <message>
        <source>It is good again tomorrow. Please ask our staff if that was not you.</source>
        <translation>Il sera de nouveau valable demain. Demandez à notre équipe si ce n’était pas vous.</translation>
    </message>
</context>
<context>
    <name>gatehouse::VerdictPage</name>
    <message>
        <source>Goodbye</source>
        <translation>Au revoir</translation>
    </message>
    <message>
        <source>Welcome back</source>
        <translation>Content de vous revoir</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Bienvenue</translation>
    </message>
    <message>
        <source>Please call our staff: this kiosk cannot record your entry.</source>
        <translation>Veuillez appeler notre personnel : cette borne ne peut pas enregistrer votre entrée.</translation>
    </message>
    <message>
        <source>Please go in</source>
        <translation>Vous pouvez entrer</translation>
    </message>
    <message>
        <source>Used at %1. %2</source>
        <comment>time, advice</comment>
        <translation>Utilisé à %1. %2</translation>
    </message>
    <message>
        <source>Used at %1, %2. %3</source>
        <comment>time, gate, advice</comment>
        <translation>Utilisé à %1, %2. %3</translation>
    </message>
    <message>
        <source>Please see our staff before you go in.</source>
        <translation>Veuillez voir notre équipe avant d’entrer.</translation>
    </message>
    <message>
        <source>See you soon</source>
        <translation>À bientôt</translation>
    </message>
    <message numerus="yes">
        <source>Only %n more of this group may come in.</source>
        <translation>
            <numerusform>Encore %n personne de ce groupe peut entrer.</numerusform>
            <numerusform>Encore %n personnes de ce groupe peuvent entrer.</numerusform>
        </translation>
    </message>
    <message>
        <source>Please come back at %1.</source>
        <translation>Veuillez revenir à %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n personne</numerusform>
            <numerusform>%n personnes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::AskPage</name>
    <message>
        <source>Space</source>
        <translation>Espace</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Delete the last character</source>
        <translation>Effacer le dernier caractère</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Pas maintenant</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Suivant</translation>
    </message>
</context>
<context>
    <name>gatehouse::SearchPage</name>
    <message>
        <source>The search needs the network: this kiosk holds no names. Codes still work.</source>
        <translation>La recherche a besoin du réseau : cette borne ne garde aucun nom. Les codes fonctionnent toujours.</translation>
    </message>
    <message>
        <source>A few letters of the name, in any order, or the order’s code.</source>
        <translation>Quelques lettres du nom, dans n’importe quel ordre, ou le code de la commande.</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>Un instant …</translation>
    </message>
    <message>
        <source>Nobody found. Try fewer letters or another spelling.</source>
        <translation>Personne trouvé. Essayez moins de lettres ou une autre orthographe.</translation>
    </message>
    <message numerus="yes">
        <source>%n more: type more letters.</source>
        <translation>
            <numerusform>%n autre : tapez plus de lettres.</numerusform>
            <numerusform>%n autres : tapez plus de lettres.</numerusform>
        </translation>
    </message>
    <message>
        <source>Is it this person? Compare the second line.</source>
        <translation>Est-ce cette personne ? Comparez la deuxième ligne.</translation>
    </message>
    <message>
        <source>Find by name</source>
        <translation>Chercher par nom</translation>
    </message>
    <message>
        <source>Back to codes</source>
        <translation>Retour aux codes</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Delete the last character</source>
        <translation>Effacer le dernier caractère</translation>
    </message>
    <message>
        <source>Another person</source>
        <translation>Une autre personne</translation>
    </message>
    <message>
        <source>Check the ticket</source>
        <translation>Vérifier le billet</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Espace</translation>
    </message>
</context>
<context>
    <name>gatehouse::ProgrammePanel</name>
    <message>
        <source>Programme: now and next</source>
        <translation>Programme : en ce moment et ensuite</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>annulé</translation>
    </message>
    <message>
        <source>until %1</source>
        <comment>a time</comment>
        <translation>jusqu’à %1</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) later</source>
        <translation>
            <numerusform>%n minute plus tard</numerusform><numerusform>%n minutes plus tard</numerusform></translation>
    </message>
    <message>
        <source>%1 %2, %3</source>
        <comment>a time, a session, what is to be known of it</comment>
        <translation>%1 %2, %3</translation>
    </message>
    <message>
        <source>As it was at %1. Later changes are not known here.</source>
        <translation>État à %1. Les changements plus récents ne sont pas connus ici.</translation>
    </message>
    <message>
        <source>Now</source>
        <comment>heading: sessions that run</comment>
        <translation>En ce moment</translation>
    </message>
    <message>
        <source>Next</source>
        <comment>heading: sessions that come</comment>
        <translation>Ensuite</translation>
    </message>
</context>
</TS>
