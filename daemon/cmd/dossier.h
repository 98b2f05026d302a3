/* Internal to cmd/: where the files of a dossier go. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Writes `files` (of struct dossier_file) to `path`: an archive where it ends in ".zip", else a
 * folder; mode 0600 and 0700. All of it or nothing: under a name of its own beside it, renamed at the
 * end. What stands there already is never overwritten: EX_CANTCREAT, but for an empty folder. `at`
 * dates the members of an archive. */
bool dossier_write(GPtrArray *files, const char *path, gint64 at, GError **error);
