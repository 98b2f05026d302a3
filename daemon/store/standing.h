/* Whether everything sees and every alert is delivered: what `status` and the page show. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "base/sandbox.h"
#include "base/settings.h"
#include "store/cursors.h"
#include "store/store.h"
#include "store/watchlock.h"

/* What holds in a process, as it said itself. */
struct standing_lock {
    bool known; /* else no watch runs, or it has not said so yet */
    struct sandbox_force force;
};
struct standing_locks {
    struct standing_lock master, keeper, fetcher, reader;
};

struct standing {
    GPtrArray *health; /* of struct health, of the configured accounts; one that no watch
                          has looked at, or not for an hour, is blind too */
    GPtrArray *troubles; /* of struct outbox_trouble: sinks that fail */
    gint64 waiting, set_aside, spooled, unrecognised;
    gint64 oldest_waiting;  /* since when the oldest of the alerts waits; 0: none does */
    gint64 open;            /* cases whose time runs, or whose date is not known */
    gint64 nearest;         /* the last call of the nearest of them, else midnight UTC of its deadline;
                               0: none is known */
    gint64 codes_locked; /* codes of entries not closed that cannot be read, and what to do: */
    char *codes_why;     /* NULL for none */
    gint64 report_failed_since; /* 0: the page could be written, or none is wanted */
    gint64 metrics_failed_since;
    gint64 heartbeat_sent, heartbeat_failed_since; /* of `heartbeat-url`; 0: never, or it answers */
    struct watch_facts watch;
    struct standing_locks locks; /* of the watch that runs */
    bool blind;     /* some account is */
    bool unwatched; /* alerts wait, and no watch has run for an hour */
    bool idle;      /* a case is open, and no watch has run for an hour */
    bool stuck;     /* a watch runs, and its main loop has not for ten minutes */
    bool untold;    /* an alert waits for an hour beside a watch, and no sink may carry it */
    bool unheard;   /* for an hour every sink that tells of Vigie itself has failed */
};

/* Nothing is blind, unwatched or untold: `status` ends with 0. */
bool standing_is_seeing(const struct standing *standing);
/* Nor is anything else of the above wrong: `status --alert` has nothing to tell. */
bool standing_is_well(const struct standing *standing);

/* `owner` NULL: of all. Else what concerns that owner: alerts that wait and wordings that nobody
 * recognised are hers alone, and accounts and sinks, which are those of the house, are left out. */
struct standing *standing_load(struct store *store, const struct settings *settings,
                               const char *owner, gint64 now, GError **error);
void standing_free(struct standing *standing);
AUTO_DEFINE(standing)
