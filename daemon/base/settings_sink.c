/* Alerts: each kind, and the keys that it takes. */
#include "base/settings_parts.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"

#define SINK_OWNER "{owner}"

static cfg_opt_t options[] = {
    CFG_STR("kind", NULL, CFGF_NODEFAULT),
    CFG_BOOL("reveal", cfg_false, CFGF_NODEFAULT),
    CFG_STR("language", NULL, CFGF_NODEFAULT),
    CFG_STR("owner", NULL, CFGF_NODEFAULT),
    CFG_STR("to", NULL, CFGF_NODEFAULT),
    CFG_STR("from", NULL, CFGF_NODEFAULT),
    CFG_STR("smtp", NULL, CFGF_NODEFAULT),
    CFG_STR("sendmail", NULL, CFGF_NODEFAULT),
    CFG_BOOL("replies", cfg_false, CFGF_NODEFAULT),
    CFG_STR("command", NULL, CFGF_NODEFAULT),
    CFG_STR("url", NULL, CFGF_NODEFAULT),
    CFG_STR("format", NULL, CFGF_NODEFAULT),
    CFG_STR("header-file", NULL, CFGF_NODEFAULT),
    CFG_STR("file", NULL, CFGF_NODEFAULT),
    CFG_STR("vdir", NULL, CFGF_NODEFAULT),
    CFG_STR("caldav", NULL, CFGF_NODEFAULT),
    CFG_BOOL("todo", cfg_false, CFGF_NODEFAULT),
    LOGIN_OPTIONS,
    CFG_END(),
};

static const char *const every_kind[] = { "kind", "reveal", "language", "owner", NULL };
static const char *const mail_keys[] = { "to", "from", "smtp", "sendmail", "replies",
                                         LOGIN_KEYS, NULL };
static const char *const command_keys[] = { "command", NULL };
static const char *const webhook_keys[] = { "url", "format", "header-file", NULL };
static const char *const calendar_keys[] = { "file", "vdir", "caldav", "todo", LOGIN_KEYS, NULL };
static const char *const desktop_keys[] = { "user", NULL };
static const char *const login_keys[] = { LOGIN_KEYS, NULL };

/* In the order of enum webhook_format. */
static const char *const format_words[] = { "json", "ntfy", "gotify", NULL };
static const char *const languages[] = { "fr", "en", NULL };

cfg_opt_t *sink_settings_options(void)
{
    return options;
}

static bool need(cfg_t *section, const char *key, GError **error)
{
    if (settings_is_set(section, key))
        return true;
    conf_fault(error, section, NULL, _("alert \"%s\" has no %s; write it"), cfg_title(section),
               key);
    return false;
}

/* A login beside `key` only: nothing else of this kind logs in. */
static bool check_login_needs(cfg_t *section, const char *key, GError **error)
{
    const char *set = settings_first_set(section, login_keys);

    if (!set || settings_is_set(section, key))
        return true;
    conf_fault(error, section, set, _("%s belongs to %s alone; remove it"), set, key);
    return false;
}

static bool check_address(cfg_t *section, const char *key, const char *address, GError **error)
{
    const char *at = strchr(address, '@');

    if (at && at != address && at[1] && !strpbrk(address, " ,;<>\"()"))
        return true;
    conf_fault(error, section, key, _("%s is no address; write one, as name@example.fr"), key);
    return false;
}

/* Where not said: an answer to `from` is seen where an account is that very address. */
static bool read_replies(cfg_t *section, const GPtrArray *accounts, const char *from)
{
    if (settings_is_set(section, "replies"))
        return cfg_getbool(section, "replies");
    for (guint i = 0; i < accounts->len; i++) {
        const struct account *account = g_ptr_array_index(accounts, i);
        const char *user = account->imap ? account->imap->login.user : NULL;

        if (user && g_ascii_strcasecmp(user, from) == 0)
            return true;
    }
    return false;
}

bool sink_carries(const struct sink_settings *sink, const char *owner)
{
    return g_strcmp0(sink->owner, SINK_EVERY_OWNER) == 0 ? owner != NULL
                                                         : g_strcmp0(sink->owner, owner) == 0;
}

char *sink_recipient(const struct sink_settings *sink, const char *owner)
{
    g_auto(GStrv) parts = g_strsplit(sink->to, SINK_OWNER, -1);

    if (!parts[0] || !parts[1])
        return g_strdup(sink->to);
    if (!owner)
        return NULL;
    return strchr(owner, '@') ? g_strdup(owner) : g_strjoinv(owner, parts);
}

/* Whose alerts these are must be said, and the whole be an address. */
static bool check_recipient(cfg_t *section, const struct sink_settings *sink, GError **error)
{
    g_autofree char *any = sink_recipient(sink, "owner@example.fr");

    if (!strstr(sink->to, SINK_OWNER) || sink->owner)
        return check_address(section, "to", any, error);
    conf_fault(error, section, "to",
               _("to = \"{owner}\" tells the owner of a case; write owner = \"*\" as well"));
    return false;
}

/* `sendmail` is made a whole command: the recipient from the header, a lone dot no end. */
static bool read_sendmail(cfg_t *section, GPtrArray *commands, struct sink_settings *sink,
                          GError **error)
{
    char *program;

    if (!settings_command(section, "sendmail", commands, &sink->sendmail, error))
        return false;
    if (sink->sendmail != NO_COMMAND) {
        program = g_ptr_array_index(commands, sink->sendmail);
        g_ptr_array_index(commands, sink->sendmail) = g_strconcat(program, " -i -t", NULL);
        sink->sendmail_program = program;
        sink->sendmail_line = conf_line(section, "sendmail");
    }
    return true;
}

