/* One look at one folder of a local Maildir: what is new goes to the intake. */
#pragma once

#include "source/local_folders.h"
#include "source/source.h"

struct local_look {
    const struct account *account;
    const struct runner *runner; /* opens a mail that is a link to where we may not read */
    struct intake *intake;
    struct local_folder *folder;
    GCancellable *stop; /* between two mails */
    bool unsettled;     /* set: some mail may still be in writing; look again soon */
    struct cursor cursor; /* set */
    GError *trouble;      /* of the first mail that could not be read; within local_look_at */
};

/* False: a trouble (TROUBLE_MAILBOX: of this folder), or the end of the daemon. A mail that cannot be
 * read keeps no other from being read. */
bool local_look_at(struct local_look *look, GError **error);
