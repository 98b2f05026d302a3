/* Authentication-Results (RFC 8601) of authserv-ids that the user trusts.
 *
 * What counts: the topmost field with a trusted id and those with one directly adjacent to it, if
 * every Received above it has a `by` host in that id's registrable domain, or a private or internal
 * one. Of several that speak of DMARC, those below the topmost can say only that it failed. It
 * relies on the border's stripping its own id from incoming mail, as RFC 8601 section 5 requires.
 * Comments and quoted strings are parsed, never searched. */
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

/* Whether `message` holds results that count, whatever they say. */
bool authres_counts(const struct message *message, const char *const *trust);

/* Whose results stand where those of a trusted id would count: the authserv-id of the topmost
 * Authentication-Results field, in lower case. NULL where there is no such field, where it names no
 * id (Outlook's), or where a foreign Received stands above it. A proposal to the user and no more:
 * that nobody else wrote it is what only trust can say. The caller frees. */
char *authres_border(const struct message *message);

/* Whether `host` is named below a domain that no public DNS has (.local, .lan …). */
bool authres_is_private_name(const char *host);

/* The registrable domain (public suffix list) of `host`; `host` itself where it has none. Frees. */
char *authres_registrable(const char *host);
