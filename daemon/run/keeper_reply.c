/* Answers from the telephone: who may give one, and what it does to an entry.
 *
 * The author must be one to whom alerts are sent. Where the account trusts a server, that one must
 * vouch for the From domain; where it is silent, as servers often are of what they carry from one of
 * their own users to another, the person is asked. Where the account trusts none, to know the keyed
 * Message-ID is enough: only who received the alert can know it, and no more is at stake than the
 * person can undo. */
#include "alert/answer.h"
#include "base/error.h"
#include "base/log.h"
#include "cases/reply.h"
#include "run/job.h"
#include "run/keeper_state.h"
#include "store/answers.h"
#include "store/proofs.h"

struct answering {
    struct keeper *keeper;
    const struct finding *finding;
    gint64 now;
};

/* "a reply from jean@example.fr (<x@y>)". The caller frees. */
static char *name_of(const struct finding *finding)
{
    return g_strdup_printf("a reply from %s (%s)", finding->from,
                           finding->message_id ? finding->message_id : "no Message-ID");
}

static enum status status_meant(const struct mail_reply *answer)
{
    return answer->word == REPLY_ACTIVATED ? STATUS_ACTIVATED : STATUS_OPPOSED;
}

static bool keep_proof(struct entry *entry, const struct answering *answering, GString *history,
                       GError **error)
{
    const struct mail_reply *answer = answering->finding->reply;

    if (!answer->pdf || answer->word != REPLY_OPPOSED)
        return true;
    if (!proofs_keep(answering->keeper->store, entry, answer->pdf, "reply.pdf", answering->now,
                     error))
        return false;
    g_string_append_printf(history, ", proof SHA-256 %s", entry->proof.sha256);
    return true;
}

/* A reminder that cannot be put off comes as if nothing had been said. */
static bool put_off(struct entry *entry, const struct answering *answering, GString *history)
{
    g_autoptr(GError) refused = NULL;
    g_autofree char *by = name_of(answering->finding);

    if (!answer_apply(entry, ANSWER_LATER, by, answering->keeper->start->settings, answering->now,
                      history, &refused))
        g_string_append_printf(history, "%s asks to wait: it cannot be put off", by);
    return true;
}

/* The proof may follow in a mail of its own; all else was said before. */
static bool say_again(struct entry *entry, const struct answering *answering, GString *history,
                      const char **told, GError **error)
{
    const struct mail_reply *answer = answering->finding->reply;
    g_autofree char *by = name_of(answering->finding);

    if (answer->word != REPLY_OPPOSED || entry->status != STATUS_OPPOSED ||
        (!answer->pdf && !answer->pdf_cut) || entry->proof.file) {
        g_string_append_printf(history, "%s changes nothing: it is %s already", by,
                               status_name(entry->status));
        return true;
    }
    g_string_append_printf(history, "%s brings the proof%s", by,
                           answer->pdf_cut ? ", too large to be read from the mail" : "");
    *told = answer->pdf_cut ? REPLY_TOLD_CUT : REPLY_TOLD;
    return keep_proof(entry, answering, history, error);
}

static bool change(struct entry *entry, gpointer data, GString *history, const char **told,
                   GError **error)
{
    const struct answering *answering = data;
    const struct mail_reply *answer = answering->finding->reply;
    g_autofree char *by = name_of(answering->finding);

    if (status_is_closed(entry->status))
        return say_again(entry, answering, history, told, error);
    if (entry->status == STATUS_SUSPECT) { /* a forged notice: there is nothing to end */
        g_string_append_printf(history, "%s changes nothing: it is suspect", by);
        return true;
    }
    if (answer->word == REPLY_LATER)
        return put_off(entry, answering, history);
    *told = answer->pdf_cut ? REPLY_TOLD_CUT : REPLY_TOLD;
    return answer_apply(entry,
                        answer->word == REPLY_ACTIVATED ? ANSWER_ACTIVATED : ANSWER_OPPOSED, by,
                        answering->keeper->start->settings, answering->now, history, error) &&
           keep_proof(entry, answering, history, error);
}

/* `id` with its command, where there is still something to close. */
static bool add_question(struct keeper *keeper, gint64 id, enum status meant, GArray *ids,
                         GString *commands, GError **error)
{
    g_autoptr(GError) own = NULL;
    AUTO(entry) entry = entries_get(keeper->store, id, keeper_now(keeper), &own);

    if (!entry && vigie_error_exit(own) != EX_USAGE) {
        g_propagate_error(error, g_steal_pointer(&own));
        return false;
    }
    if (!entry || status_is_closed(entry->status) || entry->status == STATUS_SUSPECT)
        return true;
    g_string_append_printf(commands, "%svigie close %" G_GINT64_FORMAT " --as %s",
                           ids->len ? "\n" : "", id, status_name(meant));
    g_array_append_val(ids, id);
    return true;
}

