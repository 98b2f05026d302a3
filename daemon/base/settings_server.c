/* Servers: their URLs, and who logs in with what. A fault never quotes a URL: it may hold a
 * password. */
#include "base/settings_parts.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"

#define HOST_MAX 253 /* RFC 1035, as text */
#define TIMEOUT_DEFAULT 60

static const struct {
    const char *name, *protocol;
    enum server_tls tls;
    guint16 port;
} schemes[] = {
    { "imaps", "imap", SERVER_TLS, 993 },
    { "imap", "imap", SERVER_STARTTLS, 143 },
    { "imap+insecure", "imap", SERVER_CLEARTEXT, 143 },
    { "smtps", "smtp", SERVER_TLS, 465 },
    { "smtp", "smtp", SERVER_STARTTLS, 587 },
    { "smtp+insecure", "smtp", SERVER_CLEARTEXT, 587 },
};

struct server *server_new(void)
{
    struct server *server = g_new0(struct server, 1);

    server->login.password_command = NO_COMMAND;
    server->login.oauth2_command = NO_COMMAND;
    server->timeout = TIMEOUT_DEFAULT;
    return server;
}

void server_free(struct server *server)
{
    if (!server)
        return;
    g_free(server->host);
    g_free(server->ca_file);
    g_free(server->login.user);
    g_free(server->login.password_file);
    g_free(server->login.credential);
    g_free(server);
}

static const char *const secret_keys[] = { "password-command", "password-file", "credential",
                                           "oauth2-command", NULL };

static bool read_secret(cfg_t *section, GPtrArray *commands, struct login *login, GError **error)
{
    if (!settings_first_set(section, secret_keys))
        return true;
    if (!settings_exactly_one(section, secret_keys, error) ||
        !settings_command(section, "password-command", commands, &login->password_command, error) ||
        !settings_command(section, "oauth2-command", commands, &login->oauth2_command, error) ||
        !settings_path(section, "password-file", &login->password_file, error) ||
        !settings_text(section, "credential", &login->credential, error))
        return false;
    if (login->credential && (strchr(login->credential, '/') || login->credential[0] == '.')) {
        conf_fault(error, section, "credential",
                   _("credential is no name; write that of LoadCredential=, without /"));
        return false;
    }
    return true;
}

bool settings_login(cfg_t *section, GPtrArray *commands, struct server *server, GError **error)
{
    g_autofree char *user = NULL;
    const char *secret = settings_first_set(section, secret_keys);

    if (!settings_text(section, "user", &user, error) ||
        !settings_path(section, "ca-file", &server->ca_file, error) ||
        !read_secret(section, commands, &server->login, error))
        return false;
    if (user) { /* it speaks before the user of a URL */
        g_free(server->login.user);
        server->login.user = g_steal_pointer(&user);
    }
    if (server->login.user && !secret) {
        conf_fault(error, section, NULL,
                   _("\"%s\" has a user and no secret; write password-command, password-file, "
                     "credential or oauth2-command"),
                   cfg_title(section));
        return false;
    }
    if (secret && !server->login.user) {
        conf_fault(error, section, secret, _("\"%s\" has a secret and no user; write user = \"…\""),
                   cfg_title(section));
        return false;
    }
    return true;
}

/* What stands before the last @. */
static bool read_user(cfg_t *section, const char *key, const char *text, char **user,
                      GError **error)
{
    if (strchr(text, ':')) {
        conf_fault(error, section, key,
                   _("%s holds a password; remove it (and change it: others could read it), and "
                     "write password-command or password-file (a : in the user is %%3A)"),
                   key);
        return false;
    }
    *user = g_uri_unescape_string(text, NULL);
    if (*user && **user && settings_line_is_clean(*user))
        return true;
    conf_fault(error, section, key,
               _("the user in %s is not percent-encoded text; write user = \"…\" instead"), key);
    return false;
}

