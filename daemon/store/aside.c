/* Mails set aside. */
#include "store/aside.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "base/replace.h"
#include "config.h"
#include "store/raise.h"

static char *aside_directory(struct store *store)
{
    return g_build_filename(store->directory, "spool", "aside", NULL);
}

/* A row holds the name, and those of old the path in a state that may have moved since. */
static char *file_of(struct store *store, const char *stored)
{
    g_autofree char *directory = aside_directory(store);
    g_autofree char *name = g_path_get_basename(stored);

    return g_build_filename(directory, name, NULL);
}

/* Named by its content, so that a crash between file and row leaves no double; what has no content
 * (the server did not give it) by what is said of it. */
static char *name_of(GBytes *raw, const char *owner, const char *why)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    gsize length;
    const guchar *data = g_bytes_get_data(raw, &length);

    if (length > 0)
        g_checksum_update(sum, data, (gssize)length);
    else
        g_checksum_update(sum, (const guchar *)why, -1);
    /* The same mail of two owners is two. */
    if (owner)
        g_checksum_update(sum, (const guchar *)owner, -1);
    return g_strndup(g_checksum_get_string(sum), 32);
}

static char *write_file(struct store *store, GBytes *raw, const char *owner, const char *why,
                        GError **error)
{
    g_autofree char *directory = aside_directory(store);
    g_autofree char *name = name_of(raw, owner, why);
    g_autofree char *path = NULL;
    gsize length;
    const char *data = g_bytes_get_data(raw, &length);

    if (g_mkdir_with_parents(directory, 0700) < 0) {
        g_set_error(error, VIGIE_ERROR, EX_CANTCREAT, _("cannot make %s: %s"), directory,
                    g_strerror(errno));
        return NULL;
    }
    path = g_strconcat(directory, "/", name, ".eml", NULL);
    return replace_bytes(path, data, length, error) ? g_steal_pointer(&path) : NULL;
}

static bool put_within(struct store *store, const char *file, const struct origin *origin,
                       const char *why, const struct cursor_move *move, gint64 now, GError **error)
{
    const char *name = strrchr(file, '/') + 1;
    g_autofree char *key = g_strconcat("set-aside-", name, NULL);
    const struct raise raise = { .key = key, .event = EVENT_SET_ASIDE, .account = origin->account,
                                 .detail = why };

    return db_run(store, error, "UPDATE OR REPLACE set_aside SET file = ?1 WHERE file LIKE '%/' || ?1", "t",
                  name) &&
           db_run(store, error,
                  "INSERT INTO set_aside(file, account, mailbox, source, received, why, version, owner)"
                  " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT(file) DO UPDATE SET why = ?6,"
                  " version = ?7",
                  "ttttittt", name, origin->account, origin->mailbox, origin->source,
                  origin->received, why, PACKAGE_VERSION, origin->owner) &&
           raise_alert(store, &raise, now, error) &&
           (!move || cursors_move_within(store, move, error));
}

bool aside_put(struct store *store, GBytes *raw, const struct origin *origin, const char *why,
               const struct cursor_move *move, gint64 now, GError **error)
{
    g_autofree char *file = write_file(store, raw, origin->owner, why, error);

    if (!file || !db_begin(store, error))
        return false;
    return db_end(store, put_within(store, file, origin, why, move, now, error), error);
}

void aside_free(struct aside *aside)
{
    g_free(aside->file);
    g_free(aside->account);
    g_free(aside->mailbox);
    g_free(aside->source);
    g_free(aside->owner);
    g_free(aside);
}

GPtrArray *aside_to_retry(struct store *store, GError **error)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)aside_free);
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error,
                 "SELECT id, file, account, mailbox, source, received, owner FROM set_aside"
                 " WHERE version <> ? ORDER BY id",
                 "t", PACKAGE_VERSION);

    if (!row)
        return NULL;
    while (db_next(store, row, &step_error)) {
        struct aside *aside = g_new0(struct aside, 1);

        aside->id = sqlite3_column_int64(row, 0);
        aside->file = file_of(store, (const char *)sqlite3_column_text(row, 1));
        aside->account = db_text(row, 2);
        aside->mailbox = db_text(row, 3);
        aside->source = db_text(row, 4);
        aside->received = sqlite3_column_int64(row, 5);
        aside->owner = db_text(row, 6);
        g_ptr_array_add(rows, aside);
    }
    if (!step_error)
        return g_steal_pointer(&rows);
    g_propagate_error(error, g_steal_pointer(&step_error));
    return NULL;
}

bool aside_done(struct store *store, const struct aside *aside, GError **error)
{
    if (!db_run(store, error, "DELETE FROM set_aside WHERE id = ?", "i", aside->id))
        return false;
    g_unlink(aside->file);
    return true;
}

bool aside_again(struct store *store, const struct aside *aside, GError **error)
{
    return db_run(store, error, "UPDATE set_aside SET version = ? WHERE id = ?", "ti",
                  PACKAGE_VERSION, aside->id);
}

bool aside_count(struct store *store, gint64 *count, GError **error)
{
    return db_number(store, count, 0, error, "SELECT count(*) FROM set_aside", "");
}
