/* Plans out of the configuration. */
#include "run/locks.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "alert/agent_link.h"
#include "alert/desktop_page.h"
#include "base/places.h"
#include "source/walk.h"

#define DNS_PORT 53
/* What either holds in memory of its own: some 20 MB, and 8 MB of stack for each thread. A server
 * that had it swell without end would end it before the machine. */
#define DATA_MAX (1024ul * 1024 * 1024)
#define DATA_OF_ACCOUNT (64ul * 1024 * 1024)

/* --- what both need ------------------------------------------------------------------------- */

static struct sandbox_plan *plan_serving(void)
{
    struct sandbox_plan *plan = sandbox_plan_new(SANDBOX_SERVING);
    g_autofree char *catalogues = places_catalogues();

    sandbox_plan_system(plan);
    sandbox_plan_path(plan, catalogues, SANDBOX_READ);
    plan->data = DATA_MAX;
    return plan;
}

/* Whether names are asked for by sockets of the file system (avahi, resolved, sssd), as nsswitch.conf
 * says. Where they are not, none can be connected to: the session bus would start programs. */
static bool names_come_by_sockets(void)
{
    static const char *const without[] = { "files", "dns", "myhostname", NULL };
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;

    if (!g_file_get_contents("/etc/nsswitch.conf", &text, NULL, NULL))
        return false;
    lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        g_auto(GStrv) words = g_strsplit_set(g_strstrip(*line), " \t", -1);

        if (!g_str_has_prefix(*line, "hosts:"))
            continue;
        for (char **word = words + 1; *word && **word != '#'; word++)
            if (**word && **word != '[' && !g_strv_contains(without, *word))
                return true;
    }
    return false;
}

/* A folder that was made anew is another one to Landlock. */
char *locks_names(void)
{
    g_autofree char *resolver = sandbox_resolver();
    struct stat facts = { .st_ino = 0 };

    if (resolver)
        (void)stat(resolver, &facts);
    return g_strdup_printf("%d %s %lx %lx", names_come_by_sockets(), resolver ? resolver : "",
                           (gulong)facts.st_dev, (gulong)facts.st_ino);
}

/* --- the fetcher ---------------------------------------------------------------------------- */

struct beyond {
    struct sandbox_plan *plan;
    const char *root; /* without links */
};

/* Links may lead out of the folder that was named. One that cannot be read counts too: at the next
 * start it may. */
static void grant_beyond(const struct beyond *beyond, const char *path)
{
    g_autofree char *real = realpath(path, NULL);
    gsize length = strlen(beyond->root);

    if (!real || (strncmp(real, beyond->root, length) == 0 && (real[length] == '/' || !real[length])))
        return;
    sandbox_plan_path(beyond->plan, path, SANDBOX_READ);
}

static void take_maildir(void *data, struct maildir *maildir)
{
    static const char *const parts[] = { "", "cur", "new" };

    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *path = g_build_filename(maildir_path(maildir), parts[i], NULL);

        grant_beyond(data, path);
    }
    maildir_free(maildir);
}

static void pass_over(void *data, const char *folder, GPtrArray *files)
{
    g_ptr_array_unref(files);
}

static void take_unreadable(void *data, const char *path, const char *why, bool given)
{
    grant_beyond(data, path);
}

static void grant_maildir(struct sandbox_plan *plan, const char *root)
{
    static const struct walk_ops ops = { take_maildir, pass_over, take_unreadable };
    g_autofree char *real = realpath(root, NULL);
    struct beyond beyond = { plan, real };
    AUTO(walk) walk = walk_new(&ops, &beyond);

    sandbox_plan_path(plan, root, SANDBOX_READ);
    if (real)
        walk_path(walk, root);
}

struct sandbox_plan *locks_fetcher(const struct settings *settings)
{
    struct sandbox_plan *plan = plan_serving();

