/* The guide as a page in the person's browser. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

/* Where the pages lie. The caller frees. */
char *desktop_page_folder(void);

/* Opens `guide` (plain text) of `entry`, by the portal of the session bus where there is one. */
bool desktop_page_open(GDBusConnection *connection, gint64 entry, const char *guide,
                       GError **error);
