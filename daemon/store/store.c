/* Opening and closing the state. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/beside.h"
#include "base/error.h"
#include "base/fd.h"
#include "base/log.h"
#include "store/codes_rows.h"
#include "store/create.h"
#include "store/db.h"
#include "store/frozen.h"
#include "store/schema.h"
#include "store/seal.h"
#include "store/spool.h"

#define BUSY_MILLISECONDS (60 * 1000)

/* An empty directory that was made for the state is closed to others. One that holds anything may
 * have other uses: it stays as it is. */
static void make_private(const char *directory)
{
    g_autoptr(GDir) entries = g_dir_open(directory, 0, NULL);

    if (entries && !g_dir_read_name(entries))
        g_chmod(directory, 0700);
}

static bool make_directory(const char *directory, GError **error)
{
    if (g_mkdir_with_parents(directory, 0700) == 0) {
        make_private(directory);
        return true;
    }
    g_set_error(error, VIGIE_ERROR, EX_CANTCREAT,
                _("cannot make the state directory %s: %s; name another by --state or `state`"),
                directory, g_strerror(errno));
    return false;
}

static bool cannot_open(const char *path, enum store_mode mode, GError **error)
{
    if (errno == ENOENT || errno == ENOTDIR)
        g_set_error(error, VIGIE_ERROR, EX_NOINPUT,
                    _("there is no state at %s; vigie watch, or vigie add, makes one "
                      "(vigie init sets Vigie up)"), path);
    else
        g_set_error(error, VIGIE_ERROR,
                    mode == STORE_CREATE ? EX_CANTCREAT : errno == EROFS ? EX_IOERR : EX_NOINPUT,
                    _("cannot open %s: %s; see who owns it, and whether its disk may be written"),
                    path, g_strerror(errno));
    return false;
}

/* The database comes with its tables (store/create.h): one that is empty has lost them. */
static bool look_at_file(struct store *store, const char *path, enum store_mode mode, GError **error)
{
    AUTO_FD fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    struct stat facts;

    if (fd < 0 || fstat(fd, &facts) < 0)
        return cannot_open(path, mode, error);
    return facts.st_size > 0 || db_damaged(store, _("it is empty"), error);
}

/* temp_store: in a sandbox that knows the state directory alone there is no place for files in /tmp,
 * and large sorts would fail. secure_delete: an erased code is overwritten. */
static bool configure(struct store *store, guint patience, GError **error)
{
    static const char *const pragmas[] = {
        "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",  "PRAGMA foreign_keys = ON",
        "PRAGMA temp_store = MEMORY", "PRAGMA secure_delete = ON", "PRAGMA trusted_schema = OFF",
    };

    store_set_patience(store, patience);
    for (gsize i = 0; i < G_N_ELEMENTS(pragmas); i++)
        if (!db_run(store, error, pragmas[i], ""))
            return false;
    return true;
}

static bool read_key(struct store *store, bool *found, GError **error)
{
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error, "SELECT value FROM fact WHERE name = 'key'", "");
    g_autoptr(GError) step_error = NULL;

    *found = row && db_next(store, row, &step_error) &&
             sqlite3_column_bytes(row, 0) == MARK_KEY_BYTES;
    if (*found)
        memcpy(store->key, sqlite3_column_blob(row, 0), MARK_KEY_BYTES);
    if (!step_error)
        return row;
    g_propagate_error(error, g_steal_pointer(&step_error));
    return false;
}

static bool load_key(struct store *store, GError **error)
{
    bool found;

    if (!read_key(store, &found, error))
        return false;
    if (!found && !(create_key(store, error) && read_key(store, &found, error)))
        return false;
    return found || db_damaged(store, _("its key is not whole"), error);
}

void store_set_patience(struct store *store, guint milliseconds)
{
    sqlite3_busy_timeout(store->db, (int)milliseconds);
}

