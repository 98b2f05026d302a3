/* Replacing a file whole. */
#include "base/replace.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/error.h"

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

static bool replace(const char *file, const char *text, GFileSetContentsFlags flags, int mode,
                    GError **error)
{
    struct stat facts;
    bool is_there = stat(file, &facts) == 0;
    g_autofree char *target = NULL;

    if (!replace_allowed(file, error))
        return false;
    /* To replace the link itself would leave what it names behind. */
    target = is_there ? realpath(file, NULL) : NULL;
    if (g_file_set_contents_full(target ? target : file, text, -1, flags, mode, error)) {
        /* A new one has what the umask left of its mode. */
        g_chmod(file, is_there ? (int)(facts.st_mode & 0777) : mode);
        return true;
    }
    vigie_error_adopt(error, EX_CANTCREAT);
    g_prefix_error(error, _("cannot write %s; name a file in a folder that you may write to: "),
                   file);
    return false;
}

bool replace_file(const char *file, const char *text, GError **error)
{
    return replace(file, text, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                   error);
}

bool replace_shared(const char *file, const char *text, GError **error)
{
    return replace(file, text, G_FILE_SET_CONTENTS_CONSISTENT, 0644, error);
}
