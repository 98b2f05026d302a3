/* One TCP connection, in clear or under TLS, as a stream for libetpan. Whatever the server does, no
 * call lasts beyond the deadline of the command, reads more than its quota or outlives a cancel.
 * libetpan learns only that the stream ended; transport_fault says why. */
#pragma once

#include <gio/gio.h>
#include <libetpan/libetpan.h>

#include "source/tls.h"

struct transport;

/* Connects to the first address of `host` that answers, within `seconds`. `cancel` breaks this and
 * all that follows with G_IO_ERROR_CANCELLED. `hush` (referenced; NULL: one of its own) keeps secrets
 * out of what is quoted. NULL: TROUBLE_UNREACHABLE, or cancelled. */
struct transport *transport_connect(const char *host, guint16 port, guint seconds, struct hush *hush,
                                    GCancellable *cancel, GError **error);
void transport_free(struct transport *transport);
AUTO_DEFINE(transport)

/* Has a peer that is silently gone found out within some four times `seconds` while nothing is
 * awaited, and within twice while something is. */
void transport_keep_alive(struct transport *transport, guint seconds);

/* Another source of cancellation from now on. */
void transport_set_cancel(struct transport *transport, GCancellable *cancel);

/* TLS over the connection; keeps a reference of `trust`. No byte may wait unread. */
bool transport_handshake(struct transport *transport, struct trust *trust, guint seconds,
                         GError **error);

/* Allows `seconds` and `bytes` from the server for what comes next. */
void transport_begin(struct transport *transport, guint seconds, guint64 bytes);

/* Of the bytes allowed, lets more lie outside literals than the guard would (source/wire.h), until
 * the next transport_begin. */
void transport_allow_structure(struct transport *transport, guint64 bytes);

/* The answer so far was taken, and nothing of it is in the parser: the guard counts from 0 again. */
void transport_count_anew(struct transport *transport);

/* A stream for mailstream_new, which frees it; the transport must outlive it. */
mailstream_low *transport_stream(struct transport *transport);

enum transport_wait { TRANSPORT_READABLE, TRANSPORT_WOKEN, TRANSPORT_TIMEOUT, TRANSPORT_BROKEN };

/* Waits until the server speaks, `wake_fd` is readable or `milliseconds` have passed. */
enum transport_wait transport_wait(struct transport *transport, int wake_fd, int milliseconds);

/* Gives the connection up: all reading and writing fails from here on, with the first fault. */
void transport_fail(struct transport *transport, enum trouble trouble, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* What the server was told that must not be shown. Borrowed. */
struct hush *transport_hush(const struct transport *transport);

/* Why the connection is broken; NULL while it is not. */
const GError *transport_fault(const struct transport *transport);

/* "imap.example.fr:993", for messages. */
const char *transport_peer(const struct transport *transport);
