/* The clock of one run: the system's, or one that started at `--now` and runs on from there. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct clock {
    gint64 offset; /* seconds to add to the system's clock */
    bool set;      /* by --now */
};

void clock_set(struct clock *clock, gint64 now);
/* Seconds since 1970 UTC. */
gint64 clock_now(const struct clock *clock);
