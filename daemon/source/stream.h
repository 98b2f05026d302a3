/* The bytes of a file; of one that is compressed (gzip, zstd, bzip2 or xz, known by its first bytes)
 * those that it holds. Old mailboxes are often kept so, and Dovecot can keep each mail so. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "base/auto.h"

struct stream;

/* Opens `path`: EX_NOINPUT where it cannot be, or is no regular file (a FIFO would wait for ever). */
struct stream *stream_open(const char *path, GError **error);
void stream_free(struct stream *stream);
AUTO_DEFINE(stream)

/* As the file was when it was opened. */
const struct stat *stream_facts(const struct stream *stream);

/* Fills `buffer` as far as there is anything: fewer than `size` bytes are the end. -1 and EX_IOERR. */
gssize stream_read(struct stream *stream, void *buffer, gsize size, GError **error);

/* Reads at `offset`, moving nothing; as stream_read. Of a compressed file: -1 without an error. */
gssize stream_read_at(struct stream *stream, void *buffer, gsize size, guint64 offset,
                      GError **error);

/* Whether a file that begins so is compressed. */
bool stream_begins_packed(const void *head, gssize length);

/* Goes on reading from `offset`, not of a compressed file. */
void stream_seek(struct stream *stream, guint64 offset);
bool stream_is_compressed(const struct stream *stream);
