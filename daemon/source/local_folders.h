/* The folders of a local Maildir, by the names that they have in IMAP. */
#pragma once

#include "source/maildir.h"
#include "source/mailboxes.h"

struct local_folder {
    struct mailbox *mailbox;
    struct maildir *maildir;
    char *state;    /* maildir_state as of the last good look; NULL: look */
    int watches[2]; /* inotify, of new/ and cur/; -1: none */
    GHashTable *rewritten; /* unique names of mails that were closed by a writer since that look */
};
void local_folder_free(struct local_folder *folder);

/* Those of the Maildir at `root` that `wanted` (account->mailboxes) chooses. One that is wanted and is
 * not there is among them, so that its failure is told. NULL and TROUBLE_MAILBOX where there is none at
 * `root` nor below it. Where some folder cannot be read, or has the name of another and so is not among
 * them, `*trouble` (the caller frees) tells of the first, and it keeps the others from nothing. Of struct
 * local_folder; the array frees them. */
GPtrArray *local_folders(const char *root, char *const *wanted, char **trouble, GError **error);

/* "Archive.2024" of "/home/jean/Maildir/.Archive.2024" below "/home/jean/Maildir". NULL where the name
 * is none that IMAP could have. The caller frees. Pure. */
struct mailbox *local_folder_name(const char *root, const char *path);

/* Their mailboxes (of struct mailbox, borrowed). The caller unrefs. */
GPtrArray *local_folders_mailboxes(const GPtrArray *folders);
