/* Whether everything sees and every alert is delivered, gathered from the state. */
#include "store/standing.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "store/aside.h"
#include "store/codes.h"
#include "store/entries.h"
#include "store/outbox.h"
#include "store/spool.h"

#define SILENT_SECONDS 3600 /* no good check for so long, or no watch: something is wrong */
#define STUCK_SECONDS 600   /* the main loop runs twice a minute; one that hangs is killed before */

void standing_free(struct standing *standing)
{
    g_clear_pointer(&standing->health, g_ptr_array_unref);
    g_clear_pointer(&standing->troubles, g_ptr_array_unref);
    g_free(standing->codes_why);
    g_free(standing);
}

/* Rows of accounts that the configuration no longer names say nothing of today. */
static void keep_configured(GPtrArray *health, const struct settings *settings)
{
    for (guint i = health->len; i > 0; i--) {
        const struct health *row = g_ptr_array_index(health, i - 1);

        if (settings->file && !settings_account(settings, row->account))
            g_ptr_array_remove_index(health, i - 1);
    }
}

static bool is_known(const GPtrArray *health, const char *account)
{
    for (guint i = 0; i < health->len; i++)
        if (g_str_equal(((const struct health *)g_ptr_array_index(health, i))->account, account))
            return true;
    return false;
}

/* An account that no watch has ever looked at is blind since the configuration has named it. */
static void add_unseen(GPtrArray *health, const struct settings *settings, gint64 now)
{
    GStatBuf facts;
    gint64 since = settings->file && g_stat(settings->file, &facts) == 0 ? facts.st_mtime : now;

    for (guint i = 0; i < settings->accounts->len; i++) {
        const struct account *account = g_ptr_array_index(settings->accounts, i);
        struct health *row;

        if (is_known(health, account->name))
            continue;
        row = g_new0(struct health, 1);
        row->account = g_strdup(account->name);
        row->last_error = g_strdup(N_("no watch has looked at it yet"));
        row->blind_since = MIN(since, now);
        g_ptr_array_add(health, row);
    }
}

/* What lies in the future was timed by a clock that has been set back since: it says nothing. */
static bool is_older(gint64 at, gint64 now, gint64 seconds)
{
    return at < now - seconds || at > now + seconds;
}

static bool is_old(gint64 at, gint64 now)
{
    return is_older(at, now, SILENT_SECONDS);
}

/* A missing check blinds as a failed one does. */
static void judge(struct standing *standing, gint64 now)
{
    bool nobody = !standing->watch.running && is_old(standing->watch.last_loop, now);

    for (guint i = 0; i < standing->health->len; i++) {
        struct health *row = g_ptr_array_index(standing->health, i);

        if (!row->blind_since && is_old(row->last_success, now))
            row->blind_since = MIN(row->last_success, now);
        standing->blind |= row->blind_since != 0;
    }
    standing->unwatched = nobody && standing->waiting > 0;
    standing->idle = nobody && standing->open > 0;
    standing->stuck =
        standing->watch.running && is_older(standing->watch.last_loop, now, STUCK_SECONDS);
}

static bool fails(const GPtrArray *troubles, const char *sink, gint64 now)
{
    for (guint i = 0; i < troubles->len; i++) {
        const struct outbox_trouble *trouble = g_ptr_array_index(troubles, i);

        if (g_str_equal(trouble->sink, sink))
            return is_old(trouble->since, now);
    }
    return false;
}

/* Of a sink that fails the others tell: of the last one nobody does. */
static bool nobody_is_heard(const GPtrArray *troubles, const struct settings *settings, gint64 now)
{
    guint silent = 0;

    for (guint i = 0; i < settings->sinks->len; i++) {
        const struct sink_settings *sink = g_ptr_array_index(settings->sinks, i);

        if (sink->kind == SINK_CALENDAR || !sink_carries(sink, NULL))
            continue;
        if (!fails(troubles, sink->name, now))
            return false;
        silent++;
    }
    return silent > 0;
}

static void look_at(struct standing *standing, const struct entry *entry)
{
    gint64 last = entry->last_call;

    if (status_is_closed(entry->status) || entry->status == STATUS_SUSPECT ||
        entry->status == STATUS_EXPIRED)
        return;
    standing->open++;
    if (!last && g_date_valid(&entry->deadline)) {
        g_autoptr(GDateTime) day = g_date_time_new_utc(
            g_date_get_year(&entry->deadline), (gint)g_date_get_month(&entry->deadline),
            g_date_get_day(&entry->deadline), 0, 0, 0);

        last = g_date_time_to_unix(day);
    }
    if (last && (!standing->nearest || last < standing->nearest))
        standing->nearest = last;
}

