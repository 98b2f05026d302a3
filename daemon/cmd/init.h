/* Internal to cmd/init*: what a person answers, where mail is likely to lie, and the configuration
 * that follows. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"

/* The servers of an address. Any may be NULL: not known. The caller frees. */
struct mail_servers {
    char *provider; /* "Orange"; NULL where DNS named the servers */
    char *imap;     /* "imaps://imap.orange.fr" */
    char *smtp;
    char *note;     /* what the person must know first, in `language` */
};
void mail_servers_free(struct mail_servers *servers);
AUTO_DEFINE(mail_servers)

/* By the table of providers alone: the address's domain, or what its MX records name (`exchangers`,
 * NULL-terminated; may be NULL). NULL and EX_CONFIG where the table is faulty; all fields NULL where it
 * does not know them. */
struct mail_servers *providers_find(const char *file, const char *domain,
                                    const char *const *exchangers, const char *language,
                                    GError **error);

/* By the table, then by DNS: SRV records (RFC 6186, RFC 8314), MX records. Waits a few seconds at
 * most; what DNS does not answer stays NULL. */
struct mail_servers *servers_guess(const char *address, const char *language, GError **error);

enum init_sink { INIT_DESKTOP, INIT_MAIL, INIT_NTFY, INIT_COMMAND };
struct init_alert {
    enum init_sink kind;
    char *value; /* address, URL or command; NULL for the desktop */
};

struct init_answers {
    char *address, *imap, *smtp, *language; /* smtp: for an alert by mail alone */
    char *password_command, *password_file, *oauth2_command; /* one of them */
    char *ca_file;                                            /* NULL: the system's */
    GPtrArray *alerts;                                        /* of struct init_alert */
};
void init_answers_clear(struct init_answers *answers);
void init_answers_alert(struct init_answers *answers, enum init_sink kind, const char *value);

/* "desktop", "mail", "mail=ADDRESS", "ntfy=URL", "command=COMMAND". */
bool init_alert_word(struct init_answers *answers, const char *word, GError **error);

/* The commented configuration. EX_USAGE for a value that no configuration can hold (a control
 * character, bytes that are no UTF-8). The caller frees. */
char *init_text(const struct init_answers *answers, GError **error);

/* Asks everything on the terminal; address and servers that are there already are proposed again, the
 * alerts are asked for anew. A password that is typed lands in `*password` (the caller ends with
 * init_forget), in the place of an earlier one: NULL where it comes from elsewhere. EX_USAGE where the
 * input ends. */
bool init_ask(struct init_answers *answers, char **password, GError **error);
/* Wipes and frees it, where there is one. */
void init_forget(char **password);
/* A yes or no; what Enter alone means is `usual`. */
bool init_ask_yes(const char *question, bool usual);
