/* The tables, and the way from each older version to this one. */
#pragma once

#include "store/db.h"

/* Makes the tables in a database that is empty. */
bool schema_make(struct store *store, GError **error);

/* Brings the database to the newest schema, in one transaction. EX_IOERR for one from a newer
 * version of the program, and for one without tables: it comes with them, so it was damaged. */
bool schema_bring_up_to_date(struct store *store, GError **error);