static bool open_database(struct store *store, const char *path, enum store_mode mode, GError **error)
{
    if (!look_at_file(store, path, mode, error))
        return false;
    if (sqlite3_open_v2(path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
        SQLITE_OK)
        return true;
    g_set_error(error, VIGIE_ERROR, EX_IOERR, "%s: %s", path, sqlite3_errmsg(store->db));
    return false;
}

static bool make_usable(struct store *store, enum store_mode mode,
                        const struct store_options *options, GError **error)
{
    guint patience = options->milliseconds ? options->milliseconds : BUSY_MILLISECONDS;

    sqlite3_extended_result_codes(store->db, 1);
    return configure(store, patience, error) && schema_bring_up_to_date(store, error) &&
           load_key(store, error) && codes_open(store, options, mode == STORE_CREATE, error) &&
           codes_migrate(store, error);
}

static struct store *open_live(const char *directory, const char *path, enum store_mode mode,
                               const struct store_options *options, GError **error)
{
    AUTO(store) store = g_new0(struct store, 1);

    store->directory = g_strdup(directory);
    if (mode == STORE_CREATE &&
        (!make_directory(directory, error) ||
         (access(path, F_OK) < 0 && errno == ENOENT && !create_database(directory, path, error))))
        return NULL;
    if (!open_database(store, path, mode, error) || !make_usable(store, mode, options, error))
        return NULL;
    return g_steal_pointer(&store);
}

/* NULL and no error where it cannot be read like this either. */
static struct store *open_frozen(const char *directory, const char *path,
                                 const struct store_options *options)
{
    AUTO(store) store = g_new0(struct store, 1);

    store->directory = g_strdup(directory);
    if (!frozen_open(store, path) || !make_usable(store, STORE_READING, options, NULL))
        return NULL;
    return g_steal_pointer(&store);
}

struct store *store_open_with(const char *directory, enum store_mode mode,
                              const struct store_options *options, GError **error)
{
    static const struct store_options defaults;
    const struct store_options *chosen = options ? options : &defaults;
    g_autofree char *path = g_build_filename(directory, "vigie.db", NULL);
    g_autoptr(GError) cause = NULL;
    struct store *store = open_live(directory, path, mode, chosen, &cause);

    if (!store && mode == STORE_READING && cause->code != EX_TEMPFAIL && access(path, R_OK) == 0)
        store = open_frozen(directory, path, chosen);
    if (!store)
        g_propagate_error(error, g_steal_pointer(&cause));
    else if (cause)
        log_warning(NULL, _("%s; it is read as it lies there"), cause->message);
    return store;
}

void store_free(struct store *store)
{
    if (!store)
        return;
    sqlite3_close(store->db);
    explicit_bzero(store->key, sizeof store->key);
    seal_free(store->seal);
    g_free(store->directory);
    g_free(store);
}

const char *store_directory(const struct store *store)
{
    return store->directory;
}

bool store_check(struct store *store, enum store_check how, GError **error)
{
    g_autoptr(GError) own = NULL;
    g_autoptr(sqlite3_stmt) row = db_query(
        store, error,
        how == STORE_QUICKLY ? "PRAGMA quick_check(1)" : "PRAGMA integrity_check(1)", "");
    g_autofree char *result = NULL;

    if (!row)
        return false;
    if (db_next(store, row, &own))
        result = db_text(row, 0);
    if (own) {
        g_propagate_error(error, g_steal_pointer(&own));
        return false;
    }
    return g_strcmp0(result, "ok") == 0 ||
           db_damaged(store, result ? result : _("no answer"), error);
}

void store_sweep(const struct store *store)
{
    static const char *const folders[] = { "", "proofs", "originals", "spool/aside" };

    spool_sweep(store->directory);
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *folder = g_build_filename(store->directory, folders[i], NULL);

        beside_sweep(folder);
    }
}

const guint8 *store_key(const struct store *store)
{
    return store->key;
}

bool store_fact_set(struct store *store, const char *name, gint64 value, GError **error)
{
    return db_run(store, error,
                  "INSERT INTO fact(name, value) VALUES(?1, ?2)"
                  " ON CONFLICT(name) DO UPDATE SET value = ?2",
                  "ti", name, value);
}

bool store_fact(struct store *store, const char *name, gint64 *value, GError **error)
{
    return db_number(store, value, 0, error, "SELECT value FROM fact WHERE name = ?", "t", name);
}
