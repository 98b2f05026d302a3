/* The file that holds the keys of a state's codes: one to a line, of 64 hexadecimal digits; the first
 * seals, all open. A line with the key of former days, put below, opens what that one sealed. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/runner.h"

#define KEYFILE_KEY_BYTES 32
#define KEYFILE_MOST 8 /* keys in use at once: one, and what was in use before */

/* Reads at most `most` keys into `keys` and sets `*count`. `runner` opens the file (NULL: here).
 * `private`: refuses a file that is open to other users. EX_NOINPUT where there is no file, EX_NOPERM,
 * EX_DATAERR where it holds no keys: the message names the file and the remedy. */
bool keyfile_read(const char *path, const struct runner *runner, bool private,
                  guint8 (*keys)[KEYFILE_KEY_BYTES], guint most, guint *count, GError **error);

/* Makes the file with a new key, of mode 0600, whole and synced with its folder, or not at all. TRUE
 * too where another process was faster: whose key it is, reading tells. EX_CANTCREAT. */
bool keyfile_make(const char *path, GError **error);
