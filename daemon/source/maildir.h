/* One folder of a Maildir: its new/ and cur/ (never tmp/, where mails are not whole yet). Other
 * programs deliver, move and rename there at any time: a mail is known by the unique part of its
 * name, which stays (cr.yp.to/proto/maildir.html). Nothing is ever changed. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "source/roster.h"

struct maildir;

/* Whether `path` is such a folder: cur/ is there, and new/ or tmp/ beside it. */
bool maildir_is(const char *path);

/* `path` need not exist yet. */
struct maildir *maildir_new(const char *path);
void maildir_free(struct maildir *maildir);
AUTO_DEFINE(maildir)

const char *maildir_path(const struct maildir *maildir);

/* What changes whenever a mail comes, goes or is renamed. NULL where one did in the last seconds: the
 * clock of a file system is coarse, and another one in the same instant would not show. Take it
 * before the list that it is to stand for. The caller frees. */
char *maildir_state(const struct maildir *maildir);

/* The names of all mails, as of now, each mail once, however it is renamed meanwhile. EX_IOERR where a folder
 * cannot be read, with its path. The caller frees. */
struct roster *maildir_list(const struct maildir *maildir, GError **error);

/* The path of the mail that was listed as `name`, wherever it is by now; NULL where it is gone, or the
 * folder cannot be read. `tries` counts from 0: the first is the name itself, another looks anew. Any
 * thread. The caller frees. */
char *maildir_find(struct maildir *maildir, const char *name, guint tries);
#define MAILDIR_TRIES 20

/* The part of `name` that stays: without "cur/" and without ":2,S". The caller frees. */
char *maildir_unique(const char *name);

/* When it was delivered, by the number that the unique part begins with; 0 where that is no time. */
gint64 maildir_delivered(const char *name);
