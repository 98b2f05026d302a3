/* The table of the first look (triage/triage.h), from the rules in force: what in a From or a
 * Subject may meet a condition by which detect_candidate fetches a mail. */
#pragma once

#include <glib.h>

#include "detect/rules.h"

/* The image; `stamp` (two numbers) goes into it as it is. Where a condition cannot be looked for so
 * cheaply, the table says of every mail that it may be a candidate, and `why` (may be NULL; the
 * caller frees) names the condition. The caller unrefs. */
GBytes *triage_table_make(const struct rules *rules, const guint64 stamp[2], char **why);
