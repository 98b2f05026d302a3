/* A call of the program that the launcher may answer itself: the plainest `vigie filter`. Internal
 * to launch/. */
#pragma once

#include <stdbool.h>

/* A longer call is none. */
#define CALL_MAX_WORDS 64

struct call {
    int filter; /* index of the word in argv */
    bool pass, thorough, now; /* --now was given */
    const char *config, *state, *owner; /* NULL: not given */
};

/* False where it is another command, or holds anything that is not known here. */
bool call_read(struct call *call, int argc, char **argv);

/* Whether the command is `filter`, whatever else is wrong with the call. */
bool call_is_filter(char *const *argv);
