/* All that a watch is started with: configuration, rules, places. Read anew at HUP. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/settings.h"
#include "detect/rules.h"
#include "run/master.h"

struct plan {
    struct settings *settings;
    struct rules *rules;
    char *state;
    struct clock clock;
    bool once;
};

/* EX_CONFIG for a fault, or with an example where there is no configuration at all. */
struct plan *plan_load(const struct watch_options *options, GError **error);
void plan_free(struct plan *plan);
AUTO_DEFINE(plan)

/* Says where nobody would hear an alert: no sink, or one only. */
void plan_warn(const struct plan *plan);
