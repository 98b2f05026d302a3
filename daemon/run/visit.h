/* The socket by which other commands ask a running watch to look now. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define VISIT_DONE "done\n"

/* Listens at `control` in the state directory (mode 0600), replacing what a dead watch left. */
int visit_listen(const char *state, GError **error);

/* Asks the watch of `state` to look at all mailboxes and waits until it has. EX_TEMPFAIL where it
 * does not answer. */
bool visit_check(const char *state, GError **error);
