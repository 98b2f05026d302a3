/* Where things are. */
#include "base/places.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/error.h"
#include "base/fd.h"

static char *vigie_in(const char *directory, const char *name)
{
    return g_build_filename(directory, "vigie", name, NULL);
}

/* The XDG Base Directory Specification has a relative path ignored: it would mean another place in
 * each directory. GLib takes it. */
static char *in_user(const char *directory, const char *otherwise, const char *name)
{
    if (g_path_is_absolute(directory))
        return vigie_in(directory, name);
    return g_build_filename(g_get_home_dir(), otherwise, "vigie", name, NULL);
}

static char *user_config(const char *name)
{
    return in_user(g_get_user_config_dir(), ".config", name);
}

static char *user_data(void)
{
    return in_user(g_get_user_data_dir(), ".local/share", NULL);
}

char *places_cache(const char *name)
{
    return in_user(g_get_user_cache_dir(), ".cache", name);
}

char *places_state_user(void)
{
    return user_data();
}

char *places_config_user(void)
{
    return user_config("vigie.conf");
}

char *places_config(const char *option)
{
    g_autofree char *user = user_config("vigie.conf");
    g_autofree char *system = vigie_in(VIGIE_SYSCONFDIR, "vigie.conf");

    if (option)
        return g_strdup(option);
    if (access(user, F_OK) == 0)
        return g_steal_pointer(&user);
    return access(system, F_OK) == 0 ? g_steal_pointer(&system) : NULL;
}

/* `name` (NULL: none) in the folder that systemd made for the unit, of several, which it parts by colons,
 * the first; NULL where it made none. */
static char *of_unit(const char *variable, const char *name)
{
    const char *folders = getenv(variable);
    g_autofree char *first = folders ? g_strndup(folders, strcspn(folders, ":")) : NULL;

    return first && *first ? g_build_filename(first, name, NULL) : NULL;
}

char *places_state(const char *option, const struct settings *settings)
{
    if (option)
        return g_canonicalize_filename(option, NULL);
    if (settings && settings->state)
        return g_strdup(settings->state);
    return of_unit("STATE_DIRECTORY", NULL) ?: user_data();
}

char *places_runtime(const char *name)
{
    return of_unit("RUNTIME_DIRECTORY", name);
}

char *places_expand(const char *path)
{
    return g_str_has_prefix(path, "~/") ? g_build_filename(g_get_home_dir(), path + 2, NULL)
                                        : g_strdup(path);
}

/* "${NAME}" and "${NAME:-otherwise}" of a text in double quotes; NULL where one is not set. */
static char *with_variables(const char *text)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const char *at = text;

    for (const char *open = strstr(at, "${"); open; open = strstr(at, "${")) {
        const char *close = strchr(open, '}');
        g_autofree char *name = close ? g_strndup(open + 2, (gsize)(close - open - 2)) : NULL;
        char *otherwise = name ? strstr(name, ":-") : NULL;
        const char *value;

        if (otherwise)
            *otherwise = '\0';
        value = name ? g_getenv(name) : NULL;
        if (!value && !otherwise)
            return NULL;
        g_string_append_len(out, at, open - at);
        g_string_append(out, value ? value : otherwise + 2);
        at = close + 1;
    }
    g_string_append(out, at);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* What a line may hold before a key: other keys and whole strings, and no comment; not without end. */
#define BEFORE_STATE                                                     \
    "^(?:[^\\n#\"'/]|/(?![/*])|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*'){0,200}?" \
    "(?<![^\\s\"'{}])"

static char *state_said_by(const char *file)
{
    g_autoptr(GByteArray) text = g_byte_array_new();
    g_autoptr(GRegex) line =
        g_regex_new(BEFORE_STATE "state\\s*=\\s*(?:'([^'\\\\\\r\\n]*)'|\"([^\"\\\\\\r\\n]*)\")",
                    G_REGEX_MULTILINE | G_REGEX_RAW, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    g_autofree char *plain = NULL, *quoted = NULL, *path = NULL;
    AUTO_FD fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0 || !fd_read_most(fd, text, CONF_MAX_BYTES, NULL) ||
        !g_regex_match_full(line, (const char *)text->data, (gssize)text->len, 0, 0, &match, NULL))
        return NULL;
    plain = g_match_info_fetch(match, 1);
    quoted = g_match_info_fetch(match, 2);
    path = quoted && *quoted ? with_variables(quoted) : g_strdup(plain);
    return path && (*path == '/' || g_str_has_prefix(path, "~/")) ? places_expand(path) : NULL;
}

