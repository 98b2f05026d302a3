/* Authentication-Results (RFC 8601) of authserv-ids that the user trusts.
 *
 * What counts: the topmost field with a trusted id and those with one directly adjacent to it, if
 * every Received above it has a `by` host in that id's registrable domain, or a private or internal
 * one. It relies on the border's stripping its own id from incoming mail, as RFC 8601 section 5
 * requires. Comments and quoted strings are parsed, never searched. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "message/message.h"

enum auth_verdict {
    AUTH_SILENT, /* nothing trusted speaks of this domain */
    AUTH_PASSED, /* dmarc=pass for the From domain, or dkim=pass aligned with it */
    AUTH_FAILED, /* dmarc=fail for the From domain */
};

/* What trusted fields of `message` say of its From domain. `trust`: lower-case authserv-ids, NULL-
 * terminated. Appends to `reasons` (of char *, English, one sentence each) what decided. More than
 * one From address is AUTH_SILENT at best. SPF alone never passes. */
enum auth_verdict authres_verdict(const struct message *message, const char *const *trust,
                                  GPtrArray *reasons);

/* The registrable domain (public suffix list) of `host`; `host` itself where it has none. Frees. */
char *authres_registrable(const char *host);
