/* The six weeks, and the last moment to telephone within them. Pure: no clock, no I/O.
 *
 * Every date is a civil date in Europe/Paris. Source of the delay: Code de la santé publique,
 * art. R1111-28 (six weeks from the sending); never prolonged over a week-end or a holiday. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cases/entry.h"
#include "detect/right.h"

/* The last day on which the person can oppose, valid to its end. `sent` is the day of sending. */
GDate deadline_of(const struct right *right, const GDate *sent);

/* The instant at which the last telephone opening on or before `deadline` ends; 0 where the hours
 * hold no opening within the delay (a broken table). */
gint64 deadline_last_call(const struct right *right, const GDate *deadline);

/* Gives `entry` the sending date `sent` (may be invalid: unknown) with the deadline and last call
 * that follow from it. */
void deadline_set(struct entry *entry, const struct right *right, const GDate *sent,
                  enum sent_source source);

/* Openings that end after `now` and on or before `last_call`: working days left to call. */
int deadline_openings_left(const struct right *right, gint64 now, gint64 last_call);

/* The day of the opening that runs at `now` (`*running`), else of the next one. FALSE where the hours
 * hold none within the delay (a broken table). */
bool deadline_next_opening(const struct right *right, gint64 now, GDate *day, bool *running);