static bool read_mail(cfg_t *section, struct settings *settings, struct sink_settings *sink,
                      GError **error)
{
    static const char *const ways[] = { "smtp", "sendmail", NULL };

    if (!need(section, "to", error) || !need(section, "from", error) ||
        !settings_exactly_one(section, ways, error) || !check_login_needs(section, "smtp", error) ||
        !settings_text(section, "to", &sink->to, error) ||
        !settings_text(section, "from", &sink->from, error) ||
        !check_recipient(section, sink, error) ||
        !check_address(section, "from", sink->from, error))
        return false;
    sink->replies = read_replies(section, settings->accounts, sink->from);
    if (!settings_is_set(section, "smtp"))
        return read_sendmail(section, settings->commands, sink, error);
    sink->smtp = server_new();
    return settings_server_url(section, "smtp", "smtp", sink->smtp, error) &&
           settings_login(section, settings->commands, sink->smtp, error);
}

static bool read_calendar(cfg_t *section, struct settings *settings, struct sink_settings *sink,
                          GError **error)
{
    static const char *const ways[] = { "file", "vdir", "caldav", NULL };

    if (!settings_exactly_one(section, ways, error) ||
        !check_login_needs(section, "caldav", error) ||
        !settings_path(section, "file", &sink->file, error) ||
        !settings_path(section, "vdir", &sink->vdir, error) ||
        !settings_http_url(section, "caldav", &sink->caldav, error))
        return false;
    sink->todo = settings_is_set(section, "todo") && cfg_getbool(section, "todo");
    if (!sink->caldav)
        return true;
    sink->caldav_server = server_new();
    return settings_login(section, settings->commands, sink->caldav_server, error);
}

/* As they are stored. */
static bool read_owner(cfg_t *section, struct sink_settings *sink, GError **error)
{
    g_autofree char *owner = NULL;

    if (!settings_text(section, "owner", &owner, error))
        return false;
    sink->owner = owner ? g_ascii_strdown(owner, -1) : NULL;
    return true;
}

static bool read_desktop(cfg_t *section, struct settings *settings G_GNUC_UNUSED,
                         struct sink_settings *sink, GError **error)
{
    return settings_text(section, "user", &sink->user, error);
}

static bool read_command(cfg_t *section, struct settings *settings, struct sink_settings *sink,
                         GError **error)
{
    return need(section, "command", error) &&
           settings_command(section, "command", settings->commands, &sink->command, error);
}

static bool read_webhook(cfg_t *section, struct settings *settings G_GNUC_UNUSED,
                         struct sink_settings *sink, GError **error)
{
    guint format = sink->format;

    if (!need(section, "url", error) || !settings_http_url(section, "url", &sink->url, error) ||
        !settings_path(section, "header-file", &sink->header_file, error) ||
        !settings_word(section, "format", format_words, &format, error))
        return false;
    sink->format = (enum webhook_format)format;
    return true;
}

/* What a kind is called, the keys that it takes beside those of every kind, and who reads them. */
static const struct {
    const char *word;
    const char *const *keys;
    bool (*read)(cfg_t *section, struct settings *settings, struct sink_settings *sink,
                 GError **error);
} kinds[] = {
    [SINK_DESKTOP] = { "desktop", desktop_keys, read_desktop },
    [SINK_MAIL] = { "mail", mail_keys, read_mail },
    [SINK_COMMAND] = { "command", command_keys, read_command },
    [SINK_WEBHOOK] = { "webhook", webhook_keys, read_webhook },
    [SINK_CALENDAR] = { "calendar", calendar_keys, read_calendar },
};

static bool read_kind(cfg_t *section, enum sink_kind *kind, GError **error)
{
    const char *words[G_N_ELEMENTS(kinds) + 1] = { NULL };
    guint chosen = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        words[i] = kinds[i].word;
    if (!need(section, "kind", error) || !settings_word(section, "kind", words, &chosen, error))
        return false;
    *kind = (enum sink_kind)chosen;
    return true;
}

static bool check_keys(cfg_t *section, enum sink_kind kind, GError **error)
{
    for (const cfg_opt_t *option = options; option->name; option++) {
        if (!settings_is_set(section, option->name) || g_strv_contains(every_kind, option->name) ||
            g_strv_contains(kinds[kind].keys, option->name))
            continue;
        conf_fault(error, section, option->name, _("%s has no meaning for kind = %s; remove it"),
                   option->name, kinds[kind].word);
        return false;
    }
    return true;
}

struct sink_settings *sink_settings_read(cfg_t *section, struct settings *settings, GError **error)
{
    AUTO(sink_settings) sink = g_new0(struct sink_settings, 1);
    guint language = G_MAXUINT;

    sink->name = g_strdup(cfg_title(section));
    sink->command = sink->sendmail = NO_COMMAND;
    if (!read_kind(section, &sink->kind, error) || !check_keys(section, sink->kind, error) ||
        !settings_word(section, "language", languages, &language, error))
        return NULL;
    if (!read_owner(section, sink, error))
        return NULL;
    sink->reveal = settings_is_set(section, "reveal") && cfg_getbool(section, "reveal");
    if (language != G_MAXUINT)
        sink->language = g_strdup(languages[language]);
    return kinds[sink->kind].read(section, settings, sink, error) ? g_steal_pointer(&sink) : NULL;
}

void sink_settings_free(struct sink_settings *sink)
{
    g_free(sink->name);
    g_free(sink->language);
    g_free(sink->user);
    g_free(sink->owner);
    g_free(sink->to);
    g_free(sink->from);
    g_free(sink->sendmail_program);
    server_free(sink->smtp);
    g_free(sink->url);
    g_free(sink->header_file);
    g_free(sink->file);
    g_free(sink->vdir);
    g_free(sink->caldav);
    server_free(sink->caldav_server);
    g_free(sink);
}
