/* The standing as metrics, in the text format of Prometheus (node_exporter's textfile collector).
 * Names of accounts are labels; nothing else of a person is in it. Pure. */
#pragma once

#include "store/standing.h"

/* All that stands there is known at `now`. The caller frees. */
char *metrics_text(const struct standing *standing, gint64 now);
