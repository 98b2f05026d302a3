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
    char *user, *by;
    enum answer answer;
    gint64 entry;
};

static void given_clear(gpointer data)
{
    struct given *given = data;

    g_free(given->user);
    g_free(given->by);
}

static void given_unref(gpointer data)
{
    g_rc_box_release_full(data, given_clear);
}

/* Nobody answers for those whose alerts another screen shows. */
static bool is_shown_to(const struct settings *settings, const char *user, const char *owner)
{
    for (guint i = 0; i < settings->sinks->len; i++) {
        const struct sink_settings *sink = g_ptr_array_index(settings->sinks, i);

        if (sink->kind == SINK_DESKTOP && g_strcmp0(sink->user, user) == 0 &&
            sink_carries(sink, owner))
            return true;
    }
    return false;
}

static bool may_answer(const struct given *given, GError **error)
{
    struct keeper *keeper = given->keeper;
    AUTO(entry) entry = entries_get(keeper->store, given->entry, keeper_now(keeper), error);

    if (!entry)
        return false;
    if (is_shown_to(keeper->start->settings, given->user, entry->owner))
        return true;
    g_set_error(error, VIGIE_ERROR, EX_USAGE,
                "entry %" G_GINT64_FORMAT " is none of those that this screen shows", entry->id);
    return false;
}

/* One that cannot be stored (a full disk) is tried until it is: the person believes it done. */
static gboolean take_given(gpointer data)
{
    struct given *given = data;
    g_autoptr(GError) error = NULL;

    if (may_answer(given, &error) &&
        keeper_answer(given->keeper, given->entry, given->answer, given->by, &error))
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

static void take(gpointer data, const char *user, const char *by, enum answer answer, gint64 entry)
{
    struct given *given = g_rc_box_new(struct given);

    *given = (struct given){ data, g_strdup(user), g_strdup(by), answer, entry };
    g_idle_add_full(G_PRIORITY_DEFAULT, take_given, given, given_unref);
}

struct answer_taker keeper_answer_taker(struct keeper *keeper)
{
    return (struct answer_taker){ take, keeper };
}
