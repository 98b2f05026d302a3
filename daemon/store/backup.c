/* Copying the state. */
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/folder.h"
#include "base/replace.h"
#include "store/db.h"

/* What waits in the spool comes before the database, for it goes there: a mail that is in both is known
 * again. Of the others the file is written before the row that needs it. */
static const char *const folders[] = { "spool", NULL /* the database */, "proofs", "originals",
                                       "spool/aside" };

static bool copy_file(const char *from, const char *to, GError **error)
{
    g_autofree char *data = NULL;
    g_autoptr(GError) own = NULL;
    gsize length;

    if (!g_file_get_contents(from, &data, &length, &own)) {
        if (g_error_matches(own, G_FILE_ERROR, G_FILE_ERROR_NOENT))
            return true;
        g_set_error(error, VIGIE_ERROR, EX_IOERR, _("cannot read %s: %s"), from, own->message);
        return false;
    }
    if (replace_private(to, data, length, error))
        return true;
    if (error && *error)
        (*error)->code = EX_CANTCREAT;
    return false;
}

static bool copy_files(const char *from, const char *to, GError **error)
{
    g_autoptr(GError) own = NULL;
    g_autoptr(GDir) members = g_dir_open(from, 0, &own);
    const char *name;

    if (!members && g_error_matches(own, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return true;
    if (!members) {
        g_set_error(error, VIGIE_ERROR, EX_IOERR, _("cannot read %s: %s"), from, own->message);
        return false;
    }
    if (g_mkdir(to, 0700) < 0) {
        g_set_error(error, VIGIE_ERROR, EX_CANTCREAT, _("cannot make %s: %s"), to,
                    g_strerror(errno));
        return false;
    }
    while ((name = g_dir_read_name(members))) {
        g_autofree char *source = g_build_filename(from, name, NULL);
        g_autofree char *target = g_build_filename(to, name, NULL);

        /* What is not whole yet has a dot. */
        if (name[0] != '.' && g_file_test(source, G_FILE_TEST_IS_REGULAR) &&
            !copy_file(source, target, error))
            return false;
    }
    return true;
}

/* VACUUM INTO does not sync what it writes. */
static bool copy_database(struct store *store, const char *path, GError **error)
{
    AUTO_FD fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd >= 0 && !db_run(store, error, "VACUUM INTO ?", "t", path))
        return false;
    if (fd >= 0 && fd_sync(fd))
        return true;
    g_set_error(error, VIGIE_ERROR, EX_CANTCREAT, _("cannot write %s: %s"), path,
                g_strerror(errno));
    return false;
}

static bool fill(const char *folder, gpointer data, GError **error)
{
    struct store *store = data;
    g_autofree char *database = g_build_filename(folder, "vigie.db", NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *from = g_build_filename(store->directory, folders[i], NULL);
        g_autofree char *to = g_build_filename(folder, folders[i], NULL);

        if (folders[i] ? !copy_files(from, to, error) : !copy_database(store, database, error))
            return false;
    }
    return true;
}

bool backup_make(struct store *store, const char *path, GError **error)
{
    /* A copy of what is damaged would be no copy to rely on. */
    return store_check(store, STORE_THOROUGHLY, error) && folder_make(path, fill, store, error);
}
