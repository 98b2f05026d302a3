/* Signals that end `vigie filter`: who delivers knows 0 and 75 alone. For the launcher, and for the program
 * that it runs. */
#pragma once

#include <sys/types.h>

/* Ends with 75 by TERM, INT, HUP, QUIT, ALRM, USR1 and USR2 from here on, also by one that came while they
 * were held. What is ignored stays so. */
void ends_hear(void);

/* Holds them back until ends_hear or ends_pass_on, across an exec, which would undo what these said. */
void ends_hold(void);

/* Sends them to `child` from here on, whose end is ours; 0: they end us again. */
void ends_pass_on(pid_t child);

/* In a child: it is killed with `parent`, whose mail comes again, and ends with 75 where that is dead
 * already. To be said again where the uid has changed. */
void ends_with(pid_t parent);
