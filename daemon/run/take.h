/* Mail that a command reads and records itself, with a watch beside it or without. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/settings.h"
#include "cases/decide.h"
#include "detect/rules.h"
#include "run/reader.h"
#include "store/record.h"
#include "store/store.h"

/* The field that tells other programs of the verdict. */
#define TAKE_FIELD "X-Vigie"

/* Borrowed, all of it. */
struct taking {
    const struct settings *settings;
    const struct rules *rules;
    struct store *store;
    struct reader *reader; /* take_spool alone needs it */
    bool watched;          /* likewise: a watch, which has more time, reads what ours cannot */
    gint64 now;
};

/* Records the finding of `raw` as record_finding does, with the mail where it is to be kept, and
 * warns of rules that ran into a limit. */
bool take_finding(const struct taking *taking, const struct finding *finding, GBytes *raw,
                  struct origin origin, const struct cursor_move *move, guint *opened,
                  GError **error);

/* What stands in the field: never the code. The caller frees. */
char *take_verdict(const struct finding *finding, const struct rules *rules);

/* Reads and records what lies in the spool, the oldest first; begins no other one after `end`
 * (monotonic). A mail that breaks the reader stays for an hour, for the next try, and is then set aside; for
 * the watch it stays where it is `watched`. `opened` as in record_finding. */
bool take_spool(const struct taking *taking, gint64 end, guint *opened, GError **error);
