/* What the page says. French is what the person reads: formal, plain, short. */
#include "alert/report_texts.h"

static const struct {
    const char *en, *fr;
} texts[] = {
    [REPORT_TITLE] =
        { "Vigie: what to do, and until when",
          "Vigie~: ce qu’il faut faire, et avant quand" },
    [REPORT_SKIP] =
        { "Go to the cases",
          "Aller aux dossiers" },
    /* the headline */
    [REPORT_HEAD_NOTHING] =
        { "Nothing is to be done",
          "Rien n’est à faire" },
    [REPORT_HEAD_NONE_RUNS] =
        { "No delay is running",
          "Aucun délai ne court" },
    [REPORT_HEAD_LEFT] =
        { "You have {days} left to oppose",
          "Il vous reste {days} pour vous opposer" },
    [REPORT_HEAD_TOMORROW] =
        { "Tomorrow is the last day to oppose",
          "Demain, dernier jour pour vous opposer" },
    [REPORT_HEAD_TODAY] =
        { "Today is the last day to oppose",
          "Aujourd’hui, dernier jour pour vous opposer" },
    [REPORT_HEAD_UNDATED] =
        { "A deadline is unknown: give the date of the notice",
          "Une date limite est inconnue~: indiquez la date de l’avis" },
    [REPORT_LEAD_NOTHING] =
        { "No case is open. When a notice comes, Vigie will tell you.",
          "Aucun dossier n’est en cours. Si un avis arrive, Vigie vous préviendra." },
    [REPORT_LEAD_READ] =
        { "Read the cases below, there is no hurry.",
          "Lisez les dossiers ci-dessous, sans urgence." },
    [REPORT_LEAD_ONE] =
        { "One case is open. Deadline: {deadline}.",
          "Un dossier est en cours. Date limite~: {deadline}." },
    [REPORT_LEAD_MANY] =
        { "{running} cases are open. Nearest deadline: {deadline}.",
          "{running} dossiers sont en cours. Date limite la plus proche~: {deadline}." },
    [REPORT_LEAD_UNDATED] =
        { "Until you do, Vigie reminds you every day.",
          "D’ici là, Vigie vous le rappelle chaque jour." },
    /* whether all is watched: one line */
    [REPORT_WATCHED] =
        { "All your mailboxes are watched.",
          "Toutes vos boîtes sont surveillées." },
    [REPORT_BLIND] =
        { "Beware: a mailbox cannot be read, a notice may arrive there unseen. See “Watch” "
          "below.",
          "Attention~: une boîte ne peut pas être lue, un avis peut y arriver sans être vu. "
          "Voyez «~Surveillance~» ci-dessous." },
    [REPORT_NO_ACCOUNT] =
        { "No mailbox is configured: Vigie reminds you of these cases, but sees no notice come.",
          "Aucune boîte n’est configurée~: Vigie rappelle ces dossiers, mais ne voit arriver "
          "aucun avis." },
    [REPORT_NOT_RUNNING] =
        { "Beware: the watch does not run, no reminder will be sent. Start the service vigie.",
          "Attention~: la veille est arrêtée, aucun rappel ne partira. Démarrez le service "
          "vigie." },
    /* a case */
    [REPORT_CASES] =
        { "Your cases",
          "Vos dossiers" },
    [REPORT_CASE] =
        { "Case {id}",
          "Dossier {id}" },
    [REPORT_CASE_PERSON] =
        { "{person}, case {id}",
          "{person}, dossier {id}" },
    [REPORT_STATUS_OPEN] =
        { "open",
          "en cours" },
    [REPORT_STATUS_PROVISIONAL] =
        { "to be checked",
          "à vérifier" },
    [REPORT_STATUS_SUSPECT] =
        { "suspicious message",
          "message suspect" },
    [REPORT_STATUS_EXPIRED] =
        { "deadline passed",
          "délai passé" },
    [REPORT_STATUS_OPPOSED] =
        { "closed: opposition registered",
          "clos~: opposition enregistrée" },
    [REPORT_STATUS_ACTIVATED] =
        { "closed: account activated",
          "clos~: espace activé" },
    [REPORT_STATUS_DISMISSED] =
        { "closed: dismissed",
          "clos~: sans suite" },
    [REPORT_LEFT] =
        { "{days} left to oppose",
          "{days} pour vous opposer" },
    [REPORT_LEFT_TOMORROW] =
        { "Tomorrow is the last day",
          "Demain, dernier jour" },
    [REPORT_LEFT_TODAY] =
        { "Today is the last day",
          "Aujourd’hui, dernier jour" },
    [REPORT_LEFT_PAST] =
        { "The deadline was {left}",
          "La date limite est passée ({left})" },
    [REPORT_LEFT_UNKNOWN] =
        { "Deadline unknown",
          "Date limite inconnue" },
    /* the dates of a case */
    [REPORT_SENT] =
        { "Notice sent",
          "Envoi de l’avis" },
    [REPORT_TODAY] =
        { "Today",
          "Aujourd’hui" },
    [REPORT_LAST_CALL] =
        { "Last moment to telephone",
          "Dernier moment pour téléphoner" },
    [REPORT_DEADLINE] =
        { "Deadline",
          "Date limite" },
    [REPORT_DEADLINE_IS] =
        { "{deadline}, until midnight ({left})",
          "{deadline}, jusqu’à minuit ({left})" },
    [REPORT_DEADLINE_UNKNOWN] =
        { "unknown",
          "inconnue" },
    [REPORT_CLOSED] =
        { "Closed",
          "Clos" },
    /* the picture; {short_…}: « 2 mars » */
    [REPORT_LINE_TITLE] =
        { "Timeline of case {id}",
          "Frise du dossier {id}" },
    [REPORT_LINE_TEXT] =
        { "From the sending on {sent} to the deadline on {deadline}; today is {short_today}.",
          "De l’envoi, le {sent}, à la date limite, le {deadline}~; aujourd’hui, {short_today}." },
    [REPORT_LINE_TEXT_CALL] =
        { "From the sending on {sent} to the deadline on {deadline}; today is {short_today}; "
          "the last moment to telephone: {last_call}.",
          "De l’envoi, le {sent}, à la date limite, le {deadline}~; aujourd’hui, "
          "{short_today}~; dernier moment pour téléphoner~: {last_call}." },
    [REPORT_LINE_TEXT_CLOSED] =
        { "From the sending on {sent} to the deadline on {deadline}; the case is closed.",
          "De l’envoi, le {sent}, à la date limite, le {deadline}~; le dossier est clos." },
    [REPORT_MARK_SENT] =
        { "○ Sent",
          "○ Envoi" },
    [REPORT_MARK_DEADLINE] =
        { "◉ Deadline",
          "◉ Date limite" },
    [REPORT_MARK_TODAY] =
        { "▲ Today, {short_today}",
          "▲ Aujourd’hui, {short_today}" },
    [REPORT_MARK_LAST_CALL] =
        { "◆ Last call, {short_call}, {call_hour}",
          "◆ Dernier appel, {short_call}, {call_hour}" },
    [REPORT_SHORT_SENT] =
        { "{short_sent}",
          "{short_sent}" },
    [REPORT_SHORT_DEADLINE] =
        { "{short_deadline}",
          "{short_deadline}" },
    /* what to do */
    [REPORT_DO] =
        { "What to do now",
          "Que faire maintenant" },
    [REPORT_CALL] =
        { "Call {phone}",
          "Appeler le {phone}" },
    [REPORT_DONE] =
        { "Once you have opposed: vigie close {id} --as opposed --proof FILE",
          "Une fois l’opposition faite~: vigie close {id} --as opposed --proof FICHIER" },
    [REPORT_WARNING] =
        { "Warning",
          "Attention" },
    /* facts */
    [REPORT_FACTS] =
        { "About this case",
          "À propos de ce dossier" },
    [REPORT_SENDER] =
        { "Sender",
          "Expéditeur" },
    [REPORT_AUTHENTIC] =
        { "verified: the notice comes from the health insurance",
          "vérifié~: l’avis vient bien de l’Assurance maladie" },
    [REPORT_UNVERIFIED] =
        { "not verified",
          "non vérifié" },
    [REPORT_FORGED] =
        { "false",
          "faux" },
    [REPORT_FOUND] =
        { "Found in",
          "Trouvé dans" },
    [REPORT_FOUND_MAIL] =
        { "account {account}, mailbox {mailbox}",
          "compte {account}, boîte {mailbox}" },
    [REPORT_FOUND_HAND] =
        { "entered by hand, from a letter",
          "saisi à la main, d’après un courrier" },
    [REPORT_FOUND_FILE] =
        { "a message handed to Vigie",
          "un message remis à Vigie" },
    [REPORT_CODE] =
        { "Code",
          "Code" },
    [REPORT_CODE_GUIDE] =
        { "never on this page: vigie guide {id}",
          "jamais sur cette page~: vigie guide {id}" },
    [REPORT_PROOF] =
        { "Proof",
          "Justificatif" },
    [REPORT_PROOF_NONE] =
        { "none kept: vigie close {id} --as opposed --proof FILE",
          "aucun conservé~: vigie close {id} --as opposed --proof FICHIER" },
    [REPORT_PROOF_FILE] =
        { "File",
          "Fichier" },
    [REPORT_PROOF_SIZE] =
        { "Size",
          "Taille" },
    [REPORT_PROOF_BYTES] =
        { "{bytes}~bytes",
          "{bytes}~octets" },
    [REPORT_PROOF_AT] =
        { "Kept on",
          "Conservé le" },
    [REPORT_PROOF_SHA256] =
        { "SHA-256",
          "SHA-256" },
    [REPORT_HISTORY] =
        { "History",
          "Historique" },
    [REPORT_CLOSED_CASES] =
        { "Closed cases ({closed})",
          "Dossiers clos ({closed})" },
    /* whether all is watched */
    [REPORT_WATCH] =
        { "Watch",
          "Surveillance" },
    [REPORT_WATCH_CAPTION] =
        { "Accounts and mailboxes",
          "Comptes et boîtes" },
    [REPORT_COLUMN_MAILBOX] =
        { "Account, mailbox",
          "Compte, boîte" },
    [REPORT_COLUMN_STATE] =
        { "State",
          "État" },
    [REPORT_COLUMN_LAST] =
        { "Last read",
          "Dernière lecture" },
    [REPORT_SEEING] =
        { "watched",
          "surveillée" },
    [REPORT_SEEING_SINCE_BLIND] =
        { "not read since {since}",
          "non lue depuis le {since}" },
    [REPORT_NEVER] =
        { "never",
          "jamais" },
    [REPORT_RUNS] =
        { "Watch",
          "Veille" },
    [REPORT_RUNS_YES] =
        { "running since {since}",
          "en marche depuis le {since}" },
    [REPORT_RUNS_NO] =
        { "not running",
          "arrêtée" },
    [REPORT_WAITING] =
        { "Alerts waiting",
          "Alertes en attente" },
    [REPORT_SET_ASIDE] =
        { "Messages set aside, to read yourself",
          "Messages mis de côté, à lire vous-même" },
    [REPORT_SPOOLED] =
        { "Messages waiting to be read",
          "Messages en attente de lecture" },
    [REPORT_UNRECOGNISED] =
        { "Unrecognised official messages",
          "Messages officiels non reconnus" },
    /* the foot */
    [REPORT_MADE] =
        { "Page made on {made}. What comes later is not on it: if this date is old, look at "
          "vigie status.",
          "Page faite le {made}. Ce qui arrive après n’y figure pas~: si cette date est "
          "ancienne, voyez vigie status." },
    [REPORT_PRIVATE] =
        { "This page is a file on your machine: it loads nothing, and holds neither code nor "
          "password.",
          "Cette page est un fichier de votre machine~: elle ne charge rien et ne contient ni "
          "code ni mot de passe." },
};

_Static_assert(sizeof texts / sizeof *texts == REPORT_TEXT_COUNT, "a text is missing");

const char *report_text(enum report_text text, enum tongue tongue)
{
    return tongue == FRENCH ? texts[text].fr : texts[text].en;
}
