/* The outbox. A delivery is `waiting`, `done`, or `failed`: its time has passed. */
#include "store/outbox.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "base/settings.h"
#include "store/raise.h"

#define RETRY_FIRST 10 /* seconds */
#define RETRY_MOST 3600
#define RETRY_REFUSED (6 * 3600) /* what was refused for good: somebody may mend it in time */
#define SHOWN_SECONDS (14 * 24 * 3600) /* what was given up: long enough to be seen */
#define WAIT_MOST RETRY_REFUSED  /* whatever a receiver asks for: a deadline does not wait */
/* Quiet hours hold the longest. What waits longer was timed by a clock that has been set back. */
#define NEXT_TRY_MOST (26 * 3600)
#define TELL_AFTER_ATTEMPTS 8    /* by the backoff: about 40 minutes after the first */
#define TELL_AFTER_SECONDS 2400

void outgoing_free(struct outgoing *outgoing)
{
    if (!outgoing)
        return;
    g_array_unref(outgoing->entries);
    g_free(outgoing->key);
    g_free(outgoing->account);
    g_free(outgoing->detail);
    g_free(outgoing->sink);
    g_free(outgoing->thread);
    g_free(outgoing);
}

static char *sink_list(const char *const *sinks)
{
    g_autoptr(GString) list = g_string_new("\n");

    for (; *sinks; sinks++)
        g_string_append_printf(list, "%s\n", *sinks);
    return g_string_free(g_steal_pointer(&list), FALSE);
}

/* Drops what waits for sinks that are gone. An alert that only they had waits for all again: a sink
 * that was renamed takes nothing with it. */
static bool drop_gone(struct store *store, const char *list, GError **error)
{
    return db_run(store, error,
                  "UPDATE alert SET fanned = 0 WHERE id IN (SELECT alert FROM delivery"
                  " WHERE state = 'waiting' AND instr(?1, char(10) || sink || char(10)) = 0)"
                  " AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.alert = alert.id AND"
                  " (state <> 'waiting' OR instr(?1, char(10) || sink || char(10)) > 0))",
                  "t", list) &&
           db_run(store, error,
                  "DELETE FROM delivery WHERE state = 'waiting' AND"
                  " instr(?, char(10) || sink || char(10)) = 0",
                  "t", list) &&
           db_run(store, error,
                  "DELETE FROM stale WHERE instr(?, char(10) || sink || char(10)) = 0", "t", list);
}

/* One `sink-failed` a sink and day, carried by the others. */
static bool raise_sink_failed(struct store *store, const char *sink, const char *text, gint64 now,
                              GError **error)
{
    g_autofree char *key =
        g_strdup_printf("sink-failed-%s-%" G_GINT64_FORMAT, sink, now / (24 * 3600));
    g_autofree char *detail = g_strdup_printf("%s: %s", sink, text);
    const struct raise raise = {
        .key = key, .event = EVENT_SINK_FAILED, .detail = detail, .not_by = sink
    };

    return raise_alert(store, &raise, now, error);
}

/* After a long absence: what had failed before and has no time left. */
static bool give_up_late(struct store *store, gint64 now, GError **error)
{
    g_autoptr(GError) own = NULL;
    g_autoptr(GPtrArray) told = g_ptr_array_new_with_free_func(g_free); /* sink, text, sink, … */
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error,
                 "SELECT d.sink, max(d.last_error) FROM delivery d JOIN alert a ON a.id = d.alert"
                 " WHERE d.state = 'waiting' AND d.attempts > 0 AND a.give_up_at < ?"
                 " AND a.event <> 'sink-failed' GROUP BY d.sink",
                 "i", now);

    if (!row)
        return false;
    while (db_next(store, row, &own)) {
        g_ptr_array_add(told, db_text(row, 0));
        g_ptr_array_add(told, db_text(row, 1));
    }
    if (own) {
        g_propagate_error(error, g_steal_pointer(&own));
        return false;
    }
    for (guint i = 0; i < told->len; i += 2)
        if (!raise_sink_failed(store, told->pdata[i], told->pdata[i + 1], now, error))
            return false;
    return db_run(store, error,
                  "UPDATE delivery SET state = 'failed' WHERE state = 'waiting' AND attempts > 0"
                  " AND alert IN (SELECT id FROM alert WHERE give_up_at < ?)",
                  "i", now);
}

