/* The configuration (libconfuse; see vigie.conf) as one immutable value. Everything that can be
 * known to be wrong from the file alone is refused here, as FILE:LINE: what; what to do. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "base/clock.h"

#define NO_COMMAND G_MAXUINT

/* Where a password or an access token comes from: at most one is set. The commands are indexes into
 * settings->commands. */
struct login {
    char *user;             /* percent-decoded; NULL: no login */
    guint password_command; /* NO_COMMAND: none */
    guint oauth2_command;   /* prints an access token (XOAUTH2), asked for at each login */
    char *password_file;    /* must be of mode 0600 or less when read */
    char *credential;       /* a file name in $CREDENTIALS_DIRECTORY (systemd) */
};

enum server_tls { SERVER_TLS, SERVER_STARTTLS, SERVER_CLEARTEXT /* loopback only */ };

struct server {
    enum server_tls tls;
    char *host;     /* a name, or an address without brackets */
    guint16 port;   /* the scheme's where the URL gives none: 993/143, 465/587 */
    char *ca_file;  /* NULL: the system's */
    struct login login;
    guint timeout;  /* seconds, >= 2, that it may take to answer; of IMAP only */
};

struct account {
    char *name;
    struct server *imap; /* NULL where `maildir` is set */
    char *maildir;
    char **mailboxes;    /* NULL: INBOX and the \Junk folder; UTF-8, LIST patterns, "!x" excludes */
    guint poll;          /* seconds, >= 5 */
    char **trust;        /* authserv-ids, lower case; never NULL */
    int trust_line;      /* in the file: of `trust`, else of the section */
    guint since;         /* days to look back at first sight */
    struct clock clock;  /* from which they count: that of the run */
    bool thorough;
};

enum sink_kind { SINK_DESKTOP, SINK_MAIL, SINK_COMMAND, SINK_WEBHOOK, SINK_CALENDAR };
enum webhook_format { WEBHOOK_JSON, WEBHOOK_NTFY, WEBHOOK_GOTIFY };

struct sink_settings {
    char *name;
    enum sink_kind kind;
    bool reveal;          /* this sink may show the code in clear */
    char *language;       /* "fr" or "en"; NULL: that of the environment, else French */
    /* desktop */
    char *user;           /* whose screen, by his `vigie agent`; NULL: that of this session */
    char *owner;          /* whose alerts it carries, lower case; "*": of all that have an owner;
                             NULL: of those that have none */
    /* mail */
    char *to, *from;      /* in `to`, "{owner}" stands for the owner of what is told */
    bool replies;         /* answers to `from` reach a mailbox that is watched */
    struct server *smtp;  /* NULL: sendmail */
    guint sendmail;       /* index of a command, whole (with -i -t); NO_COMMAND: none */
    char *sendmail_program; /* `sendmail` as it stands there; NULL: not set */
    int sendmail_line;    /* in the file */
    /* command */
    guint command;
    /* webhook */
    char *url, *header_file;
    enum webhook_format format;
    /* calendar: one of */
    char *file, *vdir, *caldav;
    bool todo;                    /* a task beside the events */
    struct server *caldav_server; /* its login and ca_file only */
};

struct settings {
    char *file;              /* where it was read; NULL: there is no configuration */
    char *text;              /* what stood in it; NULL likewise */
    char *state;             /* `state`; NULL: not set */
    char *key_file;          /* `key-file`: the key of the codes; NULL: not set */
    char *report;            /* `report`; NULL: not set */
    char *metrics;           /* `metrics`; NULL: not set */
    char *heartbeat_url;     /* asked for while all is well; a secret; NULL: not set */
    guint heartbeat_every;   /* minutes between two of these */
    char *agent_socket;      /* `agent-socket`; NULL: not set */
    char *filter_socket;     /* where filters of other users hand mail over; NULL: not set */
    char *milter_socket;     /* `milter-socket`, as libmilter writes it; NULL: not set */
    GPtrArray *accounts;     /* of struct account, in the order of the file */
    GPtrArray *sinks;        /* of struct sink_settings, likewise */
    GPtrArray *commands;     /* of char *: all that may ever be run */
    char **trust;            /* for filter, scan and milter; lower case; never NULL */
    GArray *remind_before;   /* of int: days, descending, no doubles, each 0–42 */
    int quiet_from, quiet_to;/* minutes past midnight; equal: no quiet hours */
    GTimeZone *zone;         /* of quiet and reminder hours */
    bool heartbeat;          /* the monthly sign of life; default true */
    bool keep_original;      /* keep the mails of a case as received; default false */
    int retention;           /* days for which a closed case is kept; 0, the default: for good */
};

/* What holds without a configuration file: the defaults, no account, no sink. */
struct settings *settings_new_default(void);

/* Reads `file`. EX_NOINPUT where it cannot be opened; EX_CONFIG for faults: a line for each, with its
 * place. */
struct settings *settings_load(const char *file, GError **error);

void settings_free(struct settings *settings);
AUTO_DEFINE(settings)

/* Whether the sink carries what is told of `owner` (NULL: of nobody in particular). */
#define SINK_EVERY_OWNER "*"
bool sink_carries(const struct sink_settings *sink, const char *owner);

/* Whether alerts are configured, and none of them carries what has no owner: cases of nobody in
 * particular, accounts that fail, and troubles of Vigie itself. */
bool settings_nobody_keeps_house(const struct settings *settings);

/* `to` of a mail sink with the owner in the place of "{owner}"; one who is an address takes that of
 * all of it. NULL where there is no owner to be put there. The caller frees. */
char *sink_recipient(const struct sink_settings *sink, const char *owner);

/* Whether `address`, as the From of a mail, is one to which alerts of `owner` (NULL: of nobody in
 * particular) are sent that may be answered. */
bool settings_may_answer(const struct settings *settings, const char *address, const char *owner);

/* NULL where no account has that name. */
const struct account *settings_account(const struct settings *settings, const char *name);

/* Whether `socket` is one for the milter as libmilter writes it: unix:/FILE, local:/FILE, /FILE,
 * inet:PORT@HOST or inet6:PORT@HOST. libmilter itself takes nonsense for a file, and a port modulo
 * 65536. */
bool settings_is_milter_socket(const char *socket);

/* A commented example of a configuration, as `vigie watch` shows to who has none. */
const char *settings_example(void);
