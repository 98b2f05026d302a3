/* Messages between our processes: one SEQPACKET packet each, typed, bounded, read strictly. The
 * payload is a GVariant whose type the reader states; anything else, any leftover and anything not
 * in normal form is refused. Copies of a packet are wiped, for some hold passwords. Bytes that are
 * large or foreign (mail) travel as a sealed memfd. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"

/* A packet must fit the default SO_SNDBUF (208 KB) with room to spare. */
#define IPC_MAX_PAYLOAD (128 * 1024)

struct ipc_message {
    guint32 type;
    GVariant *payload; /* NULL: none */
    int fd;            /* -1: none */
};
void ipc_message_clear(struct ipc_message *message);

/* A connected pair, close-on-exec. */
bool ipc_pair(int fds[2], GError **error);

/* Sends one packet; `payload` may be floating or NULL, `fd` -1 or borrowed. Blocks. What the kernel has
 * no room for at the moment is sent again, for some 30 ms. */
bool ipc_send(int socket, guint32 type, GVariant *payload, int fd, GError **error);

/* Receives one packet, blocking. `type_string` of a payload is in the packet and is checked by
 * ipc_expect. FALSE with no error set at the end of the stream. */
bool ipc_receive(int socket, struct ipc_message *message, GError **error);

/* Whether `message` is of `type` with a payload of `type_string` (NULL: none); else EX_SOFTWARE. */
bool ipc_expect(const struct ipc_message *message, guint32 type, const char *type_string,
                GError **error);

/* Bytes to a sealed memfd and back. The caller closes / unrefs. At most `limit` bytes are mapped;
 * a memfd that is not sealed against shrinking is refused. */
int ipc_memfd_new(GBytes *bytes, GError **error);
GBytes *ipc_memfd_bytes(int fd, gsize limit, GError **error);