/* What a clock that was ahead gave up too early is tried again, but for what its entry no longer needs. */
static bool take_up_again(struct store *store, gint64 now, GError **error)
{
    return db_run(store, error,
                  "UPDATE delivery SET state = 'waiting', next_try = 0 WHERE state = 'failed' AND alert IN"
                  " (SELECT id FROM alert a WHERE give_up_at > ? AND (event IN ('closed', 'ambiguous') OR"
                  " NOT EXISTS (SELECT 1 FROM entry WHERE CAST(entry.id AS TEXT) = a.entries AND"
                  " closed_at > 0)))",
                  "i", now);
}

/* Owners whom nobody may tell are told of to whoever keeps the house, once a day however many they
 * are: that much, and no more. What waited in vain beyond its time is given up. */
static bool tell_unreachable(struct store *store, gint64 now, GError **error)
{
    g_autofree char *key = g_strdup_printf("no-sink-%" G_GINT64_FORMAT, now / (24 * 3600));
    g_autofree char *owner = NULL, *detail = NULL;
    g_autoptr(GError) own = NULL;
    g_autoptr(sqlite3_stmt) row = NULL;
    gint64 count = 0;

    if (!db_run(store, error, "UPDATE alert SET fanned = 1 WHERE fanned = 0 AND owner IS NOT NULL AND"
                " give_up_at < ?", "i", now))
        return false;
    row = db_query(store, error,
                   "SELECT count(DISTINCT owner), min(owner) FROM alert WHERE fanned = 0 AND owner IS"
                   " NOT NULL", "");
    if (!row)
        return false;
    if (db_next(store, row, &own)) {
        count = sqlite3_column_int64(row, 0);
        owner = db_text(row, 1);
    }
    if (own) {
        g_propagate_error(error, g_steal_pointer(&own));
        return false;
    }
    if (count == 0)
        return true;
    detail = g_strdup_printf(
        ngettext("alerts wait for %" PRId64 " owner whom no alert of the configuration has, as %s: add "
                 "one with that owner, or with owner = \"*\"",
                 "alerts wait for %" PRId64 " owners whom no alert of the configuration has, as %s: add "
                 "one with that owner, or with owner = \"*\"", (gulong)count),
        count, owner);
    return raise_alert(store,
                       &(struct raise){ .key = key, .event = EVENT_TROUBLE, .detail = detail }, now,
                       error);
}

static bool fan_out_to(struct store *store, const char *sink, const char *owner, gint64 now,
                       GError **error)
{
    return db_run(store, error,
                  "INSERT OR IGNORE INTO delivery(alert, sink, state, next_try)"
                  " SELECT id, ?1, 'waiting', ?2 FROM alert WHERE fanned = 0 AND not_by IS NOT ?1"
                  " AND (owner IS ?3 OR (owner IS NOT NULL AND ?3 = '" SINK_EVERY_OWNER "'))",
                  "tit", sink, now, owner);
}

/* A sink that has another owner since must not carry what waits there of the former one: it waits
 * for whoever may. */
static bool drop_of_others(struct store *store, const char *sink, const char *owner, GError **error)
{
    return db_run(store, error,
                  "UPDATE alert SET fanned = 0 WHERE NOT (owner IS ?2 OR (owner IS NOT NULL AND ?2 IS '"
                  SINK_EVERY_OWNER "')) AND EXISTS (SELECT 1 FROM delivery WHERE alert = alert.id AND"
                  " sink = ?1 AND state = 'waiting') AND NOT EXISTS (SELECT 1 FROM delivery WHERE"
                  " alert = alert.id AND sink <> ?1)",
                  "tt", sink, owner) &&
           db_run(store, error,
                  "DELETE FROM delivery WHERE sink = ?1 AND state = 'waiting' AND alert IN (SELECT id"
                  " FROM alert WHERE NOT (owner IS ?2 OR (owner IS NOT NULL AND ?2 IS '"
                  SINK_EVERY_OWNER "')))",
                  "tt", sink, owner);
}

