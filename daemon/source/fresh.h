/* Whether something changed so lately that another change may not show in its time: the clocks of
 * file systems are coarse. Against the machine's clock, never that of `--now`. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <time.h>

#define FRESH_TICK_NS G_GINT64_CONSTANT(50000000)     /* none ticks slower, but for FAT's */
#define FRESH_SURE_NS G_GINT64_CONSTANT(2500000000)   /* FAT's ticks every two seconds */

gint64 fresh_nanoseconds(const struct timespec *time);

/* When a file or folder changed last, whatever its time was set to since: the later of the times of its
 * content and of its inode (of which some file systems keep only the former). */
struct stat;
gint64 fresh_changed(const struct stat *facts);

/* TRUE as well where `changed` (nanoseconds since 1970) lies in the future. */
bool fresh_is(gint64 changed, gint64 span);
