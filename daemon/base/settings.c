/* The configuration's table of keys, and the settings that it fills. */
#include "base/settings.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/un.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/settings_parts.h"
#include "base/shown.h"

#define POLL_DEFAULT 60
#define POLL_MIN 5 /* servers throttle those who ask more often */
#define POLL_MAX (24 * 60 * 60)
#define SINCE_DEFAULT 90 /* twice the six weeks: what may still be open, and a little more */
#define SINCE_MAX 36500
#define TIMEOUT_MIN 2
#define TIMEOUT_MAX (10 * 60) /* longer, and a dead server is told as one after an hour only */
#define REMIND_MAX 42 /* the whole delay */
#define RETENTION_MOST 36500
#define HEARTBEAT_EVERY_DEFAULT 15 /* minutes */
#define HEARTBEAT_EVERY_MOST (24 * 60)

static cfg_opt_t account_options[] = {
    CFG_STR("imap", NULL, CFGF_NODEFAULT),
    CFG_STR("maildir", NULL, CFGF_NODEFAULT),
    LOGIN_OPTIONS,
    CFG_STR_LIST("mailboxes", NULL, CFGF_NODEFAULT),
    CFG_INT("poll", 0, CFGF_NODEFAULT),
    CFG_STR_LIST("trust", NULL, CFGF_NODEFAULT),
    CFG_INT("since", 0, CFGF_NODEFAULT),
    CFG_INT("timeout", 0, CFGF_NODEFAULT),
    CFG_BOOL("thorough", cfg_false, CFGF_NONE),
    CFG_END(),
};

static void account_free(gpointer data)
{
    struct account *account = data;

    g_free(account->name);
    server_free(account->imap);
    g_free(account->maildir);
    g_strfreev(account->mailboxes);
    g_strfreev(account->trust);
    g_free(account);
}

static void sink_free(gpointer sink)
{
    sink_settings_free(sink);
}

struct settings *settings_new_default(void)
{
    static const int remind_before[] = { 28, 14, 7, 3, 1, 0 };
    struct settings *settings = g_new0(struct settings, 1);

    settings->accounts = g_ptr_array_new_with_free_func(account_free);
    settings->sinks = g_ptr_array_new_with_free_func(sink_free);
    settings->commands = g_ptr_array_new_with_free_func(g_free);
    settings->trust = g_new0(char *, 1);
    settings->remind_before = g_array_new(FALSE, FALSE, sizeof(int));
    g_array_append_vals(settings->remind_before, remind_before, G_N_ELEMENTS(remind_before));
    settings->quiet_from = 22 * 60;
    settings->quiet_to = 7 * 60 + 30;
    settings->zone = g_time_zone_ref(civil_paris());
    settings->heartbeat = true;
    settings->heartbeat_every = HEARTBEAT_EVERY_DEFAULT;
    return settings;
}

void settings_free(struct settings *settings)
{
    g_free(settings->file);
    g_free(settings->text);
    g_free(settings->state);
    g_free(settings->key_file);
    g_free(settings->report);
    g_free(settings->metrics);
    g_free(settings->heartbeat_url);
    g_free(settings->agent_socket);
    g_free(settings->filter_socket);
    g_free(settings->milter_socket);
    g_ptr_array_unref(settings->accounts);
    g_ptr_array_unref(settings->sinks);
    g_ptr_array_unref(settings->commands);
    g_strfreev(settings->trust);
    g_array_unref(settings->remind_before);
    g_time_zone_unref(settings->zone);
    g_free(settings);
}

const struct account *settings_account(const struct settings *settings, const char *name)
{
    for (guint i = 0; i < settings->accounts->len; i++) {
        const struct account *account = g_ptr_array_index(settings->accounts, i);

        if (g_str_equal(account->name, name))
            return account;
    }
    return NULL;
}

bool settings_nobody_keeps_house(const struct settings *settings)
{
    for (guint i = 0; i < settings->sinks->len; i++) {
        const struct sink_settings *sink = g_ptr_array_index(settings->sinks, i);

        if (sink->kind != SINK_CALENDAR && sink_carries(sink, NULL))
            return false;
    }
    return settings->sinks->len > 0;
}

