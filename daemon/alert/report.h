/* `vigie report`: all that is watched on one HTML page for a worried person, who looks at a phone.
 * Self-contained: no script, no request, nothing secret; no code at all, not even masked. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "base/settings.h"
#include "cases/entry.h"
#include "detect/right.h"
#include "store/standing.h"
#include "store/store.h"

struct report_case {
    struct entry *entry;
    GPtrArray *history; /* of struct history_row, oldest first */
};

struct report_facts {
    GPtrArray *cases; /* of struct report_case, nearest deadline first, closed ones too */
    struct standing *standing;
    const struct right *right; /* borrowed */
    gint64 now;
    const char *language; /* "fr" or "en" */
};

/* What the page shows, as of `now`: of `owner` alone, NULL: of all. The errors of accounts lose the names
 * of their servers. `right` must outlive the result. The language is that of the environment. */
struct report_facts *report_facts_load(struct store *store, const struct settings *settings,
                                       const struct right *right, const char *owner, gint64 now,
                                       GError **error);
void report_facts_free(struct report_facts *facts);
AUTO_DEFINE(report_facts)

/* Rounds down to the hour the instants that every check moves: two pages of facts so rounded differ
 * where something changed that is worth a new page, and when a new day or hour begins. */
void report_facts_round(struct report_facts *facts);

/* The page, UTF-8. Pure. The caller frees. */
char *report_page(const struct report_facts *facts);
