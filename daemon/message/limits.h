/* What is cut off a message before GMime sees it, and which limits were hit on the way. */
#pragma once

#include <glib.h>

enum limit {
    LIMIT_BYTES = 1 << 0,     /* MESSAGE_MAX_BYTES */
    LIMIT_HEADER = 1 << 1,    /* MESSAGE_MAX_HEADER, MESSAGE_MAX_FIELD, too many or odd addresses */
    LIMIT_PARTS = 1 << 2,     /* MESSAGE_MAX_PARTS, MESSAGE_MAX_DEPTH */
    LIMIT_TEXT = 1 << 3,      /* MESSAGE_MAX_TEXT, and HTML that is made to be slow */
    LIMIT_FORWARDED = 1 << 4, /* MESSAGE_MAX_FORWARDED */
};

struct limited {
    GBytes *bytes; /* begins with the first header field */
    guint fields;  /* in the header */
    guint hit;     /* of enum limit */
};

/* `raw` within the limits: without a leading byte-order mark, mbox line or blank lines, without lines
 * in the header that are no field. `header_only`: without the body. The caller unrefs the bytes. */
struct limited limits_cut(GBytes *raw, gboolean header_only);

/* One English sentence for each limit in `hit`, added to `notes` (of char *). */
void limits_note(guint hit, GPtrArray *notes);
