/* Entries as RFC 5545 components, by libical: the deadline as an event of the whole day, the last
 * call as one of its own, a task where asked for. Pure, and the same for the same entries whenever
 * it is made, so that what did not change need not be written anew.
 *
 * Suspect entries and those without a deadline are left out. Closed ones have no alarm; a dismissed
 * one is CANCELLED. SEQUENCE counts an entry's changes (entry->changes, entry->changed_at).
 *
 * With an organizer it is what a mail carries: METHOD:PUBLISH (RFC 5546, 3.2.1), for who adds it to
 * a calendar of his own. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "cases/entry.h"
#include "detect/right.h"

struct calendar_style {
    const struct right *right;
    const guint8 *key;           /* MARK_KEY_BYTES: makes the UIDs those of this state alone */
    const char *language;        /* "fr" or "en" */
    const GArray *remind_before; /* of int: days; an alarm each */
    bool todo;                   /* a VTODO too */
    bool reveal;                 /* the code in clear */
    const char *organizer;       /* the address that publishes it by mail; NULL: none, no METHOD */
    gint64 published_at;         /* then: when */
};

/* One component in a VCALENDAR of its own, as a folder of items or CalDAV keeps it. */
struct calendar_piece {
    char *uid;      /* [0-9a-z-] only: serves as a file's name */
    char *deadline; /* YYYY-MM-DD */
    bool closed;    /* nothing to do any more: not worth adding where it never was */
    char *text;     /* CRLF, lines of at most 75 octets */
};

/* Of struct calendar_piece, which the array frees. `entries` of struct entry. */
GPtrArray *calendar_pieces(const GPtrArray *entries, const struct calendar_style *style);

/* All of them in one VCALENDAR, for a file or a mail; a NUL stands behind the last byte. */
GBytes *calendar_text(const GPtrArray *entries, const struct calendar_style *style);

/* An event of today that says it is a test. */
struct calendar_piece *calendar_test_piece(const struct calendar_style *style, gint64 now);
void calendar_piece_free(struct calendar_piece *piece);
AUTO_DEFINE(calendar_piece)
