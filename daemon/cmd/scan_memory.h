/* What earlier scans read, and this one has: an unchanged Maildir is known by its time of change, in a
 * changed one the mails by their unique names, other files by inode, size and time, an mbox by these
 * and by how far it was read. In any doubt it is read again: identities keep doubles out. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/cmd.h"
#include "source/maildir.h"
#include "source/walk.h"
#include "store/store.h"

struct scan_memory;

/* For scans by these rules and this trust. NULL with an error where rules or state cannot be read.
 * Nothing is remembered where `store` is NULL. */
struct scan_memory *scan_memory_new(const struct globals *globals, const struct settings *settings,
                                    struct store *store, bool thorough, GError **error);
void scan_memory_free(struct scan_memory *memory);
AUTO_DEFINE(scan_memory)

/* By which a file is known again, as a mail of a Maildir is by the key of its name; 0: not to be
 * remembered. */
guint64 scan_memory_key_of_file(const struct walk_file *file);

/* Opens the memory of a Maildir, whose every mail is then asked for once; before it is listed. Where it
 * is unchanged `*known` says how many are known and it need not be listed; else -1. */
struct scan_notes;
struct scan_notes *scan_memory_maildir(struct scan_memory *memory, const struct maildir *maildir,
                                       gint64 *known);
/* The same of the files in a folder. */
struct scan_notes *scan_memory_files(struct scan_memory *memory, const char *folder);
bool scan_notes_know(struct scan_notes *notes, guint64 key);
/* Whether no mail at all is known there; then `count` of them have been asked for. */
bool scan_notes_know_none(struct scan_notes *notes, guint count);
/* How many mails of an unchanged Maildir the next scan will know; -1 where it will look anew. */
gint64 scan_notes_next(const struct scan_notes *notes);
/* It was read and recorded. */
void scan_notes_add(struct scan_notes *notes, guint64 key);

/* Whether an mbox is as it was when all of it had been read. */
bool scan_memory_knows_mbox(const struct scan_memory *memory, const struct walk_file *file);
/* How far it was read: where that still is the end of a message, else 0. Any thread. */
guint64 scan_memory_mbox_start(const struct scan_memory *memory, const char *path);
/* It was read and recorded as far as `mark` (scan_memory_mark) says; `state` (scan_memory_mbox_state)
 * NULL: not to its end. Takes both. */
void scan_memory_read_mbox(struct scan_memory *memory, const char *path, char *state, GBytes *mark);
char *scan_memory_mbox_state(const struct walk_file *file);
GBytes *scan_memory_mark(const char *path, guint64 offset);

bool scan_memory_save(struct scan_memory *memory, GError **error);
