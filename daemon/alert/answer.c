/* Answers, applied to an entry. */
#include "alert/answer.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "alert/scheduler.h"
#include "alert/snooze.h"
#include "base/civil.h"
#include "base/error.h"

static bool may_be_closed(const struct entry *entry)
{
    return !status_is_closed(entry->status) && entry->status != STATUS_SUSPECT;
}

bool answer_is_open(const struct entry *entry, enum answer answer, gint64 now)
{
    bool runs = entry->status == STATUS_OPEN || entry->status == STATUS_PROVISIONAL;

    if (answer != ANSWER_LATER)
        return may_be_closed(entry);
    /* A sink knows no zone but that of the right; elsewhere the limit lies some hours off, and a
     * late click is refused. */
    return runs && schedule_snooze_limit(entry, civil_paris(), now) > 0;
}

static bool refuse_closing(const struct entry *entry, GError **error)
{
    g_set_error(error, VIGIE_ERROR, EX_USAGE,
                _("entry %" PRId64 " is %s: there is nothing to close"), entry->id,
                status_word(entry->status));
    return false;
}

bool answer_apply(struct entry *entry, enum answer answer, const char *by,
                  const struct settings *settings, gint64 now, GString *history, GError **error)
{
    if (answer == ANSWER_LATER) {
        if (!snooze_entry(entry, NULL, settings, now, history, NULL, error))
            return false;
        g_string_append_printf(history, " by %s", by);
        return true;
    }
    if (!may_be_closed(entry))
        return refuse_closing(entry, error);
    entry->status = answer == ANSWER_OPPOSED ? STATUS_OPPOSED : STATUS_ACTIVATED;
    entry->closed_at = now;
    g_string_append_printf(history, "closed as %s by %s", status_name(entry->status), by);
    return true;
}
