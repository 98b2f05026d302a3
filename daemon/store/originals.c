/* Keeping originals. */
#include "store/originals.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "base/replace.h"
#include "store/db.h"

#define FOLDER "originals"

static void original_free(gpointer data)
{
    struct original *original = data;

    g_free(original->file);
    g_free(original->sha256);
    g_free(original->message_id);
    g_free(original);
}

static char *path_of(const struct store *store, const char *sha256)
{
    g_autofree char *name = g_strconcat(sha256, ".eml", NULL);
    g_autofree char *path = g_build_filename(store->directory, FOLDER, name, NULL);

    return g_canonicalize_filename(path, NULL);
}

/* A crash between file and row leaves a file that the mail, read once more, finds in its place. */
static bool write_file(const struct store *store, const char *sha256, GBytes *raw, GError **error)
{
    g_autofree char *directory = g_build_filename(store->directory, FOLDER, NULL);
    g_autofree char *path = path_of(store, sha256);
    gsize length;
    const char *data = g_bytes_get_data(raw, &length);

    if (g_mkdir_with_parents(directory, 0700) < 0) {
        g_set_error(error, VIGIE_ERROR, EX_CANTCREAT, _("cannot make %s: %s"), directory,
                    g_strerror(errno));
        return false;
    }
    return replace_bytes(path, data, length, error);
}

bool originals_keep(struct store *store, gint64 entry, GBytes *raw, const struct finding *finding,
                    gint64 received, GError **error)
{
    g_autofree char *sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, raw);

    return write_file(store, sha256, raw, error) &&
           db_run(store, error,
                  "INSERT OR IGNORE INTO original(entry, sha256, bytes, received, message_id, kind)"
                  " VALUES(?, ?, ?, ?, ?, ?)",
                  "itiitt", entry, sha256, (gint64)g_bytes_get_size(raw), received,
                  finding->message_id, kind_name(finding->kind));
}

GPtrArray *originals_of(struct store *store, gint64 entry, GError **error)
{
    g_autoptr(GPtrArray) originals = g_ptr_array_new_with_free_func(original_free);
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error,
                 "SELECT sha256, bytes, received, message_id, kind FROM original WHERE entry = ?"
                 " ORDER BY id",
                 "i", entry);

    if (!row)
        return NULL;
    while (db_next(store, row, &step_error)) {
        struct original *original = g_new0(struct original, 1);

        original->sha256 = db_text(row, 0);
        original->file = path_of(store, original->sha256);
        original->bytes = sqlite3_column_int64(row, 1);
        original->received = sqlite3_column_int64(row, 2);
        original->message_id = db_text(row, 3);
        kind_from_name((const char *)sqlite3_column_text(row, 4), &original->kind);
        g_ptr_array_add(originals, original);
    }
    if (!step_error)
        return g_steal_pointer(&originals);
    g_propagate_error(error, g_steal_pointer(&step_error));
    return NULL;
}
