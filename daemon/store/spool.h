/* Mails that `filter` or `milter` could not record at once: one file each below spool/, raw as they
 * came, for `watch` or the next `filter` to read. The time of change is that of delivery.
 *
 * A file is written under a name that starts with a dot, synced, renamed, and the folder synced:
 * what has no dot is whole. Its writer holds a lock on it until then, so that what a dead one left
 * is known by the lock that nobody holds. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "launch/spool.h"

struct spooled {
    char *path;
    const char *source; /* "filter" or "milter", as origins are recorded; static */
    char *owner;        /* NULL: none */
    gint64 received;
};

/* Of struct spooled, by name, the oldest first; empty where there is no spool. NULL and EX_IOERR where
 * there is one that cannot be read: what lies in it waits for somebody to mend that. */
GPtrArray *spool_files(const char *state, GError **error);

/* As much of a file as a reader takes, and a byte more, so that it is seen to be cut. */
GBytes *spool_read(const char *path, GError **error);

/* What it holds is recorded. No error where another process was faster. */
bool spool_remove(const char *path, GError **error);

/* Removes what writers left that died before they had written all: nobody was told that it is
 * kept. Whoever takes the spool in does so first. */
void spool_sweep(const char *state);

/* One filter at a time takes in what lies here, so that not each of many reads it all. The
 * descriptor to close; -1 where there is no spool, or another has it. */
int spool_lock(const char *state);

/* Writing. EX_CANTCREAT, EX_IOERR. */
struct spool_writer;
/* `source` as in struct spooled; `owner`: NULL, or at most SPOOL_OWNER_MAX bytes. */
struct spool_writer *spool_begin(const char *state, const char *source, const char *owner,
                                 GError **error);
bool spool_write(struct spool_writer *writer, const void *data, gsize length, GError **error);
/* It is whole, and stays whatever happens to us or to the machine. `received` is its time. */
bool spool_commit(struct spool_writer *writer, gint64 received, GError **error);
/* Removes what was not committed. */
void spool_writer_free(struct spool_writer *writer);
AUTO_DEFINE(spool_writer)
