/* A message, from standard input to its end. Internal to launch/. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "triage/triage.h"

/* What was read of it. (Never set to zeros as a whole: that takes longer than to look at a mail.) */
struct head {
    int before; /* read to its end before standard input, of which it holds what was read */
    size_t length;
    bool whole; /* the empty line that ends the header is there, or the message ended */
    char bytes[TRIAGE_MAX_HEADER];
};

#define NOTHING_BEFORE (-1)

/* Reads until the header is whole or the room is full. False where reading failed, which was said. */
bool head_read(struct head *head, int before);

/* Whether the message begins as a mail does; what else may come before a header is not for us. */
bool head_is_plain(const struct head *head);

/* Takes the rest. `verdict`: all goes to standard output with X-Vigie on top, as cmd/filter_pass.h says it, of
 * a head that is plain; NULL: it does not. `copy`: all goes into this file too; -1: it does not. False
 * where something failed, which was said on standard error. */
bool message_take(struct head *head, const char *verdict, int copy);

/* Reads on, and gives a file of what was read and of that, as `filter --head-fd` takes it: the message where
 * that is no longer than what a reader takes, else its begin (`*whole` says which). -1 where that fails,
 * which was said. The caller closes. */
int message_hold(const struct head *head, bool *whole);
