/* Plain files by pread, compressed ones by libarchive's filters. */
#include "source/stream.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "base/fd.h"

#define BLOCK (64 * 1024)

struct stream {
    int fd;
    char *path;
    struct stat facts;
    guint64 offset;          /* of a plain file: where the next read begins */
    struct archive *archive; /* NULL: a plain file */
    bool empty;              /* it holds nothing */
};

bool stream_begins_packed(const void *head, gssize length)
{
    static const struct {
        const char *bytes;
        gsize length;
    } magics[] = {
        { "\x1f\x8b", 2 },
        { "\x28\xb5\x2f\xfd", 4 },
        { "BZh", 3 },
        { "\xfd"
          "7zXZ",
          5 },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(magics); i++)
        if (length >= (gssize)magics[i].length &&
            memcmp(head, magics[i].bytes, magics[i].length) == 0)
            return true;
    return false;
}

static gssize failed(const struct stream *stream, const char *why, GError **error)
{
    g_set_error(error, VIGIE_ERROR, EX_IOERR, _("cannot read %s: %s; see whether it is whole"),
                stream->path, why);
    return -1;
}

/* Only filters that libarchive has in itself: for others it would run a program. */
static bool open_archive(struct stream *stream, GError **error)
{
    struct archive_entry *entry;
    int code;

    stream->archive = archive_read_new();
    archive_read_support_filter_gzip(stream->archive);
    archive_read_support_filter_zstd(stream->archive);
    archive_read_support_filter_bzip2(stream->archive);
    archive_read_support_filter_xz(stream->archive);
    archive_read_support_format_raw(stream->archive);
    archive_read_support_format_empty(stream->archive);
    code = archive_read_open_fd(stream->archive, stream->fd, BLOCK);
    if (code == ARCHIVE_OK)
        code = archive_read_next_header(stream->archive, &entry);
    stream->empty = code == ARCHIVE_EOF;
    if (code == ARCHIVE_OK || code == ARCHIVE_EOF)
        return true;
    failed(stream, archive_error_string(stream->archive), error);
    return false;
}

static bool open_file(struct stream *stream, GError **error)
{
    /* O_NONBLOCK: the opening of a FIFO without a writer must not wait. */
    stream->fd = open(stream->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (stream->fd < 0 || fstat(stream->fd, &stream->facts) < 0) {
        g_set_error(error, VIGIE_ERROR, EX_NOINPUT,
                    _("cannot open %s: %s; see whether it is there and may be read"), stream->path,
                    g_strerror(errno));
        return false;
    }
    if (S_ISREG(stream->facts.st_mode))
        return true;
    g_set_error(error, VIGIE_ERROR, EX_NOINPUT,
                _("%s is neither a file nor a folder; name one that holds mail"), stream->path);
    return false;
}

struct stream *stream_open(const char *path, GError **error)
{
    AUTO(stream) stream = g_new0(struct stream, 1);
    guint8 head[8];
    gssize length;

    stream->path = g_strdup(path);
    if (!open_file(stream, error))
        return NULL;
    length = pread(stream->fd, head, sizeof head, 0);
    if (stream_begins_packed(head, length) && !open_archive(stream, error))
        return NULL;
    return g_steal_pointer(&stream);
}

void stream_free(struct stream *stream)
{
    if (!stream)
        return;
    if (stream->archive)
        archive_read_free(stream->archive);
    fd_close(&stream->fd);
    g_free(stream->path);
    g_free(stream);
}

const struct stat *stream_facts(const struct stream *stream)
{
    return &stream->facts;
}

static gssize read_plain(const struct stream *stream, guint8 *buffer, gsize size, guint64 offset,
                         GError **error)
{
    gsize done = 0;

    while (done < size) {
        gssize got = pread(stream->fd, buffer + done, size - done, (off_t)(offset + done));

        if (got == 0)
            break;
        if (got > 0)
            done += (gsize)got;
        else if (errno != EINTR)
            return failed(stream, g_strerror(errno), error);
    }
    return (gssize)done;
}

static gssize read_archive(const struct stream *stream, guint8 *buffer, gsize size, GError **error)
{
    gsize done = 0;

    while (done < size && !stream->empty) {
        gssize got = archive_read_data(stream->archive, buffer + done, size - done);

        if (got == 0)
            break;
        if (got < 0)
            return failed(stream, archive_error_string(stream->archive), error);
        done += (gsize)got;
    }
    return (gssize)done;
}

gssize stream_read(struct stream *stream, void *buffer, gsize size, GError **error)
{
    gssize got;

    if (stream->archive)
        return read_archive(stream, buffer, size, error);
    got = read_plain(stream, buffer, size, stream->offset, error);
    stream->offset += got > 0 ? (guint64)got : 0;
    return got;
}

gssize stream_read_at(struct stream *stream, void *buffer, gsize size, guint64 offset,
                      GError **error)
{
    return stream->archive ? -1 : read_plain(stream, buffer, size, offset, error);
}

void stream_seek(struct stream *stream, guint64 offset)
{
    g_return_if_fail(!stream->archive);
    stream->offset = offset;
}

bool stream_is_compressed(const struct stream *stream)
{
    return stream->archive != NULL;
}
