/* The inside of a watched account, shared by its worker threads. */
#pragma once

#include "source/imap.h"
#include "source/session.h"

/* One connection each for the first mailboxes, one that makes rounds through all others. */
#define WORKERS (IMAP_CONNECTIONS + 1)

struct worker;

struct imap_account {
    const struct account *settings;
    struct runner *runner;
    intake_factory factory;
    void *factory_data;
    bool once;
    void (*finished)(struct imap_account *account, void *data);
    void *finished_data;

    GCancellable *stop; /* breaks connecting, logging in and every pause */
    GCancellable *cut;  /* breaks whatever is left */

    GMutex lock;        /* of what follows */
    GCond ended;
    struct worker *workers[WORKERS]; /* [0] leads: it lists the mailboxes and starts the others */
    guint running;
    bool stopping;
    struct trust *trust;             /* NULL: to be read (again) */
    gint64 refused_until;            /* login or certificate: nobody tries before; monotonic */

    GMutex login;       /* one login at a time, so that a wrong password is tried once */
    GMutex reading;     /* of files: one worker asks for them, the others wait for it */
    struct hush *hush;  /* under `reading`; NULL: nobody connected yet */
};

/* The authorities to trust, read once; the caller drops its reference. */
struct trust *account_trust(struct imap_account *account, GError **error);

/* What keeps the account's secret out of messages; borrowed, until the account is freed. */
struct hush *account_hush(struct imap_account *account);

/* After a refusal nobody of the account tries again for `seconds`. A certificate store that may
 * have been mended is read anew. */
void account_refuse(struct imap_account *account, guint seconds);
/* Seconds until the next try is allowed; 0: now. */
guint account_refused_for(struct imap_account *account);

/* Gives mailbox i to worker i, all that are left to the last one, and starts those needed. */
void account_assign(struct imap_account *account, const GPtrArray *mailboxes);

/* A worker thread ends. */
void account_worker_ended(struct imap_account *account);
