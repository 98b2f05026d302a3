/* In vigie-read, which scan and filter start as and which has the libraries of these two alone: all other
 * commands, which become the whole program. */
#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "cmd/cmd.h"

#define SUFFIX "-read"

/* The whole program lies beside. */
static int become_whole(const struct globals *globals, GError **error)
{
    g_autofree char *own = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *program = own && g_str_has_suffix(own, SUFFIX)
                                   ? g_strndup(own, strlen(own) - strlen(SUFFIX))
                                   : g_strdup(VIGIE_PROGRAM);

    execv(program, globals->words);
    g_set_error(error, VIGIE_ERROR, EX_SOFTWARE, _("%s cannot be run: %s; install Vigie again"),
                program, g_strerror(errno));
    return EX_SOFTWARE;
}

#define ELSEWHERE(command)                                                                        \
    int command(const struct globals *globals, int argc G_GNUC_UNUSED, char **argv G_GNUC_UNUSED, \
                GError **error)                                                                   \
    {                                                                                             \
        return become_whole(globals, error);                                                      \
    }

ELSEWHERE(cmd_init)
ELSEWHERE(cmd_watch)
ELSEWHERE(cmd_agent)
ELSEWHERE(cmd_explain)
ELSEWHERE(cmd_anonymise)
ELSEWHERE(cmd_list)
ELSEWHERE(cmd_show)
ELSEWHERE(cmd_milter)
ELSEWHERE(cmd_guide)
ELSEWHERE(cmd_add)
ELSEWHERE(cmd_edit)
ELSEWHERE(cmd_merge)
ELSEWHERE(cmd_close)
ELSEWHERE(cmd_reopen)
ELSEWHERE(cmd_dossier)
ELSEWHERE(cmd_forget)
ELSEWHERE(cmd_trust)
ELSEWHERE(cmd_backup)
ELSEWHERE(cmd_report)
ELSEWHERE(cmd_calendar)
ELSEWHERE(cmd_snooze)
ELSEWHERE(cmd_status)
ELSEWHERE(cmd_check)
ELSEWHERE(cmd_rules_command)
