/* Where mail comes from, and whom it is handed to. A source runs in threads of its own, keeps no
 * state on disk, and moves on only when the intake has answered that the mail is durably recorded:
 * what it forgets in a crash it is told again by the next `open`. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "base/runner.h"
#include "base/settings.h"
#include "source/mailboxes.h"

/* Seconds between two looks: `poll`, but no more than this, for an hour of silence (BLIND_SECONDS) is told
 * as blindness. */
#define SOURCE_POLL_MOST (50 * 60)
static inline guint source_poll(const struct account *account)
{
    return MIN(account->poll, SOURCE_POLL_MOST);
}

/* A place in a mailbox: everything up to `uid` is recorded. uidvalidity 0: never seen. Where mails
 * have names, {1, 0} says that the first sight is over, and `known` tells the rest. */
struct cursor {
    guint32 uidvalidity, uid;
};

struct mail {
    const char *mailbox; /* UTF-8 */
    guint32 uidvalidity, uid;
    const char *name;    /* of a Maildir's message: the unique part of its name; NULL: it has a UID.
                            The entry says "maildir" of the one, "imap" of the other */
    gint64 internaldate; /* or when a file was delivered; 0 unknown */
    guint64 size;        /* RFC822.SIZE, of which `raw` may be the beginning */
    GBytes *raw;
};

/* Why a check failed; each is told to the person and retried in its own way. */
enum trouble {
    TROUBLE_UNREACHABLE, /* name, connection, time-out, BYE: backoff up to 5 minutes */
    TROUBLE_LOGIN,       /* refused: one alert, then slowly (an hour) */
    TROUBLE_CERTIFICATE, /* refused: one alert, then slowly (5 minutes): somebody in between? */
    TROUBLE_MAILBOX,     /* it, or a mail in it, does not exist or may not be read */
    TROUBLE_SECRET,      /* the password could not be had (command failed, file mode) */
    TROUBLE_PROTOCOL,    /* the server does not speak IMAP as it should, or ran over a limit */
};
const char *trouble_name(enum trouble trouble);

/* What the source hands its mail to, one a worker thread (never shared). Every call blocks until
 * the answer is there; FALSE with an error means that the daemon is stopping. */
struct intake;
struct intake_ops {
    /* A look at `mailbox` begins: its cursor; {0, 0} at first sight. */
    bool (*open)(struct intake *intake, const char *mailbox, struct cursor *cursor, GError **error);
    /* Which of `headers` (of GBytes: From, Subject, List-Id fields) are candidates: sets one bool
     * each. */
    bool (*triage)(struct intake *intake, GPtrArray *headers, bool *candidate, GError **error);
    /* One mail, read, judged and recorded when this returns TRUE. Does not move the cursor when
     * `first_sight` (candidates are not fetched in order); else it moves to mail->uid. */
    bool (*mail)(struct intake *intake, const struct mail *mail, bool first_sight, GError **error);
    /* Moves the cursor over what needs no reading. `seen`: messages looked at since the last call. */
    bool (*advance)(struct intake *intake, const char *mailbox, const struct cursor *to, guint seen,
                    GError **error);
    /* Of a mailbox whose messages have names and no UIDs: which of `names` (of GBytes: all that lie
     * there now) are dealt with; sets one byte each. A name that is not among them is forgotten. */
    bool (*known)(struct intake *intake, const char *mailbox, const GPtrArray *names, guint8 *known,
                  GError **error);
    /* These (of GBytes) are dealt with: they need no reading. */
    bool (*dealt)(struct intake *intake, const char *mailbox, const GPtrArray *names,
                  GError **error);
    /* The mailboxes of the account that are watched from now on (of struct mailbox); of any other
     * nothing is to be expected. May be NULL. */
    bool (*watched)(struct intake *intake, const GPtrArray *mailboxes, GError **error);
    /* The mailbox was looked at to its end just now. */
    bool (*success)(struct intake *intake, const char *mailbox, GError **error);
    /* A check failed; `mailbox` NULL: of the whole account. `text`: what is wrong and what to do. */
    bool (*failure)(struct intake *intake, const char *mailbox, enum trouble trouble,
                    const char *text, GError **error);
    void (*free)(struct intake *intake);
};
struct intake {
    const struct intake_ops *ops;
};

/* Makes an intake for one more worker thread of `account`. Called from any thread. */
typedef struct intake *(*intake_factory)(const struct account *account, void *data, GError **error);
