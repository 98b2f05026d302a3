/* A dossier as a folder or as a ZIP archive, whole or not at all. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "alert/dossier.h"
#include "base/beside.h"
#include "base/error.h"
#include "base/fd.h"
#include "base/folder.h"
#include "cmd/dossier.h"

typedef struct archive Archive;
typedef struct archive_entry ArchiveEntry;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, archive_write_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArchiveEntry, archive_entry_free)

static bool cannot_write(const char *path, const char *why, GError **error)
{
    g_set_error(error, VIGIE_ERROR, EX_CANTCREAT, _("cannot write %s: %s"), path, why);
    return false;
}

static bool cannot_write_beside(const char *path, const char *why, GError **error)
{
    g_set_error(error, VIGIE_ERROR, EX_CANTCREAT, _("cannot write beside %s: %s"), path, why);
    return false;
}

static bool write_members(const char *folder, gpointer list, GError **error)
{
    const GPtrArray *files = list;

    for (guint i = 0; i < files->len; i++) {
        const struct dossier_file *file = g_ptr_array_index(files, i);
        g_autofree char *path = g_build_filename(folder, file->name, NULL);
        gsize length;
        const char *data = g_bytes_get_data(file->bytes, &length);

        if (!g_file_set_contents_full(path, data ? data : "", (gssize)length,
                                      G_FILE_SET_CONTENTS_DURABLE, 0600, error)) {
            vigie_error_adopt(error, EX_CANTCREAT);
            return false;
        }
    }
    return true;
}

static bool add_member(Archive *archive, const struct dossier_file *file, gint64 at)
{
    g_autoptr(ArchiveEntry) member = archive_entry_new();
    gsize length;
    const char *data = g_bytes_get_data(file->bytes, &length);

    archive_entry_set_pathname(member, file->name);
    archive_entry_set_filetype(member, AE_IFREG);
    archive_entry_set_perm(member, 0600);
    archive_entry_set_size(member, (gint64)length);
    archive_entry_set_mtime(member, at, 0);
    return archive_write_header(archive, member) == ARCHIVE_OK &&
           archive_write_data(archive, data, length) == (gssize)length;
}

static bool fill_archive(const GPtrArray *files, int fd, const char *path, gint64 at, GError **error)
{
    g_autoptr(Archive) archive = archive_write_new();
    bool good = archive_write_set_format_zip(archive) == ARCHIVE_OK &&
                archive_write_open_fd(archive, fd) == ARCHIVE_OK;

    for (guint i = 0; good && i < files->len; i++)
        good = add_member(archive, g_ptr_array_index(files, i), at);
    if (good && archive_write_close(archive) == ARCHIVE_OK)
        return fsync(fd) == 0 || cannot_write(path, g_strerror(errno), error);
    return cannot_write(path, archive_error_string(archive), error);
}

/* Never in the place of a file that came meanwhile. NFS knows no such rename, FAT (a stick to take
 * along) no second name of a file. */
static bool put_in_place(const char *own, const char *path)
{
    if (renameat2(AT_FDCWD, own, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL || link(own, path) != 0)
        return false;
    g_unlink(own);
    return true;
}

static bool write_archive(const GPtrArray *files, const char *path, gint64 at, GError **error)
{
    g_autofree char *own = NULL;
    AUTO_FD fd = beside_make_file(path, &own);

    if (fd < 0)
        return cannot_write_beside(path, g_strerror(errno), error);
    if (fill_archive(files, fd, path, at, error)) {
        if (put_in_place(own, path))
            return true;
        cannot_write(path, g_strerror(errno), error);
    }
    g_unlink(own);
    return false;
}

bool dossier_write(GPtrArray *files, const char *path, gint64 at, GError **error)
{
    struct stat facts;

    if (!g_str_has_suffix(path, ".zip"))
        return folder_make(path, write_members, files, error);
    if (g_lstat(path, &facts) == 0)
        return cannot_write(path, _("it exists already; name a new file"), error);
    return write_archive(files, path, at, error);
}
