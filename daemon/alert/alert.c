/* The alert as a value. */
#include "alert/sink.h"

#include "base/civil.h"

#define HIGH_DAYS 3 /* the weekend and a day: the last ones on which a telephone may help */

struct alert *alert_new(enum event event)
{
    struct alert *alert = g_new0(struct alert, 1);

    alert->event = event;
    alert->entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    return alert;
}

void alert_free(struct alert *alert)
{
    g_free(alert->id);
    g_ptr_array_unref(alert->entries);
    g_free(alert->account);
    g_free(alert->detail);
    g_free(alert->thread);
    g_free(alert);
}

void alert_hide_codes(const struct alert *alert, GError *fault)
{
    for (guint i = 0; i < alert->entries->len; i++) {
        const struct entry *entry = g_ptr_array_index(alert->entries, i);
        g_autofree char *masked = entry_code_masked(entry);
        g_autoptr(GString) text = g_string_new(fault->message);

        if (!entry->code || !*entry->code)
            continue;
        g_string_replace(text, entry->code, masked ? masked : "****", 0);
        g_free(fault->message);
        fault->message = g_strdup(text->str);
    }
}

/* An unknown deadline may be any day; one that has passed presses no more. */
static enum urgency urgency_of(const struct entry *entry, const GDate *today)
{
    int left = g_date_valid(&entry->deadline) ? entry_days_left(entry, today) : HIGH_DAYS;

    if (left < 0 || left > HIGH_DAYS)
        return URGENCY_NORMAL;
    return left == 0 ? URGENCY_HIGHEST : URGENCY_HIGH;
}

static enum urgency most_urgent(const struct alert *alert, gint64 now)
{
    GDate today = civil_date(now, civil_paris());
    enum urgency most = URGENCY_NORMAL;

    for (guint i = 0; i < alert->entries->len; i++)
        most = MAX(most, urgency_of(g_ptr_array_index(alert->entries, i), &today));
    return most;
}

enum urgency alert_urgency(const struct alert *alert, gint64 now)
{
    switch (alert->event) {
    case EVENT_LAST_CALL:
        return URGENCY_HIGHEST;
    case EVENT_FORGED:
    case EVENT_BLIND:
        return URGENCY_HIGH;
    case EVENT_NEW:
    case EVENT_REMINDER:
    case EVENT_UNRECOGNISED:
    case EVENT_DIGEST:
        return most_urgent(alert, now);
    case EVENT_HEARTBEAT:
        return URGENCY_LOW;
    default:
        return URGENCY_NORMAL;
    }
}
