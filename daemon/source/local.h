/* One local Maildir, watched: what mbsync, fetchmail or a delivery agent puts there is seen as soon as
 * it lies in new/ (inotify), and by a full look every `poll` seconds, should the kernel lose a notice
 * or have none (NFS). Never changes anything there.
 *
 * The folder itself is INBOX; those below it are named as in IMAP: ".Archive.2024" (Maildir++) is
 * "Archive.2024", "Archive/2024" is "Archive/2024". A mail is known by the unique part of its name.
 * First sight as for IMAP (source/imap.h): candidates of the last `since` days alone are read. */
#pragma once

#include "source/source.h"

struct local_account;

/* Called from the account's thread, with the same data. */
struct local_ops {
    void (*finished)(void *data); /* as imap_account_start */
    void (*troubled)(void *data); /* something could not be read */
};

/* As imap_account_start; `ops` is borrowed. */
struct local_account *local_account_start(const struct account *account, struct runner *runner,
                                          intake_factory factory, void *factory_data, bool once,
                                          const struct local_ops *ops, void *data);

/* Looks at all folders now. Thread-safe. */
void local_account_check_now(struct local_account *account);

/* Finishes the mail in hand, and joins the thread. */
void local_account_stop(struct local_account *account);
void local_account_free(struct local_account *account);

/* For `vigie check`: the folders that would be watched (of char *, UTF-8). EX_UNAVAILABLE. */
bool local_account_probe(const struct account *account, GPtrArray **mailboxes, GError **error);
