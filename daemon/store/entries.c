/* Entries and their history, each change one transaction. */
#include "store/entries.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "store/codes_rows.h"
#include "store/outbox.h"
#include "store/raise.h"
#include "store/rows.h"

#define BEHIND_SECONDS (10 * 60) /* a clock that is behind for longer than the network takes is right */

static GPtrArray *collect(struct store *store, sqlite3_stmt *row, gint64 now, GError **error)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    g_autoptr(GError) step_error = NULL;

    while (db_next(store, row, &step_error))
        g_ptr_array_add(entries, row_to_entry(store, row, now));
    if (!step_error)
        return g_steal_pointer(&entries);
    g_propagate_error(error, g_steal_pointer(&step_error));
    return NULL;
}

GPtrArray *entries_list(struct store *store, bool all, gint64 now, GError **error)
{
    g_autoptr(sqlite3_stmt) row = db_query(
        store, error,
        "SELECT " ENTRY_COLUMNS " FROM entry WHERE ? OR status IN ('open', 'provisional', 'suspect')"
        " ORDER BY deadline IS NOT NULL, deadline, id",
        "i", (gint64)all);

    return row ? collect(store, row, now, error) : NULL;
}

struct entry *entries_get(struct store *store, gint64 id, gint64 now, GError **error)
{
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error, "SELECT " ENTRY_COLUMNS " FROM entry WHERE id = ?", "i", id);
    g_autoptr(GPtrArray) found = row ? collect(store, row, now, error) : NULL;

    if (!found)
        return NULL;
    if (found->len == 1)
        return g_ptr_array_steal_index(found, 0);
    g_set_error(error, VIGIE_ERROR, EX_USAGE,
                _("no entry has the ID %" PRId64 "; vigie list --all shows them"), id);
    return NULL;
}

static void history_row_free(gpointer data)
{
    struct history_row *row = data;

    g_free(row->event);
    g_free(row);
}

GPtrArray *entries_history(struct store *store, gint64 id, GError **error)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(history_row_free);
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) statement =
        db_query(store, error, "SELECT at, event FROM history WHERE entry = ? ORDER BY id", "i", id);

    if (!statement)
        return NULL;
    while (db_next(store, statement, &step_error)) {
        struct history_row *row = g_new0(struct history_row, 1);

        row->at = sqlite3_column_int64(statement, 0);
        row->event = db_text(statement, 1);
        g_ptr_array_add(rows, row);
    }
    if (!step_error)
        return g_steal_pointer(&rows);
    g_propagate_error(error, g_steal_pointer(&step_error));
    return NULL;
}

static GHashTable *keys_of(GHashTable *raised, gint64 id)
{
    GHashTable *keys = g_hash_table_lookup(raised, &id);

    if (!keys) {
        keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        g_hash_table_insert(raised, g_memdup2(&id, sizeof id), keys);
    }
    return keys;
}

/* No zone is further ahead of Paris than into its tomorrow. */
static GDate last_raised_day(gint64 now)
{
    return civil_date(now + 24 * 3600, civil_paris());
}

#define AFTER_DAY " FROM raised WHERE substr(key, instr(key, ':') + 1) > ?"

bool entries_unraise_ahead(struct store *store, gint64 now, GError **error)
{
    GDate last = last_raised_day(now);
    gint64 ahead, since;

    if (!db_number(store, &ahead, 0, error, "SELECT count(*)" AFTER_DAY, "d", &last) ||
        !store_fact(store, FACT_RAISED_AHEAD, &since, error))
        return false;
    if (!ahead)
        return !since || store_fact_set(store, FACT_RAISED_AHEAD, 0, error);
    if (!since || since > now)
        return store_fact_set(store, FACT_RAISED_AHEAD, now, error);
    if (now - since < BEHIND_SECONDS)
        return true;
    last = last_raised_day(since);
    return db_run(store, error, "DELETE" AFTER_DAY, "d", &last) &&
           store_fact_set(store, FACT_RAISED_AHEAD, 0, error);
}

GHashTable *entries_raised(struct store *store, GError **error)
{
    g_autoptr(GHashTable) raised = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
                                                         (GDestroyNotify)g_hash_table_unref);
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) row = db_query(store, error, "SELECT entry, key FROM raised", "");

    if (!row)
        return NULL;
    while (db_next(store, row, &step_error))
        g_hash_table_add(keys_of(raised, sqlite3_column_int64(row, 0)), db_text(row, 1));
    if (!step_error)
        return g_steal_pointer(&raised);
    g_propagate_error(error, g_steal_pointer(&step_error));
    return NULL;
}

static bool insert(struct store *store, struct entry *entry, gint64 now, GError **error)
{
    return rows_insert(store, entry, false, error) &&
           rows_note(store, entry->id, "added by hand", now, error) &&
           raise_about_entry(store, EVENT_NEW, entry, NULL, now, error);
}

/* The entry of the same owner and code, one that is not suspect first; `*id` 0: none. */
static bool find_same(struct store *store, const struct entry *entry, gint64 now, gint64 *id,
                      GError **error)
{
    g_autoptr(sqlite3_stmt) row = NULL;
    g_autoptr(GPtrArray) entries = NULL;

    *id = 0;
    if (!entry->code)
        return true;
    row = db_query(store, error,
                   "SELECT " ENTRY_COLUMNS " FROM entry WHERE owner IS ?"
                   " ORDER BY status = 'suspect', id",
                   "t", entry->owner);
    entries = row ? collect(store, row, now, error) : NULL;
    for (guint i = 0; entries && i < entries->len && !*id; i++) {
        const struct entry *known = g_ptr_array_index(entries, i);

        if (g_strcmp0(known->code, entry->code) == 0)
            *id = known->id;
    }
    return entries;
}