static bool is_sent_to(const struct sink_settings *sink, const char *address, const char *owner)
{
    g_autofree char *to = sink_recipient(sink, owner);

    return to && g_ascii_strcasecmp(to, address) == 0;
}

bool settings_may_answer(const struct settings *settings, const char *address, const char *owner)
{
    for (guint i = 0; i < settings->sinks->len; i++) {
        const struct sink_settings *sink = g_ptr_array_index(settings->sinks, i);

        if (sink->replies && sink_carries(sink, owner) && is_sent_to(sink, address, owner))
            return true;
    }
    return false;
}

static bool check_name(cfg_t *section, GError **error)
{
    if (*cfg_title(section) && settings_line_is_clean(cfg_title(section)))
        return true;
    conf_fault(error, section, NULL,
               _("the name of this %s is empty or holds a control character; write one line"),
               cfg_name(section));
    return false;
}

static bool read_imap(cfg_t *section, GPtrArray *commands, struct account *account, GError **error)
{
    account->imap = server_new();
    if (!settings_server_url(section, "imap", "imap", account->imap, error) ||
        !settings_login(section, commands, account->imap, error) ||
        !settings_count(section, "timeout", TIMEOUT_MIN, TIMEOUT_MAX, &account->imap->timeout,
                        error))
        return false;
    if (account->imap->login.user)
        return true;
    conf_fault(error, section, NULL, _("account \"%s\" has no user; write user = \"…\""),
               account->name);
    return false;
}

/* In one form: mails are known to be of it by their path (base/grants.h). */
static bool take_maildir(cfg_t *section, struct account *account, GError **error)
{
    g_autofree char *written = NULL;

    if (!settings_path(section, "maildir", &written, error))
        return false;
    account->maildir = written ? g_canonicalize_filename(written, NULL) : NULL;
    return true;
}

static bool read_maildir(cfg_t *section, struct account *account, GError **error)
{
    static const char *const imap_keys[] = { LOGIN_KEYS, "timeout", NULL };
    const char *set = settings_first_set(section, imap_keys);

    if (!set)
        return take_maildir(section, account, error);
    conf_fault(error, section, set, _("%s has no meaning for a maildir; remove it"), set);
    return false;
}

/* No mailbox has such a name (source/mailboxes.c): it would be watched by nobody. */
static bool check_mailboxes(cfg_t *section, char *const *mailboxes, GError **error)
{
    for (; mailboxes && *mailboxes; mailboxes++)
        for (const char *at = *mailboxes; *at; at += g_utf8_skip[(guchar)*at])
            if (!shown_may_name(g_utf8_get_char(at))) {
                conf_fault(error, section, "mailboxes",
                           _("%s holds a control character; write it on one line"), "mailboxes");
                return false;
            }
    return true;
}

static bool read_account(cfg_t *section, struct settings *settings, GError **error)
{
    static const char *const ways[] = { "imap", "maildir", NULL };
    struct account *account = g_new0(struct account, 1);

    g_ptr_array_add(settings->accounts, account);
    account->name = g_strdup(cfg_title(section));
    account->poll = POLL_DEFAULT;
    account->since = SINCE_DEFAULT;
    account->thorough = cfg_getbool(section, "thorough");
    account->trust_line = conf_line(section, "trust");
    if (!check_name(section, error) || !settings_exactly_one(section, ways, error) ||
        !settings_texts(section, "mailboxes", &account->mailboxes, error) ||
        !check_mailboxes(section, account->mailboxes, error) ||
        !settings_trust(section, &account->trust, error) ||
        !settings_count(section, "poll", POLL_MIN, POLL_MAX, &account->poll, error) ||
        !settings_count(section, "since", 0, SINCE_MAX, &account->since, error))
        return false;
    return settings_is_set(section, "imap") ? read_imap(section, settings->commands, account, error)
                                            : read_maildir(section, account, error);
}

static bool read_alert(cfg_t *section, struct settings *settings, GError **error)
{
    struct sink_settings *sink =
        check_name(section, error) ? sink_settings_read(section, settings, error) : NULL;

    if (sink)
        g_ptr_array_add(settings->sinks, sink);
    return sink != NULL;
}

