/* The master's children and the sockets to them. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "run/plan.h"

struct children {
    pid_t keeper, fetcher, reader; /* 0: none */
    int control;                   /* to the keeper; each -1: none */
    int keeper_runner, fetcher_runner;
    int watchlock;                 /* borrowed */
};
#define CHILDREN_NONE { .control = -1, .keeper_runner = -1, .fetcher_runner = -1, .watchlock = -1 }

/* Starts keeper, fetcher and reader by `plan`, none of them running. */
bool children_start(struct children *children, const struct plan *plan, int watchlock,
                    GError **error);

/* Kills the reader there is and gives the keeper the channel of a new one. */
void children_replace_reader(struct children *children, const struct plan *plan);

/* Asks the keeper to end (it asks the fetcher). */
void children_stop(struct children *children);
void children_kill(struct children *children);
/* The same, and waits for them and for those that run a command, some seconds at most: nothing of
 * ours outlives the master. SIGCHLD must be blocked. */
void children_bury(struct children *children);
bool children_are_gone(const struct children *children);

/* Which child `pid` was; its sockets are closed. */
enum child { CHILD_KEEPER, CHILD_FETCHER, CHILD_OTHER };
enum child children_ended(struct children *children, pid_t pid);

/* `fd` -1 or borrowed. False where it cannot be told, or there is none. */
bool children_tell_keeper(struct children *children, guint32 type, int fd);
