/* Making a folder whole. */
#include "base/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "base/beside.h"
#include "base/error.h"
#include "base/fd.h"

static bool cannot(const char *path, const char *why, GError **error)
{
    g_set_error(error, VIGIE_ERROR, EX_CANTCREAT, _("cannot make the folder %s: %s"), path, why);
    return false;
}

/* rename(2) takes the place of an empty folder only. */
static bool put_in_place(const char *own, const char *path, GError **error)
{
    g_autofree char *parent = g_path_get_dirname(own);

    if (fd_sync_folder(own) && rename(own, path) == 0)
        return fd_sync_folder(parent) || cannot(path, g_strerror(errno), error);
    if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR)
        return cannot(path, _("something is there already; name a new or an empty folder"), error);
    return cannot(path, g_strerror(errno), error);
}

bool folder_make(const char *path, folder_fill *fill, gpointer data, GError **error)
{
    g_autofree char *own = NULL;
    AUTO_FD lock = beside_make_folder(path, &own);

    if (lock < 0)
        return cannot(path, g_strerror(errno), error);
    if (fill(own, data, error) && put_in_place(own, path, error))
        return true;
    beside_remove_folder(own);
    return false;
}
