/* An alert, and what carries it to the person. A sink delivers one alert to one place; the outbox
 * (store/) remembers what is still to be delivered. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>
#include <stdbool.h>

#include "alert/answer.h"
#include "base/runner.h"
#include "base/settings.h"
#include "cases/entry.h"
#include "cases/event.h"
#include "detect/right.h"

struct alert {
    char *id;             /* stable: the same alert to each sink and at each try */
    enum event event;
    GPtrArray *entries;   /* of struct entry, freed with it; empty: about an account or Vigie */
    char *account;        /* NULL */
    char *detail;         /* what this event alone knows: the error, the command to run; NULL */
    gint64 due_at;        /* when it became due; for blind and seeing: since when */
    char *thread;         /* alert id of the first alert of this case (mail threading); NULL */
};
struct alert *alert_new(enum event event);
void alert_free(struct alert *alert);
AUTO_DEFINE(alert)

/* Masks the codes of its entries in what a receiver said of it: the one that refused may have been
 * shown them, the log and the others are not. */
void alert_hide_codes(const struct alert *alert, GError *fault);

/* How pressing an alert is at `now`, for sinks that can show it: it rises as the deadline comes near
 * (three days: high; the last call, and the deadline's own day: highest). Of several entries the
 * most pressing counts. */
enum urgency { URGENCY_LOW, URGENCY_NORMAL, URGENCY_HIGH, URGENCY_HIGHEST };
enum urgency alert_urgency(const struct alert *alert, gint64 now);

/* How a delivery ended. */
enum delivery { DELIVERY_DONE, DELIVERY_LATER /* passing */, DELIVERY_NEVER /* refused for good */ };

struct agents;
struct sink_context {
    const struct right *right;
    const guint8 *key;    /* 32 bytes: of the marks (base/mark.h) */
    gint64 now;
    struct runner *runner;
    bool confined; /* commands can gain no privileges: a unit says NoNewPrivileges, or implies it */
    struct agents *agents;              /* of other users (alert/agents.h); NULL: none */
    const struct answer_taker *answers; /* who takes a person's answers; NULL: none is offered */
    const GArray *remind_before; /* of int: days; the alarms of what is handed over for a calendar */
};

/* The state of all entries, for a sink that shows it. */
struct publication {
    GPtrArray *pieces; /* of struct calendar_piece */
    GBytes *whole;     /* the same in one text */
    GHashTable *items; /* of struct item by uid: what stands at the place; the sink keeps it true */
};

struct sink;
struct sink_ops {
    const char *kind;
    /* Brings the place up to date, blocking, within a minute; called from one thread at a time.
     * Where it fails, `items` holds what was done. NULL for a sink that carries alerts. Such a sink
     * carries none: to have published after an alert was raised is to have delivered it, and `send`
     * merely tries the place out. */
    enum delivery (*publish)(struct sink *sink, const struct sink_context *context,
                             const struct publication *publication, GError **error);
    /* Delivers, blocking, within a minute; called from one thread at a time. */
    enum delivery (*send)(struct sink *sink, const struct sink_context *context,
                          const struct alert *alert, GError **error);
    /* Where it goes, for `check` and `status`: "mail to jean@example.fr by smtps://…". Frees. */
    char *(*describe)(const struct sink *sink);
    void (*free)(struct sink *sink);
    /* Takes back, blocking, within a minute, what still stands about an entry that is closed or
     * gone; called from one thread at a time. NULL: what was sent stays. */
    void (*withdraw)(struct sink *sink, const struct sink_context *context, gint64 entry);
};
struct sink {
    const struct sink_ops *ops;
    const struct sink_settings *settings; /* borrowed */
    gint64 wait; /* set by each send: seconds for which the receiver wants peace; 0: did not say */
};

/* The sink for `settings`. NULL and EX_CONFIG for a kind that this build cannot do. */
struct sink *sink_new(const struct sink_settings *settings, GError **error);
void sink_free(struct sink *sink);
/* Whether each sink of `settings` can be made; EX_CONFIG and "FILE: …" where one cannot. */
bool sinks_try(const struct settings *settings, GError **error);
AUTO_DEFINE(sink)

/* The alert as the contract's JSON object; `text` is alert_text. No code unless `reveal`. */
JsonNode *alert_json(const struct alert *alert, const struct sink_settings *settings,
                     const struct sink_context *context);
/* One entry as in `list --json`. */
JsonNode *entry_json(const struct entry *entry, const GDate *today, bool reveal);
