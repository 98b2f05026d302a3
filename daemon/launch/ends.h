/* Signals that end `vigie filter`: who delivers knows 0 and 75 alone. For the launcher, and for the program
 * that it becomes. */
#pragma once

/* Ends with 75 by TERM, INT, HUP and ALRM from here on, also by one that came while they were held. What is
 * ignored stays so. */
void ends_hear(void);

/* Holds them back until ends_hear, across an exec, which would undo what that said. */
void ends_hold(void);
