/* An IMAP session that only looks: CAPABILITY, STARTTLS, LOGIN, LIST, EXAMINE, SEARCH and FETCH of
 * BODY.PEEK, IDLE, NOOP, LOGOUT. One thread at a time. Every failure is a TROUBLE_ERROR, or
 * G_IO_ERROR_CANCELLED; after any but TROUBLE_MAILBOX the session is of no more use. */
#pragma once

#include "source/mailboxes.h"
#include "source/transport.h"

/* Bytes that the answer to each kind of command may have. */
#define SESSION_COMMAND_BYTES (256 * 1024)
#define SESSION_LIST_BYTES (16 * 1024 * 1024)   /* SEARCH and FETCH of many */
/* The mailboxes of a whole organisation: each is kept twice, as a name and as it is sent. */
#define SESSION_MAILBOXES_MOST 100000
#define SESSION_MAILBOXES_BYTES (10 * 1024 * 1024)

struct session;

/* Seconds that a server may take: `timeout` for a command, a third of it to be connected to, three
 * times as long for a batch of headers or a mail, which may come over a slow line. */
guint session_connect_seconds(const struct server *server);

struct selected {
    guint32 uidvalidity;
    guint32 uidnext; /* a hint, which may be false; 0: the server does not say */
    guint32 exists;
};

struct fetched {
    guint32 uid;
    gint64 internaldate; /* 0 unknown */
    guint64 size;
    GBytes *raw;         /* the header fields, or the mail's beginning */
};
void fetched_free(struct fetched *fetched);
AUTO_DEFINE(fetched)

/* Connects within `seconds`, makes the connection as safe as `server` says and reads the
 * capabilities. `trust` may be NULL for SERVER_CLEARTEXT. `hush`: shared by all sessions of one login;
 * NULL: the session has one of its own. */
struct session *session_open(const struct server *server, struct trust *trust, struct hush *hush,
                             guint seconds, GCancellable *cancel, GError **error);
/* What keeps the secret of `login` out of messages before it is first asked for: it is learned now where it
 * lies at hand (in a file, not from a command that may ask the person); else no words of the server are
 * shown before the login. Blocks. The caller frees. */
struct hush *session_hush_new(const struct login *login, struct runner *runner);
/* With the secret of server->login, which is asked for only now. */
bool session_login(struct session *session, struct runner *runner, GError **error);
void session_set_cancel(struct session *session, GCancellable *cancel);
bool session_offers(const struct session *session, const char *capability);

/* Says goodbye, briefly, where the connection still stands, and frees. */
void session_free(struct session *session);
AUTO_DEFINE(session)

/* All mailboxes that can be selected (of struct mailbox), SESSION_MAILBOXES_MOST at most. */
GPtrArray *session_list(struct session *session, GError **error);

/* Opens `mailbox` read-only; TROUBLE_MAILBOX where the server refuses. */
bool session_examine(struct session *session, const struct mailbox *mailbox,
                     struct selected *selected, GError **error);
/* EXISTS as the server last reported it. */
guint32 session_exists(const struct session *session);

/* UIDs in ascending order (of guint32): of the mails since `day`; of those from `first` on, or up to
 * `last`. `all_from` asks for all, without a set of UIDs, which some servers refuse of an empty mailbox. */
GArray *session_search_since(struct session *session, const GDate *day, GError **error);
GArray *session_search_from(struct session *session, guint32 first, GError **error);
GArray *session_search_to(struct session *session, guint32 last, GError **error);
GArray *session_search_all_from(struct session *session, guint32 first, GError **error);
/* The highest UID that there is; 0: there is none. */
bool session_search_last(struct session *session, guint32 *uid, GError **error);
/* The mails since `day` whose From field holds one of `domains` as mere text (at least one, ASCII). */
GArray *session_search_from_domains(struct session *session, const char *const *domains,
                                    const GDate *day, GError **error);

/* From, Subject and List-Id fields of `count` mails (of struct fetched, ascending UIDs). What has
 * vanished is left out, and what the server cannot give: one such may cost the whole batch. */
GPtrArray *session_fetch_headers(struct session *session, const guint32 *uids, guint count,
                                 GError **error);
/* As session_fetch_headers, but From, Received and Authentication-Results: who vouched for a mail. */
GPtrArray *session_fetch_trace(struct session *session, const guint32 *uids, guint count,
                               GError **error);
/* The first `bytes` of a mail. `*fetched` NULL: it has vanished. TROUBLE_MAILBOX where the server
 * cannot give it. */
bool session_fetch_mail(struct session *session, guint32 uid, guint32 bytes,
                        struct fetched **fetched, GError **error);

enum idle_end { IDLE_NEWS, IDLE_RENEW, IDLE_WOKEN };

/* IDLE until the mailbox, last seen with `exists` mails, may hold new ones; `wake_fd` becomes
 * readable; or `seconds` have passed. A server that offers IDLE and refuses it offers it no more. */
bool session_idle(struct session *session, guint32 exists, int wake_fd, guint seconds,
                  enum idle_end *end, GError **error);
