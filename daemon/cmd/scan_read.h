/* Inside `vigie scan`: the bytes of a mail, its header first. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "message/message.h"
#include "source/maildir.h"
#include "source/stream.h"
#include "triage/triage.h"

/* A little more than is read, so that it is seen to be cut. */
#define SCAN_READ_MAX (MESSAGE_MAX_BYTES + 1)

/* Adds to `bytes` until the header is among them (`whole`: all of it, at most SCAN_READ_MAX).
 * `*ended`: the file has no more. EX_IOERR. */
bool scan_read_on(struct stream *stream, GByteArray *bytes, bool whole, bool *ended,
                  GError **error);
/* The same, from the beginning. The caller unrefs. */
GBytes *scan_read_mail(struct stream *stream, bool whole, bool *ended, GError **error);

/* Whether the mail `file` in the folder that is open as `folder` is none of ours for sure: it lies there
 * uncompressed, its header is whole among its first bytes, and the table says no to it. In any doubt, and
 * where it cannot be read, it does not, and the mail is looked at as others are. `*no_trace`: mails are ours,
 * and their times of reading can be left alone; at first TRUE. */
bool scan_glance(int folder, const char *file, const struct triage_image *image, bool *no_trace);

/* Opens a mail of a Maildir wherever it is by now, and sets `*path`. NULL without an error where it is
 * gone. */
struct stream *scan_open_in_maildir(struct maildir *maildir, const char *name, char **path,
                                    GError **error);

/* When it was delivered: by `name` in a Maildir (NULL: a file), else by its time of change; never after
 * `now`. */
gint64 scan_received(const struct stream *stream, const char *name, gint64 now);
