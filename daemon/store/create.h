/* The first database of a state: it comes with its tables and its key, or not at all, so that one
 * without them is known to be damaged. */
#pragma once

#include "store/db.h"

/* Makes `path` in `directory`. TRUE also where another process was faster. EX_CANTCREAT, EX_IOERR. */
bool create_database(const char *directory, const char *path, GError **error);

/* The key of the marks into a database that has none; where another process was faster its key
 * stays. */
bool create_key(struct store *store, GError **error);
