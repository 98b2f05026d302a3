/* Where things are, as base/places.h finds them, as far as the launcher needs it. What it cannot
 * tell is left to the whole program. Internal to launch/. */
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "launch/call.h"
#include "triage/triage.h"

/* A stamp of the rules in force; false where it cannot be told. */
bool places_rules_stamp(uint64_t stamp[2]);

/* A file, or a part of one, in memory; never unmapped. */
struct mapped {
    const void *bytes;
    size_t size;
};

/* Whether this very scan was answered before, and nothing changed since: then `text` is what it says. */
bool places_scan_is_known(char *const *argv, struct mapped *text);

/* The table that was made from the rules in force; NULL where there is none. Never unmapped. */
const struct triage_image *places_table(void);

/* Whether all is known to be well: the configuration that `call` means is one that the whole program
 * has found good, or there is none, and the spool of its state is empty. A broken configuration is
 * for the whole program to tell, what a former fault left for the next filter to take in. `state` becomes
 * the state's folder, whether all is well or not; "" where it cannot be told. */
bool places_are_well(const struct call *call, char state[PATH_MAX]);

/* Path of the whole program; `reads`: of the one with fewer libraries that scan and filter need, where it is
 * there. */
void places_program(char path[PATH_MAX], bool reads);