    plan->unix_sockets = names_come_by_sockets();
    plan->data += DATA_OF_ACCOUNT * settings->accounts->len;
    for (guint i = 0; i < settings->accounts->len; i++) {
        const struct account *account = g_ptr_array_index(settings->accounts, i);

        if (account->maildir)
            grant_maildir(plan, account->maildir);
        else
            sandbox_plan_connect(plan, account->imap->port);
    }
    if (plan->network)
        sandbox_plan_connect(plan, DNS_PORT);
    return plan;
}

/* --- the keeper ----------------------------------------------------------------------------- */

char *locks_filter_socket(const struct settings *settings)
{
    return settings->filter_socket ? g_strdup(settings->filter_socket) : places_runtime("filter.sock");
}

char *locks_agent_socket(const struct settings *settings)
{
    for (guint i = 0; i < settings->sinks->len; i++) {
        const struct sink_settings *sink = g_ptr_array_index(settings->sinks, i);

        if (sink->kind == SINK_DESKTOP && sink->user)
            return g_strdup(settings->agent_socket ? settings->agent_socket : AGENT_SOCKET);
    }
    return NULL;
}

static void grant_socket(struct sandbox_plan *plan, const char *socket)
{
    g_autofree char *folder = socket ? g_path_get_dirname(socket) : NULL;

    if (folder)
        sandbox_plan_path(plan, folder, SANDBOX_SOCKETS);
}

/* libcurl asks a proxy in the environment, which may say what it likes of its port. */
static bool has_proxy(void)
{
    static const char *const names[] = { "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                         "ALL_PROXY",  "smtp_proxy",  "SMTP_PROXY",  "smtps_proxy",
                                         "SMTPS_PROXY" };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_getenv(names[i]))
            return true;
    return false;
}

static guint16 port_of(const char *url)
{
    g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
    int port = uri ? g_uri_get_port(uri) : -1;

    return port > 0 ? (guint16)port : 0;
}

static void grant_url(struct sandbox_plan *plan, const char *url)
{
    sandbox_plan_connect(plan, has_proxy() ? 0 : port_of(url));
}

/* The page that a click opens lies in a folder of its own; the bus may be an abstract socket. */
static void grant_screen(struct sandbox_plan *plan)
{
    const char *bus = g_getenv("DBUS_SESSION_BUS_ADDRESS");
    g_autofree char *folder = desktop_page_folder();

    plan->unix_sockets = true;
    plan->abstract |= bus && strstr(bus, "abstract=");
    g_mkdir_with_parents(folder, 0700);
    sandbox_plan_path(plan, folder, SANDBOX_WRITE);
}

static void grant_sink(struct sandbox_plan *plan, const struct sink_settings *sink)
{
    if (sink->kind == SINK_DESKTOP && !sink->user)
        grant_screen(plan);
    if (sink->smtp)
        sandbox_plan_connect(plan, has_proxy() ? 0 : sink->smtp->port);
    if (sink->url)
        grant_url(plan, sink->url);
    if (sink->caldav)
        grant_url(plan, sink->caldav);
}

/* The key of the codes as a credential. `key-file` the master opens, whatever stands there by then. */
static void grant_credentials(struct sandbox_plan *plan)
{
    const char *credentials = g_getenv("CREDENTIALS_DIRECTORY");

    if (credentials && *credentials)
        sandbox_plan_path(plan, credentials, SANDBOX_READ);
}

struct sandbox_plan *locks_keeper(const struct settings *settings, const char *state, bool once)
{
    struct sandbox_plan *plan = plan_serving();
    g_autofree char *filter = once ? NULL : locks_filter_socket(settings);
    g_autofree char *agents = once ? NULL : locks_agent_socket(settings);

    plan->writes = true;
    plan->listens = !once;
    sandbox_plan_path(plan, state, SANDBOX_WRITE);
    grant_socket(plan, filter);
    grant_socket(plan, agents);
    for (guint i = 0; i < settings->sinks->len; i++)
        grant_sink(plan, g_ptr_array_index(settings->sinks, i));
    if (settings->heartbeat_url)
        grant_url(plan, settings->heartbeat_url);
    grant_credentials(plan);
    if (plan->network) {
        sandbox_plan_connect(plan, DNS_PORT);
        plan->unix_sockets |= names_come_by_sockets();
    }
    return plan;
}
