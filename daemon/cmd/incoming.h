/* The message that `vigie filter` was handed: read once, and given on whole, in bounded memory. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/spool.h"

struct incoming {
    int sources[2]; /* the message, one after the other; -1: there is none, or it was read to its end */
    GBytes *head;   /* as much of it as a reader takes, and a byte more; NULL: not read yet */
};

void incoming_clear(struct incoming *mail);

/* Reads the head. EX_IOERR; nothing is kept then. */
bool incoming_read_head(struct incoming *mail, GError **error);

/* Gives the whole message on: to standard output with `verdict` in its field (cmd/filter_pass.h; NULL: not
 * there), and to `writer`, which is taken and committed as of `received` (NULL: not there). What one of them
 * does not take goes to the other all the same, and all is read where neither does: who writes it must
 * not get EPIPE. */
bool incoming_stream(const struct incoming *mail, const char *verdict, struct spool_writer *writer,
                     gint64 received, GError **error);
