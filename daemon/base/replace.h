/* Files that others read while we write them: whole or not at all. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Puts `text` where `file` is: a temporary file beside it, synced, then renamed. The mode is that of
 * the file it replaces, else 0600; a symbolic link stays one. EX_CANTCREAT where something else than
 * a file has that name, or it cannot be made. */
bool replace_file(const char *file, const char *text, GError **error);

/* The same for what others read and nobody misses: mode 0644 where it is new, and not synced. */
bool replace_shared(const char *file, const char *text, GError **error);

/* Whether `file` may be replaced: a file, or nothing yet, has that name; else EX_CANTCREAT. */
bool replace_allowed(const char *file, GError **error);
