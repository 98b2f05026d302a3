/* `vigie status --alert`: what is not well with Vigie itself is told by this very process, through
 * the configured alerts, and not by the keeper or the outbox, for these may be what fails. */
#pragma once

#include "cmd/cmd.h"

/* Tells of each trouble at most once a day; a file in the state remembers, and where that cannot be
 * written it tells all the same. `failed` (NULL: none) names a unit that failed. The exit code of
 * `status`; EX_CONFIG, EX_IOERR … where configuration or state cannot be read, which is told too. */
int status_alert(const struct globals *globals, const char *failed, GError **error);
