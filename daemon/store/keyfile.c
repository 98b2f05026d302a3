/* Reading and making the file of the keys. */
#include "store/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/beside.h"
#include "base/error.h"
#include "base/fd.h"

#define LINE_CHARS ((gsize)KEYFILE_KEY_BYTES * 2)
#define FILE_MOST ((LINE_CHARS + 2) * KEYFILE_MOST)

static bool cannot_read(GError **error, const char *path)
{
    int cause = errno;

    if (cause == ENOENT || cause == ENOTDIR)
        g_set_error(error, VIGIE_ERROR, EX_NOINPUT,
                    _("the key of the codes, %s, is not there; put it back from where you keep a copy"),
                    path);
    else
        g_set_error(error, VIGIE_ERROR, EX_NOPERM,
                    _("cannot read the key of the codes, %s: %s; see who owns it"), path,
                    g_strerror(cause));
    return false;
}

/* `line` is as long as a key. */
static bool take_key(const char *line, guint8 key[KEYFILE_KEY_BYTES])
{
    gsize length = 0;

    return sodium_hex2bin(key, KEYFILE_KEY_BYTES, line, LINE_CHARS, NULL, &length, NULL) == 0 &&
           length == KEYFILE_KEY_BYTES;
}

static bool take_keys(const char *text, guint8 (*keys)[KEYFILE_KEY_BYTES], guint most, guint *count)
{
    for (*count = 0; *text; text += strspn(text, "\r\n")) {
        gsize length = strcspn(text, "\r\n");

        if (length != LINE_CHARS || *count == most || !take_key(text, keys[*count]))
            return false;
        ++*count;
        text += length;
    }
    return *count > 0;
}

bool keyfile_read(const char *path, const struct runner *runner, bool private,
                  guint8 (*keys)[KEYFILE_KEY_BYTES], guint most, guint *count, GError **error)
{
    AUTO_FD fd = runner ? runner_open_file(runner, path)
                        : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    char text[FILE_MOST + 2];
    struct stat facts;
    gssize got;
    bool good;

    if (fd < 0 || fstat(fd, &facts) < 0)
        return cannot_read(error, path);
    if (private && (facts.st_mode & 077)) {
        g_set_error(error, VIGIE_ERROR, EX_NOPERM,
                    _("the key of the codes, %s, is open to other users; run: chmod 600 %s"), path,
                    path);
        return false;
    }
    got = read(fd, text, sizeof text - 1);
    if (got < 0)
        return cannot_read(error, path);
    text[got] = '\0';
    good = (gsize)got < sizeof text - 1 && take_keys(text, keys, most, count);
    sodium_memzero(text, sizeof text);
    if (!good)
        g_set_error(error, VIGIE_ERROR, EX_DATAERR,
                    _("%s holds no key of codes (64 hexadecimal digits to a line, %d lines at most); "
                      "put it back from where you keep a copy, or move it aside"),
                    path, KEYFILE_MOST);
    return good;
}

static bool write_key(int fd)
{
    guint8 key[KEYFILE_KEY_BYTES];
    char line[LINE_CHARS + 1];
    bool good;

    randombytes_buf(key, sizeof key);
    sodium_bin2hex(line, sizeof line, key, sizeof key);
    line[LINE_CHARS] = '\n';
    good = fd_write_all(fd, line, sizeof line, NULL) && fd_sync(fd);
    sodium_memzero(key, sizeof key);
    sodium_memzero(line, sizeof line);
    return good;
}

/* Never over another: the key of a process that was faster may have sealed something already. */
bool keyfile_make(const char *path, GError **error)
{
    g_autofree char *own = NULL, *folder = g_path_get_dirname(path);
    AUTO_FD fd = beside_make_file(path, &own);
    bool good = fd >= 0 && write_key(fd) && (beside_put(own, path) || errno == EEXIST);
    int cause = errno;

    if (fd >= 0)
        unlink(own);
    if (good && !fd_sync_folder(folder)) {
        cause = errno;
        good = false;
    }
    if (!good)
        g_set_error(error, VIGIE_ERROR, EX_CANTCREAT,
                    _("cannot make the key of the codes, %s: %s; make its folder, or name another by "
                      "`key-file`"),
                    path, g_strerror(cause));
    return good;
}
