/* systemd's user units end with the last session of their user, unless he lingers: a watch that then
 * stands still says nothing of it. */
#pragma once

#include <stdbool.h>

/* Whether a unit of ours is enabled for this user's own systemd, and he does not linger. */
bool linger_is_wanting(void);

/* Whether this user lingers. */
bool linger_is_on(void);

/* The warning to print, translated. */
const char *linger_warning(void);
