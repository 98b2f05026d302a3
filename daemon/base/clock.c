/* The clock of one run. */
#include "base/clock.h"

static gint64 system_now(void)
{
    return g_get_real_time() / G_USEC_PER_SEC;
}

void clock_set(struct clock *clock, gint64 now)
{
    clock->offset = now - system_now();
    clock->set = true;
}

gint64 clock_now(const struct clock *clock)
{
    return system_now() + clock->offset;
}
