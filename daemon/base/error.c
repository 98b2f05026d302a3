/* The error domain and the order of exit codes. */
#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>

G_DEFINE_QUARK(vigie-error, vigie_error)

int vigie_error_exit(const GError *error)
{
    if (!error)
        return EX_OK;
    return error->domain == VIGIE_ERROR ? error->code : EX_SOFTWARE;
}

int vigie_exit_worse(int a, int b)
{
    static const int order[] = { EX_CONFIG, VIGIE_EX_LOGIN, EX_UNAVAILABLE, EX_IOERR };

    for (gsize i = 0; i < G_N_ELEMENTS(order); i++)
        if (a == order[i] || b == order[i])
            return order[i];
    return a ? a : b;
}

void vigie_error_print(const GError *error)
{
    bool placed = g_regex_match_simple("^[^\n]+?:\\d+: ", error->message, 0, 0);

    fprintf(stderr, "%s%s\n", placed ? "" : "vigie: ", error->message);
}

void vigie_error_add(GError **all, GError *fault)
{
    char *both;

    if (!*all || !fault) {
        *all = *all ? *all : fault;
        return;
    }
    both = g_strconcat((*all)->message, "\n", fault->message, NULL);
    g_free((*all)->message);
    (*all)->message = both;
    (*all)->code = vigie_exit_worse((*all)->code, fault->code);
    g_error_free(fault);
}

void vigie_error_adopt(GError **error, int code)
{
    if (!error || !*error || (*error)->domain == VIGIE_ERROR)
        return;
    (*error)->domain = VIGIE_ERROR;
    (*error)->code = code;
}
