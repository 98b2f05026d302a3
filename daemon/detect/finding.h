/* What detection says of one message: a plain value that crosses process borders. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "detect/reply.h"

enum kind {
    KIND_NONE,
    KIND_NOTICE,       /* opens a case */
    KIND_REMINDER,     /* the same case again */
    KIND_OPPOSITION,   /* the opposition was registered */
    KIND_ACTIVATION,   /* the profile was activated */
    KIND_UNRECOGNISED, /* an official sender speaks of it, and no rule explains it */
};
const char *kind_name(enum kind kind);               /* as in the JSON */
bool kind_from_name(const char *name, enum kind *kind);

enum authenticity { AUTHENTICITY_UNVERIFIED, AUTHENTICITY_AUTHENTIC, AUTHENTICITY_FORGED };
const char *authenticity_name(enum authenticity authenticity);
bool authenticity_from_name(const char *name, enum authenticity *authenticity);

enum sent_source {
    SENT_UNKNOWN,
    SENT_BODY,         /* a date in the text */
    SENT_ORIGINAL,     /* the date of a forwarded original */
    SENT_DATE,         /* the Date field */
    SENT_RECEIVED,     /* oldest Received of the trusted border, without trust the topmost */
    SENT_INTERNALDATE, /* IMAP */
    SENT_DELIVERY,     /* the file's time */
    SENT_MANUAL,
};
const char *sent_source_name(enum sent_source source); /* NULL for SENT_UNKNOWN */
bool sent_source_from_name(const char *name, enum sent_source *source);

struct finding_case {
    char *code;   /* as printed, case kept, no spaces or separators; NULL where none is shown */
    char *person; /* NULL where none is named */
};

struct finding_date {
    GDate date;
    enum sent_source source;
    bool counts;
    char *excerpt; /* the matched words, or the field */
    char *why;     /* why it counts or not, in English */
};

/* One condition tried. Offsets count bytes of the UTF-8 text of `field`. */
struct finding_trace {
    char *rule, *pattern; /* rule name; "from", "subject", "text 2", "unless 1", "code" or a name */
    char *condition;      /* the key of the rule in which the pattern stands */
    char *field;          /* "from", "subject", "text" */
    bool matched;
    gsize start, end;     /* 0, 0 where it did not match */
    char *excerpt;        /* the matched words in their line, at most 200 bytes; NULL */
    gsize excerpt_start;  /* where in `excerpt` the matched words begin */
};

struct finding {
    enum kind kind;
    char *rule;           /* NULL for unrecognised, and for none unless a rule explains it */
    char *message_id, *from, *subject; /* of the message itself; NULL, NULL, "" where none */
    char *recipient;      /* addr-spec, of a forward the original's; NULL */
    enum authenticity authenticity;
    GPtrArray *reasons;   /* of char * */
    GPtrArray *cases;     /* of struct finding_case; at least one for a notice */
    GDate sent;           /* invalid: unknown */
    enum sent_source sent_source;
    GDate dated;          /* of the Date field of what matched, whatever its kind; invalid: none */
    char *original_id;    /* Message-ID of the forwarded original that matched; NULL */
    char content_hash[65];/* SHA-256 (hex) of the normalised text that matched, first 256 KB */
    char shape[65];       /* of the text of an unrecognised mail, the same for all who get it: names,
                             codes, dates and addresses do not count; "" for the other kinds */
    GPtrArray *dates;     /* of struct finding_date: every date considered */
    GPtrArray *trace;     /* of struct finding_trace; empty unless asked for */
    GPtrArray *faults;    /* of char *: rules that ran into a limit: "FILE:LINE: …" */
    GPtrArray *marks;     /* of char *: what may be marks of Vigie's own alerts (base/mark.h), found
                             in Message-ID, References and text; only the key's holder can tell */
    struct mail_reply *reply; /* to one of our alerts; NULL: none. Its PDF goes apart: a packet could not
                             hold it */
    bool truncated;       /* something of the message was not read */
};

struct finding *finding_new(void);
void finding_free(struct finding *finding);
AUTO_DEFINE(finding)

/* In the order of struct finding. A date is its Julian day (GLib's), 0 where it is unknown. */
#define FINDING_TYPE "(umsmsmssmsuasa(msms)uuumsssa(uubss)a(ssssbttmst)asasm(uasub)b)"

/* For ipc. from_variant refuses (NULL, EX_SOFTWARE) what is not of FINDING_TYPE or holds unknown
 * enum values, invalid UTF-8 or impossible dates. */
GVariant *finding_to_variant(const struct finding *finding);
struct finding *finding_from_variant(GVariant *variant, GError **error);
