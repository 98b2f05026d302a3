/* The spool. */
#include "store/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/fd.h"
#include "message/message.h"

#define FILTER "filter"
#define MILTER "milter"

static void spooled_free(gpointer data)
{
    struct spooled *spooled = data;

    g_free(spooled->path);
    g_free(spooled->owner);
    g_free(spooled);
}

static int by_path(gconstpointer a, gconstpointer b)
{
    const struct spooled *const *left = a, *const *right = b;

    return strcmp((*left)->path, (*right)->path);
}

static char *spool_directory(const char *state)
{
    return g_build_filename(state, SPOOL_FOLDER, NULL);
}

/* "TIME-PID-NUMBER.eml"; behind the number "-milter" where it comes from there, then "@OWNER",
 * percent-encoded. */
static const char *source_in(const char *name)
{
    g_autofree char *before = g_strndup(name, strcspn(name, "@."));

    return g_str_has_suffix(before, "-" MILTER) ? MILTER : FILTER;
}

static char *owner_in(const char *name)
{
    const char *at = strchr(name, '@');

    if (!at || !g_str_has_suffix(at, SPOOL_SUFFIX))
        return NULL;
    return g_uri_unescape_segment(at + 1, at + strlen(at) - strlen(SPOOL_SUFFIX), NULL);
}

GPtrArray *spool_files(const char *state, GError **error)
{
    g_autofree char *directory = spool_directory(state);
    g_autoptr(GError) own = NULL;
    g_autoptr(GDir) entries = g_dir_open(directory, 0, &own);
    GPtrArray *files;
    const char *name;

    if (own && !g_error_matches(own, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        g_set_error(error, VIGIE_ERROR, EX_IOERR, _("the mails in %s cannot be read: %s; see who owns it"),
                    directory, own->message);
        return NULL;
    }
    files = g_ptr_array_new_with_free_func(spooled_free);
    while (entries && (name = g_dir_read_name(entries))) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        struct stat facts;

        if (name[0] == '.' || lstat(path, &facts) < 0 || !S_ISREG(facts.st_mode))
            continue;
        g_ptr_array_add(files, g_new0(struct spooled, 1));
        *(struct spooled *)g_ptr_array_index(files, files->len - 1) =
            (struct spooled){ .path = g_steal_pointer(&path),
                              .source = source_in(name),
                              .owner = owner_in(name),
                              .received = facts.st_mtim.tv_sec };
    }
    g_ptr_array_sort(files, by_path);
    return files;
}

GBytes *spool_read(const char *path, GError **error)
{
    AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    g_autoptr(GByteArray) bytes = g_byte_array_new();

    if (fd < 0) {
        g_set_error(error, VIGIE_ERROR, EX_NOINPUT, _("cannot open %s: %s"), path, g_strerror(errno));
        return NULL;
    }
    if (fd_read_most(fd, bytes, MESSAGE_MAX_BYTES + 1, error))
        return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
    g_prefix_error(error, "%s: ", path);
    return NULL;
}

bool spool_remove(const char *path, GError **error)
{
    if (g_unlink(path) == 0 || errno == ENOENT)
        return true;
    g_set_error(error, VIGIE_ERROR, EX_IOERR, _("cannot remove %s: %s"), path, g_strerror(errno));
    return false;
}

void spool_sweep(const char *state)
{
    g_autofree char *directory = spool_directory(state);
    g_autoptr(GDir) entries = g_dir_open(directory, 0, NULL);
    const char *name;

    while (entries && (name = g_dir_read_name(entries))) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        AUTO_FD fd = -1;

        if (!g_str_has_prefix(name, SPOOL_UNFINISHED))
            continue;
        fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
        if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
            g_unlink(path);
    }
}

int spool_lock(const char *state)
{
    g_autofree char *directory = spool_directory(state);
    AUTO_FD fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    return fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 ? fd_steal(&fd) : -1;
}

/* --- writing ------------------------------------------------------------------------------- */

struct spool_writer {
    char *directory;
    char *unfinished; /* where it is written; NULL: it is there no more */
    int fd;
};

static bool cannot_keep(GError **error, int code, const char *path)
{
    g_set_error(error, VIGIE_ERROR, code,
                _("cannot keep a mail in %s: %s; see who owns it, and whether its disk is full"),
                path, g_strerror(errno));
    return false;
}

/* The time is of one length until the year 2286, so that names have its order. */
static char *new_name(const char *source, const char *owner)
{
    g_autofree char *encoded = owner ? g_uri_escape_string(owner, NULL, FALSE) : NULL;

    return g_strdup_printf("%" G_GINT64_FORMAT "-%d-%08x%s%s%s" SPOOL_SUFFIX, g_get_real_time(),
                           (int)getpid(), g_random_int(),
                           strcmp(source, MILTER) == 0 ? "-" MILTER : "", encoded ? "@" : "",
                           encoded ? encoded : "");
}

/* Between its making and its lock another process may take it for a dead one's and remove it. */
static bool make_locked(struct spool_writer *writer, const char *source, const char *owner)
{
    g_autofree char *name = new_name(source, owner);
    struct stat facts;

    g_free(writer->unfinished);
    writer->unfinished = g_strconcat(writer->directory, "/" SPOOL_UNFINISHED, name, NULL);
    fd_close(&writer->fd);
    writer->fd =
        open(writer->unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    /* A file system without locks keeps mail all the same. */
    return writer->fd >= 0 && (flock(writer->fd, LOCK_EX) == 0 || errno != EINTR) &&
           fstat(writer->fd, &facts) == 0 && facts.st_nlink > 0;
}

struct spool_writer *spool_begin(const char *state, const char *source, const char *owner,
                                 GError **error)
{
    AUTO(spool_writer) writer = g_new0(struct spool_writer, 1);

    writer->fd = -1;
    writer->directory = spool_directory(state);
    if (g_mkdir_with_parents(writer->directory, 0700) < 0) {
        cannot_keep(error, EX_CANTCREAT, writer->directory);
        return NULL;
    }
    for (int tries = 0; tries < 3; tries++)
        if (make_locked(writer, source, owner))
            return g_steal_pointer(&writer);
    cannot_keep(error, EX_CANTCREAT, writer->directory);
    return NULL;
}

bool spool_write(struct spool_writer *writer, const void *data, gsize length, GError **error)
{
    if (fd_write_all(writer->fd, data, length, error))
        return true;
    g_prefix_error(error, "%s: ", writer->directory);
    return false;
}

bool spool_commit(struct spool_writer *writer, gint64 received, GError **error)
{
    const struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = received } };
    g_autofree char *path = g_strconcat(
        writer->directory, "/", strrchr(writer->unfinished, '/') + strlen("/" SPOOL_UNFINISHED), NULL);
    g_autofree char *above = g_path_get_dirname(writer->directory);

    if (futimens(writer->fd, times) < 0 || !fd_sync(writer->fd) ||
        rename(writer->unfinished, path) < 0)
        return cannot_keep(error, EX_IOERR, writer->directory);
    g_clear_pointer(&writer->unfinished, g_free);
    /* The folder itself may be as new as the file. */
    return (fd_sync_folder(writer->directory) && fd_sync_folder(above)) ||
           cannot_keep(error, EX_IOERR, writer->directory);
}

void spool_writer_free(struct spool_writer *writer)
{
    if (!writer)
        return;
    if (writer->unfinished && writer->fd >= 0)
        g_unlink(writer->unfinished);
    fd_close(&writer->fd);
    g_free(writer->unfinished);
    g_free(writer->directory);
    g_free(writer);
}
