/* A copy of the configuration by which a watch last ran well, in its state: by whose alerts it can be
 * told that the configuration itself is broken (`vigie status --alert`). */
#pragma once

#include "base/settings.h"

/* Puts what stood in `settings->file` into `state` (mode 0600), where that does not hold it already.
 * EX_CANTCREAT, EX_IOERR. */
bool last_good_keep(const struct settings *settings, const char *state, GError **error);

/* The copy in `state`. Its commands would run as ours: it must be of our own user (who acts for another
 * becomes him first) and writable to no other (EX_NOPERM). EX_NOINPUT where there is none; EX_CONFIG
 * where it is good no longer, as by an unset ${X}. The caller frees. */
struct settings *last_good_load(const char *state, GError **error);
