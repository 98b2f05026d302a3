/* Names beside what is being made, under which it is made until it is whole: ".NAME.XXXXXX". The
 * maker holds a lock on them, so that what a dead one left is known by the lock that nobody holds. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Makes a file (mode 0600), or a folder (mode 0700), beside `path`, after removing what dead makers
 * of `path` left. The open descriptor, which is the lock: to be closed once `*own` (the caller
 * frees) is renamed or removed. -1 with errno, and `*own` NULL. */
int beside_make_file(const char *path, char **own);
int beside_make_folder(const char *path, char **own);

/* Removes what was made by beside_make_folder, and all it holds. */
void beside_remove_folder(const char *own);

/* Gives what was made its name, where nothing has it yet: FALSE and EEXIST where something has. */
bool beside_put(const char *own, const char *path);

/* Removes from `folder`, in which nobody else makes files, the files that dead makers of anything
 * left; their folders go when that folder is made again. */
void beside_sweep(const char *folder);
