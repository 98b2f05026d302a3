/* A copy of the state, as of one moment, which is a state itself: put in the place of one that was
 * lost, or named by --state, it is used as it is. */
#pragma once

#include "store/store.h"

/* Makes the folder `path` (base/folder.h): the database, checked and compacted, and the files that
 * belong to it. Others may use the state meanwhile. EX_CANTCREAT, EX_IOERR. */
bool backup_make(struct store *store, const char *path, GError **error);
