/* Cursors and health. The row with mailbox "" speaks for an account of which no mailbox was reached
 * yet; it goes when the first one is. */
#include "store/cursors.h"

#include "store/names.h"
#include "store/raise.h"

bool cursors_get(struct store *store, const char *account, const char *mailbox,
                 guint32 *uidvalidity, guint32 *uid, GError **error)
{
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) row = db_query(
        store, error, "SELECT uidvalidity, uid FROM cursor WHERE account = ? AND mailbox = ?", "tt",
        account, mailbox);

    if (!row)
        return false;
    *uidvalidity = *uid = 0;
    if (db_next(store, row, &step_error)) {
        *uidvalidity = (guint32)sqlite3_column_int64(row, 0);
        *uid = (guint32)sqlite3_column_int64(row, 1);
    }
    if (!step_error)
        return true;
    g_propagate_error(error, g_steal_pointer(&step_error));
    return false;
}

bool cursors_move_within(struct store *store, const struct cursor_move *move, GError **error)
{
    /* Within one UIDVALIDITY a cursor never goes back. */
    return db_run(store, error,
                  "INSERT INTO cursor(account, mailbox, uidvalidity, uid, seen)"
                  " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(account, mailbox) DO UPDATE SET"
                  " uid = CASE WHEN uidvalidity = ?3 THEN max(uid, ?4) ELSE ?4 END,"
                  " uidvalidity = ?3, seen = seen + ?5",
                  "ttiii", move->account, move->mailbox, (gint64)move->uidvalidity,
                  (gint64)move->uid, (gint64)move->seen) &&
           (!move->name ||
            names_add_within(store, move->account, move->mailbox, move->name, error));
}

bool cursors_move(struct store *store, const struct cursor_move *move, GError **error)
{
    if (!db_begin(store, error))
        return false;
    return db_end(store, cursors_move_within(store, move, error), error);
}

static bool raise_about_account(struct store *store, enum event event, const char *account,
                                gint64 since, const char *detail, gint64 now, GError **error)
{
    g_autofree char *key =
        g_strdup_printf("%s-%s-%" G_GINT64_FORMAT, event_name(event), account, since);
    const struct raise raise = {
        .key = key, .event = event, .account = account, .detail = detail, .due_at = since
    };

    return raise_alert(store, &raise, now, error);
}

/* The instant since which some mailbox of the account is blind; 0 where it sees. */
static bool blind_since(struct store *store, const char *account, gint64 *since, GError **error)
{
    return db_number(store, since, 0, error,
                     "SELECT coalesce(min(blind_since), 0) FROM cursor"
                     " WHERE account = ? AND blind_since > 0",
                     "t", account);
}

/* Whether the person was told that the account is blind, and not yet that it sees again. */
static bool was_told(struct store *store, const char *account, bool *told, GError **error)
{
    gint64 count;

    if (!db_number(store, &count, 0, error,
                   "SELECT count(*) FROM (SELECT event FROM alert WHERE account = ? AND event IN"
                   " ('blind', 'seeing') ORDER BY id DESC LIMIT 1) WHERE event = 'blind'",
                   "t", account))
        return false;
    *told = count > 0;
    return true;
}

static bool raise_blind(struct store *store, const char *account, const char *text, gint64 now,
                        GError **error)
{
    gint64 since;
    bool told;

    if (!blind_since(store, account, &since, error) || !was_told(store, account, &told, error))
        return false;
    return told || raise_about_account(store, EVENT_BLIND, account, since, text, now, error);
}

/* Raises `seeing` where the account was told to be blind, `before`, and is no more. */
static bool raise_seeing(struct store *store, const char *account, gint64 before, gint64 now,
                         GError **error)
{
    gint64 after;
    bool told;

    if (!blind_since(store, account, &after, error))
        return false;
    if (!before || after)
        return true;
    if (!was_told(store, account, &told, error))
        return false;
    return !told || raise_about_account(store, EVENT_SEEING, account, before, NULL, now, error);
}

