/* Making the database beside its place. */
#include "store/create.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/random.h>

#include "base/beside.h"
#include "base/error.h"
#include "base/fd.h"
#include "store/schema.h"

bool create_key(struct store *store, GError **error)
{
    guint8 key[MARK_KEY_BYTES];
    bool made;

    if (getrandom(key, sizeof key, 0) != sizeof key) {
        g_set_error_literal(error, VIGIE_ERROR, EX_OSERR, _("the system gives no random bytes"));
        return false;
    }
    made = db_run(store, error, "INSERT OR IGNORE INTO fact(name, value) VALUES('key', ?)", "b", key,
                  sizeof key);
    explicit_bzero(key, sizeof key);
    return made;
}

/* Without a journal, for what fails is thrown away, and synced as a whole by our caller. */
static bool fill(const char *directory, const char *path, GError **error)
{
    AUTO(store) store = g_new0(struct store, 1);

    store->directory = g_strdup(directory);
    if (sqlite3_open_v2(path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK) {
        g_set_error(error, VIGIE_ERROR, EX_IOERR, "%s: %s", path, sqlite3_errmsg(store->db));
        return false;
    }
    sqlite3_extended_result_codes(store->db, 1);
    return db_run(store, error, "PRAGMA journal_mode = MEMORY", "") &&
           db_run(store, error, "PRAGMA synchronous = OFF", "") && schema_make(store, error) &&
           create_key(store, error);
}

static bool cannot_make(const char *path, int code, GError **error)
{
    g_set_error(error, VIGIE_ERROR, code,
                _("cannot make %s: %s; see who owns its folder, and whether its disk is full"), path,
                g_strerror(errno));
    return false;
}

/* Once `own` is filled: it is no more, whatever happens. */
static bool finish(const char *own, int fd, const char *directory, const char *path, GError **error)
{
    int code;

    if (fd_sync(fd) && beside_put(own, path))
        return fd_sync_folder(directory) || cannot_make(path, EX_IOERR, error);
    code = errno;
    g_unlink(own);
    errno = code;
    return code == EEXIST || cannot_make(path, EX_IOERR, error);
}

/* The log of a database that was moved away without it: SQLite would play it into the new one. */
static bool move_strays(const char *path, GError **error)
{
    static const char *const suffixes[] = { "-wal", "-journal", "-shm" };

    for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++) {
        g_autofree char *log = g_strconcat(path, suffixes[i], NULL);
        g_autofree char *aside = g_strconcat(log, ".stray", NULL);

        if (rename(log, aside) < 0 && errno != ENOENT)
            return cannot_make(path, EX_CANTCREAT, error);
    }
    return true;
}

static bool make(const char *directory, const char *path, GError **error)
{
    g_autofree char *own = NULL;
    AUTO_FD fd = beside_make_file(path, &own);

    if (fd < 0)
        return cannot_make(path, EX_CANTCREAT, error);
    if (fill(directory, own, error))
        return finish(own, fd, directory, path, error);
    g_unlink(own);
    return false;
}

bool create_database(const char *directory, const char *path, GError **error)
{
    /* One process at a time: no log is another's that was faster. */
    AUTO_FD lock = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (lock >= 0)
        flock(lock, LOCK_EX);
    return access(path, F_OK) == 0 ||
           (move_strays(path, error) && make(directory, path, error));
}
