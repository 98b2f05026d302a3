/* SQLite in our words. */
#include "store/db.h"

#include <errno.h>
#include <glib/gi18n.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/log.h"

/* A log that stayed beside another database would be played into it. */
bool db_damaged(const struct store *store, const char *what, GError **error)
{
    g_set_error(error, VIGIE_ERROR, EX_IOERR,
                _("%s/vigie.db is damaged (%s), and nothing is written to it; move it aside "
                  "together with vigie.db-wal and vigie.db-shm, and copy vigie.db of a folder that "
                  "vigie backup made to its place, or let Vigie look at the mailboxes anew"),
                store->directory, what);
    return false;
}

/* Of a full disk SQLite may only say that its shared memory or its journal did not grow. (The errno it
 * keeps is that of the last such failure, of whatever day: of another kind it says nothing.) */
static int code_now(const struct store *store)
{
    const int code = sqlite3_extended_errcode(store->db) & 0xff;
    const bool of_system = code == SQLITE_IOERR || code == SQLITE_CANTOPEN;

    return of_system && sqlite3_system_errno(store->db) == ENOSPC ? SQLITE_FULL : code;
}

static void set_error(struct store *store, GError **error)
{
    const int code = code_now(store);
    const char *what = sqlite3_errmsg(store->db);
    const char *directory = store->directory;

    if (error && *error)
        return;
    switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        g_set_error(error, VIGIE_ERROR, EX_TEMPFAIL,
                    _("%s/vigie.db is in use by another process, and stays so; try again"),
                    directory);
        return;
    case SQLITE_FULL:
        g_set_error(error, VIGIE_ERROR, EX_IOERR, _("%s: the disk is full; make room there"),
                    directory);
        return;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        db_damaged(store, what, error);
        return;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        g_set_error(error, VIGIE_ERROR, EX_IOERR,
                    _("%s/vigie.db cannot be written (%s); see who owns it"), directory, what);
        return;
    default:
        g_set_error(error, VIGIE_ERROR, EX_IOERR,
                    _("%s/vigie.db: %s; see whether its disk is well"), directory, what);
    }
}

static int bind_one(sqlite3_stmt *statement, int index, char type, va_list *args)
{
    switch (type) {
    case 't': {
        const char *text = va_arg(*args, const char *);

        return text ? sqlite3_bind_text(statement, index, text, -1, SQLITE_TRANSIENT) : SQLITE_OK;
    }
    case 'i':
        return sqlite3_bind_int64(statement, index, va_arg(*args, gint64));
    case 'd': {
        g_autofree char *text = civil_date_format(va_arg(*args, const GDate *));

        return text ? sqlite3_bind_text(statement, index, text, -1, SQLITE_TRANSIENT) : SQLITE_OK;
    }
    case 'b': {
        const guint8 *bytes = va_arg(*args, const guint8 *);
        gsize length = va_arg(*args, gsize);

        return sqlite3_bind_blob64(statement, index, bytes, length, SQLITE_TRANSIENT);
    }
    }
    g_return_val_if_reached(SQLITE_MISUSE);
}

static sqlite3_stmt *query_va(struct store *store, GError **error, const char *sql,
                              const char *types, va_list *args)
{
    g_autoptr(sqlite3_stmt) statement = NULL;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);

    for (int i = 0; code == SQLITE_OK && types[i]; i++)
        code = bind_one(statement, i + 1, types[i], args);
    if (code == SQLITE_OK)
        return g_steal_pointer(&statement);
    set_error(store, error);
    return NULL;
}

sqlite3_stmt *db_query(struct store *store, GError **error, const char *sql, const char *types, ...)
{
    sqlite3_stmt *statement;
    va_list args;

    va_start(args, types);
    statement = query_va(store, error, sql, types, &args);
    va_end(args);
    return statement;
}

bool db_next(struct store *store, sqlite3_stmt *statement, GError **error)
{
    int code = sqlite3_step(statement);

    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        set_error(store, error);
    return false;
}

static bool finish(struct store *store, sqlite3_stmt *statement, GError **error)
{
    int code = SQLITE_ROW;

    while (code == SQLITE_ROW)
        code = sqlite3_step(statement);
    if (code == SQLITE_DONE)
        return true;
    set_error(store, error);
    return false;
}

bool db_texts(struct store *store, sqlite3_stmt *statement, GPtrArray *list, GError **error)
{
    g_autoptr(GError) own = NULL;

    if (!statement)
        return false;
    while (db_next(store, statement, &own))
        g_ptr_array_add(list, db_text(statement, 0));
    if (!own)
        return true;
    g_propagate_error(error, g_steal_pointer(&own));
    return false;
}

bool db_run(struct store *store, GError **error, const char *sql, const char *types, ...)
{
    g_autoptr(sqlite3_stmt) statement = NULL;
    va_list args;

    va_start(args, types);
    statement = query_va(store, error, sql, types, &args);
    va_end(args);
    return statement && finish(store, statement, error);
}

bool db_number(struct store *store, gint64 *value, gint64 fallback, GError **error, const char *sql,
               const char *types, ...)
{
    g_autoptr(sqlite3_stmt) statement = NULL;
    g_autoptr(GError) step_error = NULL;
    va_list args;

    va_start(args, types);
    statement = query_va(store, error, sql, types, &args);
    va_end(args);
    if (!statement)
        return false;
    *value = db_next(store, statement, &step_error) ? sqlite3_column_int64(statement, 0) : fallback;
    if (!step_error)
        return true;
    g_propagate_error(error, g_steal_pointer(&step_error));
    return false;
}

bool db_begin(struct store *store, GError **error)
{
    return db_run(store, error, "BEGIN IMMEDIATE", "");
}

bool db_end(struct store *store, bool good, GError **error)
{
    if (good && db_run(store, error, "COMMIT", ""))
        return true;
    if (!sqlite3_get_autocommit(store->db))
        db_run(store, NULL, "ROLLBACK", "");
    return false;
}

bool db_fold_log(struct store *store, GError **error)
{
    gint64 busy;

    if (!db_number(store, &busy, 0, error, "PRAGMA wal_checkpoint(TRUNCATE)", ""))
        return false;
    if (busy)
        log_debug(NULL, "the log of the database is folded later: another process reads it");
    return true;
}

char *db_text(sqlite3_stmt *statement, int column)
{
    return g_strdup((const char *)sqlite3_column_text(statement, column));
}

GDate db_date(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    GDate date;

    g_date_clear(&date, 1);
    if (text)
        civil_date_parse(text, &date);
    return date;
}
