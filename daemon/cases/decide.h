/* What a message means for the cases already known: opens one, joins one, closes one, or asks the
 * person. Pure: the contract's section "Cases" in code. In doubt two entries, never one: a double
 * costs a glance, a merge of two people costs a right. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "cases/entry.h"
#include "cases/event.h"
#include "detect/finding.h"
#include "detect/right.h"

/* Where a message was read. */
struct origin {
    const char *owner, *account, *mailbox; /* NULL where there is none */
    const char *source;                    /* "imap", "maildir", "mbox", "file", "filter", "milter" */
    gint64 received;                       /* when it arrived there; 0 unknown */
    GBytes *original;                      /* the mail, where it is to be kept; NULL */
};

/* What an identity speaks of; its value is a Message-ID or a hash. */
#define IDENTITY_MESSAGE "m:"
#define IDENTITY_TEXT "t:"
#define IDENTITY_CODE "c:" /* identity_of_code */
#define IDENTITY_CONFIRMATION "k:" /* a confirmation's name: it is taken once */
#define IDENTITY_ANSWER "a:" /* a person's answer to an alert, so that it is taken once */

/* That of a code which the person has replaced, and which the mail still shows: a hash, since a
 * code that nobody needs any more is not kept. The caller frees. */
char *identity_of_code(const char *code);

/* What a confirmation is told from others by: its Message-ID; where it has none a hash of its text and
 * its recipient, since one text goes to several of a household. The caller frees. */
char *confirmation_name(const struct finding *finding);

/* One case of the same owner, with all by which its mails were known. */
struct known {
    struct entry *entry;   /* its status as of now (expired, not open, past its deadline) */
    GHashTable *identities;/* set of char *: prefix and value */
    GHashTable *forged;    /* the subset that forged messages brought */
};
struct known *known_new(struct entry *entry /* taken */);
void known_free(struct known *known);

enum act {
    ACT_OPEN,   /* insert `entry` */
    ACT_UPDATE, /* `entry` is how the known one with its id is to be */
    ACT_SEEN,   /* nothing but further identities of that entry */
    ACT_ASK,    /* nothing: the person must say which case is meant */
};

struct decision {
    enum act act;
    struct entry *entry;    /* NULL for ACT_ASK */
    GPtrArray *identities;  /* of char *: to remember for the entry */
    bool forged;            /* these came with a forged message */
    GPtrArray *history;     /* of char *: what to note, in English */
    bool tells;             /* raise `event` */
    enum event event;
    char *detail;           /* for the alert; NULL */
    GArray *candidates;     /* of gint64: the entries that ACT_ASK speaks of */
};
void decision_free(struct decision *decision);

/* One decision for each case of `finding` (none for KIND_NONE, or where a forged message must change
 * nothing). `known` are the cases of origin->owner. */
GPtrArray *decide(const struct finding *finding, const struct origin *origin,
                  const GPtrArray *known /* of struct known */, const struct right *right,
                  gint64 now);

/* The status as of `now`: an open or provisional entry past its deadline is expired. */
enum status decide_status(enum status stored, const GDate *deadline, gint64 now);
