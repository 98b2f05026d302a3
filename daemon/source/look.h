/* One look at one mailbox, from EXAMINE to success: what is new goes to the intake. */
#pragma once

#include "source/session.h"
#include "source/source.h"

struct look {
    struct session *session;
    struct intake *intake;
    const struct account *account;
    struct mailbox *mailbox;
    GCancellable *stop;    /* between two mails */
    guint32 exists;        /* set: how many mails the mailbox held when it was searched */
    guint32 arrived;       /* set: how many more SEARCH found, which came since EXAMINE */
};

/* False: a trouble (TROUBLE_MAILBOX: of this mailbox alone), or the end of the daemon. */
bool look_at(struct look *look, GError **error);
