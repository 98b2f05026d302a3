/* A message that is none of ours, from standard input to its end. Internal to launch/. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "triage/triage.h"

/* What was read of it. */
struct head {
    char bytes[TRIAGE_MAX_HEADER];
    size_t length;
    bool whole; /* the empty line that ends the header is there, or the message ended */
};

/* Reads until the header is whole or the room is full. False where reading failed. */
bool head_read(struct head *head);

/* Takes the rest; with `pass` all goes to standard output with X-Vigie on top, as cmd/filter_pass.h
 * says it. False where something failed, which was said on standard error. */
bool message_take(struct head *head, bool pass);
