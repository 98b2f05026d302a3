/* The deadline step by step, with the weekdays that decide when the telephone answers. */
#include <glib/gi18n.h>

#include "alert/wording.h"
#include "base/civil.h"
#include "cases/deadline.h"
#include "cmd/explain.h"

const char *explain_source(enum sent_source source)
{
    switch (source) {
    case SENT_BODY:
        return _("a date in the text");
    case SENT_ORIGINAL:
        return _("the date of the forwarded original");
    case SENT_DATE:
        return _("the Date field");
    case SENT_RECEIVED:
        return _("the Received field");
    case SENT_INTERNALDATE:
        return _("when the server took it in");
    case SENT_DELIVERY:
        return _("when it was delivered");
    case SENT_MANUAL:
        return _("given by hand");
    case SENT_UNKNOWN:
        break;
    }
    return _("unknown");
}

const char *explain_language(void)
{
    /* Translators: the code of your language, where dates can be written in it: en or fr. */
    return _("en");
}

/* The days after the last call on which nobody answers, each with its reason. */
static char *closed_days(const struct right *right, const GDate *call, const GDate *deadline)
{
    g_autoptr(GString) days = g_string_new(NULL);
    GDate day = *call;

    for (g_date_add_days(&day, 1); g_date_compare(&day, deadline) <= 0; g_date_add_days(&day, 1)) {
        g_autofree char *name = wording_date(&day, explain_language());
        const bool weekday = right->opening.weekdays & 1u << g_date_get_weekday(&day);

        g_string_append_printf(days, "%s%s (%s)", days->len ? ", " : "", name,
                               weekday ? _("a public holiday") : _("never open that weekday"));
    }
    return g_string_free(g_steal_pointer(&days), FALSE);
}

static char *call_step(const struct right *right, const struct entry *entry)
{
    const GDate day = civil_date(entry->last_call, civil_paris());
    g_autofree char *call = wording_instant(entry->last_call, explain_language());
    g_autofree char *closed = NULL;

    if (g_date_compare(&day, &entry->deadline) == 0)
        return g_strdup_printf(_("last call to %s: the same day, %s"), right->phone, call);
    closed = closed_days(right, &day, &entry->deadline);
    return g_strdup_printf(_("last call to %s: %s, since nobody answers on %s"), right->phone, call,
                           closed);
}

GPtrArray *explain_steps(const struct finding *finding, const struct right *right)
{
    GPtrArray *steps = g_ptr_array_new_with_free_func(g_free);
    AUTO(entry) entry = entry_new();
    g_autofree char *sent = NULL;
    g_autofree char *deadline = NULL;

    if (!g_date_valid(&finding->sent))
        return steps;
    deadline_set(entry, right, &finding->sent, finding->sent_source);
    sent = wording_date(&finding->sent, explain_language());
    deadline = wording_date(&entry->deadline, explain_language());
    g_ptr_array_add(steps, g_strdup_printf(_("sent on %s: %s"), sent,
                                           explain_source(finding->sent_source)));
    g_ptr_array_add(steps, g_strdup_printf(_("+ %u days = %s, to the end of that day"), right->days,
                                           deadline));
    if (entry->last_call)
        g_ptr_array_add(steps, call_step(right, entry));
    return steps;
}