/* Whether it is true, or which of them ended, is not for us to guess. */
static bool ask(struct keeper *keeper, const GArray *entries, const struct answers_mail *mail,
                enum status meant, GError **error)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autoptr(GString) commands = g_string_new(NULL);

    for (guint i = 0; i < entries->len; i++)
        if (!add_question(keeper, g_array_index(entries, gint64, i), meant, ids, commands, error))
            return false;
    return ids->len == 0 || answers_ask(keeper->store, ids, mail, commands->str, error);
}

static bool take_each(struct answering *answering, const GArray *entries,
                      const struct answers_mail *mail, GError **error)
{
    for (guint i = 0; i < entries->len; i++) {
        gint64 id = g_array_index(entries, gint64, i);
        g_autoptr(GError) own = NULL;

        if (answers_take(answering->keeper->store, id, mail, change, answering, &own))
            continue;
        if (vigie_error_exit(own) != EX_USAGE) {
            g_propagate_error(error, g_steal_pointer(&own));
            return false;
        }
        log_warning(NULL, "an answer to an alert about entry %" G_GINT64_FORMAT ": %s", id,
                    own->message); /* merged away since */
    }
    return true;
}

enum credit { CREDIT_NONE, CREDIT_DOUBTED, CREDIT_FULL };

static enum credit credit_of(const struct keeper *keeper, const struct job *job, const char *owner)
{
    const struct finding *finding = job->finding;

    if (!finding->from || !settings_may_answer(keeper->start->settings, finding->from, owner)) {
        log_notice(job->account, "an answer to an alert is ignored: its sender is no `to` of an "
                                 "alert with replies");
        return CREDIT_NONE;
    }
    if (!*job->trust || finding->reply->auth == AUTH_PASSED)
        return CREDIT_FULL;
    if (finding->reply->auth == AUTH_SILENT)
        return CREDIT_DOUBTED;
    log_notice(job->account, "an answer to an alert is ignored: its sender is forged");
    return CREDIT_NONE;
}

/* The first of them that is there still (they have one owner). NULL without an error: none. */
static struct entry *first_of(struct keeper *keeper, const GArray *entries, GError **error)
{
    for (guint i = 0; i < entries->len; i++) {
        g_autoptr(GError) own = NULL;
        struct entry *entry = entries_get(keeper->store, g_array_index(entries, gint64, i),
                                          keeper_now(keeper), &own);

        if (entry)
            return entry;
        if (vigie_error_exit(own) != EX_USAGE) { /* else merged away, or forgotten */
            g_propagate_error(error, g_steal_pointer(&own));
            return NULL;
        }
    }
    return NULL;
}

/* To wait is no word about one of several entries, and nothing worth a question. */
static bool act(struct keeper *keeper, struct job *job, const GArray *entries, const char *owner,
                GError **error)
{
    const struct finding *finding = job->finding;
    const struct mail_reply *answer = finding->reply;
    struct answering answering = { keeper, finding, keeper_now(keeper) };
    const struct answers_mail mail = {
        finding->message_id ? finding->message_id : finding->content_hash, answering.now
    };
    enum credit credit = credit_of(keeper, job, owner);
    bool waits = answer->word == REPLY_LATER;

    if (credit == CREDIT_NONE || (credit == CREDIT_DOUBTED && waits))
        return true;
    job->answered = true;
    log_notice(job->account, "an answer to an alert about %u entries", entries->len);
    if (credit == CREDIT_DOUBTED || (entries->len > 1 && !waits))
        return ask(keeper, entries, &mail, status_meant(answer), error);
    return take_each(&answering, entries, &mail, error);
}

bool reply_take(struct keeper *keeper, struct job *job, GError **error)
{
    g_autoptr(GError) own = NULL;
    g_autoptr(GArray) entries = answers_entries(keeper->store, job->finding->reply->cited, &own);
    AUTO(entry) first = entries ? first_of(keeper, entries, &own) : NULL;

    if (own) {
        g_propagate_error(error, g_steal_pointer(&own));
        return false;
    }
    return !first || act(keeper, job, entries, first->owner, error);
}