static bool host_is_valid(const char *host)
{
    g_autofree char *ascii = g_hostname_to_ascii(host);

    return ascii && *ascii && strlen(ascii) <= HOST_MAX && *ascii != '-' && *ascii != '.' &&
           ascii[strspn(
               ascii, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_")] == '\0';
}

/* "host", "host:port", "[address]", "[address]:port". `*port` stays where none is given. */
static bool read_host(const char *text, char **host, guint16 *port)
{
    const bool bracket = *text == '[';
    const char *end = text + strcspn(text, bracket ? "]" : ":");
    g_autofree char *name = g_strndup(text + bracket, (gsize)(end - text) - bracket);
    guint64 number = *port;

    if (bracket && *end++ != ']')
        return false;
    if (*end &&
        (*end != ':' || !g_ascii_string_to_unsigned(end + 1, 10, 1, G_MAXUINT16, &number, NULL)))
        return false;
    if (bracket ? !strchr(name, ':') || !g_hostname_is_ip_address(name) : !host_is_valid(name))
        return false;
    *host = g_steal_pointer(&name);
    *port = (guint16)number;
    return true;
}

static bool host_is_loopback(const char *host)
{
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(host);

    return address ? g_inet_address_get_is_loopback(address)
                   : g_ascii_strcasecmp(host, "localhost") == 0;
}

/* Sets what the scheme says; the rest of the URL, or NULL. */
static const char *read_scheme(const char *url, const char *protocol, struct server *server)
{
    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        const gsize length = strlen(schemes[i].name);

        if (g_str_equal(schemes[i].protocol, protocol) &&
            g_ascii_strncasecmp(url, schemes[i].name, length) == 0 &&
            g_str_has_prefix(url + length, "://")) {
            server->tls = schemes[i].tls;
            server->port = schemes[i].port;
            return url + length + strlen("://");
        }
    }
    return NULL;
}

bool settings_server_url(cfg_t *section, const char *key, const char *protocol,
                         struct server *server, GError **error)
{
    g_autofree char *url = NULL, *rest = NULL;
    const char *after;
    char *at;

    if (!settings_text(section, key, &url, error))
        return false;
    after = read_scheme(url, protocol, server);
    if (!after) {
        conf_fault(error, section, key,
                   _("%s is no URL of a server; write %ss://user@host (TLS) or %s:// (STARTTLS)"),
                   key, protocol, protocol);
        return false;
    }
    rest = g_strdup(after);
    at = strrchr(rest, '@');
    if (at)
        *at = '\0';
    if (at && !read_user(section, key, rest, &server->login.user, error))
        return false;
    at = at ? at + 1 : rest;
    if (g_str_has_suffix(at, "/"))
        at[strlen(at) - 1] = '\0';
    if (!read_host(at, &server->host, &server->port)) {
        conf_fault(
            error, section, key,
            _("the host in %s cannot be one; write host or host:port, an IPv6 address in [ ], "
              "nothing after it"),
            key);
        return false;
    }
    if (server->tls == SERVER_CLEARTEXT && !host_is_loopback(server->host)) {
        conf_fault(
            error, section, key,
            _("%s sends the password in clear, which only this machine may see; write %ss:// "
              "or %s:// for %s"),
            key, protocol, protocol, server->host);
        return false;
    }
    return true;
}

bool settings_http_url(cfg_t *section, const char *key, char **value, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GUri) uri = NULL;
    const char *host;

    if (!settings_text(section, key, &text, error))
        return false;
    if (!text)
        return true;
    uri = g_uri_parse(text, G_URI_FLAGS_ENCODED, NULL);
    host = uri ? g_uri_get_host(uri) : NULL;
    if (!host || !*host || strchr(text, ' ') ||
        (!g_str_equal(g_uri_get_scheme(uri), "https") &&
         !g_str_equal(g_uri_get_scheme(uri), "http"))) {
        conf_fault(error, section, key, _("%s is no URL; write https://host/path"), key);
        return false;
    }
    if (g_uri_get_userinfo(uri)) {
        conf_fault(error, section, key,
                   _("%s holds a user or a password; remove it, and write user, or header-file"),
                   key);
        return false;
    }
    if (g_str_equal(g_uri_get_scheme(uri), "http") && !host_is_loopback(host)) {
        conf_fault(error, section, key,
                   _("%s goes in clear, which only this machine may see; write https://"), key);
        return false;
    }
    *value = g_steal_pointer(&text);
    return true;
}