static bool fan_out_within(struct store *store, const char *const *sinks,
                           const char *const *owners, gint64 now, GError **error)
{
    g_autofree char *list = sink_list(sinks);

    if (!take_up_again(store, now, error) || !drop_gone(store, list, error) ||
        !give_up_late(store, now, error))
        return false;
    for (gsize i = 0; sinks[i]; i++)
        if (!drop_of_others(store, sinks[i], owners ? owners[i] : NULL, error))
            return false;
    for (gsize i = 0; sinks[i]; i++)
        if (!fan_out_to(store, sinks[i], owners ? owners[i] : NULL, now, error))
            return false;
    /* What a sink was to tell about itself alone is told by nobody. */
    return db_run(store, error,
                  "UPDATE alert SET fanned = 1 WHERE fanned = 0 AND (not_by IS NOT NULL OR EXISTS"
                  " (SELECT 1 FROM delivery WHERE alert = alert.id))",
                  "") &&
           tell_unreachable(store, now, error);
}

bool outbox_fan_out(struct store *store, const char *const *sinks, const char *const *owners,
                    gint64 now, GError **error)
{
    if (!*sinks)
        return true;
    if (!db_begin(store, error))
        return false;
    return db_end(store, fan_out_within(store, sinks, owners, now, error), error);
}

GArray *outbox_parse_entries(const char *text)
{
    GArray *ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_auto(GStrv) words = g_strsplit(text, ",", -1);

    for (gsize i = 0; words[i] && *words[i]; i++) {
        gint64 id = g_ascii_strtoll(words[i], NULL, 10);

        g_array_append_val(ids, id);
    }
    return ids;
}

static struct outgoing *row_to_outgoing(sqlite3_stmt *row)
{
    struct outgoing *outgoing = g_new0(struct outgoing, 1);

    outgoing->alert = sqlite3_column_int64(row, 0);
    outgoing->key = db_text(row, 1);
    event_from_name((const char *)sqlite3_column_text(row, 2), &outgoing->event);
    outgoing->entries = outbox_parse_entries((const char *)sqlite3_column_text(row, 3));
    outgoing->account = db_text(row, 4);
    outgoing->detail = db_text(row, 5);
    outgoing->due_at = sqlite3_column_int64(row, 6);
    outgoing->give_up_at = sqlite3_column_int64(row, 7);
    outgoing->sink = db_text(row, 8);
    outgoing->attempts = (guint)sqlite3_column_int64(row, 9);
    outgoing->thread = db_text(row, 10);
    return outgoing;
}

struct outgoing *outbox_next(struct store *store, const char *sink, gint64 now, GError **error)
{
    g_autoptr(sqlite3_stmt) row = db_query(
        store, error,
        "SELECT a.id, a.key, a.event, a.entries, a.account, a.detail, a.due_at, a.give_up_at, "
        "d.sink,"
        " d.attempts, (SELECT f.key FROM alert f WHERE a.entries <> '' AND f.entries = a.entries"
        " AND f.id < a.id ORDER BY f.id LIMIT 1)"
        " FROM delivery d JOIN alert a ON a.id = d.alert"
        " WHERE d.state = 'waiting' AND d.sink = ?1 AND (d.next_try <= ?2 OR d.next_try > ?3)"
        " ORDER BY a.id LIMIT 1",
        "tii", sink, now, now + NEXT_TRY_MOST);

    return row && db_next(store, row, error) ? row_to_outgoing(row) : NULL;
}

bool outbox_hold(struct store *store, const struct outgoing *outgoing, gint64 until, GError **error)
{
    return db_run(store, error, "UPDATE delivery SET next_try = ? WHERE alert = ? AND sink = ?",
                  "iit", until, outgoing->alert, outgoing->sink);
}

