/* A mail handed to the running watch by a `vigie filter` that may not touch its state: a delivery
 * agent runs as each recipient, and the state is the service's alone. The watch keeps the mail in its
 * spool, with the name of the user at the other end (SO_PEERCRED) as owner, before it answers.
 *
 * SEQPACKET, in the packets of base/ipc.h. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define HANDOVER_SOCKET "/run/vigie/filter.sock" /* where `filter-socket` is not set */

/* Filter → watch. */
enum {
    HANDOVER_MAIL = 600, /* "x" received + fd (memfd): as much of the mail as a reader takes */
    /* Watch → filter. */
    HANDOVER_KEPT = 620, /* "": it is durable */
    HANDOVER_REFUSED,    /* "s": why it is not */
};

/* Hands `mail`, which came at `received` (seconds since 1970 UTC), to the watch that listens at `path`;
 * blocks some seconds at most. EX_UNAVAILABLE where nobody listens or it is not kept. */
bool handover_send(const char *path, GBytes *mail, gint64 received, GError **error);

/* Hands over what lies in the caller's own spool, kept there while nobody took it; for `seconds` at most. */
void handover_send_spool(const char *path, guint seconds);
