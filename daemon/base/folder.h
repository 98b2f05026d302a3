/* Folders that are whole or not there. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Writes the members into `folder`, each of them synced. */
typedef bool folder_fill(const char *folder, gpointer data, GError **error);

/* Makes the folder `path`, mode 0700, which must not exist, or be empty: filled under another name
 * beside it (base/beside.h), then renamed, and durable then. Where that fails nothing stays (only a disk
 * that fails last of all leaves it). EX_CANTCREAT, or what `fill` says. */
bool folder_make(const char *path, folder_fill *fill, gpointer data, GError **error);
