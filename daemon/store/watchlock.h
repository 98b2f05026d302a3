/* One watch a state: a file `watch.lock` beside the database, locked by the master as long as it
 * lives (the kernel lets go when it dies), holding its pid and start; its time of change says when
 * the main loop last ran. No database, so that a stuck or damaged one cannot hide the answer. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The locked descriptor; -1 with EX_TEMPFAIL and the pid of the watch that holds it. Makes the
 * state directory where there is none. A process that has it must never open the file once more, as
 * watchlock_look does: POSIX drops the lock with the first descriptor of the file that is closed. */
int watchlock_take(const char *directory, gint64 now, GError **error);

/* The main loop ran. Any process that inherited `fd` may say so. */
void watchlock_touch(int fd, gint64 now);

struct watch_facts {
    bool running;
    gint64 pid, since; /* 0: none was ever there */
    gint64 last_loop;
};
void watchlock_look(const char *directory, struct watch_facts *facts);
