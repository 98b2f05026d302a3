/* What the guide, a dossier and a calendar say. French is what the person reads: formal, plain,
 * short. The source of the procedure: the terms of use 3.3.a and 3.3.b, the appeal of 12 January
 * 2022, the service's own pages. */
#include "alert/wording_texts.h"

const struct bilingual guide_texts[] = {
    /* the guide: 3.3.a and 3.3.b of the terms of use */
    [TEXT_GUIDE_HEAD] =
        { "{title}: HOW TO OPPOSE",
          "{title}~: COMMENT VOUS OPPOSER" },
    [TEXT_GUIDE_NO_NOTICE] =
        { "No notice has come yet. That is normal: they are sent little by little. You may "
          "call {phone} today: according to a caller (January 2022) it can register an "
          "opposition before any notice, and without a code.",
          "Aucun avis n’est encore arrivé. C’est normal~: ils partent peu à peu. Vous pouvez "
          "appeler le {phone} dès aujourd’hui~: d’après un témoignage (janvier 2022), une "
          "opposition peut y être enregistrée avant tout avis, et sans code." },
    [TEXT_GUIDE_OPENINGS] =
        { "Days left on which the telephone answers: {openings}",
          "Jours ouvrés restants pour téléphoner~: {openings}" },
    [TEXT_GUIDE_NO_OPENING] =
        { "The telephone no longer answers before the deadline: take the site, now.",
          "Le téléphone ne répond plus d’ici à la date limite~: passez par le site, maintenant." },
    [TEXT_GUIDE_PAST] =
        { "The time to oppose is over, not all is lost: the account can be closed at any time "
          "(«~clôturer~»). Log in to {site} and ask for its closure, or telephone {phone} "
          "({hours}) and ask the adviser for it. Its data can be deleted on request.",
          "Le délai pour vous opposer est passé, mais tout n’est pas perdu~: l’espace peut "
          "être clôturé à tout moment. Connectez-vous à {site} et demandez sa clôture, ou "
          "appelez le {phone} ({hours}) et demandez-la au conseiller. Les données peuvent être "
          "supprimées sur demande." },
    [TEXT_GUIDE_SUSPECT] =
        { "This case comes from a forged message: use nothing of it, neither its links nor its "
          "code. What follows is the genuine procedure.",
          "Ce dossier vient d’un faux message~: n’en utilisez rien, ni ses liens ni son code. "
          "Ce qui suit est la vraie procédure." },
    [TEXT_GUIDE_CLOSED] =
        { "This case is closed. What follows is for reference.",
          "Ce dossier est clos. Ce qui suit est donné pour mémoire." },
    [TEXT_GUIDE_CHILDREN] =
        { "CHILDREN FIRST. Each child has a code of its own. Begin with theirs: according to "
          "parents (2022), once your own account is closed, theirs may be out of reach.",
          "LES ENFANTS D’ABORD. Chaque enfant a son propre code. Commencez par eux~: d’après "
          "des parents (2022), une fois votre propre espace clos, les leurs peuvent devenir "
          "inaccessibles." },
    [TEXT_GUIDE_HAVE] =
        { "TO HAVE AT HAND",
          "À AVOIR SOUS LA MAIN" },
    [TEXT_GUIDE_HAVE_CODE] =
        { "- the code («~code provisoire~» or «~code confidentiel~»): {code}",
          "- le code (provisoire ou confidentiel)~: {code}" },
    [TEXT_GUIDE_HAVE_NEW_CODE] =
        { "  (refused as expired or used? The site makes a new one, «~Générer un nouveau code "
          "provisoire~», and asks for the birth date as well)",
          "  (refusé, car expiré ou déjà utilisé~? Le site en donne un autre, «~Générer un "
          "nouveau code provisoire~», et demande en plus la date de naissance)" },
    [TEXT_GUIDE_HAVE_MASKED] =
        { "- the code («~code provisoire~» or «~code confidentiel~»): {code}, shown in clear "
          "by: vigie guide {id}",
          "- le code (provisoire ou confidentiel)~: {code}, affiché en clair par~: vigie guide "
          "{id}" },
    [TEXT_GUIDE_HAVE_NO_CODE] =
        { "- no code known: the site makes one («~Générer un nouveau code provisoire~»), from "
          "the social security number, the birth date, the kind and the serial number of the "
          "carte Vitale; the telephone may do without",
          "- pas de code connu~: le site en donne un («~Générer un nouveau code provisoire~»), "
          "avec le numéro de sécurité sociale, la date de naissance, le type et le numéro de "
          "série de la carte Vitale~; au téléphone, on peut s’en passer" },
    [TEXT_GUIDE_HAVE_LOCKED] =
        { "- the code («~code provisoire~» or «~code confidentiel~»): in the mail or the letter; "
          "Vigie’s own copy is sealed, and its key is missing (vigie status). vigie edit {id} "
          "--code - takes it anew",
          "- le code (provisoire ou confidentiel)~: dans le message ou le courrier~; l’exemplaire "
          "de Vigie est scellé, et sa clé manque (vigie status). vigie edit {id} --code - "
          "l’enregistre à nouveau" },
    [TEXT_GUIDE_HAVE_REST] =
        { "- the social security number\n"
          "- the carte Vitale: its type and its serial number",
          "- le numéro de sécurité sociale\n"
          "- la carte Vitale~: son type et son numéro de série" },
    [TEXT_GUIDE_SITE] =
        { "A. ON {site}",
          "A. SUR {site}" },
    [TEXT_GUIDE_SITE_STEPS] =
        { "1. Type the address yourself; follow no link of a message.\n"
          "2. Enter the code of the person concerned (your own, your child’s, or that of the "
          "adult whom you represent).\n"
          "3. Enter the social security number, the type of the carte Vitale and its serial "
          "number.\n"
          "4. On the page «~activer ou vous opposer~», choose to oppose («~m’opposer~»).\n"
          "5. Confirm. A page acknowledges your choice.\n"
          "6. Download the proof («~justificatif~», PDF) and keep it.",
          "1. Tapez vous-même l’adresse~; ne suivez aucun lien d’un message.\n"
          "2. Entrez le code de la personne concernée (le vôtre, celui de votre enfant ou de "
          "l’adulte que vous représentez).\n"
          "3. Entrez le numéro de sécurité sociale, le type de carte Vitale et son numéro de "
          "série.\n"
          "4. Sur la page «~activer ou vous opposer~», choisissez de vous opposer.\n"
          "5. Confirmez. Une page prend acte de votre choix.\n"
          "6. Téléchargez le justificatif (PDF) et gardez-le." },
    [TEXT_GUIDE_PHONE] =
        { "B. BY TELEPHONE: {phone}",
          "B. PAR TÉLÉPHONE~: {phone}" },
    [TEXT_GUIDE_PHONE_OPEN] =
        { "It answers on {day} until {closes}.",
          "Il répond le {day} jusqu’à {closes}." },
    [TEXT_GUIDE_PHONE_OPENS] =
        { "It answers next on {day} from {opens}.",
          "Il répond de nouveau le {day} à partir de {opens}." },
    [TEXT_GUIDE_PHONE_STEPS] =
        { "1. Call {phone}: {hours}, Paris time (price of a call).\n"
          "2. Say: “I oppose the opening of {title}”.\n"
          "3. Give the code, the social security number and the serial number of the carte "
          "Vitale.\n"
          "4. Ask whether the opposition is registered, and note the day and the hour.\n"
          "5. Demand the proof («~justificatif~»), and insist.",
          "1. Appelez le {phone}~: {hours}, heure de Paris (prix d’un appel).\n"
          "2. Dites~: «~Je m’oppose à l’ouverture de {title}~».\n"
          "3. Donnez le code, le numéro de sécurité sociale et le numéro de série de la carte "
          "Vitale.\n"
          "4. Demandez si l’opposition est enregistrée~; notez le jour et l’heure.\n"
          "5. Exigez le justificatif, et insistez." },
    [TEXT_GUIDE_ADVICE] =
        { "Never leave it to the last day: in 2022 the site was down for days. Where one way "
          "fails, take the other. A letter reaches nobody.",
          "Ne laissez jamais cela au dernier jour~: en 2022, le site a été en panne plusieurs "
          "jours. Si un moyen échoue, prenez l’autre. Une lettre n’atteint personne." },
    [TEXT_GUIDE_AFTER] =
        { "AFTERWARDS",
          "ENSUITE" },
    [TEXT_GUIDE_AFTER_CLOSE] =
        { "So that Vigie reminds you no more, and keeps the proof:\n"
          "    vigie close {id} --as opposed --proof FILE",
          "Pour que Vigie ne vous rappelle plus rien et garde le justificatif~:\n"
          "    vigie close {id} --as opposed --proof FICHIER" },
    [TEXT_GUIDE_AFTER_NONE] =
        { "Keep the proof. If a notice comes all the same, Vigie will tell you.",
          "Gardez le justificatif. Si un avis arrive malgré tout, Vigie vous le dira." },
    /* the dossier */
    [TEXT_DOSSIER_HEAD] =
        { "{title}: CASE {id}",
          "{title}~: DOSSIER {id}" },
    [TEXT_DOSSIER_ABOUT] =
        { "What Vigie holds about this case, written on {written}.",
          "Ce que Vigie conserve de ce dossier, écrit le {written}." },
    [TEXT_DOSSIER_FILES] =
        { "THE FILES",
          "LES FICHIERS" },
    [TEXT_DOSSIER_MAIL] =
        { "- {file}: a mail of this case as it was received, its first 256 KB",
          "- {file}~: un message de ce dossier tel que reçu, ses premiers 256~Ko" },
    [TEXT_DOSSIER_CONFIRMATION] =
        { "- {file}: the mail that confirms the end, as it was received",
          "- {file}~: le message qui confirme la fin, tel que reçu" },
    [TEXT_DOSSIER_NO_MAIL] =
        { "- no mail: none was kept (keep-original in the configuration keeps those that come)",
          "- aucun message~: aucun n’a été conservé (keep-original, dans la configuration, "
          "conserve ceux qui arrivent)" },
    [TEXT_DOSSIER_PROOF] =
        { "- {file}: the proof («~justificatif~»), kept on {proof_at}",
          "- {file}~: le justificatif, conservé le {proof_at}" },
    [TEXT_DOSSIER_NO_PROOF] =
        { "- no proof: vigie close {id} --as opposed --proof FILE keeps it",
          "- aucun justificatif~: vigie close {id} --as opposed --proof FICHIER le conserve" },
    [TEXT_DOSSIER_SUMS] =
        { "- SHA256SUMS: the fingerprint of each file (sha256sum -c SHA256SUMS)",
          "- SHA256SUMS~: l’empreinte de chaque fichier (sha256sum -c SHA256SUMS)" },
    [TEXT_DOSSIER_CODE] =
        { "The mails hold the code in clear: show them to nobody who must not have it.",
          "Les messages contiennent le code en clair~: ne les montrez qu’à qui peut l’avoir." },
    [TEXT_DOSSIER_TIMELINE] =
        { "WHAT HAPPENED",
          "CE QUI S’EST PASSÉ" },
    [TEXT_DOSSIER_SENT] =
        { "Sent: {sent}",
          "Envoyé~: {sent}" },
    [TEXT_DOSSIER_MESSAGE] =
        { "Message-ID of the mail: {message_id}",
          "Message-ID du message~: {message_id}" },
    [TEXT_DOSSIER_ROW] =
        { "- {at}: {event}",
          "- {at}~: {event}" },
    /* in a calendar; no text may depend on the day on which it is written */
    [TEXT_CALENDAR_DEADLINE] =
        { "{subject}: last day to oppose",
          "{subject}~: dernier jour pour vous opposer" },
    [TEXT_CALENDAR_CALL] =
        { "{subject}: the telephone {phone} closes for the last time",
          "{subject}~: dernière fermeture du {phone} avant la date limite" },
    [TEXT_CALENDAR_TODO] =
        { "{subject}: oppose, or let it open",
          "{subject}~: vous opposer, ou laisser ouvrir" },
    [TEXT_CALENDAR_PROVISIONAL] =
        { " (to be checked)",
          " (à vérifier)" },
    [TEXT_CALENDAR_OPPOSED] =
        { "{subject}: opposition registered, nothing left to do",
          "{subject}~: opposition enregistrée, plus rien à faire" },
    [TEXT_CALENDAR_ACTIVATED] =
        { "{subject}: account activated, nothing left to do",
          "{subject}~: espace activé, plus rien à faire" },
    [TEXT_CALENDAR_DISMISSED] =
        { "{subject}: case dismissed",
          "{subject}~: dossier classé sans suite" },
    [TEXT_CALENDAR_UNTIL] =
        { "Deadline: {deadline}, until midnight (Paris)",
          "Date limite~: {deadline}, jusqu’à minuit (Paris)" },
    [TEXT_CALENDAR_CHECK] =
        { "Vigie: test of this calendar",
          "Vigie~: essai de cet agenda" },
};

_Static_assert(sizeof guide_texts / sizeof *guide_texts == TEXT_COUNT, "a text is missing");