static void read_sections(cfg_t *cfg, const char *name,
                          bool (*read)(cfg_t *, struct settings *, GError **),
                          struct settings *settings, GError **faults)
{
    for (guint i = 0; i < cfg_size(cfg, name); i++) {
        GError *fault = NULL;

        if (!read(cfg_getnsec(cfg, name, i), settings, &fault))
            vigie_error_add(faults, fault);
    }
}

static int latest_first(gconstpointer a, gconstpointer b)
{
    return *(const int *)b - *(const int *)a;
}

static bool read_remind_before(cfg_t *cfg, struct settings *settings, GError **error)
{
    GArray *days = settings->remind_before;

    if (!(cfg_getopt(cfg, "remind-before")->flags & CFGF_MODIFIED))
        return true;
    g_array_set_size(days, 0); /* { } means none */
    for (guint i = 0; i < cfg_size(cfg, "remind-before"); i++) {
        const int day = (int)cfg_getnint(cfg, "remind-before", i);

        if (day < 0 || day > REMIND_MAX) {
            conf_fault(error, cfg, "remind-before",
                       _("remind-before holds %d; write days from 0 to %d"), day, REMIND_MAX);
            return false;
        }
        g_array_append_val(days, day);
    }
    g_array_sort(days, latest_first);
    for (guint i = days->len; i-- > 1;)
        if (g_array_index(days, int, i) == g_array_index(days, int, i - 1))
            g_array_remove_index(days, i);
    return true;
}

/* "HH:MM" at the start of `text`; -1 where it is no time of day. */
static int read_minute(const char *text)
{
    for (int i = 0; i < 5; i++)
        if (i == 2 ? text[i] != ':' : !g_ascii_isdigit(text[i]))
            return -1;
    if (strncmp(text, "24", 2) >= 0 || text[3] > '5')
        return -1;
    return ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
}

static bool read_quiet_hours(cfg_t *cfg, struct settings *settings, GError **error)
{
    const char *text = settings_is_set(cfg, "quiet-hours") ? cfg_getstr(cfg, "quiet-hours") : NULL;
    int from = 0, to = 0;

    if (!text)
        return true;
    if (*text) {
        from = read_minute(text);
        to = from >= 0 && text[5] == '-' && strlen(text) == strlen("HH:MM-HH:MM")
                 ? read_minute(text + 6)
                 : -1;
    }
    if (to < 0 || (*text && from == to)) {
        conf_fault(
            error, cfg, "quiet-hours",
            _("quiet-hours are no time of the day; write \"22:00-07:30\", or \"\" for none"));
        return false;
    }
    settings->quiet_from = from;
    settings->quiet_to = to;
    return true;
}

static bool read_zone(cfg_t *cfg, struct settings *settings, GError **error)
{
    g_autofree char *name = NULL;
    GTimeZone *zone;

    if (!settings_text(cfg, "time-zone", &name, error))
        return false;
    if (!name)
        return true;
    zone = civil_zone(name);
    if (!zone) {
        conf_fault(error, cfg, "time-zone",
                   _("time-zone \"%s\" is not known here; write one as \"Europe/Paris\""), name);
        return false;
    }
    g_time_zone_unref(settings->zone);
    settings->zone = zone;
    return true;
}

static bool read_retention(cfg_t *cfg, struct settings *settings, GError **error)
{
    long days = cfg_getint(cfg, "retention");

    settings->retention = (int)days;
    if (days >= 0 && days <= RETENTION_MOST)
        return true;
    conf_fault(error, cfg, "retention",
               _("retention = %ld is no number of days; write one of 1 to %d, or 0 to keep all"),
               days, RETENTION_MOST);
    return false;
}

/* An address of a socket holds no more. */
static bool read_socket(cfg_t *cfg, const char *key, char **path, GError **error)
{
    const gsize most = sizeof((struct sockaddr_un *)NULL)->sun_path - 1;

    if (!settings_path(cfg, key, path, error))
        return false;
    if (!*path || strlen(*path) <= most)
        return true;
    conf_fault(error, cfg, key, _("%s is longer than %zu bytes; take a shorter path"), key, most);
    return false;
}

static bool read_sockets(cfg_t *cfg, struct settings *settings, GError **error)
{
    return read_socket(cfg, "agent-socket", &settings->agent_socket, error) &&
           read_socket(cfg, "filter-socket", &settings->filter_socket, error);
}

