/* One reading of one message: what is shared by all that is nested in it. */
#pragma once

#include <gmime/gmime.h>

#include "message/limits.h"
#include "message/message.h"

struct reading {
    guint parts, depth, originals; /* against the limits */
    guint hit;                     /* of enum limit */
    bool wants_pdf;                /* it cites what may be an alert of ours */
    GBytes *pdf;                   /* the first one that it has; NULL */
};

/* What one message, or one alternative of it, says. */
struct body {
    GString *text, *other;
    GPtrArray *hosts;    /* of char *; shared by alternatives */
    GPtrArray *attached; /* of struct message, each followed by its own originals; shared too */
    bool html;           /* the text comes from HTML */
    bool hidden;         /* something in that HTML does not show */
    bool disagrees;      /* some alternative says something else */
};

/* Adds to `body` what `object` and the parts in it say. (body.c) */
void body_read(struct reading *reading, GMimeObject *object, struct body *body);

/* Whether a part of this type and file name (NULL: none) holds a message, which GMime parses by itself
 * only where it is message/rfc822 and not encoded. (body.c) */
bool body_is_message(GMimeContentType *type, const char *file_name);

/* Reads `mime`, which stands in a message/rfc822 part, or `raw`, which holds one encoded, and adds
 * it and the originals in it to `originals`. (parse.c) */
void reading_attached(struct reading *reading, GMimeMessage *mime, GPtrArray *originals);
void reading_attached_raw(struct reading *reading, GBytes *raw, GPtrArray *originals);