char *places_state_despite(const char *option, const char *file)
{
    g_autofree char *said = option || !file ? NULL : state_said_by(file);

    return said ? g_steal_pointer(&said) : places_state(option, NULL);
}

char *places_state_tried(const char *option, const struct settings *settings)
{
    const char *file = settings && settings->file ? settings->file : _("a configuration");
    const char *unit = getenv("STATE_DIRECTORY");
    g_autofree char *user = user_data();

    if (option)
        return g_strdup_printf(_("--state %s"), option);
    if (settings && settings->state)
        return g_strdup_printf(_("--state (not given) and `state` of %s"), file);
    if (unit && *unit)
        return g_strdup_printf(
            _("--state (not given), `state` of %s (not set) and $STATE_DIRECTORY"), file);
    return g_strdup_printf(_("--state (not given), `state` of %s (not set), $STATE_DIRECTORY (not "
                             "set) and %s"),
                           file, user);
}

/* Run from the build tree, the program uses the rules and the translations it was built with. */
static bool is_uninstalled(void)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);

    return program && g_str_has_prefix(program, VIGIE_BUILDDIR "/");
}

char *places_catalogues(void)
{
    return g_strdup(is_uninstalled() ? VIGIE_BUILDDIR "/locale" : VIGIE_LOCALEDIR);
}

char *places_table(void)
{
    return g_strdup(is_uninstalled() ? VIGIE_BUILDDIR "/triage.table" : VIGIE_TABLEDIR "/triage.table");
}

char *places_launcher(void)
{
    return g_strdup(is_uninstalled() ? VIGIE_BUILDDIR "/vigie" : VIGIE_BINDIR "/vigie");
}

/* Root that took the uid of a state's owner keeps root's home, which is closed to that one: rules there
 * are root's own, and no fault. */
static bool is_in_anothers_home(const char *directory)
{
    struct stat home;

    return access(directory, F_OK) < 0 && errno == EACCES &&
           (stat(g_get_home_dir(), &home) < 0 || home.st_uid != geteuid());
}

static GPtrArray *standard_rules(void)
{
    GPtrArray *directories = g_ptr_array_new();
    g_autofree char *user = user_config("rules");

    if (!is_in_anothers_home(user))
        g_ptr_array_add(directories, g_steal_pointer(&user));
    g_ptr_array_add(directories, vigie_in(VIGIE_SYSCONFDIR, "rules"));
    g_ptr_array_add(directories, g_strdup(is_uninstalled() ? VIGIE_SOURCE_RULES : VIGIE_RULESDIR));
    return directories;
}

static char **strv_of(GPtrArray *list)
{
    g_ptr_array_add(list, NULL);
    return (char **)g_ptr_array_free(list, FALSE);
}

char **places_configs(const char *option)
{
    GPtrArray *files = g_ptr_array_new();

    g_ptr_array_add(files, option ? g_strdup(option) : user_config("vigie.conf"));
    if (!option)
        g_ptr_array_add(files, vigie_in(VIGIE_SYSCONFDIR, "vigie.conf"));
    return strv_of(files);
}

char **places_rules(const char *option)
{
    GPtrArray *only;

    if (!option)
        return strv_of(standard_rules());
    only = g_ptr_array_new();
    g_ptr_array_add(only, g_strdup(option));
    return strv_of(only);
}

char **places_right(const char *option)
{
    GPtrArray *directories = standard_rules();

    if (option)
        g_ptr_array_insert(directories, 0, g_strdup(option));
    return strv_of(directories);
}

static bool stat_nearest(const char *directory, struct stat *facts)
{
    g_autofree char *path = g_strdup(directory);

    while (stat(path, facts) < 0) {
        char *parent = g_path_get_dirname(path);
        bool top = g_str_equal(parent, path);

        g_free(path);
        path = parent;
        if (top)
            return stat(path, facts) == 0;
    }
    return true;
}

bool places_become_owner(const char *directory, GError **error)
{
    struct stat facts;
    struct passwd *owner;

    if (geteuid() != 0 || !stat_nearest(directory, &facts) || facts.st_uid == 0)
        return true;
    owner = getpwuid(facts.st_uid);
    if ((owner ? initgroups(owner->pw_name, owner->pw_gid) : setgroups(0, NULL)) == 0 &&
        setgid(owner ? owner->pw_gid : facts.st_gid) == 0 && setuid(facts.st_uid) == 0)
        return true;
    g_set_error(error, VIGIE_ERROR, EX_OSERR, _("cannot become the owner of %s (uid %u): %s"),
                directory, (unsigned)facts.st_uid, g_strerror(errno));
    return false;
}
