/* A mail as a person would read it: addresses, subject, dates and readable text, decoded to UTF-8
 * and normalised, with each message forwarded in it. Pure: bytes in, a value out; within named
 * limits whatever the bytes are.
 *
 * Normalised text (of `text`, `other_text`, `subject` and the names of addresses): NFC; each kind
 * of space (U+00A0, U+202F, …) a plain space; zero-width characters and soft hyphens gone; each
 * kind of apostrophe (' ` ´ ‘ ʼ) as ’; bidi controls gone; lines of format=flowed and of
 * quoted-printable joined; runs of spaces one space; at most two newlines in a row. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"

/* Before GMime sees a message. Its own recursion and a million parts would kill the reader. */
#define MESSAGE_MAX_BYTES (2 * 1024 * 1024) /* longer: the first 2 MB count, and `truncated` is set */
#define MESSAGE_MAX_HEADER (256 * 1024)     /* header block; the rest of it is dropped */
#define MESSAGE_MAX_FIELD (32 * 1024)       /* one header field; its end is dropped */
#define MESSAGE_MAX_PARTS 1000
#define MESSAGE_MAX_DEPTH 30                /* multipart and message/rfc822 nesting */
#define MESSAGE_MAX_TEXT (256 * 1024)       /* bytes of readable text, of HTML source to parse */
#define MESSAGE_MAX_ADDRESSES 100
#define MESSAGE_MAX_FORWARDED 10
#define MESSAGE_MAX_RECEIVED 100

struct address {
    char *name;      /* display name, decoded, normalised; "" where none */
    char *addr_spec; /* local@domain, the domain in lower case and as written (A-labels stay) */
    char *domain;    /* "" where there is none */
};

/* One trace field, as far as it can be read. `at` is 0 where its date cannot. */
struct received {
    char *by; /* host after "by", lower case; "" where none */
    gint64 at;
};

/* One Authentication-Results field (RFC 8601), raw and unfolded, and how many Received fields of
 * this message stand above it. See authres.h for its reading. */
struct authres_field {
    char *value;
    guint received_above;
    guint position; /* index among all header fields, the topmost 0: for adjacency */
};

enum message_way { MESSAGE_DIRECT, MESSAGE_ATTACHED, MESSAGE_INLINE };

struct message {
    enum message_way way;    /* how it came: itself, as message/rfc822, or quoted in a text */
    char *message_id;        /* "<x@y>"; NULL */
    GPtrArray *from;         /* of struct address: all addresses of all From fields */
    bool from_doubled;       /* more than one From field or address: never authentic */
    char *subject;           /* decoded, one line; "" where none */
    char *recipient;         /* addr-spec of Delivered-To, X-Original-To, else the first To; NULL */
    gint64 date;             /* the Date field; 0 where none or not readable. For MESSAGE_INLINE: of
                                the quoted header, read in Paris time where it names no zone */
    GPtrArray *received;     /* of struct received, the topmost first */
    GPtrArray *authres;      /* of struct authres_field, the topmost first */
    GPtrArray *references;   /* of char *: In-Reply-To and References, each with brackets */
    bool is_reply;           /* its subject begins with Re: or another mailer's word for it: a forward
                                has In-Reply-To and References as well */
    bool is_list;            /* List-Id or List-Post is there */
    bool is_automatic;       /* a robot wrote it: Auto-Submitted (RFC 3834) or what is older */
    char *text;              /* what a person reads: the HTML's visible text where it has words,
                                else the plain text; cells of a table row joined by TAB, rows and
                                blocks by newline */
    char *other_text;        /* the other alternative where it says something else; NULL */
    GPtrArray *hosts;        /* of char *: hosts of links, lower case, no doubles, at most 100 */
    GPtrArray *notes;        /* of char *: what is odd, in English, to show as reasons: alternatives
                                that disagree, hidden text, doubled fields, limits hit */
    bool truncated;          /* a limit was hit: something was not read */
    GBytes *pdf;             /* the first one attached to what cites an alert of ours; NULL */
    bool pdf_cut;            /* there is one, without its end */
    GPtrArray *forwarded;    /* of struct message, flat: originals at any depth, in order */
};

/* Reads `raw` (with or without a leading mbox "From " line or byte-order mark; LF or CRLF). NULL and EX_DATAERR where
 * it is empty or holds no header field at all. Never more than the limits above. */
struct message *message_parse(GBytes *raw, GError **error);

/* As message_parse, but only the header fields that a first look needs (From, Subject, List-Id):
 * for `candidate`. `raw` may be a bare header block without a body. */
struct message *message_parse_header(GBytes *raw, GError **error);

void message_free(struct message *message);
AUTO_DEFINE(message)

/* Loads what a sandbox would forbid to load later (iconv modules of each charset in use, GMime's
 * and libxml2's tables). Call once, before. */
void message_warm_up(void);

/* The normalisation described above, for one text. The caller frees. */
char *text_normalise(const char *utf8, gssize length);
