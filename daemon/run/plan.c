/* Loading what a watch is started with. */
#include "run/plan.h"

#include <glib/gi18n.h>

#include "alert/sink.h"
#include "base/error.h"
#include "base/log.h"
#include "base/places.h"

static struct settings *load_settings(const struct watch_options *options, GError **error)
{
    g_autofree char *file = places_config(options->config);
    g_autofree char *wanted = NULL;

    if (file)
        return settings_load(file, error);
    wanted = places_config_user();
    g_set_error(
        error, VIGIE_ERROR, EX_CONFIG,
        _("there is no configuration; vigie init asks for what it takes and writes it, or write %s "
          "(or %s/vigie/vigie.conf) yourself, for example:\n\n%s"),
        wanted, VIGIE_SYSCONFDIR, settings_example());
    return NULL;
}

struct plan *plan_load(const struct watch_options *options, GError **error)
{
    AUTO(plan) plan = g_new0(struct plan, 1);

    plan->clock = options->clock;
    plan->once = options->once;
    plan->settings = load_settings(options, error);
    /* Found before a HUP ends the keeper that has good ones. */
    if (!plan->settings || !sinks_try(plan->settings, error))
        return NULL;
    for (guint i = 0; i < plan->settings->accounts->len; i++)
        ((struct account *)g_ptr_array_index(plan->settings->accounts, i))->clock = plan->clock;
    plan->rules = rules_load_from(options->rules, error);
    if (!plan->rules)
        return NULL;
    rules_speed_up(plan->rules);
    plan->state = places_state(options->state, plan->settings);
    return g_steal_pointer(&plan);
}

void plan_free(struct plan *plan)
{
    if (!plan)
        return;
    g_clear_pointer(&plan->settings, settings_free);
    g_clear_pointer(&plan->rules, rules_free);
    g_free(plan->state);
    g_free(plan);
}

void plan_warn(const struct plan *plan)
{
    guint sinks = plan->settings->sinks->len;

    if (sinks == 0)
        log_warning(NULL, "%s: no alert is configured: nobody will be told; add an alert section",
                    plan->settings->file);
    else if (settings_nobody_keeps_house(plan->settings))
        log_warning(NULL,
                    "%s: every alert is a calendar or has an owner: nobody is told of an account that "
                    "fails; add another alert, without owner",
                    plan->settings->file);
    else if (sinks == 1)
        log_warning(
            NULL,
            "%s: one alert only: if it fails nobody is told; add a second one of another kind",
            plan->settings->file);
    if (plan->settings->accounts->len == 0)
        log_warning(NULL, "%s: no account is configured: entries are kept, no inbox is watched",
                    plan->settings->file);
}
