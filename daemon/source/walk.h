/* Finds the mail below a folder: Maildirs with the folders below them (".Archive", or "Archive" where
 * the layout is that of the file system), mbox files, message files, MH folders.
 *
 * A symbolic link that is given is followed. Below, one to a file or to a Maildir is; one to another
 * folder is not, for it may lead to the whole machine. No folder is read twice, whatever leads there.
 * Sockets, devices and what mail programs keep beside the mail (source/content.h) are passed over. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "base/auto.h"
#include "source/maildir.h"

struct walk_file {
    char *path;
    guint64 size, device, inode;
    gint64 changed; /* fresh_changed */
    bool fresh;     /* that was just before: another change may not show */
};

struct walk_ops {
    void (*maildir)(void *data, struct maildir *maildir /* taken */);
    /* Files of `folder`, which is no mail's own; NULL: a file that was given. Of struct walk_file;
     * taken. */
    void (*files)(void *data, const char *folder, GPtrArray *files);
    /* `given`: it is what walk_path was asked for. */
    void (*unreadable)(void *data, const char *path, const char *why, bool given);
    /* Each folder and file that is looked at, as it was before; NULL: one that may lead to mail some day
     * without a change of the folder that it is in. May be NULL: nobody asks. */
    void (*seen)(void *data, const char *path, const struct stat *facts);
};

struct walk;
struct walk *walk_new(const struct walk_ops *ops, void *data);
void walk_free(struct walk *walk);
AUTO_DEFINE(walk)

void walk_path(struct walk *walk, const char *path);
