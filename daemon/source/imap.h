/* One IMAP account, watched: a connection a mailbox for the first few (IDLE, or polling), one that
 * makes rounds for the rest. RFC 3501, 2177 (IDLE), 6154 (\Junk), 4959/7628 (SASL-IR, XOAUTH2).
 * Never changes a mailbox: EXAMINE and BODY.PEEK only.
 *
 * Order, for each mailbox: intake.open → (first sight: header fields of the last `since` days,
 * triage, whole candidates; later: every new mail, its first 256 KB) → intake.mail → advance →
 * success. First sight, a changed UIDVALIDITY: the same look back. The cursor never moves over a
 * UID that was not recorded or judged. */
#pragma once

#include "source/source.h"

#define IMAP_CONNECTIONS 4 /* of one account that IDLE at the same time */

/* What is read of a mail, in a local Maildir (source/local.h) too. */
#define IMAP_MAIL_BYTES (256 * 1024)        /* of each new mail; of a candidate too */
#define IMAP_ANSWER_BYTES (2 * 1024 * 1024) /* of what may answer an alert, a proof attached */

struct imap_account;

/* Starts the threads of `account` (borrowed, with `runner`). `once`: each mailbox is brought up to
 * date, then the threads end, and `finished` is called from the last of them. Else it is called from
 * each that ends though nobody told it to: its intake failed, and its mailboxes are not watched. */
struct imap_account *imap_account_start(const struct account *account, struct runner *runner,
                                        intake_factory factory, void *factory_data, bool once,
                                        void (*finished)(struct imap_account *account, void *data),
                                        void *data);

/* Looks at all mailboxes now: breaks IDLE and every wait, backoff included. Thread-safe. */
void imap_account_check_now(struct imap_account *account);

/* Ends: finishes the mail in hand, logs out, joins the threads. At most `seconds`; after that the
 * connections are cut. */
void imap_account_stop(struct imap_account *account, guint seconds);
void imap_account_free(struct imap_account *account);

/* What is asked beside of an account that can be logged in to. */
struct imap_survey {
    const char *const *domains; /* of senders, ASCII, NULL-terminated */
    GPtrArray *unwatched;       /* of char *: mailboxes not watched that hold their mail */
    guint unsearched;           /* and how many could not be searched, or were too many */
    GPtrArray *recent;          /* of GBytes: From, Received and Authentication-Results fields of
                                   the newest mails of INBOX */
};

/* For `vigie check`: logs in, resolves the mailboxes (of char *, UTF-8), fills `survey` (NULL: none)
 * and logs out. */
bool imap_account_probe(const struct account *account, struct runner *runner, GPtrArray **mailboxes,
                        struct imap_survey *survey, enum trouble *trouble, GError **error);
