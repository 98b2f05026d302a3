/* Keeps a mail in the spool of a state for the whole program, where that fails: store/spool.h says what
 * lies there. */
#pragma once

#include <limits.h>
#include <stdbool.h>

/* Names: of the folder in a state, of a file that is not whole yet before its own, of each behind it. */
#define SPOOL_FOLDER "spool"
#define SPOOL_UNFINISHED ".new-"
#define SPOOL_SUFFIX ".eml"
/* Bytes of an owner's name, which is part of the file's. */
#define SPOOL_OWNER_MAX 64

struct spool_file {
    int fd; /* to be written to */
    char folder[PATH_MAX], unfinished[PATH_MAX], path[PATH_MAX];
};

/* Makes a file in `state`, and what is missing of its folders; root becomes the owner of the state, for good.
 * `owner`: NULL, or a name as the command line gave it. False where that fails, which was said. */
bool spool_file_begin(struct spool_file *file, const char *state, const char *owner);

/* It is whole, and stays whatever happens to us or to the machine. False where that fails, which was
 * said. */
bool spool_file_commit(struct spool_file *file);

/* Removes one that cannot be made whole. */
void spool_file_drop(struct spool_file *file);
