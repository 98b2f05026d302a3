/* Until when, and whether at all. */
#include "alert/snooze.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "alert/scheduler.h"
#include "base/civil.h"
#include "base/error.h"

/* What only an open entry with a deadline can have: reminders that may wait. */
static bool may_wait(const struct entry *entry, GError **error)
{
    bool is_open = entry->status == STATUS_OPEN || entry->status == STATUS_PROVISIONAL;

    if (!is_open)
        g_set_error(error, VIGIE_ERROR, EX_USAGE,
                    _("entry %" PRId64 " is %s: it has no reminders to put off"),
                    entry->id, status_word(entry->status));
    else if (!g_date_valid(&entry->deadline))
        g_set_error(
            error, VIGIE_ERROR, EX_USAGE,
            _("entry %" PRId64 " has no deadline, which may be any day: nothing is "
              "put off; give the day of sending by vigie edit %" PRId64 " --sent DATE"),
            entry->id, entry->id);
    else
        return true;
    return false;
}

static bool lies_ahead(const GDate *day, const GDate *today, GError **error)
{
    g_autofree char *text = civil_date_format(day);

    if (g_date_compare(day, today) > 0)
        return true;
    g_set_error(error, VIGIE_ERROR, EX_USAGE,
                _("%s is not a day to come; name the day on which to be reminded"), text);
    return false;
}

bool snooze_entry(struct entry *entry, const GDate *day, const struct settings *settings,
                  gint64 now, GString *history, bool *capped, GError **error)
{
    GDate today = civil_date(now, settings->zone);
    GDate until = today;
    g_autofree char *text = NULL;
    gint64 limit, wanted;

    g_date_add_days(&until, 1);
    if (day)
        until = *day;
    if (!may_wait(entry, error) || !lies_ahead(&until, &today, error))
        return false;
    limit = schedule_snooze_limit(entry, settings->zone, now);
    if (!limit) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE,
                    _("the last day of entry %" PRId64 " is here: nothing can be put off; "
                      "vigie guide %" PRId64 " tells what to do now"),
                    entry->id, entry->id);
        return false;
    }
    wanted = civil_instant(&until, REMINDER_MINUTE, settings->zone);
    entry->snoozed_until = MIN(wanted, limit);
    text = civil_instant_format(entry->snoozed_until, settings->zone);
    g_string_append_printf(history, "snoozed until %s", text);
    if (capped)
        *capped = wanted > limit;
    return true;
}
