/* Replacing a file whole. */
#include "base/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/beside.h"
#include "base/error.h"
#include "base/fd.h"

#define OWN_MODE 0600
#define SHARED_MODE 0644

/* A rename over /dev/stdout or a pipe would put a file in its place. */
bool replace_allowed(const char *file, GError **error)
{
    struct stat facts;

    if (stat(file, &facts) < 0 || S_ISREG(facts.st_mode))
        return true;
    g_set_error(error, VIGIE_ERROR, EX_CANTCREAT,
                _("%s is a folder, a device or a pipe; name a file"), file);
    return false;
}

static bool failed(const char *file, int code, GError **error)
{
    g_set_error(error, VIGIE_ERROR, code, "%s: %s", file, g_strerror(errno));
    return false;
}

/* `own`, which is `fd`, becomes `file`. FAT knows no modes. */
static bool put(const char *own, int fd, const char *file, mode_t mode)
{
    if (mode != OWN_MODE)
        fchmod(fd, mode);
    return fd_sync(fd) && rename(own, file) == 0;
}

static bool write_whole(const char *file, const void *data, gsize length, mode_t mode,
                        GError **error)
{
    g_autofree char *own = NULL, *folder = g_path_get_dirname(file);
    AUTO_FD fd = beside_make_file(file, &own);
    int code;

    if (fd < 0)
        return failed(file, EX_CANTCREAT, error);
    if (fd_write_all(fd, data, length, error)) {
        if (put(own, fd, file, mode))
            return fd_sync_folder(folder) || failed(file, EX_IOERR, error);
        code = errno;
        g_unlink(own);
        errno = code;
        return failed(file, EX_IOERR, error);
    }
    g_unlink(own);
    g_prefix_error(error, "%s: ", file);
    return false;
}

/* `is_kept`: the mode of what is replaced, where there is something. */
static bool replace(const char *file, const void *data, gsize length, mode_t mode, bool is_kept,
                    GError **error)
{
    struct stat facts;
    bool is_there = stat(file, &facts) == 0;
    g_autofree char *target = NULL;

    if (!replace_allowed(file, error))
        return false;
    /* To replace the link itself would leave what it names behind. */
    target = is_there ? realpath(file, NULL) : NULL;
    return write_whole(target ? target : file, data, length,
                       is_there && is_kept ? facts.st_mode & 0777 : mode, error);
}

bool replace_bytes(const char *file, const void *data, gsize length, GError **error)
{
    return replace(file, data, length, OWN_MODE, true, error);
}

bool replace_private(const char *file, const void *data, gsize length, GError **error)
{
    return replace(file, data, length, OWN_MODE, false, error);
}

static bool replace_text(const char *file, const char *text, mode_t mode, GError **error)
{
    if (!replace_allowed(file, error))
        return false;
    if (replace(file, text, strlen(text), mode, true, error))
        return true;
    if (error && *error)
        (*error)->code = EX_CANTCREAT;
    g_prefix_error(error, _("cannot write %s; name a file in a folder that you may write to: "),
                   file);
    return false;
}

bool replace_file(const char *file, const char *text, GError **error)
{
    return replace_text(file, text, OWN_MODE, error);
}

bool replace_shared(const char *file, const char *text, GError **error)
{
    return replace_text(file, text, SHARED_MODE, error);
}
