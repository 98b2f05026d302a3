/* Why a check failed, as a GError: the code is an enum trouble (source.h), the message what to tell
 * the person. Errors of other domains mean that the daemon is stopping. */
#pragma once

#include "base/hush.h"
#include "source/source.h"

#define TROUBLE_ERROR (trouble_quark())
GQuark trouble_quark(void);

/* Sets an error and returns false, so that a check can end with it. `error` may be NULL. */
bool trouble_set(GError **error, enum trouble trouble, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Whether `error` is a trouble, as distinct from an end. */
bool trouble_is(const GError *error, enum trouble trouble);

/* What a server said, fit for one line of a message: printable, at most 200 bytes, valid UTF-8, and in
 * place of a text that may repeat a secret the word that it is not shown. Every text of a server that
 * comes into a message, a log or the state goes through here. The caller frees. */
char *trouble_quote(struct hush *hush, const char *text);
