/* Putting the reminders of an entry off. Pure: the caller stores the entry.
 *
 * A snooze lasts to 08:00 of a day in settings->zone, and never past the last call
 * (schedule_snooze_limit). */
#pragma once

#include "base/settings.h"
#include "cases/entry.h"

/* Puts off to the morning of `day`, NULL for tomorrow. `history` takes what is to be remembered;
 * `*capped` (may be NULL) tells that the last call comes before. EX_USAGE, and nothing changes, where
 * the entry has no deadline, is closed, suspect or expired, where `day` is not to come, and on the
 * last day itself. */
bool snooze_entry(struct entry *entry, const GDate *day, const struct settings *settings,
                  gint64 now, GString *history, bool *capped, GError **error);