static bool read_milter_socket(cfg_t *cfg, struct settings *settings, GError **error)
{
    if (!settings_text(cfg, "milter-socket", &settings->milter_socket, error))
        return false;
    if (!settings->milter_socket || settings_is_milter_socket(settings->milter_socket))
        return true;
    conf_fault(error, cfg, "milter-socket",
               _("milter-socket \"%s\" is none; write unix:/FILE or inet:PORT@HOST"),
               settings->milter_socket);
    return false;
}

static bool read_places(cfg_t *cfg, struct settings *settings, GError **error)
{
    return settings_path(cfg, "state", &settings->state, error) &&
           settings_path(cfg, "key-file", &settings->key_file, error) &&
           settings_path(cfg, "report", &settings->report, error) &&
           settings_path(cfg, "metrics", &settings->metrics, error);
}

static bool read_heartbeat(cfg_t *cfg, struct settings *settings, GError **error)
{
    settings->heartbeat = cfg_getbool(cfg, "heartbeat");
    return settings_http_url(cfg, "heartbeat-url", &settings->heartbeat_url, error) &&
           settings_count(cfg, "heartbeat-every", 1, HEARTBEAT_EVERY_MOST,
                          &settings->heartbeat_every, error);
}

static bool read_trust(cfg_t *cfg, struct settings *settings, GError **error)
{
    g_strfreev(g_steal_pointer(&settings->trust));
    return settings_trust(cfg, &settings->trust, error);
}

/* Goes on after a fault, to name every one. */
static bool read_all(cfg_t *cfg, struct settings *settings, GError **error)
{
    static bool (*const parts[])(cfg_t *, struct settings *, GError **) = {
        read_places,        read_sockets,     read_milter_socket, read_trust,
        read_remind_before, read_quiet_hours, read_zone,          read_retention,
        read_heartbeat,
    };
    GError *faults = NULL;

    settings->keep_original = cfg_getbool(cfg, "keep-original");
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        GError *fault = NULL;

        if (!parts[i](cfg, settings, &fault))
            vigie_error_add(&faults, fault);
    }
    read_sections(cfg, "account", read_account, settings, &faults);
    read_sections(cfg, "alert", read_alert, settings, &faults);
    if (!faults)
        return true;
    g_propagate_error(error, faults);
    return false;
}

struct settings *settings_load(const char *file, GError **error)
{
    cfg_opt_t options[] = {
        CFG_SEC("account", account_options, CFGF_MULTI | CFGF_TITLE),
        CFG_SEC("alert", sink_settings_options(), CFGF_MULTI | CFGF_TITLE),
        CFG_STR("state", NULL, CFGF_NODEFAULT),
        CFG_STR("key-file", NULL, CFGF_NODEFAULT),
        CFG_STR("report", NULL, CFGF_NODEFAULT),
        CFG_STR("metrics", NULL, CFGF_NODEFAULT),
        CFG_STR("agent-socket", NULL, CFGF_NODEFAULT),
        CFG_STR("filter-socket", NULL, CFGF_NODEFAULT),
        CFG_STR("milter-socket", NULL, CFGF_NODEFAULT),
        CFG_STR_LIST("trust", NULL, CFGF_NODEFAULT),
        CFG_INT_LIST("remind-before", NULL, CFGF_NODEFAULT),
        CFG_STR("quiet-hours", NULL, CFGF_NODEFAULT),
        CFG_STR("time-zone", NULL, CFGF_NODEFAULT),
        CFG_BOOL("heartbeat", cfg_true, CFGF_NONE),
        CFG_STR("heartbeat-url", NULL, CFGF_NODEFAULT),
        CFG_INT("heartbeat-every", 0, CFGF_NODEFAULT),
        CFG_BOOL("keep-original", cfg_false, CFGF_NONE),
        CFG_INT("retention", 0, CFGF_NONE),
        CFG_END(),
    };
    AUTO(settings) settings = settings_new_default();
    cfg_t *cfg = conf_read_kept(file, options, &settings->text, error);
    bool good = cfg && read_all(cfg, settings, error);

    if (cfg)
        cfg_free(cfg);
    if (!good)
        return NULL;
    settings->file = g_strdup(file);
    return g_steal_pointer(&settings);
}
