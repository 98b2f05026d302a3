/* Where the mail of an address lies: the table of providers, then DNS. */
#include <confuse.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "base/conf.h"
#include "base/error.h"
#include "base/places.h"
#include "cmd/init.h"

#define TABLE "mail-providers.conf"
/* For each question to DNS, of which there are four at most: a person waits. */
#define DNS_SECONDS 2

static cfg_opt_t provider_options[] = {
    CFG_STR_LIST("domains", NULL, CFGF_NODEFAULT), CFG_STR_LIST("mx", NULL, CFGF_NODEFAULT),
    CFG_STR("imap", NULL, CFGF_NODEFAULT),         CFG_STR("smtp", NULL, CFGF_NODEFAULT),
    CFG_STR("note", NULL, CFGF_NODEFAULT),         CFG_STR("note-fr", NULL, CFGF_NODEFAULT),
    CFG_END(),
};

static cfg_opt_t table_options[] = {
    CFG_SEC("provider", provider_options, CFGF_MULTI | CFGF_TITLE),
    CFG_END(),
};

void mail_servers_free(struct mail_servers *servers)
{
    if (!servers)
        return;
    g_free(servers->provider);
    g_free(servers->imap);
    g_free(servers->smtp);
    g_free(servers->note);
    g_free(servers);
}

static bool has_domain(cfg_t *provider, const char *domain)
{
    for (guint i = 0; i < cfg_size(provider, "domains"); i++)
        if (g_ascii_strcasecmp(cfg_getnstr(provider, "domains", i), domain) == 0)
            return true;
    return false;
}

static bool is_below(const char *host, const char *domain)
{
    gsize host_length = strlen(host), length = strlen(domain);
    const char *end;

    if (host_length < length)
        return false;
    end = host + host_length - length;
    return g_ascii_strcasecmp(end, domain) == 0 && (end == host || end[-1] == '.');
}

static bool has_exchanger(cfg_t *provider, const char *const *exchangers)
{
    for (; exchangers && *exchangers; exchangers++)
        for (guint i = 0; i < cfg_size(provider, "mx"); i++)
            if (is_below(*exchangers, cfg_getnstr(provider, "mx", i)))
                return true;
    return false;
}

static void take_provider(struct mail_servers *servers, cfg_t *provider, const char *language)
{
    const char *note = g_strcmp0(language, "fr") == 0 ? cfg_getstr(provider, "note-fr") : NULL;

    servers->provider = g_strdup(cfg_title(provider));
    servers->imap = g_strdup(cfg_getstr(provider, "imap"));
    servers->smtp = g_strdup(cfg_getstr(provider, "smtp"));
    servers->note = g_strdup(note ? note : cfg_getstr(provider, "note"));
}

struct mail_servers *providers_find(const char *file, const char *domain,
                                    const char *const *exchangers, const char *language,
                                    GError **error)
{
    cfg_t *table = conf_read(file, table_options, error);
    struct mail_servers *servers;

    if (!table)
        return NULL;
    servers = g_new0(struct mail_servers, 1);
    for (guint i = 0; i < cfg_size(table, "provider") && !servers->provider; i++) {
        cfg_t *provider = cfg_getnsec(table, "provider", i);

        if (has_domain(provider, domain) || has_exchanger(provider, exchangers))
            take_provider(servers, provider, language);
    }
    cfg_free(table);
    return servers;
}

static char *find_table(GError **error)
{
    g_auto(GStrv) folders = places_rules(NULL);

    for (char **folder = folders; *folder; folder++) {
        g_autofree char *file = g_build_filename(*folder, TABLE, NULL);

        if (g_file_test(file, G_FILE_TEST_EXISTS))
            return g_steal_pointer(&file);
    }
    g_set_error(
        error, VIGIE_ERROR, EX_CONFIG,
        _("%s is in none of the folders of rules; install it, or give the servers by --server "
          "and --smtp"),
        TABLE);
    return NULL;
}

