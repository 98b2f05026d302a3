/* Mails that `filter` could not record at once: one file each below spool/, raw as they came, written
 * under a name that starts with a dot, synced, then renamed. The time of change is that of delivery. */
#pragma once

#include <glib.h>

struct spooled {
    char *path;
    gint64 received;
};

/* Of struct spooled, by name; empty where there is no spool. */
GPtrArray *spool_files(const char *state);
