/* Files that others read while we write them: whole or not at all. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Puts `data` where `file` is: a file beside it (base/beside.h), synced, then renamed, and the
 * folder synced. The mode is that of the file it replaces, else 0600; a symbolic link stays one.
 * EX_CANTCREAT where something else than a file has that name, or the file cannot be made; EX_IOERR
 * where it cannot be written to its end. */
bool replace_bytes(const char *file, const void *data, gsize length, GError **error);

/* The same, but of mode 0600 whatever it replaces. */
bool replace_private(const char *file, const void *data, gsize length, GError **error);

/* As replace_bytes for a text, and a file that the user named: the error says to name another. */
bool replace_file(const char *file, const char *text, GError **error);

/* The same for what others read: mode 0644 where it is new. */
bool replace_shared(const char *file, const char *text, GError **error);

/* Whether `file` may be replaced: a file, or nothing yet, has that name; else EX_CANTCREAT. */
bool replace_allowed(const char *file, GError **error);
