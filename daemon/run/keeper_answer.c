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

static void given_clear(gpointer data)
{
    g_free(((struct given *)data)->by);
}

static void given_unref(gpointer data)
{
    g_rc_box_release_full(data, given_clear);
}

/* One that cannot be stored (a full disk) is tried until it is: the person believes it done. */
static gboolean take_given(gpointer data)
{
    struct given *given = data;
    g_autoptr(GError) error = NULL;

    if (keeper_answer(given->keeper, given->entry, given->answer, given->by, &error))
        return G_SOURCE_REMOVE;
    if (vigie_error_exit(error) == EX_USAGE) {
        log_notice(NULL, "%s; the answer by %s changes nothing", error->message, given->by);
        return G_SOURCE_REMOVE;
    }
    keeper_store_failed(given->keeper, error);
    g_timeout_add_seconds_full(G_PRIORITY_DEFAULT, KEEPER_RETRY_SECONDS, take_given,
                               g_rc_box_acquire(given), given_unref);
    return G_SOURCE_REMOVE;
}

static void take(gpointer data, const char *by, enum answer answer, gint64 entry)
{
    struct given *given = g_rc_box_new(struct given);

    *given = (struct given){ data, g_strdup(by), answer, entry };
    g_idle_add_full(G_PRIORITY_DEFAULT, take_given, given, given_unref);
}

struct answer_taker keeper_answer_taker(struct keeper *keeper)
{
    return (struct answer_taker){ take, keeper };
}