/* --- DNS ----------------------------------------------------------------------------------- */

struct question {
    GMainLoop *loop;
    GCancellable *cancellable;
    GList *answers; /* of GSrvTarget or GVariant */
    guint timeout;
};

static gboolean waited_enough(gpointer data)
{
    struct question *question = data;

    question->timeout = 0;
    g_cancellable_cancel(question->cancellable);
    return G_SOURCE_REMOVE;
}

static void took_service(GObject *resolver, GAsyncResult *result, gpointer data)
{
    struct question *question = data;

    question->answers = g_resolver_lookup_service_finish(G_RESOLVER(resolver), result, NULL);
    g_main_loop_quit(question->loop);
}

static void took_records(GObject *resolver, GAsyncResult *result, gpointer data)
{
    struct question *question = data;

    question->answers = g_resolver_lookup_records_finish(G_RESOLVER(resolver), result, NULL);
    g_main_loop_quit(question->loop);
}

/* `service` NULL: the MX records of `domain`. What cannot be asked in time has no answer. */
static GList *ask_dns(const char *service, const char *domain)
{
    g_autoptr(GResolver) resolver = g_resolver_get_default();
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    struct question question = { loop, cancellable, NULL, 0 };

    question.timeout = g_timeout_add_seconds(DNS_SECONDS, waited_enough, &question);
    if (service)
        g_resolver_lookup_service_async(resolver, service, "tcp", domain, cancellable,
                                        took_service, &question);
    else
        g_resolver_lookup_records_async(resolver, domain, G_RESOLVER_RECORD_MX, cancellable,
                                        took_records, &question);
    g_main_loop_run(loop);
    g_clear_handle_id(&question.timeout, g_source_remove);
    return question.answers;
}

/* The first target in the order of priority and weight, which GLib sorts by; "." says: no such
 * service (RFC 6186, section 3.4). */
static char *ask_service(const char *service, const char *scheme, guint16 usual, const char *domain)
{
    GList *targets = ask_dns(service, domain);
    const char *host = targets ? g_srv_target_get_hostname(targets->data) : "";
    guint16 port = targets ? g_srv_target_get_port(targets->data) : 0;
    char *url = NULL;

    if (*host && strcmp(host, ".") != 0)
        url = port == usual ? g_strdup_printf("%s://%s", scheme, host)
                            : g_strdup_printf("%s://%s:%u", scheme, host, port);
    g_resolver_free_targets(targets);
    return url;
}

static char **ask_exchangers(const char *domain)
{
    g_autoptr(GStrvBuilder) hosts = g_strv_builder_new();
    GList *records = ask_dns(NULL, domain);

    for (GList *record = records; record; record = record->next) {
        const char *host;

        g_variant_get(record->data, "(q&s)", NULL, &host);
        g_strv_builder_add(hosts, host);
    }
    g_list_free_full(records, (GDestroyNotify)g_variant_unref);
    return g_strv_builder_end(hosts);
}

static void ask_services(struct mail_servers *servers, const char *domain)
{
    servers->imap = ask_service("imaps", "imaps", 993, domain);
    servers->smtp = ask_service("submissions", "smtps", 465, domain);
    if (!servers->smtp)
        servers->smtp = ask_service("submission", "smtp", 587, domain);
}

struct mail_servers *servers_guess(const char *address, const char *language, GError **error)
{
    const char *domain = strrchr(address, '@') + 1;
    g_autofree char *table = find_table(error);
    AUTO(mail_servers) servers =
        table ? providers_find(table, domain, NULL, language, error) : NULL;
    g_auto(GStrv) exchangers = NULL;

    if (!servers || servers->provider)
        return g_steal_pointer(&servers);
    exchangers = ask_exchangers(domain);
    ask_services(servers, domain);
    if (servers->imap)
        return g_steal_pointer(&servers);
    mail_servers_free(g_steal_pointer(&servers));
    return providers_find(table, domain, (const char *const *)exchangers, language, error);
}