static bool success_within(struct store *store, const char *account, const char *mailbox,
                           gint64 now, GError **error)
{
    gint64 before;

    return blind_since(store, account, &before, error) &&
           db_run(store, error, "DELETE FROM cursor WHERE account = ? AND mailbox = ''", "t",
                  account) &&
           db_run(
               store, error,
               "INSERT INTO cursor(account, mailbox, last_success) VALUES(?1, ?2, ?3)"
               " ON CONFLICT(account, mailbox) DO UPDATE SET last_success = ?3, last_error = NULL,"
               " blind_since = 0",
               "tti", account, mailbox, now) &&
           raise_seeing(store, account, before, now, error);
}

bool cursors_success(struct store *store, const char *account, const char *mailbox, gint64 now,
                     GError **error)
{
    if (!db_begin(store, error))
        return false;
    return db_end(store, success_within(store, account, mailbox, now, error), error);
}

static GPtrArray *list_mailboxes(struct store *store, const char *account, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error, "SELECT mailbox FROM cursor WHERE account = ? AND mailbox <> ''",
                 "t", account);

    return db_texts(store, row, names, error) ? g_steal_pointer(&names) : NULL;
}

static bool keep_only_within(struct store *store, const char *account, const char *const *mailboxes,
                             gint64 now, GError **error)
{
    g_autoptr(GPtrArray) known = list_mailboxes(store, account, error);
    g_autoptr(GHashTable) gone = g_hash_table_new(g_str_hash, g_str_equal);
    gint64 before;
    guint kept = 0;

    if (!known || !blind_since(store, account, &before, error))
        return false;
    for (guint i = 0; i < known->len; i++)
        g_hash_table_add(gone, g_ptr_array_index(known, i));
    for (; *mailboxes; mailboxes++)
        kept += g_hash_table_remove(gone, *mailboxes);
    for (guint i = 0; i < known->len; i++) {
        const char *name = g_ptr_array_index(known, i);

        if (g_hash_table_contains(gone, name) &&
            (!db_run(store, error, "DELETE FROM cursor WHERE account = ? AND mailbox = ?", "tt",
                     account, name) ||
             !db_run(store, error, "DELETE FROM dealt WHERE account = ? AND mailbox = ?", "tt",
                     account, name)))
            return false;
    }
    /* With none left the first look will tell. */
    return kept == 0 || raise_seeing(store, account, before, now, error);
}

bool cursors_keep_only(struct store *store, const char *account, const char *const *mailboxes,
                       gint64 now, GError **error)
{
    if (!db_begin(store, error))
        return false;
    return db_end(store, keep_only_within(store, account, mailboxes, now, error), error);
}

static bool failure_within(struct store *store, const char *account, const char *mailbox,
                           const char *text, bool at_once, gint64 now, GError **error)
{
    if (!db_run(store, error,
                "INSERT INTO cursor(account, mailbox) SELECT ?1, coalesce(?2, '') WHERE ?2 IS NOT"
                " NULL OR NOT EXISTS (SELECT 1 FROM cursor WHERE account = ?1)"
                " ON CONFLICT(account, mailbox) DO NOTHING",
                "tt", account, mailbox) ||
        !db_run(store, error,
                "UPDATE cursor SET last_error = ?3, blind_since = CASE WHEN blind_since > 0 THEN"
                " min(blind_since, ?4) ELSE ?4 END WHERE account = ?1 AND (?2 IS NULL OR mailbox = ?2)",
                "ttti", account, mailbox, text, now))
        return false;
    return !at_once || raise_blind(store, account, text, now, error);
}

bool cursors_failure(struct store *store, const char *account, const char *mailbox,
                     const char *text, bool at_once, gint64 now, GError **error)
{
    if (!db_begin(store, error))
        return false;
    return db_end(store, failure_within(store, account, mailbox, text, at_once, now, error), error);
}

