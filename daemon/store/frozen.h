/* The database as it lies on a disk that takes no writing (full, or mounted read-only), in memory:
 * SQLite itself must be able to make its shared memory beside a log, and gives up there. */
#pragma once

#include "store/db.h"

#define FROZEN_MOST (512 * 1024 * 1024) /* bytes; a state of ten thousand cases has some 20 MB */

/* Opens store->db on a copy in memory of the database `path`, with what its log (-wal) holds of whole
 * transactions. What is changed there is lost. FALSE where it cannot be read, or another process
 * changes it meanwhile. */
bool frozen_open(struct store *store, const char *path);
