/* What is due: (entries, what was already raised, now) → alerts. Pure; the rules of its hours are
 * the contract's section "The deadline".
 *
 * Reminders fall due `remind-before` days before the deadline, from 08:00 in settings->zone, and at
 * 08:30 on the day of last_call as `last-call` (in place of a reminder due the same morning; never
 * later than 12:00 in Paris). Missed ones come as one, as soon as quiet hours allow. A reminder
 * whose day had passed when the entry was made is not missed. `expired` comes once, from 08:00 on
 * the day after the deadline. An entry without a deadline is reminded daily. A suspect entry gets
 * one more `forged` three days before last_call. Quiet hours are broken only on the day of last
 * call or deadline. A snooze holds what is due, and brings one reminder when it ends; it never
 * outlasts schedule_snooze_limit. */
#pragma once

#include <glib.h>

#include "alert/sink.h"
#include "base/settings.h"

/* In minutes of the day: when reminders come, and the last call (also in calendars, as alarms). */
#define REMINDER_MINUTE (8 * 60)
#define LAST_CALL_MINUTE (8 * 60 + 30)

struct schedule_entry {
    const struct entry *entry;
    GHashTable *raised; /* set of char *: keys of what was raised for it (see struct schedule_due) */
};

struct schedule_due {
    enum event event;
    const struct entry *entry;
    gint64 due_at;   /* when it fell due, in the past or now */
    char *key;       /* "reminder:2026-04-06", "last-call:…", "expired:…", "forged:…": event, day */
    GPtrArray *keys; /* of char *: all keys that this alert stands for (missed ones too) */
};
void schedule_due_free(struct schedule_due *due);

/* Alerts due at `now`: at most one for an entry (the most pressing stands for the missed), in the
 * order of their deadlines. The caller unrefs (the array frees its rows). */
GPtrArray *schedule_due_at(const GPtrArray *entries /* of struct schedule_entry */,
                           const struct settings *settings, gint64 now);

/* Of the alerts due together the reminders that come as one `digest`, in their order; empty where
 * fewer than two are due. Last calls and what expired stay alerts of their own. The rows are
 * borrowed from `dues`; the caller unrefs. */
GPtrArray *schedule_digest(const GPtrArray *dues /* of struct schedule_due */);

/* The next instant after `now` at which something may fall due; G_MAXINT64: never. */
gint64 schedule_next(const GPtrArray *entries, const struct settings *settings, gint64 now);

/* The instant to which reminders of the entry may be put off at most: the alert of the last call's
 * morning; once that is past, the morning of the deadline; then, and without a deadline, 0. */
gint64 schedule_snooze_limit(const struct entry *entry, GTimeZone *zone, gint64 now);

/* From when an alert that is due at `now` may disturb: `now` itself, or the end of quiet hours.
 * `entry` (NULL: the alert speaks of none) breaks them on its last day. */
gint64 schedule_may_from(const struct entry *entry, const struct settings *settings, gint64 now);
