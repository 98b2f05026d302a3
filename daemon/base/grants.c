/* Asking the configuration. */
#include "base/grants.h"

#include <string.h>

#include "base/login.h"

static bool is(const char *named, const char *path)
{
    return named && strcmp(named, path) == 0;
}

static bool login_reads(const struct login *login, const char *path)
{
    g_autofree char *credential = login_credential_path(login);

    return is(login->password_file, path) || is(credential, path);
}

static bool server_reads(const struct server *server, const char *path)
{
    return server && (is(server->ca_file, path) || login_reads(&server->login, path));
}

static bool server_runs(const struct server *server, guint index)
{
    return server && (server->login.password_command == index ||
                      server->login.oauth2_command == index);
}

static bool account_runs(gconstpointer row, guint index)
{
    return server_runs(((const struct account *)row)->imap, index);
}

static bool sink_runs(gconstpointer row, guint index)
{
    const struct sink_settings *sink = row;

    return sink->command == index || sink->sendmail == index || server_runs(sink->smtp, index) ||
           server_runs(sink->caldav_server, index);
}

/* A file in cur/ or new/ of the Maildir or of a folder below it, by a path without detours. */
static bool is_mail_of(const char *maildir, const char *path)
{
    gsize length = maildir ? strlen(maildir) : 0;
    g_autofree char *folder = g_path_get_dirname(path);

    if (length == 0 || strncmp(path, maildir, length) != 0 || path[length] != '/' ||
        strstr(path, "/../") || strstr(path, "/./"))
        return false;
    return (g_str_has_suffix(folder, "/cur") || g_str_has_suffix(folder, "/new")) &&
           !g_str_has_suffix(path, "/..") && !g_str_has_suffix(path, "/.");
}

static bool account_reads(gconstpointer row, const char *path)
{
    const struct account *account = row;

    return server_reads(account->imap, path) || is_mail_of(account->maildir, path);
}

static bool sink_reads(gconstpointer row, const char *path)
{
    const struct sink_settings *sink = row;

    return is(sink->header_file, path) || is(sink->file, path) || server_reads(sink->smtp, path) ||
           server_reads(sink->caldav_server, path);
}

/* "UID.ics" in the folder itself, by the name that a sink makes for it. */
static bool is_item_of(const char *vdir, const char *path)
{
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *item = vdir ? g_build_filename(vdir, name, NULL) : NULL;

    return is(item, path) && *name != '.' && g_str_has_suffix(name, ".ics");
}

static bool sink_writes(gconstpointer row, const char *path)
{
    const struct sink_settings *sink = row;

    return is(sink->file, path) || is_item_of(sink->vdir, path);
}

static bool any_runs(const GPtrArray *rows, bool (*runs)(gconstpointer row, guint index), guint index)
{
    for (guint i = 0; i < rows->len; i++)
        if (runs(g_ptr_array_index(rows, i), index))
            return true;
    return false;
}

static bool any_touches(const GPtrArray *rows, bool (*touches)(gconstpointer row, const char *path),
                        const char *path)
{
    for (guint i = 0; i < rows->len; i++)
        if (touches(g_ptr_array_index(rows, i), path))
            return true;
    return false;
}

bool grants_command(const struct settings *settings, enum grantee grantee, guint index)
{
    if (index >= settings->commands->len)
        return false;
    return grantee == GRANTEE_FETCHER ? any_runs(settings->accounts, account_runs, index)
                                      : any_runs(settings->sinks, sink_runs, index);
}

bool grants_reading(const struct settings *settings, enum grantee grantee, const char *path)
{
    return grantee == GRANTEE_FETCHER ? any_touches(settings->accounts, account_reads, path)
                                      : is(settings->key_file, path) ||
                                            any_touches(settings->sinks, sink_reads, path);
}

bool grants_writing(const struct settings *settings, enum grantee grantee, const char *path)
{
    return grantee == GRANTEE_KEEPER &&
           (is(settings->report, path) || is(settings->metrics, path) ||
            any_touches(settings->sinks, sink_writes, path));
}