/* A silence is a failure as well: a check that never ended reports nothing. */
static bool mark_silent(struct store *store, const char *account, gint64 now, GError **error)
{
    return db_run(
        store, error,
        "UPDATE cursor SET blind_since = min(last_success, ?2),"
        " last_error = coalesce(last_error, 'no check has ended since')"
        " WHERE account = ?1 AND blind_since = 0 AND last_success > 0 AND"
        " abs(last_success - ?2) > ?3", /* of a clock that was ahead, too */
        "tii", account, now, (gint64)BLIND_SECONDS);
}

/* Blind since an hour that is still to come, by a clock that was ahead: it is told an hour from now, not
 * when that one has come at last. */
static bool pull_back(struct store *store, const char *account, gint64 now, GError **error)
{
    return db_run(store, error, "UPDATE cursor SET blind_since = ?2 WHERE account = ?1 AND blind_since > ?2",
                  "ti", account, now);
}

static bool alert_one(struct store *store, const char *account, gint64 running_since, gint64 now,
                      GError **error)
{
    g_autoptr(sqlite3_stmt) row = NULL;
    g_autofree char *text = NULL;
    gint64 since;

    if (!pull_back(store, account, now, error))
        return false;
    if (now - running_since >= BLIND_SECONDS &&
        !mark_silent(store, account, now, error))
        return false;
    if (!blind_since(store, account, &since, error))
        return false;
    if (!since || now - since < BLIND_SECONDS)
        return true;
    row = db_query(store, error,
                   "SELECT last_error FROM cursor WHERE account = ? AND blind_since = ?", "ti",
                   account, since);
    if (!row)
        return false;
    if (db_next(store, row, NULL))
        text = db_text(row, 0);
    g_clear_pointer(&row, sqlite3_finalize);
    return raise_blind(store, account, text, now, error);
}

bool cursors_alert_blind(struct store *store, const char *const *accounts, gint64 running_since,
                         gint64 now, GError **error)
{
    bool good = true;

    if (!*accounts)
        return true;
    if (!db_begin(store, error))
        return false;
    for (; good && *accounts; accounts++)
        good = alert_one(store, *accounts, running_since, now, error);
    return db_end(store, good, error);
}

static bool declare_within(struct store *store, const char *const *accounts, gint64 now,
                           GError **error)
{
    for (gsize i = 0; accounts[i]; i++)
        if (!db_run(
                store, error,
                "INSERT INTO cursor(account, mailbox, blind_since, last_error) SELECT ?1, '', ?2,"
                " 'not checked yet' WHERE NOT EXISTS (SELECT 1 FROM cursor WHERE account = ?1)",
                "ti", accounts[i], now))
            return false;
    return true;
}

bool cursors_declare(struct store *store, const char *const *accounts, gint64 now, GError **error)
{
    if (!db_begin(store, error))
        return false;
    return db_end(store, declare_within(store, accounts, now, error), error);
}

static void health_free(gpointer data)
{
    struct health *health = data;

    g_free(health->account);
    g_free(health->mailbox);
    g_free(health->last_error);
    g_free(health);
}

GPtrArray *cursors_health(struct store *store, GError **error)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(health_free);
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) row = db_query(store, error,
                                           "SELECT account, nullif(mailbox, ''), last_success, "
                                           "blind_since, last_error, seen FROM cursor"
                                           " ORDER BY account, mailbox",
                                           "");

    if (!row)
        return NULL;
    while (db_next(store, row, &step_error)) {
        struct health *health = g_new0(struct health, 1);

        health->account = db_text(row, 0);
        health->mailbox = db_text(row, 1);
        health->last_success = sqlite3_column_int64(row, 2);
        health->blind_since = sqlite3_column_int64(row, 3);
        health->last_error = db_text(row, 4);
        health->seen = sqlite3_column_int64(row, 5);
        g_ptr_array_add(rows, health);
    }
    if (!step_error)
        return g_steal_pointer(&rows);
    g_propagate_error(error, g_steal_pointer(&step_error));
    return NULL;
}
