/* Why a check failed, as a GError: the code is an enum trouble (source.h), the message what to tell
 * the person. Errors of other domains mean that the daemon is stopping. */
#pragma once

#include "source/source.h"

#define TROUBLE_ERROR (trouble_quark())
GQuark trouble_quark(void);

/* Sets an error and returns false, so that a check can end with it. `error` may be NULL. */
bool trouble_set(GError **error, enum trouble trouble, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Whether `error` is a trouble, as distinct from an end. */
bool trouble_is(const GError *error, enum trouble trouble);

/* What a server said, fit for one line of a message: printable, at most 200 bytes, valid UTF-8. The
 * caller frees. */
char *trouble_quote(const char *text);
