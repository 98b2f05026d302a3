/* A dead man's switch: somebody else's server raises the alarm when it is asked no more. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Asks for `url` (https, or http to this machine) by GET, blocking, within a minute; follows no
 * redirect, and reads nothing of the answer. TRUE for 2xx. The error names the host alone, for a path
 * may be a secret. */
bool ping_send(const char *url, GError **error);