bool outbox_release(struct store *store, GError **error)
{
    return db_run(store, error,
                  "UPDATE delivery SET next_try = 0 WHERE state = 'waiting' AND attempts = 0", "");
}

bool outbox_retry(struct store *store, const char *sink, GError **error)
{
    return db_run(store, error,
                  "UPDATE delivery SET next_try = 0 WHERE state = 'waiting' AND sink = ?", "t",
                  sink);
}

bool outbox_delivered(struct store *store, const struct outgoing *outgoing, gint64 now,
                      GError **error)
{
    return db_run(store, error,
                  "UPDATE delivery SET state = 'done', attempts = attempts + 1, last_error = NULL"
                  " WHERE alert = ? AND sink = ?",
                  "it", outgoing->alert, outgoing->sink);
}

/* Doubles from 10 s to an hour; the jitter (0.5 to 1.5) keeps sinks from failing in step. */
static gint64 backoff(guint attempts)
{
    gint64 delay = RETRY_FIRST;

    for (guint i = 0; i < attempts && delay < RETRY_MOST; i++)
        delay *= 2;
    delay = MIN(delay, RETRY_MOST);
    return delay / 2 + (gint64)g_random_int_range(0, (gint32)delay + 1);
}

/* A receiver that wants to be left in peace is not asked by the other alerts either. */
static bool leave_in_peace(struct store *store, const char *sink, gint64 until, GError **error)
{
    return db_run(store, error,
                  "UPDATE delivery SET next_try = max(next_try, ?) WHERE sink = ? AND"
                  " state = 'waiting'",
                  "it", until, sink);
}

static bool failed_within(struct store *store, const struct outgoing *outgoing,
                          const struct outbox_failure *failure, gint64 now, GError **error)
{
    bool refused = failure->refused;
    bool over = now >= outgoing->give_up_at;
    bool told = over || refused || outgoing->attempts >= TELL_AFTER_ATTEMPTS;

    if (!db_run(
            store, error,
            "UPDATE delivery SET state = ?, attempts = attempts + 1, next_try = ?, last_error = ?,"
            " failing_since = CASE failing_since WHEN 0 THEN ? ELSE failing_since END"
            " WHERE alert = ? AND sink = ?",
            "titiit", over ? "failed" : "waiting",
            now + (refused ? RETRY_REFUSED : backoff(outgoing->attempts)), failure->text, now,
            outgoing->alert, outgoing->sink))
        return false;
    if (failure->wait > 0 &&
        !leave_in_peace(store, outgoing->sink, now + MIN(failure->wait, WAIT_MOST), error))
        return false;
    /* The news that a sink failed is not news about the sink that could not carry it. */
    return !told || outgoing->event == EVENT_SINK_FAILED ||
           raise_sink_failed(store, outgoing->sink, failure->text, now, error);
}

bool outbox_failed(struct store *store, const struct outgoing *outgoing,
                   const struct outbox_failure *failure, gint64 now, GError **error)
{
    if (!db_begin(store, error))
        return false;
    return db_end(store, failed_within(store, outgoing, failure, now, error), error);
}

static bool note_stale(struct store *store, const char *sink, const struct outbox_failure *failure,
                       gint64 now, GError **error)
{
    gint64 since;

    if (!db_run(store, error,
                "INSERT INTO stale(sink, since, last_error) VALUES(?, ?, ?)"
                " ON CONFLICT(sink) DO UPDATE SET last_error = excluded.last_error",
                "tit", sink, now, failure->text) ||
        !db_number(store, &since, now, error, "SELECT since FROM stale WHERE sink = ?", "t", sink))
        return false;
    return !(failure->refused || now - since >= TELL_AFTER_SECONDS) ||
           raise_sink_failed(store, sink, failure->text, now, error);
}

bool outbox_published(struct store *store, const char *sink, const struct outbox_failure *failure,
                      gint64 now, GError **error)
{
    if (!failure)
        return db_run(store, error, "DELETE FROM stale WHERE sink = ?", "t", sink);
    if (!db_begin(store, error))
        return false;
    return db_end(store, note_stale(store, sink, failure, now, error), error);
}

