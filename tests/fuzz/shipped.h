/* The rules that are shipped, loaded once in a process. */
#pragma once

#include "detect/rules.h"

static inline const struct rules *shipped_rules(void)
{
    static const char *const dirs[] = { VIGIE_SOURCE_RULES, NULL };
    static struct rules *rules;
    g_autoptr(GError) error = NULL;

    if (!rules) {
        rules = rules_load(dirs, NULL, &error);
        g_assert_no_error(error);
        /* As in the reader. Interpreted, each of some hundred patterns takes memory for each text. */
        rules_speed_up(rules);
    }
    return rules;
}
