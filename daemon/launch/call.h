/* A call of the program that the launcher may answer itself: the plainest `vigie filter`. Internal
 * to launch/. */
#pragma once

#include <stdbool.h>

struct call {
    int filter; /* index of the word in argv */
    bool pass;
    const char *config, *state; /* NULL: not given */
};

/* False where it is another command, or holds anything that is not known here. */
bool call_read(struct call *call, int argc, char **argv);
