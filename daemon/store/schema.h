/* The tables, and the way from each older version to this one. */
#pragma once

#include "store/db.h"

/* Brings the database to the newest schema, in one transaction. EX_IOERR for one from a newer
 * version of the program. */
bool schema_bring_up_to_date(struct store *store, GError **error);
