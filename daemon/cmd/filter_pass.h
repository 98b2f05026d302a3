/* A message on its way through `filter --pass`: byte for byte, with one field on top and without
 * such fields as came in. Pure: bytes in, in pieces of any size, bytes out; memory bounded.
 *
 * On top is below a leading "From " line. The field ends as the first line of the header does. What
 * came in counts as ours whatever its case, and its folded lines with it, up to the empty line that
 * ends the header; the body is never touched. */
#pragma once

#include <glib.h>

#include "base/auto.h"
#include "run/take.h"

/* `value`: what stands behind TAKE_FIELD ": ". */
struct pass *pass_new(const char *value);
void pass_free(struct pass *pass);
AUTO_DEFINE(pass)

/* Appends to `out` what can be said of the bytes so far; pass_end appends the rest, and nothing at
 * all where the message was empty. */
void pass_take(struct pass *pass, const void *bytes, gsize length, GByteArray *out);
void pass_end(struct pass *pass, GByteArray *out);
