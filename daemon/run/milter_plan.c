/* Loading what mails are judged by. */
#include "run/milter_plan.h"

#include "base/error.h"
#include "base/places.h"

#define SOCKET_NAME "milter.sock"

static struct milter_plan *plan_new(const struct milter_options *options)
{
    struct milter_plan *plan = g_new0(struct milter_plan, 1);

    g_atomic_ref_count_init(&plan->refs);
    plan->clock = options->clock;
    plan->thorough = options->thorough;
    return plan;
}

struct milter_plan *milter_plan_load(const struct milter_options *options, GError **error)
{
    g_autofree char *file = places_config(options->config);
    AUTO(milter_plan) plan = plan_new(options);

    plan->settings = file ? settings_load(file, error) : settings_new_default();
    if (!plan->settings)
        return NULL;
    plan->rules = rules_load_from(options->rules, error);
    if (!plan->rules)
        return NULL;
    rules_speed_up(plan->rules);
    plan->state = places_state(options->state, plan->settings);
    return g_steal_pointer(&plan);
}

struct milter_plan *milter_plan_broken(const struct milter_options *options, const GError *fault)
{
    g_autofree char *file = places_config(options->config);
    struct milter_plan *plan = plan_new(options);

    plan->fault = g_error_copy(fault);
    plan->settings = file ? settings_load(file, NULL) : settings_new_default();
    plan->state = plan->settings ? places_state(options->state, plan->settings)
                                 : places_state_despite(options->state, file);
    return plan;
}

struct milter_plan *milter_plan_ref(struct milter_plan *plan)
{
    g_atomic_ref_count_inc(&plan->refs);
    return plan;
}

void milter_plan_free(struct milter_plan *plan)
{
    if (!g_atomic_ref_count_dec(&plan->refs))
        return;
    g_clear_pointer(&plan->settings, settings_free);
    g_clear_pointer(&plan->rules, rules_free);
    g_clear_error(&plan->fault);
    g_free(plan->state);
    g_free(plan);
}

char *milter_plan_socket(const struct milter_options *options, const struct milter_plan *plan)
{
    g_autofree char *runtime = places_runtime(SOCKET_NAME);

    if (options->socket)
        return g_strdup(options->socket);
    if (plan->settings && plan->settings->milter_socket)
        return g_strdup(plan->settings->milter_socket);
    return runtime ? g_strconcat("unix:", runtime, NULL)
                   : g_strdup_printf("unix:%s/" SOCKET_NAME, plan->state);
}
