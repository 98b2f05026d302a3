/* Private to run/milter*.c: the process with libmilter's threads. */
#pragma once

#include "run/milter_plan.h"

struct milter_worker;

/* More recipients than these get one entry without an owner between them: a mail with a code is
 * for one household, and every entry is a transaction within MILTER_SECONDS. */
#define MILTER_OWNERS_MAX 50

/* One mail on its way. */
struct milter_mail {
    GPtrArray *owners; /* of char *: the recipients, each once; NULL stands for those beyond */
    GByteArray *raw;   /* as much of it as a reader takes, and a byte more */
};

/* Serves until the master says to stop. What is served is what milter_session_listen opened.
 * Ends the process. */
void milter_worker_main(const struct milter_options *options, struct milter_plan *plan /* taken */,
                        int control) G_GNUC_NORETURN;

/* Between these the worker does not end (within MILTER_SECONDS). From any thread. */
void milter_worker_begin(struct milter_worker *worker);
void milter_worker_end(struct milter_worker *worker);

/* Reads and records `mail`. What stands in the field X-Vigie (the caller frees); NULL where
 * something is wrong with us: all is said, and the mail is kept where that could be. Takes the
 * bytes out of `mail`. Blocks MILTER_SECONDS at most; from any thread. */
char *milter_worker_take(struct milter_worker *worker, struct milter_mail *mail);
