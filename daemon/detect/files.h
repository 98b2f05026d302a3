/* The data files of a list of directories, where the earlier directory's file hides a later one's
 * of the same name. Internal to detect/. */
#pragma once

#include <glib.h>

/* Paths of all files of `dirs` (NULL-terminated; one that does not exist is skipped) that end in
 * `suffix`: directory by directory, each sorted by name. EX_CONFIG where a directory cannot be
 * read. The caller unrefs. */
GPtrArray *files_find(const char *const *dirs, const char *suffix, GError **error);
