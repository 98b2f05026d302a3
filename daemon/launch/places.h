/* Where things are, as base/places.h finds them, as far as the launcher needs it. What it cannot
 * tell is left to the whole program. Internal to launch/. */
#pragma once

#include <limits.h>
#include <stdbool.h>

#include "launch/call.h"
#include "triage/triage.h"

/* The table that was made from the rules in force; NULL where there is none. Never unmapped. */
const struct triage_image *places_table(void);

/* Whether the spool of the state that `call` means is known to be empty: what a former fault left
 * is for the next filter to take in. */
bool places_spool_is_empty(const struct call *call);

/* Path of the whole program. */
void places_program(char path[PATH_MAX]);
