/* Originals that are quoted in a text, header fields and all: forwarded inline. */
#pragma once

#include "message/message.h"

/* Adds each original quoted in `text` (normalised) to `originals` (of struct message), at most
 * `room` of them; returns whether there were more. A reply that quotes ("Le …, X a écrit :") holds
 * none. */
bool forward_find(const char *text, guint room, GPtrArray *originals);

/* `text` with the first line « Le …, X <a@b> a écrit : » made the header that forward_find knows: what
 * a mail whose subject says that it forwards quotes so is no reply. NULL where there is none; the
 * caller frees. */
char *forward_attributed(const char *text);
