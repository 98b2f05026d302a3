/* How far a long command is: one line at the foot of a terminal, redrawn at most ten times a second.
 * Nothing at all where standard error is no terminal, or it was asked for quiet. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"

struct progress;
struct progress *progress_new(void);
/* Clears the line. */
void progress_free(struct progress *progress);
AUTO_DEFINE(progress)

struct progress_facts {
    guint64 done, total; /* of the work, in any unit */
    guint64 mails;       /* read so far */
};
void progress_show(struct progress *progress, const struct progress_facts *facts);

/* Makes room for a line of something else; the next progress_show draws it again. */
void progress_clear(struct progress *progress);

/* The line of so many columns, `elapsed` seconds (of work) after the start. The caller frees. */
char *progress_line(const struct progress_facts *facts, double elapsed, guint columns);
