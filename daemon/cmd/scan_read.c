/* Bytes of mails, from files that others move and compress. */
#include "cmd/scan_read.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "message/message.h"
#include "source/fields.h"

#define HEAD_FIRST 8192 /* most headers end within */

bool scan_read_on(struct stream *stream, GByteArray *bytes, bool whole, bool *ended, GError **error)
{
    const guint most = whole ? SCAN_READ_MAX : MESSAGE_MAX_HEADER;
    guint wanted = HEAD_FIRST;

    *ended = false;
    while (!*ended && bytes->len < most) {
        guint before = bytes->len;
        gssize got;

        wanted = MIN(MAX(wanted, before) * 2, most);
        if (before == 0)
            wanted = whole ? 4 * HEAD_FIRST : HEAD_FIRST;
        g_byte_array_set_size(bytes, wanted);
        got = stream_read(stream, bytes->data + before, wanted - before, error);
        g_byte_array_set_size(bytes, before + (guint)MAX(got, 0));
        if (got < 0)
            return false;
        *ended = bytes->len < wanted;
        if (!whole && fields_header_length((const char *)bytes->data, bytes->len) > 0)
            break;
    }
    return true;
}

GBytes *scan_read_mail(struct stream *stream, bool whole, bool *ended, GError **error)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();

    if (!scan_read_on(stream, bytes, whole, ended, error))
        return NULL;
    return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

/* In two reads at most: what a first one of a page takes is the whole header of most mails. */
static bool is_none(int fd, const struct triage_image *image)
{
    char head[HEAD_FIRST];
    bool whole = false;
    gsize length = 0;

    for (gsize room = HEAD_FIRST / 2; !whole && room <= HEAD_FIRST; room += HEAD_FIRST / 2) {
        const gssize got = read(fd, head + length, room - length);

        if (got <= 0 || (length == 0 && stream_begins_packed(head, got)))
            return false;
        length += (gsize)got;
        if (triage_look_on(image, head, length, &whole) != TRIAGE_NO)
            return false;
    }
    return whole;
}

/* Only the owner of a file may read it without leaving a time there, and saves the kernel a look at it. */
static int open_to_glance(int folder, const char *file, bool *no_trace)
{
    const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    int fd = -1;

    if (*no_trace)
        fd = openat(folder, file, flags | O_NOATIME);
    if (fd >= 0 || (*no_trace && errno != EPERM))
        return fd;
    *no_trace = false;
    return openat(folder, file, flags);
}

bool scan_glance(int folder, const char *file, const struct triage_image *image, bool *no_trace)
{
    AUTO_FD fd = open_to_glance(folder, file, no_trace);

    return fd >= 0 && is_none(fd, image);
}

/* What is renamed is gone from there; a link that leads nowhere is not. */
static bool leads_nowhere(const char *path)
{
    struct stat facts;

    return lstat(path, &facts) == 0 && S_ISLNK(facts.st_mode) && access(path, F_OK) < 0 &&
           errno == ENOENT;
}

struct stream *scan_open_in_maildir(struct maildir *maildir, const char *name, char **path,
                                    GError **error)
{
    for (guint tries = 0; tries < MAILDIR_TRIES; tries++) {
        g_autofree char *at = maildir_find(maildir, name, tries);
        g_autoptr(GError) own = NULL;
        struct stream *stream = at ? stream_open(at, &own) : NULL;

        if (!at && tries > 1)
            return NULL;
        if (!stream && at && leads_nowhere(at)) {
            g_set_error(error, VIGIE_ERROR, EX_IOERR,
                        _("%s is a link to nothing; remove it, or put back what it leads to"), at);
            return NULL;
        }
        if (!stream && (!at || (access(at, F_OK) < 0 && errno == ENOENT)))
            continue;
        if (own)
            g_propagate_error(error, g_steal_pointer(&own));
        g_free(*path);
        *path = g_steal_pointer(&at);
        return stream;
    }
    g_set_error(error, VIGIE_ERROR, EX_IOERR,
                _("%s: %s is renamed faster than it can be opened; scan again"),
                maildir_path(maildir), name);
    return NULL;
}

gint64 scan_received(const struct stream *stream, const char *name, gint64 now)
{
    gint64 delivered = name ? maildir_delivered(name) : 0;

    return MIN(delivered > 0 ? delivered : stream_facts(stream)->st_mtim.tv_sec, now);
}
