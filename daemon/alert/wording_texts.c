/* What alerts and the guide say. French is what the person reads: formal, plain, short. Its source:
 * the terms of use 3.3.a and 3.3.b, the appeal of 12 January 2022, the service's own pages. */
#include "alert/wording_texts.h"

static const struct {
    const char *en, *fr;
} texts[] = {
    /* titles: one line; {subject} is the right's name, with the person where one is known */
    [TEXT_TITLE_NEW] =
        { "{subject}: you can oppose until {deadline}",
          "{subject}~: vous pouvez vous opposer jusqu’au {deadline}" },
    [TEXT_TITLE_NEW_UNDATED] =
        { "{subject}: you can oppose, deadline unknown",
          "{subject}~: vous pouvez vous opposer, date limite inconnue" },
    [TEXT_TITLE_REMINDER] =
        { "{subject}: only {days} left to oppose",
          "{subject}~: plus que {days} pour vous opposer" },
    [TEXT_TITLE_REMINDER_TOMORROW] =
        { "{subject}: tomorrow is the last day to oppose",
          "{subject}~: demain, dernier jour pour vous opposer" },
    [TEXT_TITLE_REMINDER_TODAY] =
        { "{subject}: today is the last day to oppose",
          "{subject}~: aujourd’hui, dernier jour pour vous opposer" },
    [TEXT_TITLE_REMINDER_UNDATED] =
        { "{subject}: deadline unknown, give the date of the notice",
          "{subject}~: date limite inconnue, indiquez la date de l’avis" },
    [TEXT_TITLE_LAST_CALL] =
        { "{subject}: last day to telephone {phone}",
          "{subject}~: dernier jour pour téléphoner au {phone}" },
    [TEXT_TITLE_LAST_CALL_OVER] =
        { "{subject}: oppose today on {site}",
          "{subject}~: opposez-vous maintenant sur {site}" },
    [TEXT_TITLE_EXPIRED] =
        { "{subject}: the time to oppose is over",
          "{subject}~: le délai pour vous opposer est passé" },
    [TEXT_TITLE_CLOSED_OPPOSED] =
        { "{subject}: opposition registered, case {id} closed",
          "{subject}~: opposition enregistrée, dossier {id} clos" },
    [TEXT_TITLE_CLOSED_ACTIVATED] =
        { "{subject}: account activated, case {id} closed",
          "{subject}~: espace activé, dossier {id} clos" },
    [TEXT_TITLE_CLOSED_DISMISSED] =
        { "{subject}: case {id} dismissed",
          "{subject}~: dossier {id} classé sans suite" },
    [TEXT_TITLE_FORGED] =
        { "Suspicious message: do not click anything",
          "Message suspect~: ne cliquez sur rien" },
    [TEXT_TITLE_AMBIGUOUS] =
        { "{title}: a confirmation needs your word",
          "{title}~: une confirmation attend votre avis" },
    [TEXT_TITLE_UNRECOGNISED] =
        { "{title}: an official message to read yourself",
          "{title}~: un message officiel à lire vous-même" },
    [TEXT_TITLE_DIGEST] =
        { "{title}: old notices found ({count})",
          "{title}~: anciens avis retrouvés ({count})" },
    [TEXT_TITLE_DIGEST_DUE] =
        { "{title}: deadlines not to miss ({count})",
          "{title}~: dates limites à ne pas manquer ({count})" },
    [TEXT_TITLE_BLIND] =
        { "Vigie can no longer read the account {account}",
          "Vigie ne peut plus lire le compte {account}" },
    [TEXT_TITLE_SEEING] =
        { "Vigie reads the account {account} again",
          "Vigie lit de nouveau le compte {account}" },
    [TEXT_TITLE_SET_ASIDE] =
        { "Vigie: a message could not be read",
          "Vigie~: un message n’a pas pu être lu" },
    [TEXT_TITLE_SINK_FAILED] =
        { "Vigie: an alert could not be delivered",
          "Vigie~: une alerte n’a pas pu être remise" },
    [TEXT_TITLE_TROUBLE] =
        { "Vigie: something needs your attention",
          "Vigie~: un problème demande votre attention" },
    [TEXT_TITLE_HEARTBEAT] =
        { "Vigie is still watching",
          "Vigie veille toujours" },
    /* what it is */
    [TEXT_NEW] =
        { "A notice announces that {title} will be opened automatically. You can oppose this. "
          "Without a step from you, it is opened after the deadline.",
          "Un avis annonce l’ouverture automatique de {title}. Vous pouvez vous y opposer. "
          "Sans démarche de votre part, l’espace sera ouvert après la date limite." },
    [TEXT_NEW_UNDATED] =
        { "A message reminds you that {title} will be opened automatically. You can oppose "
          "this. Vigie has not seen the notice itself and does not know your deadline.",
          "Un message vous rappelle l’ouverture automatique de {title}. Vous pouvez vous y "
          "opposer. Vigie n’a pas vu l’avis lui-même et ignore votre date limite." },
    [TEXT_REMINDER] =
        { "You can still oppose the automatic opening of {title}. Without a step from you, it "
          "is opened after the deadline.",
          "Vous pouvez encore vous opposer à l’ouverture automatique de {title}. Sans démarche "
          "de votre part, l’espace sera ouvert après la date limite." },
    [TEXT_REMINDER_TODAY] =
        { "Today is the last day to oppose the automatic opening of {title}. Without a step "
          "from you, it is opened tomorrow.",
          "C’est aujourd’hui le dernier jour pour vous opposer à l’ouverture automatique de "
          "{title}. Sans démarche de votre part, l’espace sera ouvert demain." },
    [TEXT_LAST_CALL] =
        { "This is the last day on which you can telephone to oppose the automatic opening of "
          "{title}. Call now.",
          "C’est le dernier jour où vous pouvez vous opposer par téléphone à l’ouverture "
          "automatique de {title}. Appelez maintenant." },
    [TEXT_LAST_CALL_OVER] =
        { "The telephone no longer answers before the deadline. To oppose the automatic "
          "opening of {title}, only the site {site} is left. Do it now.",
          "Le téléphone ne répond plus d’ici à la date limite. Pour vous opposer à l’ouverture "
          "automatique de {title}, il reste le site {site}. Faites-le maintenant." },
    [TEXT_PROVISIONAL] =
        { "Vigie is not certain what this message means. It counts it as a notice until you "
          "say otherwise.",
          "Vigie n’est pas certaine du sens de ce message. Par prudence, elle le traite comme "
          "un avis jusqu’à votre décision." },
    [TEXT_UNRECOGNISED] =
        { "An official sender writes to you about {title}, and Vigie does not recognise the "
          "message. Read it yourself. Until you say otherwise, Vigie counts it as a notice.",
          "Un expéditeur officiel vous écrit au sujet de {title}, et Vigie ne reconnaît pas ce "
          "message. Lisez-le vous-même. Par prudence, Vigie le traite comme un avis jusqu’à "
          "votre décision." },
    [TEXT_UNRECOGNISED_DO] =
        { "It is no notice: vigie close {id} --as dismissed\n"
          "It is one, sent on another day: vigie edit {id} --sent YYYY-MM-DD\n"
          "A sample for the project, without your data: vigie anonymise FILE",
          "Ce n’est pas un avis~: vigie close {id} --as dismissed\n"
          "C’en est un, envoyé un autre jour~: vigie edit {id} --sent AAAA-MM-JJ\n"
          "Un exemple pour le projet, sans vos données~: vigie anonymise FICHIER" },
    [TEXT_EXPIRED] =
        { "The time to oppose is over. If you did not, {title} is open or soon will be. Not "
          "all is lost: you can close it at any time, on {site} or by telephone ({phone}).",
          "Le délai pour vous opposer est passé. Si vous ne l’avez pas fait, {title} est "
          "ouvert ou le sera bientôt. Tout n’est pas perdu~: vous pouvez le clôturer à tout "
          "moment, sur {site} ou au {phone}." },
    [TEXT_EXPIRED_DO] =
        { "You did oppose: vigie close {id} --as opposed\n"
          "How to close the account: vigie guide {id}",
          "Vous vous êtes opposé à temps~: vigie close {id} --as opposed\n"
          "Pour clôturer l’espace~: vigie guide {id}" },
    [TEXT_CLOSED_OPPOSED] =
        { "Your opposition to the opening of {title} is registered. Vigie closes the case and "
          "reminds you no more. Keep the proof («~justificatif~», PDF): vigie close {id} --as "
          "opposed --proof FILE",
          "Votre opposition à l’ouverture de {title} est enregistrée. Vigie clôt le dossier et "
          "n’enverra plus de rappel. Gardez le justificatif (PDF)~: vigie close {id} --as "
          "opposed --proof FICHIER" },
    [TEXT_CLOSED_ACTIVATED] =
        { "The activation of {title} is confirmed. Vigie closes the case and reminds you no "
          "more. If this was not you, telephone {phone}: the account can be closed at any time.",
          "L’activation de {title} est confirmée. Vigie clôt le dossier et n’enverra plus de "
          "rappel. Si ce n’est pas vous, appelez le {phone}~: l’espace peut être clôturé à "
          "tout moment." },
    [TEXT_CLOSED_DISMISSED] =
        { "Vigie closes the case and reminds you no more.",
          "Vigie clôt le dossier et n’enverra plus de rappel." },
    [TEXT_CLOSED_DO] =
        { "If this is a mistake: vigie reopen {id}",
          "En cas d’erreur~: vigie reopen {id}" },
    [TEXT_FORGED] =
        { "A message pretends to come from the health insurance and speaks of {title}. It does "
          "not come from there. Do not click any link in it, open no attachment, give no "
          "number and no password. There is nothing to do: you can delete it.",
          "Un message se fait passer pour l’Assurance maladie et parle de {title}. Il n’en "
          "vient pas. Ne cliquez sur aucun lien, n’ouvrez aucune pièce jointe, ne donnez aucun "
          "numéro ni mot de passe. Il n’y a rien à faire~: vous pouvez le supprimer." },
    [TEXT_FORGED_DO] =
        { "If you are certain that it is genuine: vigie trust {id}\n"
          "In doubt, type the address {site} yourself, or call {phone}.",
          "Si vous êtes certain qu’il est vrai~: vigie trust {id}\n"
          "En cas de doute, tapez vous-même l’adresse {site} ou appelez le {phone}." },
    [TEXT_FORGED_DEADLINE] =
        { "Were it genuine, the deadline would be {deadline} ({left}).",
          "S’il était vrai, la date limite serait le {deadline} ({left})." },
    [TEXT_AMBIGUOUS] =
        { "A message confirms an opposition or an activation. Vigie cannot tell for certain "
          "that it is genuine, or which case it ends. Nothing is closed and the reminders go "
          "on.",
          "Un message confirme une opposition ou une activation. Vigie ne peut pas être sûre "
          "qu’il est vrai, ou du dossier qu’il termine. Rien n’est clos et les rappels "
          "continuent." },
    [TEXT_AMBIGUOUS_DO] =
        { "If the confirmation is yours, run the command of the case that it ends:",
          "Si cette confirmation est bien la vôtre, lancez la commande du dossier qu’elle "
          "termine~:" },
    [TEXT_COMMAND] =
        { "    {command}",
          "    {command}" },
    [TEXT_DIGEST] =
        { "In your old messages Vigie found notices whose deadline has passed. If you did not "
          "oppose, {title} is open: you can close it at any time, on {site} or by telephone "
          "({phone}).",
          "Dans vos anciens messages, Vigie a trouvé des avis dont la date limite est passée. "
          "Si vous ne vous êtes pas opposé, {title} est ouvert~: vous pouvez le clôturer à "
          "tout moment, sur {site} ou au {phone}." },
    [TEXT_DIGEST_DUE] =
        { "In each of these cases {title} will be opened unless the person opposes in time. The "
          "most pressing comes first.",
          "Pour chacun de ces dossiers, {title} sera ouvert si la personne ne s’y oppose pas à "
          "temps. Le plus urgent vient d’abord." },
    [TEXT_DIGEST_DUE_DO] =
        { "Step by step, with the code: vigie guide followed by the number of the case.",
          "Pas à pas, avec le code~: vigie guide suivi du numéro du dossier." },
    [TEXT_ITEM] =
        { "- case {id}: deadline {deadline} ({left})",
          "- dossier {id}~: date limite le {deadline} ({left})" },
    [TEXT_ITEM_PERSON] =
        { "- case {id}, {person}: deadline {deadline} ({left})",
          "- dossier {id}, {person}~: date limite le {deadline} ({left})" },
    [TEXT_ITEM_UNDATED] =
        { "- case {id}: deadline unknown",
          "- dossier {id}~: date limite inconnue" },
    [TEXT_BLIND] =
        { "Vigie cannot read the account {account}, since {since} at the latest. A notice may "
          "arrive there unseen.",
          "Vigie ne peut plus lire le compte {account}, au plus tard depuis le {since}. Un "
          "avis peut y arriver sans être vu." },
    [TEXT_BLIND_DO] =
        { "Put it right, then test it: vigie check\n"
          "Until then look into this mailbox yourself.",
          "Réparez, puis vérifiez~: vigie check\n"
          "D’ici là, relevez vous-même cette boîte." },
    [TEXT_SEEING] =
        { "Vigie reads the account {account} again. What arrived in the meantime is read as "
          "well.",
          "Vigie lit de nouveau le compte {account}. Les messages arrivés entre-temps sont lus "
          "eux aussi." },
    [TEXT_SET_ASIDE] =
        { "Vigie could not read a message to its end and has set it aside. It may be a notice: "
          "look at it yourself.",
          "Vigie n’a pas pu lire un message jusqu’au bout et l’a mis de côté. C’est peut-être "
          "un avis~: regardez-le vous-même." },
    [TEXT_SINK_FAILED] =
        { "An alert could not be delivered, and is no longer tried.",
          "Une alerte n’a pas pu être remise et ne sera plus tentée." },
    [TEXT_SINK_FAILED_DO] =
        { "What is open: vigie list\n"
          "To test every way of alerting you: vigie check --send",
          "Ce qui est en cours~: vigie list\n"
          "Pour essayer chaque moyen d’alerte~: vigie check --send" },
    [TEXT_TROUBLE] =
        { "Something keeps Vigie from watching as it should.",
          "Quelque chose empêche Vigie de veiller comme elle le devrait." },
    [TEXT_STATUS_DO] =
        { "The state of everything: vigie status",
          "L’état de l’ensemble~: vigie status" },
    [TEXT_HEARTBEAT] =
        { "Vigie is still watching your mailboxes, and nothing new has come. This message "
          "comes once a month: should it stay away, look at vigie status.",
          "Vigie surveille toujours vos boîtes, et rien de nouveau n’est arrivé. Ce message "
          "vient une fois par mois~: s’il ne vient plus, regardez vigie status." },
    [TEXT_HEARTBEAT_OPEN] =
        { "Still open:",
          "Encore en cours~:" },
    [TEXT_DETAIL] =
        { "{detail}",
          "{detail}" },
    /* facts about one entry */
    [TEXT_PERSON] =
        { "For: {person}",
          "Pour~: {person}" },
    [TEXT_DEADLINE] =
        { "Deadline: {deadline} ({left}), until midnight (Paris)",
          "Date limite~: {deadline} ({left}), jusqu’à minuit (Paris)" },
    [TEXT_DEADLINE_PAST] =
        { "The deadline was {deadline} ({left}).",
          "La date limite était le {deadline} ({left})." },
    [TEXT_DEADLINE_UNKNOWN] =
        { "Deadline: unknown. When you have the notice: vigie edit {id} --sent YYYY-MM-DD",
          "Date limite~: inconnue. Dès que vous avez l’avis~: vigie edit {id} --sent AAAA-MM-JJ" },
    [TEXT_PHONE_UNTIL] =
        { "Telephone at the latest: {last_call}",
          "Téléphoner au plus tard~: {last_call}" },
    [TEXT_CODE] =
        { "Code: {code}",
          "Code~: {code}" },
    [TEXT_UNVERIFIED] =
        { "The sender could not be verified: follow no link of the message, type the address "
          "{site} yourself.",
          "L’expéditeur n’a pas pu être vérifié~: ne suivez aucun lien du message, tapez "
          "vous-même l’adresse {site}." },
    [TEXT_WAYS] =
        { "Two ways to oppose:",
          "Deux moyens de vous opposer~:" },
    [TEXT_WAY_SITE] =
        { "- on {site}",
          "- sur {site}" },
    [TEXT_WAY_PHONE] =
        { "- by telephone: {phone} ({hours})",
          "- par téléphone~: {phone} ({hours})" },
    [TEXT_WAYS_ADVICE] =
        { "Where one fails, take the other. Do not wait for the last day. A letter reaches "
          "nobody.",
          "Si l’un ne marche pas, prenez l’autre. N’attendez pas le dernier jour. Une lettre "
          "n’arrive à personne." },
    [TEXT_ACTION_GUIDE] =
        { "Open the instructions",
          "Ouvrir la marche à suivre" },
    [TEXT_GUIDE] =
        { "Step by step, with your code: vigie guide {id}",
          "Pas à pas, avec votre code~: vigie guide {id}" },
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
          "jours. Si un moyen échoue, prenez l’autre. Une lettre n’arrive à personne." },
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
        { "- {file}: the proof (« justificatif »), kept on {proof_at}",
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

_Static_assert(sizeof texts / sizeof *texts == TEXT_COUNT, "a text is missing");

const char *wording_text(enum text text, enum tongue tongue)
{
    return tongue == FRENCH ? texts[text].fr : texts[text].en;
}
