/* Keeping proofs. */
#include "store/proofs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/replace.h"

GBytes *proofs_read(const char *file, GError **error)
{
    AUTO_FD fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    struct stat facts;

    if (fd < 0 || fstat(fd, &facts) < 0) {
        g_set_error(error, VIGIE_ERROR, EX_NOINPUT,
                    _("cannot open the proof %s: %s; name a file that you may read"), file,
                    g_strerror(errno));
        return NULL;
    }
    if (!S_ISREG(facts.st_mode) || facts.st_size == 0 || facts.st_size > PROOF_MAX_BYTES) {
        g_set_error(
            error, VIGIE_ERROR, EX_DATAERR,
            _("the proof %s is empty, larger than %d MB or no file; name the PDF that the site "
              "or 3422 gave you"),
            file, PROOF_MAX_BYTES / (1024 * 1024));
        return NULL;
    }
    if (fd_read_most(fd, bytes, PROOF_MAX_BYTES, error))
        return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
    g_prefix_error(error, "%s: ", file);
    return NULL;
}

/* The end of the name tells a viewer what it is. */
static const char *suffix_of(const char *file)
{
    const char *base = strrchr(file, '/');
    const char *dot = strrchr(base ? base : file, '.');

    if (!dot || strlen(dot) > 6)
        return ".pdf";
    for (const char *p = dot + 1; *p; p++)
        if (!g_ascii_isalnum(*p))
            return ".pdf";
    return dot;
}

char *proofs_path(const struct store *store, const char *name)
{
    g_autofree char *path = g_build_filename(store_directory(store), "proofs", name, NULL);

    return g_canonicalize_filename(path, NULL);
}

bool proofs_keep(struct store *store, struct entry *entry, GBytes *bytes, const char *file,
                 gint64 now, GError **error)
{
    g_autofree char *directory = g_build_filename(store_directory(store), "proofs", NULL);
    g_autofree char *sha256 = NULL;
    g_autofree char *name = NULL;
    g_autofree char *path = NULL;

    sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
    name = g_strdup_printf("%" G_GINT64_FORMAT "-%.16s%s", entry->id, sha256, suffix_of(file));
    path = proofs_path(store, name);
    if (g_mkdir_with_parents(directory, 0700) < 0) {
        g_set_error(error, VIGIE_ERROR, EX_CANTCREAT, _("cannot make %s: %s"), directory,
                    g_strerror(errno));
        return false;
    }
    if (!replace_bytes(path, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), error))
        return false;
    g_free(entry->proof.file);
    g_free(entry->proof.sha256);
    entry->proof.file = g_steal_pointer(&path);
    entry->proof.sha256 = g_steal_pointer(&sha256);
    entry->proof.bytes = (gint64)g_bytes_get_size(bytes);
    entry->proof.at = now;
    return true;
}
