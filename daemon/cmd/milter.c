/* vigie milter. */
#include <glib/gi18n.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "config.h"
#include "run/milter.h"

#ifdef HAVE_MILTER
static int run(const struct milter_options *options, GError **error)
{
    return milter_run(options);
}
#else
static int run(const struct milter_options *options, GError **error)
{
    g_set_error_literal(error, VIGIE_ERROR, EX_CONFIG,
                        _("this vigie was built without libmilter; install libmilter-dev and build "
                          "it again"));
    return EX_CONFIG;
}
#endif

int cmd_milter(const struct globals *globals, int argc, char **argv, GError **error)
{
    g_autofree char *socket = NULL;
    gboolean thorough = FALSE;
    const GOptionEntry entries[] = { { "socket", 0, 0, G_OPTION_ARG_STRING, &socket, NULL, NULL },
                                     { "thorough", 0, 0, G_OPTION_ARG_NONE, &thorough, NULL, NULL },
                                     G_OPTION_ENTRY_NULL };
    struct milter_options options = { .config = globals->config,
                                      .state = globals->state,
                                      .rules = globals->rules,
                                      .clock = globals->clock };

    if (!cmd_parse(entries, command_named("milter"), &argc, &argv, 0, 0, error) ||
        !cmd_clock_may_write(globals, error))
        return EX_USAGE;
    if (socket && !settings_is_milter_socket(socket)) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE,
                    _("--socket %s is none; write unix:/FILE or inet:PORT@HOST"), socket);
        return EX_USAGE;
    }
    options.socket = socket;
    options.thorough = thorough;
    return run(&options, error);
}
