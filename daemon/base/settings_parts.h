/* Private to base/settings*.c: one value at a time, out of a libconfuse section. Each function is
 * TRUE and leaves `*value` alone where the key is not set; FALSE and EX_CONFIG at the key's line
 * where its value cannot be meant. */
#pragma once

#include "base/conf.h"
#include "base/settings.h"

bool settings_is_set(cfg_t *section, const char *key);

/* One line of text: not empty, UTF-8, no control character (a CR or LF would end an IMAP command).
 */
bool settings_text(cfg_t *section, const char *key, char **value, GError **error);
bool settings_line_is_clean(const char *text);
/* An absolute path; "~/" stands for the home directory. */
bool settings_path(cfg_t *section, const char *key, char **value, GError **error);
/* A list of such texts; an empty one leaves NULL. */
bool settings_texts(cfg_t *section, const char *key, char ***value, GError **error);
/* authserv-ids, in lower case; never NULL. */
bool settings_trust(cfg_t *section, char ***value, GError **error);
bool settings_count(cfg_t *section, const char *key, guint least, guint most, guint *value,
                    GError **error);
/* A command, appended to `commands`; its index. */
bool settings_command(cfg_t *section, const char *key, GPtrArray *commands, guint *index,
                      GError **error);

/* The index in `words` (NULL-terminated) of the value of `key`. */
bool settings_word(cfg_t *section, const char *key, const char *const *words, guint *index,
                   GError **error);

/* The first of `keys` (NULL-terminated) that is set; NULL: none. */
const char *settings_first_set(cfg_t *section, const char *const *keys);
/* One of `keys` is set, and only one. */
bool settings_exactly_one(cfg_t *section, const char *const *keys, GError **error);

/* The keys of a login, as options of an account and of an alert. */
#define LOGIN_OPTIONS                                                                         \
    CFG_STR("user", NULL, CFGF_NODEFAULT), CFG_STR("password-command", NULL, CFGF_NODEFAULT), \
        CFG_STR("password-file", NULL, CFGF_NODEFAULT),                                       \
        CFG_STR("credential", NULL, CFGF_NODEFAULT),                                          \
        CFG_STR("oauth2-command", NULL, CFGF_NODEFAULT), CFG_STR("ca-file", NULL, CFGF_NODEFAULT)
#define LOGIN_KEYS \
    "user", "password-command", "password-file", "credential", "oauth2-command", "ca-file"

struct server *server_new(void);
void server_free(struct server *server);
/* Reads the login's keys into `server`; a user, be it from a URL, needs a secret and a secret a
 * user. */
bool settings_login(cfg_t *section, GPtrArray *commands, struct server *server, GError **error);
/* Reads the URL of `key`: imap or smtp by `protocol`. */
bool settings_server_url(cfg_t *section, const char *key, const char *protocol,
                         struct server *server, GError **error);
/* https:// anywhere, http:// to this machine. */
bool settings_http_url(cfg_t *section, const char *key, char **value, GError **error);

/* The keys of an alert, for the table of the whole file. */
cfg_opt_t *sink_settings_options(void);
/* `settings` has its accounts already, and takes the commands. */
struct sink_settings *sink_settings_read(cfg_t *section, struct settings *settings, GError **error);
void sink_settings_free(struct sink_settings *sink);
AUTO_DEFINE(sink_settings)
