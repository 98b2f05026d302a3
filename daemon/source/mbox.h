/* An mbox file, message by message, in memory that does not grow with it. All four forms (mboxo,
 * mboxrd, mboxcl, mboxcl2) are read as one:
 *
 * - A line that begins with "From " parts two messages where it comes after an empty line and shows a
 *   date or is followed by a header field; without the empty line it needs both.
 * - A Content-Length that leads to such a line, or to the end, makes a message of all before it. Where
 *   a line in between has date and header field, the messages that it would part are given as well:
 *   a length that lies hides none, and who reads one twice knows it again.
 * - Lines of the body that begin with ">From ", ">>From " … lose one ">".
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "source/stream.h"

struct mbox;

/* Reads `stream` (taken) from `offset` on, where a message begins; 0 in a compressed file. Of each
 * message at most `limit` bytes are kept. */
struct mbox *mbox_new(struct stream *stream, guint64 offset, gsize limit);
void mbox_free(struct mbox *mbox);
AUTO_DEFINE(mbox)

struct mbox_message {
    guint64 offset;   /* of its "From " line; in a compressed file: of what it holds */
    guint64 next;     /* where the next one begins */
    gint64 delivered; /* by the "From " line; 0 where it shows no date */
    GBytes *raw;      /* without the "From " line */
};
void mbox_message_clear(struct mbox_message *message);

/* The next message. FALSE without an error at the end; EX_IOERR. */
bool mbox_next(struct mbox *mbox, struct mbox_message *message, GError **error);

/* Whether the `length` bytes of `line` (without its end) are a "From " line with a date, and the
 * instant of it: in Paris where it names no zone. */
bool mbox_from_line(const char *line, gsize length, gint64 *delivered);

/* Whether a file that begins with these bytes is an mbox. */
bool mbox_begins(const char *bytes, gsize length);
