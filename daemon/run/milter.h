/* The milter: reads each mail while Postfix or Sendmail takes it in, by libmilter.
 *
 * Whatever is wrong with us, the mail goes on, unchanged, after MILTER_SECONDS at the latest, and
 * is kept in the spool for `watch` to read. Two kinds of process: the master listens, hears the
 * signals and forks the readers, for it has no threads; the worker has libmilter's threads and the
 * database. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/clock.h"

/* How long the end of a message may take us in all; the spool comes within. */
#define MILTER_SECONDS 10

struct milter_options {
    const char *config, *state, *rules; /* of the command line; NULL: the usual places */
    const char *socket;                 /* as libmilter writes it; NULL: as configured */
    struct clock clock;
    bool thorough; /* read every mail whole, candidate or not */
};

/* Runs until TERM or INT. Returns the exit code. Where the rules are broken at the start, or the
 * configuration with `socket` given, it serves all the same and spools: a mail that passes while
 * nobody listens would be lost to us. */
int milter_run(const struct milter_options *options);
