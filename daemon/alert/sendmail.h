/* The machine's own sendmail, which mostly is setgid, or starts a program that is: it writes into a
 * queue that is not the user's. Where no privileges can be gained it fails, some of them after trying
 * for ever. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Whether `command` (a program with its arguments, as `sendmail` names it) can deliver where no
 * privileges can be gained, as far as can be seen. `code` where it starts a setuid or setgid program:
 * the message names that, and says what to write instead. */
bool sendmail_needs_nothing(const char *command, int code, GError **error);