static gint64 count_unrecognised(const GPtrArray *entries)
{
    gint64 count = 0;

    for (guint i = 0; i < entries->len; i++)
        count +=
            ((const struct entry *)g_ptr_array_index(entries, i))->status == STATUS_PROVISIONAL;
    return count;
}

/* What is not the owner's, out of what was loaded of all. */
static bool keep_owner(struct standing *standing, struct store *store, GPtrArray *entries,
                       const char *owner, GError **error)
{
    for (guint i = entries->len; i > 0; i--)
        if (g_strcmp0(((const struct entry *)g_ptr_array_index(entries, i - 1))->owner, owner) != 0)
            g_ptr_array_remove_index(entries, i - 1);
    g_ptr_array_set_size(standing->health, 0);
    g_ptr_array_set_size(standing->troubles, 0);
    return outbox_waiting_of(store, owner, &standing->waiting, error);
}

bool standing_is_seeing(const struct standing *standing)
{
    return !standing->blind && !standing->unwatched && !standing->untold;
}

bool standing_is_well(const struct standing *standing)
{
    return standing_is_seeing(standing) && !standing->idle && !standing->stuck && !standing->unheard;
}

/* Of what is not wanted any more nothing is said. */
static bool load_facts(struct standing *standing, struct store *store,
                       const struct settings *settings, GError **error)
{
    if (!store_fact(store, FACT_REPORT_FAILED, &standing->report_failed_since, error) ||
        !store_fact(store, FACT_METRICS_FAILED, &standing->metrics_failed_since, error) ||
        !store_fact(store, FACT_PING_SENT, &standing->heartbeat_sent, error) ||
        !store_fact(store, FACT_PING_FAILED, &standing->heartbeat_failed_since, error))
        return false;
    if (!settings->metrics)
        standing->metrics_failed_since = 0;
    if (!settings->heartbeat_url)
        standing->heartbeat_sent = standing->heartbeat_failed_since = 0;
    return true;
}

static bool load_lock(struct store *store, const char *fact, struct standing_lock *lock, GError **error)
{
    gint64 packed;

    if (!store_fact(store, fact, &packed, error))
        return false;
    lock->known = packed != 0;
    lock->force = sandbox_force_unpack(packed);
    return true;
}

static bool load_locks(struct store *store, struct standing *standing, GError **error)
{
    struct standing_locks *locks = &standing->locks;

    return !standing->watch.running ||
           (load_lock(store, FACT_SANDBOX_MASTER, &locks->master, error) &&
            load_lock(store, FACT_SANDBOX_KEEPER, &locks->keeper, error) &&
            load_lock(store, FACT_SANDBOX_FETCHER, &locks->fetcher, error) &&
            load_lock(store, FACT_SANDBOX_READER, &locks->reader, error));
}

struct standing *standing_load(struct store *store, const struct settings *settings,
                               const char *owner, gint64 now, GError **error)
{
    AUTO(standing) standing = g_new0(struct standing, 1);
    g_autoptr(GPtrArray) spooled = spool_files(store_directory(store), error);
    g_autoptr(GPtrArray) entries = spooled ? entries_list(store, false, now, error) : NULL;
    gint64 next_try, untold;

    if (!entries || !outbox_unreachable_since(store, &untold, error) ||
        !aside_count(store, &standing->set_aside, error) ||
        !codes_locked(store, &standing->codes_locked, &standing->codes_why, error) ||
        !outbox_waiting(store, &standing->waiting, &next_try, error) ||
        !outbox_oldest(store, &standing->oldest_waiting, error) ||
        !load_facts(standing, store, settings, error))
        return NULL;
    standing->health = cursors_health(store, error);
    standing->troubles = outbox_troubles(store, now, error);
    if (!standing->health || !standing->troubles)
        return NULL;
    keep_configured(standing->health, settings);
    add_unseen(standing->health, settings, now);
    if (owner && !keep_owner(standing, store, entries, owner, error))
        return NULL;
    for (guint i = 0; i < entries->len; i++)
        look_at(standing, g_ptr_array_index(entries, i));
    standing->spooled = spooled->len;
    standing->unrecognised = count_unrecognised(entries);
    watchlock_look(store_directory(store), &standing->watch);
    if (!load_locks(store, standing, error))
        return NULL;
    judge(standing, now);
    standing->untold = !owner && untold > 0 && is_old(untold, now) && settings->sinks->len > 0;
    standing->unheard = !owner && nobody_is_heard(standing->troubles, settings, now);
    return g_steal_pointer(&standing);
}
