/* The whole program, which the launcher becomes, or runs. Internal to launch/. */
#pragma once

enum program { PROGRAM_WHOLE, PROGRAM_SCAN, PROGRAM_FILTER };

/* Returns only where it cannot be run, which was said: EX_SOFTWARE. */
int program_become(char **argv, enum program what);

/* Runs `filter` in a child and waits for it: a library that is missing, a limit of memory or a crash would
 * give who delivers a code or a signal that it takes for the end of the mail. EX_OK and EX_TEMPFAIL as the
 * child ended; PROGRAM_FAILED where it ended otherwise, or cannot be run, which was said. What ends us
 * (ends.h) ends the child. Where no child can be made, this process becomes the program instead. */
#define PROGRAM_FAILED (-1)
int program_filter(char **argv);
