/* Which mailboxes of an account are watched. Pure: the server's list and the configuration in, the
 * mailboxes out. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"

struct mailbox {
    char *name;      /* UTF-8 */
    char *wire;      /* as the server writes it: modified UTF-7, or what it sends instead */
    char delimiter;  /* between levels of the hierarchy; 0: none */
    bool is_junk;    /* \Junk (RFC 6154) */
    guint hidden_as;   /* a number, for its name repeats a secret; 0: it may be shown */
    guint32 stuck_uid; /* a mail that the server could not give, and what its checks weigh */
    guint stuck_weight;
    guint32 stuck_uidvalidity; /* in which that UID means that mail */
    bool is_counted; /* a look came to its end, and after it, */
    guint32 passed;  /* as many mails at most lay at the cursor or below it */
};

/* NULL for a name that no UTF-8 can show, or that holds a control character or what may not
 * go out again (CR, LF). */
struct mailbox *mailbox_from_wire(const char *wire, char delimiter);
struct mailbox *mailbox_from_name(const char *name);
struct mailbox *mailbox_copy(const struct mailbox *mailbox);
/* Takes over what the looks at `old` found: stuck mails, and how many were passed. */
void mailbox_keep(struct mailbox *mailbox, const struct mailbox *old);
void mailbox_free(struct mailbox *mailbox);
AUTO_DEFINE(mailbox)

/* Chooses from `listed` by `wanted` (account->mailboxes; NULL: INBOX and the junk folder). INBOX
 * comes first. A name without wildcard is chosen though it is not listed, so that its failure is
 * told. The caller unrefs (of struct mailbox). */
GPtrArray *mailboxes_choose(const GPtrArray *listed, char *const *wanted);

/* Gives another name to those whose own repeats a secret, after the choice, which goes by the own. */
void mailboxes_hide(const GPtrArray *mailboxes);

/* Whether a mailbox whose name is known in its bytes alone, not as text, might be meant by a pattern of
 * `wanted`. Neither INBOX nor a junk folder has such a name. */
bool mailboxes_may_choose(const char *name, char delimiter, char *const *wanted);

/* The one named `name` among `mailboxes` (of struct mailbox), borrowed; NULL: none. INBOX in whatever case
 * is one. Where many are looked for: in a table of them, which borrows too; the caller unrefs it. */
struct mailbox *mailboxes_find(const GPtrArray *mailboxes, const char *name);
GHashTable *mailboxes_table(const GPtrArray *mailboxes);
struct mailbox *mailboxes_look_up(GHashTable *table, const char *name);

/* Whether `name` matches the LIST pattern: "*" is anything, "%" all but the delimiter. INBOX
 * matches in whatever case. */
bool mailbox_matches(const char *name, char delimiter, const char *pattern);
