/* A guard between the network and libetpan's parser, which trusts the server too much: it allocates
 * whatever a literal announces, keeps an endless line and every answer that nobody asked for, and
 * recurses into each parenthesis until the stack ends. Bytes go through wire_feed first; what it
 * refuses never reaches the parser. It reads as libetpan does, and where the two could differ it
 * refuses. Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define WIRE_MAX_DEPTH 24    /* parentheses; an ENVELOPE, which we never ask for, has 4 */
#define WIRE_MAX_LINE 600    /* of a line, what is kept to know its kind and to quote a BYE: more than is
                                shown of it, so that what is cut there was judged (base/hush.h) */
#define WIRE_MAX_DIGITS 10   /* of a literal's length */
#define WIRE_MAX_STRUCTURE (1024 * 1024) /* bytes of one answer outside literals: the parser makes
                                            some twenty of each */

enum wire_state {
    WIRE_LINE,    /* the beginning of a line, not yet known what it is */
    WIRE_TEXT,    /* text for people: no structure in it */
    WIRE_DATA,    /* FETCH, LIST, SEARCH … */
    WIRE_QUOTED,
    WIRE_ESCAPED, /* after a backslash in a quoted string */
    WIRE_COUNT,   /* in {…} */
    WIRE_COUNTED, /* after it: only the end of the line may come */
    WIRE_LITERAL,
};

struct wire {
    enum wire_state state;
    guint depth;
    bool negative;              /* {-5}, sent by a provider for an empty literal */
    guint digits;
    guint64 literal;            /* bytes of it still to come */
    guint64 structure;          /* bytes outside literals so far; the caller sets it to 0 */
    guint64 allowed;            /* such bytes beyond WIRE_MAX_STRUCTURE */
    char line[WIRE_MAX_LINE];   /* its beginning */
    guint length;
    char bye[WIRE_MAX_LINE];    /* the text of a BYE, "" where none came */
};

/* Judges `size` more bytes. `limit`: the longest literal that may still come. NULL, or what is
 * wrong with them, a constant. */
const char *wire_feed(struct wire *wire, const char *bytes, gsize size, guint64 limit);

/* Whether a line, or its beginning, is text for people (a status, tagged or not; a continuation), so that
 * nothing in it announces a literal. */
bool wire_is_text(const char *line);

/* Whether the byte that was judged last may lie in the response code of a status line: "[…]". */
bool wire_is_in_code(const struct wire *wire);
