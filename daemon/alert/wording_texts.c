/* What alerts say. French is what the person reads: formal, plain, short. */
#include "alert/wording_texts.h"

const struct bilingual alert_texts[] = {
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
          "{title}~: une confirmation est à vérifier" },
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
    [TEXT_ANSWERED_OPPOSED] =
        { "You answered that your opposition to the opening of {title} is registered. Vigie closes "
          "the case and reminds you no more.",
          "Vous avez répondu que votre opposition à l’ouverture de {title} est enregistrée. Vigie "
          "clôt le dossier et n’enverra plus de rappel." },
    [TEXT_ANSWERED_ACTIVATED] =
        { "You answered that you keep {title}. Vigie closes the case and reminds you no more.",
          "Vous avez répondu que vous gardez {title}. Vigie clôt le dossier et n’enverra plus de "
          "rappel." },
    [TEXT_ANSWERED_PROOF] =
        { "The proof («~justificatif~», PDF) that you attached is kept.",
          "Le justificatif (PDF) que vous avez joint est conservé." },
    [TEXT_ANSWERED_PROOF_CUT] =
        { "The proof («~justificatif~», PDF) that you attached is too large to be taken from the "
          "mail, and is not kept. To add it: vigie close {id} --as opposed --proof FILE",
          "Le justificatif (PDF) que vous avez joint est trop gros pour être repris du message, et "
          "n’est pas conservé. Pour l’ajouter~: vigie close {id} --as opposed --proof FICHIER" },
    [TEXT_ANSWERED_NO_PROOF] =
        { "Keep the proof («~justificatif~», PDF), or attach it to an answer DONE. By hand: vigie "
          "close {id} --as opposed --proof FILE",
          "Gardez le justificatif (PDF), ou joignez-le à une réponse FAIT. À la main~: vigie close "
          "{id} --as opposed --proof FICHIER" },
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
          "Un message confirme une opposition ou une activation. Vigie n’est pas sûre qu’il "
          "soit vrai, ni du dossier qu’il concerne. Rien n’est clos et les rappels "
          "continuent." },
    [TEXT_AMBIGUOUS_DO] =
        { "If the confirmation is yours, run the command of the case that it ends:",
          "Si cette confirmation vous concerne bien, lancez la commande du dossier dont elle "
          "parle~:" },
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
          "vient une fois par mois~: s’il ne vient plus, lancez vigie status." },
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
    [TEXT_CODE_LOCKED] =
        { "Code: in the mail or the letter (Vigie’s own copy is sealed, and its key is missing)",
          "Code~: dans le message ou le courrier (l’exemplaire de Vigie est scellé, et sa clé "
          "manque)" },
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
          "n’atteint personne." },
    [TEXT_ANSWER] =
        { "Answer this mail with DONE when the opposition is registered (attach the proof, PDF), "
          "ACTIVATED if you keep the profile, LATER to be reminded tomorrow.",
          "Répondez FAIT quand l’opposition est enregistrée (joignez le justificatif PDF), ACTIVÉ "
          "si vous gardez le profil, PLUS TARD pour un rappel demain." },
    [TEXT_ACTION_GUIDE] =
        { "Open the instructions",
          "Ouvrir la marche à suivre" },
    [TEXT_ACTION_LATER] =
        { "Later",
          "Plus tard" },
    [TEXT_ACTION_DONE] =
        { "It is done",
          "C’est fait" },
    [TEXT_TITLE_QUESTION] =
        { "{subject}: what is confirmed?",
          "{subject}~: qu’est-ce qui est confirmé~?" },
    [TEXT_QUESTION] =
        { "The site or the adviser must have confirmed it. Vigie then closes case {id} and "
          "reminds you no more. Without a confirmation choose “Not yet”: the reminders go on.",
          "Le site ou le conseiller doit vous l’avoir confirmé. Vigie clôt alors le dossier {id} "
          "et n’enverra plus de rappel. Sans confirmation, choisissez «~Pas encore~»~: les "
          "rappels continuent." },
    [TEXT_ACTION_OPPOSED] =
        { "My opposition",
          "Mon opposition" },
    [TEXT_ACTION_ACTIVATED] =
        { "The activation",
          "L’activation" },
    [TEXT_ACTION_NOT_YET] =
        { "Not yet",
          "Pas encore" },
    [TEXT_GUIDE] =
        { "Step by step, with your code: vigie guide {id}",
          "Pas à pas, avec votre code~: vigie guide {id}" },
};

_Static_assert(sizeof alert_texts / sizeof *alert_texts == TEXT_FIRST_OF_GUIDE,
               "a text is missing");

const char *wording_text(enum text text, enum tongue tongue)
{
    const struct bilingual *words =
        text < TEXT_FIRST_OF_GUIDE ? &alert_texts[text] : &guide_texts[text];

    return tongue == FRENCH ? words->fr : words->en;
}