static bool take_in(struct entry *known, gpointer data, GString *history, GError **error)
{
    struct entry *entry = data;

    (void)error;
    entry_merge(known, entry);
    g_string_append(history, "added by hand once more");
    entry->id = known->id;
    entry->status = known->status;
    return true;
}

/* A code that was mended is what the mail, read once more, shows again. */
static bool remember_code(struct store *store, const struct entry *entry, const char *before,
                          GError **error)
{
    g_autoptr(GPtrArray) identities = g_ptr_array_new_with_free_func(g_free);
    char *identity;

    if (!before || g_strcmp0(before, entry->code) == 0)
        return true;
    identity = codes_identity(store, before);
    if (!identity)
        return true;
    g_ptr_array_add(identities, identity);
    return rows_identify(store, entry->id, identities, false, error);
}

bool entries_change_within(struct store *store, gint64 id, entries_change_func *change,
                           gpointer data, gint64 now, GError **error)
{
    AUTO(entry) entry = entries_get(store, id, now, error);
    g_autoptr(GString) history = g_string_new(NULL);
    g_autofree char *code = entry ? g_strdup(entry->code) : NULL;
    bool was_suspect = entry && entry->status == STATUS_SUSPECT;
    bool was_closed = entry && status_is_closed(entry->status);

    if (!entry || !change(entry, data, history, error) ||
        (entry->code && !codes_can_be_kept(store, error)) || !rows_update(store, entry, error) ||
        !rows_note(store, id, history->str, now, error) ||
        !remember_code(store, entry, code, error))
        return false;
    if (status_is_closed(entry->status))
        return raise_drop_reminders(store, id, error);
    /* What waited to remind of it was dropped when it was closed. */
    return !(was_suspect || was_closed) || entry->status == STATUS_SUSPECT ||
           raise_about_entry(store, EVENT_NEW, entry, NULL, now, error);
}

static bool add_within(struct store *store, struct entry *entry, gint64 now, bool *joined,
                       GError **error)
{
    gint64 same;

    if ((entry->code && !codes_can_be_kept(store, error)) ||
        !find_same(store, entry, now, &same, error))
        return false;
    *joined = same != 0;
    return same ? entries_change_within(store, same, take_in, entry, now, error)
                : insert(store, entry, now, error);
}

bool entries_add(struct store *store, struct entry *entry, gint64 now, bool *joined, GError **error)
{
    if (!db_begin(store, error))
        return false;
    return db_end(store, add_within(store, entry, now, joined, error), error);
}

bool entries_change(struct store *store, gint64 id, entries_change_func *change, gpointer data,
                    gint64 now, GError **error)
{
    if (!db_begin(store, error))
        return false;
    return db_end(store, entries_change_within(store, id, change, data, now, error), error);
}

static bool close_within(struct store *store, gint64 id, entries_change_func *change,
                         gpointer data, gint64 now, GError **error)
{
    AUTO(entry) entry = NULL;

    if (!entries_change_within(store, id, change, data, now, error))
        return false;
    entry = entries_get(store, id, now, error);
    return entry && raise_about_entry(store, EVENT_CLOSED, entry, NULL, now, error);
}

bool entries_close(struct store *store, gint64 id, entries_change_func *change, gpointer data,
                   gint64 now, GError **error)
{
    if (!db_begin(store, error))
        return false;
    return db_end(store, close_within(store, id, change, data, now, error), error);
}

bool entries_was_trusted(struct store *store, gint64 id, bool *trusted, GError **error)
{
    gint64 count;

    if (!db_number(store, &count, 0, error,
                   "SELECT count(*) FROM history WHERE entry = ? AND event = ?", "it", id,
                   ENTRIES_TRUSTED))
        return false;
    *trusted = count > 0;
    return true;
}

static bool move_rows(struct store *store, gint64 into, gint64 from, GError **error)
{
    return db_run(store, error, "UPDATE OR IGNORE identity SET entry = ? WHERE entry = ?", "ii",
                  into, from) &&
           db_run(store, error, "UPDATE history SET entry = ? WHERE entry = ?", "ii", into, from) &&
           db_run(store, error, "UPDATE OR IGNORE original SET entry = ? WHERE entry = ?", "ii",
                  into, from) &&
           db_run(store, error, "UPDATE OR IGNORE raised SET entry = ? WHERE entry = ?", "ii", into,
                  from) &&
           raise_drop_reminders(store, from, error) &&
           db_run(store, error, "DELETE FROM entry WHERE id = ?", "i", from);
}

struct merging {
    struct store *store;
    const struct entry *from;
    entries_may_merge_func *may;
};

static bool dissolve(struct entry *into, gpointer data, GString *history, GError **error)
{
    const struct merging *merging = data;

    if (!merging->may(into, merging->from, error) ||
        !move_rows(merging->store, into->id, merging->from->id, error))
        return false;
    entry_merge(into, merging->from);
    g_string_append_printf(history, "merged with entry %" G_GINT64_FORMAT, merging->from->id);
    return true;
}

static bool merge_within(struct store *store, gint64 into, gint64 from, entries_may_merge_func *may,
                         gint64 now, GError **error)
{
    AUTO(entry) other = entries_get(store, from, now, error);
    struct merging merging = { store, other, may };

    return other && entries_change_within(store, into, dissolve, &merging, now, error);
}

bool entries_merge(struct store *store, gint64 into, gint64 from, entries_may_merge_func *may,
                   gint64 now, GError **error)
{
    if (!db_begin(store, error))
        return false;
    return db_end(store, merge_within(store, into, from, may, now, error), error);
}
