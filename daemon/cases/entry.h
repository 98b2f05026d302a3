/* One case: a right of one person that lapses on one day. What the store keeps and what everything
 * after it shows. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "detect/finding.h"

enum status {
    STATUS_OPEN,
    STATUS_PROVISIONAL, /* from an unrecognised mail: reminded like an open one */
    STATUS_SUSPECT,     /* forged: waits for the user's word */
    STATUS_EXPIRED,     /* past its deadline: closing the account is what remains */
    STATUS_OPPOSED,
    STATUS_ACTIVATED,
    STATUS_DISMISSED,
};
const char *status_name(enum status status);
const char *status_word(enum status status); /* for people, in their language */
bool status_from_name(const char *name, enum status *status);
bool status_is_closed(enum status status);

struct proof {
    char *file;   /* absolute path below the state; NULL: no proof */
    char *sha256;
    gint64 bytes;
    gint64 at;
};

struct entry {
    gint64 id;
    enum status status;
    char *person, *code, *owner, *note; /* NULL where unknown; the code in clear */
    bool code_locked;                   /* it has a code that cannot be read: its key is not here */
    GDate sent, deadline;               /* invalid: unknown */
    enum sent_source sent_source;
    gint64 last_call;                   /* 0: unknown */
    enum authenticity authenticity;
    char *account, *mailbox;            /* NULL where it came otherwise */
    char *origin;                       /* "imap", "maildir", "mbox", "file", "filter", "milter", "manual" */
    char *message_id;
    char *recipient;
    struct proof proof;
    gint64 created_at, closed_at;       /* closed_at 0: not closed */
    guint changes;                      /* lines of its history: rises with each change */
    gint64 changed_at;                  /* when the last of them was; 0: it is not stored yet */
    gint64 snoozed_until;               /* no reminder before; 0: none was put off */
};

struct entry *entry_new(void);
struct entry *entry_copy(const struct entry *entry);
void entry_free(struct entry *entry);
AUTO_DEFINE(entry)

/* Two entries are one case: `into` takes from `from` the earlier date and what it does not know
 * itself. A guess or a suspicion gives way to what is certain; what is closed or open stays so. */
void entry_merge(struct entry *into, const struct entry *from);

/* The code as anyone may see it: two characters, "****", two characters; all stars below eight
 * characters; NULL for none and while suspect. The caller frees. */
char *entry_code_masked(const struct entry *entry);

/* Days from `today` (a civil date in Paris) to the deadline; negative after it. Call only where the
 * deadline is known. */
int entry_days_left(const struct entry *entry, const GDate *today);
