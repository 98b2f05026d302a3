/* Looking at the program. */
#include "alert/sendmail.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

#define PROGRAM_MAX (16 * 1024 * 1024)

/* Setgid helpers of sendmail programs that are not setgid themselves: Postfix's and nullmailer's.
 * Whose they are, the program's own text says: it holds the helper's name. */
static const char *const helpers[] = { "/usr/sbin/postdrop", "/usr/sbin/nullmailer-queue" };

static bool has_group(gid_t group)
{
    gid_t groups[256];
    int count = getgroups(G_N_ELEMENTS(groups), groups);

    for (int i = 0; i < count; i++)
        if (groups[i] == group)
            return true;
    return getegid() == group;
}

/* Whether it would run as somebody whom this process is not yet. */
static bool gains(const char *path)
{
    struct stat facts;

    if (geteuid() == 0 || stat(path, &facts) < 0)
        return false;
    return ((facts.st_mode & S_ISUID) && facts.st_uid != geteuid()) ||
           ((facts.st_mode & S_ISGID) && !has_group(facts.st_gid));
}

static bool names(const char *bytes, gsize length, const char *helper)
{
    g_autofree char *name = g_path_get_basename(helper);

    return memmem(bytes, length, name, strlen(name)) != NULL;
}

static char *helper_of(const char *program)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(program, FALSE, NULL);
    gsize length = file ? MIN(g_mapped_file_get_length(file), PROGRAM_MAX) : 0;

    for (gsize i = 0; length > 0 && i < G_N_ELEMENTS(helpers); i++)
        if (gains(helpers[i]) && names(g_mapped_file_get_contents(file), length, helpers[i]))
            return g_strdup(helpers[i]);
    return NULL;
}

static char *privileged(const char *command)
{
    g_auto(GStrv) words = NULL;
    g_autofree char *program = NULL;

    if (!g_shell_parse_argv(command, NULL, &words, NULL))
        return NULL;
    program = g_find_program_in_path(words[0]);
    if (!program)
        return NULL;
    return gains(program) ? g_steal_pointer(&program) : helper_of(program);
}

bool sendmail_needs_nothing(const char *command, int code, GError **error)
{
    g_autofree char *program = privileged(command);

    if (!program)
        return true;
    g_set_error(error, VIGIE_ERROR, code,
                _("sendmail cannot work here: %s is setuid or setgid, and the watch may gain no "
                  "privileges (NoNewPrivileges of its unit, or DynamicUser); write smtp = "
                  "\"smtp+insecure://localhost\" in the place of sendmail"),
                program);
    return false;
}
