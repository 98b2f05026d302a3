/* SQLite for the files of store/: statements bound in one call, errors in our words. */
#pragma once

#include <sqlite3.h>

#include "store/store.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(sqlite3_stmt, sqlite3_finalize)

struct seal;

struct store {
    sqlite3 *db;
    char *directory;
    struct seal *seal;
    guint8 key[MARK_KEY_BYTES];
};

/* A statement with its parameters bound by `types`, one letter each: t const char * (NULL is NULL),
 * i gint64, d const GDate * (invalid is NULL), b const guint8 * (NULL is NULL) and gsize. */
sqlite3_stmt *db_query(struct store *store, GError **error, const char *sql, const char *types, ...);

/* SQLITE_ROW → TRUE; at the end FALSE without error. */
bool db_next(struct store *store, sqlite3_stmt *statement, GError **error);

/* Adds the first column of each row of `statement` (NULL: FALSE, its error is set) to `list`, as
 * text. */
bool db_texts(struct store *store, sqlite3_stmt *statement, GPtrArray *list, GError **error);

/* Runs a statement that returns no rows. */
bool db_run(struct store *store, GError **error, const char *sql, const char *types, ...);

/* One number; `fallback` where there is no row. */
bool db_number(struct store *store, gint64 *value, gint64 fallback, GError **error, const char *sql,
               const char *types, ...);

/* BEGIN IMMEDIATE; a deferred one would lose its snapshot to another writer (SQLITE_BUSY). */
bool db_begin(struct store *store, GError **error);
/* COMMIT where `good`, else ROLLBACK. FALSE where not good or the commit failed. */
bool db_end(struct store *store, bool good, GError **error);

/* Sets the error for a database that is damaged, by `what`: says how to restore it. Returns FALSE. */
bool db_damaged(const struct store *store, const char *what, GError **error);
/* Has the database take in its log and empties that: what was deleted or replaced is nowhere any more.
 * Later where another process reads it. */
bool db_fold_log(struct store *store, GError **error);

/* Columns; text is NULL for NULL, a date is invalid for NULL. */
char *db_text(sqlite3_stmt *statement, int column);
GDate db_date(sqlite3_stmt *statement, int column);
