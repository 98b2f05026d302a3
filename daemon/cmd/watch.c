/* vigie watch. */
#include "base/error.h"
#include "cmd/cmd.h"
#include "run/master.h"

int cmd_watch(const struct globals *globals, int argc, char **argv, GError **error)
{
    gboolean once = FALSE;
    const GOptionEntry entries[] = { { "once", 0, 0, G_OPTION_ARG_NONE, &once, NULL, NULL },
                                     G_OPTION_ENTRY_NULL };
    struct watch_options options = { .config = globals->config, .state = globals->state,
                                     .rules = globals->rules,   .clock = globals->clock };

    if (!cmd_parse(entries, command_named("watch"), &argc, &argv, 0, 0, error) ||
        !cmd_clock_may_write(globals, error))
        return EX_USAGE;
    options.once = once;
    return master_watch(&options);
}
