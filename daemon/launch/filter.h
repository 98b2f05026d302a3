/* `vigie filter` of one message, of which most is none of ours. Internal to launch/. */
#pragma once

#include "launch/call.h"

/* Answers it, or has the whole program do so. EX_OK or EX_TEMPFAIL. */
int filter(const struct call *call, int argc, char **argv);

/* What the launcher does not understand is for the whole program. EX_OK or EX_TEMPFAIL. */
int filter_unread(char **argv);
