/* vigie snooze: the reminders of an entry, put off. */
#include "alert/snooze.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "store/entries.h"

struct snoozing {
    const GDate *day; /* NULL: tomorrow */
    const struct settings *settings;
    gint64 now;
    gint64 until; /* out */
    bool capped;  /* out */
};

static bool change(struct entry *entry, gpointer data, GString *history, GError **error)
{
    struct snoozing *snoozing = data;

    if (!snooze_entry(entry, snoozing->day, snoozing->settings, snoozing->now, history,
                      &snoozing->capped, error))
        return false;
    snoozing->until = entry->snoozed_until;
    return true;
}

static void say(gint64 id, const struct snoozing *snoozing)
{
    g_autofree char *until = civil_instant_format(snoozing->until, snoozing->settings->zone);

    log_notice(NULL, _("entry %" PRId64 ": no reminder before %s%s"), id, until,
               snoozing->capped ? _(", the last morning to act: it cannot be put off further")
                                : "");
}

static int snooze(const struct globals *globals, gint64 id, const GDate *day, GError **error)
{
    AUTO(settings) settings = cmd_settings(globals, error);
    AUTO(store) store =
        settings ? cmd_store(globals, settings, STORE_EXISTING, true, error) : NULL;
    struct snoozing snoozing = { .day = day, .settings = settings, .now = cmd_now(globals) };

    if (!store || !entries_change(store, id, change, &snoozing, snoozing.now, error))
        return vigie_error_exit(*error);
    say(id, &snoozing);
    cmd_warn_unwatched(store, snoozing.now);
    return EX_OK;
}

int cmd_snooze(const struct globals *globals, int argc, char **argv, GError **error)
{
    g_autofree char *until = NULL;
    const GOptionEntry options[] = { { "until", 0, 0, G_OPTION_ARG_STRING, &until, NULL, NULL },
                                     G_OPTION_ENTRY_NULL };
    GDate day;
    gint64 id;

    if (!cmd_parse(options, command_named("snooze"), &argc, &argv, 1, 1, error) ||
        !cmd_id(argv[1], &id, error))
        return EX_USAGE;
    if (until && !civil_date_parse(until, &day)) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE,
                    _("%s is no date that exists; write it as YYYY-MM-DD"), until);
        return EX_USAGE;
    }
    return snooze(globals, id, until ? &day : NULL, error);
}
