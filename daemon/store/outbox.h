/* The outbox: each (alert, sink) on its own, tried until it is delivered or its time has passed. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cases/event.h"
#include "store/store.h"

struct outgoing {
    gint64 alert;          /* row */
    char *key;             /* the alert's stable id */
    enum event event;
    GArray *entries;       /* of gint64 */
    char *account, *detail;
    gint64 due_at, give_up_at;
    char *sink;
    guint attempts;        /* before this one */
    char *thread;          /* key of the first alert about the same entry; NULL */
};
void outgoing_free(struct outgoing *outgoing);
AUTO_DEFINE(outgoing)

/* The entries of an alert ("3,5"), as its row keeps them, in a GArray of gint64. The caller unrefs. */
GArray *outbox_parse_entries(const char *text);

/* Gives every alert that has none its deliveries, one for each of `sinks` (NULL-terminated names) that
 * carries alerts of its owner (sink_carries): `owners` are theirs, in the same order, NULL for a sink
 * without one, which carries what has no owner; NULL where no sink has one. An alert that no sink may
 * carry waits, and `trouble` is raised once a day, however many such owners there are.
 * Without a sink alerts wait: the first one ever configured gets all that waits; one that is added
 * beside others gets what is raised from then on. Deliveries of sinks that are gone are dropped; an
 * alert that only they had waits again. What failed and whose time passed while nobody tried is given
 * up, and `sink-failed` raised. */
bool outbox_fan_out(struct store *store, const char *const *sinks, const char *const *owners,
                    gint64 now, GError **error);

/* The next delivery due for `sink`, the oldest first; NULL without error where there is none. */
struct outgoing *outbox_next(struct store *store, const char *sink, gint64 now, GError **error);

/* Not before `until` (quiet hours). */
bool outbox_hold(struct store *store, const struct outgoing *outgoing, gint64 until, GError **error);

/* Forgets until when anything is held, for a configuration whose quiet hours may be others. */
bool outbox_release(struct store *store, GError **error);

/* What waits for `sink` is tried at once: it is there again. */
bool outbox_retry(struct store *store, const char *sink, GError **error);

bool outbox_delivered(struct store *store, const struct outgoing *outgoing, gint64 now,
                      GError **error);

/* How a delivery failed. */
struct outbox_failure {
    const char *text;
    bool refused; /* for good, as it seems */
    gint64 wait;  /* seconds for which the receiver asked to be left in peace; 0: it did not */
};
/* It failed: it is tried again until give_up_at. What was refused is tried rarely, and `sink-failed`
 * is raised for the other sinks; else after a backoff with jitter (at most an hour), and a sink that
 * fails for most of an hour is told as well. A wait (of which six hours count) holds whatever else
 * waits for that sink. */
bool outbox_failed(struct store *store, const struct outgoing *outgoing,
                   const struct outbox_failure *failure, gint64 now, GError **error);

/* A sink that shows the state of all entries was brought up to date (`failure` NULL), or could not
 * be: as of outbox_failed, the others tell of it in time. */
bool outbox_published(struct store *store, const char *sink, const struct outbox_failure *failure,
                      gint64 now, GError **error);

/* A sink to which something could not be delivered: what still waits, and what was given up in the
 * last two weeks; or one that could not be brought up to date. */
struct outbox_trouble {
    char *sink;
    gint64 since; /* its first failure of these */
    gint64 waiting, given_up;
    char *last_error;
};
/* Of struct outbox_trouble, by name; the array frees them. */
GPtrArray *outbox_troubles(struct store *store, gint64 now, GError **error);

/* Alerts that wait for a sink, and when the next delivery is due (G_MAXINT64: none). */
bool outbox_waiting(struct store *store, gint64 *alerts, gint64 *next_try, GError **error);

/* Since when the oldest alert waits for a sink; 0: none does. */
bool outbox_oldest(struct store *store, gint64 *since, GError **error);

/* Since when the oldest alert waits that no sink may carry; 0: none does. */
bool outbox_unreachable_since(struct store *store, gint64 *since, GError **error);

/* Alerts of one owner that wait for a sink. */
bool outbox_waiting_of(struct store *store, const char *owner, gint64 *alerts, GError **error);

/* What the scheduler found due for one entry. */
struct outbox_due {
    gint64 entry;
    const char *account;   /* of the entry; NULL */
    const GPtrArray *keys; /* of char *, never empty; borrowed */
};
/* Raises one alert for `dues` (of struct outbox_due, never empty), and remembers their keys: all or
 * nothing. It is tried until the last of their deadlines. */
bool outbox_raise_due(struct store *store, enum event event, const GArray *dues, gint64 due_at,
                      gint64 now, GError **error);

/* An alert about no entry; raising the same `key` again changes nothing. */
bool outbox_raise(struct store *store, enum event event, const char *key, const char *account,
                  const char *detail, gint64 now, GError **error);
