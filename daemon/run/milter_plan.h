/* Private to run/milter*.c: what mails are judged by, read anew at HUP. Threads hold a reference
 * for as long as a mail takes them. */
#pragma once

#include "base/settings.h"
#include "detect/rules.h"
#include "run/milter.h"

struct milter_plan {
    gatomicrefcount refs;
    guint generation; /* of this process; another one is another plan */
    struct settings *settings;
    struct rules *rules;
    char *state;
    GError *fault; /* why nothing can be judged; NULL: all is well */
    struct clock clock;
    bool thorough;
};

/* EX_CONFIG, EX_NOINPUT. */
struct milter_plan *milter_plan_load(const struct milter_options *options, GError **error);

/* One by which nothing is judged, for the reason `fault` (copied). */
struct milter_plan *milter_plan_broken(const struct milter_options *options, const GError *fault);

struct milter_plan *milter_plan_ref(struct milter_plan *plan);
/* Gives a reference back. */
void milter_plan_free(struct milter_plan *plan);
AUTO_DEFINE(milter_plan)

/* Where to listen: `socket`, else `milter-socket`, else milter.sock in $RUNTIME_DIRECTORY or in the
 * state. The caller frees. */
char *milter_plan_socket(const struct milter_options *options, const struct milter_plan *plan);
