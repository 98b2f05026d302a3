/* How Vigie knows its own alerts when they come back, be it as a reply or an inline forward: a keyed
 * MAC in their Message-ID and in one line of their text. Anyone may find a mark; only who holds the
 * key can tell a true one, so that a forger cannot have his mail ignored. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define MARK_KEY_BYTES 32

/* Matches a mark anywhere in a text (PCRE2, case-insensitive: some mailers fold the case). */
#define MARK_PATTERN "vigie\\.[0-9a-f]{16}\\.[0-9a-f]{32}"

/* "vigie.<hash of the alert id>.<mac>", 55 characters of [a-z0-9.]. The caller frees. */
char *mark_new(const guint8 key[MARK_KEY_BYTES], const char *alert_id);

/* Whether `mark` was made with `key`, in whatever case; in constant time. */
bool mark_is_ours(const guint8 key[MARK_KEY_BYTES], const char *mark);

/* Whether a mark may stand in `text`, or in the header of the mail `raw`, at a glance: for what only
 * costs more where it does. */
bool mark_may_be_in(const char *text);
bool mark_may_be_in_header(GBytes *raw);
