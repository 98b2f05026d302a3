/* Times of change. */
#include "source/fresh.h"

#include <sys/stat.h>

gint64 fresh_nanoseconds(const struct timespec *time)
{
    return time->tv_sec * G_GINT64_CONSTANT(1000000000) + time->tv_nsec;
}

gint64 fresh_changed(const struct stat *facts)
{
    return MAX(fresh_nanoseconds(&facts->st_mtim), fresh_nanoseconds(&facts->st_ctim));
}

bool fresh_is(gint64 changed, gint64 span)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return changed > fresh_nanoseconds(&now) - span;
}
