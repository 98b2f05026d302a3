/* The keeper: the database, the scheduler, the alert sinks. It has neither IMAP passwords nor the
 * parser: mail passes through it as sealed memory, from the fetcher to the reader, and comes back
 * as a finding. */
#pragma once

#include <stdbool.h>

#include "base/clock.h"
#include "base/settings.h"
#include "detect/rules.h"

struct keeper_start {
    const struct settings *settings;
    const struct rules *rules;
    struct clock clock;
    const char *state;   /* directory */
    int control;         /* to the master */
    int runner;          /* to the master */
    int watchlock;       /* inherited, to touch */
    bool once;
    guint watchdog; /* milliseconds between signs of life that somebody asks for; 0: nobody */
};

/* Runs until the master says CONTROL_STOP or goes away, or --once is done. Returns the exit code of
 * the process. */
int keeper_main(const struct keeper_start *start);
