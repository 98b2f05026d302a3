/* The inside of a session, for session.c, login.c, fetch.c, idle.c and list.c alone. */
#pragma once

#include "source/session.h"

struct session {
    const struct server *server;
    struct transport *transport;
    mailimap *imap;
    GHashTable *capabilities; /* set of char *, upper case */
};

/* Allows `bytes`, and the time for a short answer or for a long one. */
void session_begin(struct session *session, guint64 bytes);
void session_begin_long(struct session *session, guint64 bytes);

/* The end of a command that libetpan answered with `code`. True: done, or refused with NO (then
 * `*refused`). Else the connection is given up and `error` says why. */
bool session_ended(struct session *session, int code, bool *refused, GError **error);

/* The server's text to the last command, quoted for a message. The caller frees. */
char *session_said(const struct session *session);

/* Sends the next tag and `rest` as one line. libetpan's own code. */
int session_send(struct session *session, const char *rest);

/* The answer to the whole command, whose last line was read: for session_ended. */
int session_answer(struct session *session);

/* Sends a command that libetpan has no word for, and reads to its end: for session_ended. */
int session_command(struct session *session, const char *command);

/* Asks anew what the server can do: not what it said before TLS or before the login. */
bool session_ask_capabilities(struct session *session, GError **error);
