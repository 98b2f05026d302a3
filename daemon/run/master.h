/* The master of `watch`: starts keeper, fetcher and readers, runs the configured commands for them,
 * and hears the signals. It reads no mail, no database, no network. */
#pragma once

#include "base/clock.h"

struct watch_options {
    const char *config, *state, *rules; /* of the command line; NULL: the usual places */
    struct clock clock;
    bool once;
};

/* Runs until TERM or INT, or with `once` until all is up to date. Returns the exit code. */
int master_watch(const struct watch_options *options);
