/* What a person answers to an alert reaches the entry here, whatever way it came. */
#include "alert/answer.h"
#include "base/error.h"
#include "base/log.h"
#include "run/keeper_state.h"
#include "store/entries.h"

struct answering {
    struct keeper *keeper;
    enum answer answer;
    const char *by;
    gint64 now;
};

static bool change(struct entry *entry, gpointer data, GString *history, GError **error)
{
    const struct answering *answering = data;

    return answer_apply(entry, answering->answer, answering->by,
                        answering->keeper->start->settings, answering->now, history, error);
}

bool keeper_answer(struct keeper *keeper, gint64 entry, enum answer answer, const char *by,
                   GError **error)
{
    struct answering answering = { keeper, answer, by, keeper_now(keeper) };
    bool done = answer == ANSWER_LATER
                    ? entries_change(keeper->store, entry, change, &answering, answering.now, error)
                    : entries_close(keeper->store, entry, change, &answering, answering.now, error);

    if (done)
        keeper_settled(keeper);
    return done;
}

/* --- from another thread --------------------------------------------------------------------- */

struct given {
    struct keeper *keeper;
    char *by;
    enum answer answer;
    gint64 entry;
};

static void given_free(gpointer data)
{
    struct given *given = data;

    g_free(given->by);
    g_free(given);
}

/* An answer that cannot be stored is lost, and on the safe side: the reminders go on, and the alert
 * that would confirm the closing does not come. */
static gboolean take_given(gpointer data)
{
    const struct given *given = data;
    g_autoptr(GError) error = NULL;

    if (keeper_answer(given->keeper, given->entry, given->answer, given->by, &error))
        return G_SOURCE_REMOVE;
    if (vigie_error_exit(error) == EX_USAGE)
        log_notice(NULL, "%s; the answer by %s changes nothing", error->message, given->by);
    else
        keeper_store_failed(given->keeper, error);
    return G_SOURCE_REMOVE;
}

static void take(gpointer data, const char *by, enum answer answer, gint64 entry)
{
    struct given *given = g_new(struct given, 1);

    *given = (struct given){ data, g_strdup(by), answer, entry };
    g_idle_add_full(G_PRIORITY_DEFAULT, take_given, given, given_free);
}

struct answer_taker keeper_answer_taker(struct keeper *keeper)
{
    return (struct answer_taker){ take, keeper };
}