bool outbox_waiting(struct store *store, gint64 *alerts, gint64 *next_try, GError **error)
{
    return db_number(store, alerts, 0, error,
                     "SELECT (SELECT count(*) FROM alert WHERE fanned = 0) +"
                     " (SELECT count(DISTINCT alert) FROM delivery WHERE state = 'waiting')",
                     "") &&
           db_number(store, next_try, G_MAXINT64, error,
                     "SELECT coalesce(min(next_try), 9223372036854775807) FROM delivery"
                     " WHERE state = 'waiting'",
                     "");
}

bool outbox_oldest(struct store *store, gint64 *since, GError **error)
{
    return db_number(store, since, 0, error,
                     "SELECT coalesce(min(due_at), 0) FROM alert WHERE fanned = 0 OR EXISTS"
                     " (SELECT 1 FROM delivery WHERE alert = alert.id AND state = 'waiting')",
                     "");
}

bool outbox_unreachable_since(struct store *store, gint64 *since, GError **error)
{
    return db_number(store, since, 0, error,
                     "SELECT coalesce(min(due_at), 0) FROM alert WHERE fanned = 0", "");
}

bool outbox_waiting_of(struct store *store, const char *owner, gint64 *alerts, GError **error)
{
    return db_number(store, alerts, 0, error,
                     "SELECT count(*) FROM alert WHERE owner = ? AND (fanned = 0 OR EXISTS (SELECT 1"
                     " FROM delivery WHERE alert = alert.id AND state = 'waiting'))",
                     "t", owner);
}

static void trouble_free(gpointer data)
{
    struct outbox_trouble *trouble = data;

    g_free(trouble->sink);
    g_free(trouble->last_error);
    g_free(trouble);
}

static struct outbox_trouble *row_to_trouble(sqlite3_stmt *row)
{
    struct outbox_trouble *trouble = g_new0(struct outbox_trouble, 1);

    trouble->sink = db_text(row, 0);
    trouble->since = sqlite3_column_int64(row, 1);
    trouble->waiting = sqlite3_column_int64(row, 2);
    trouble->given_up = sqlite3_column_int64(row, 3);
    trouble->last_error = db_text(row, 4);
    return trouble;
}

GPtrArray *outbox_troubles(struct store *store, gint64 now, GError **error)
{
    g_autoptr(GPtrArray) troubles = g_ptr_array_new_with_free_func(trouble_free);
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) row = db_query(
        store, error,
        "WITH failing AS (SELECT d.sink, d.failing_since, d.state, d.last_error, d.next_try"
        " FROM delivery d JOIN alert a ON a.id = d.alert"
        " WHERE d.last_error IS NOT NULL AND (d.state = 'waiting' OR"
        " (d.state = 'failed' AND a.give_up_at > ?))"
        " UNION ALL SELECT sink, since, 'stale', last_error, 0 FROM stale)"
        " SELECT sink, min(failing_since), sum(state = 'waiting'), sum(state = 'failed'),"
        " (SELECT l.last_error FROM failing l WHERE l.sink = f.sink ORDER BY l.next_try DESC LIMIT 1)"
        " FROM failing f GROUP BY sink ORDER BY sink",
        "i", now - SHOWN_SECONDS);

    if (!row)
        return NULL;
    while (db_next(store, row, &step_error))
        g_ptr_array_add(troubles, row_to_trouble(row));
    if (!step_error)
        return g_steal_pointer(&troubles);
    g_propagate_error(error, g_steal_pointer(&step_error));
    return NULL;
}

bool outbox_raise(struct store *store, enum event event, const char *key, const char *account,
                  const char *detail, gint64 now, GError **error)
{
    const struct raise raise = { .key = key, .event = event, .account = account, .detail = detail };

    if (!db_begin(store, error))
        return false;
    return db_end(store, raise_alert(store, &raise, now, error), error);
}
