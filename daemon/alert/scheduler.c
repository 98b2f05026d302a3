/* Which alerts are due. Each entry has points in time at which something falls due; a point is
 * named by its event and its day, so that nothing comes twice when the settings change. */
#include "alert/scheduler.h"

#include "base/civil.h"

#define LAST_CALL_LATEST_MINUTE (12 * 60) /* in Paris: leaves the afternoon to telephone */
#define NOON_MINUTE (12 * 60)
#define FORGED_DAYS 3 /* a suspect entry: once more, this long before the last call */

#define MINUTE 60
/* Quiet hours end within a day, and clocks prolong it by an hour or so. */
#define QUIET_MINUTES (26 * 60)

struct point {
    enum event event;
    gint64 due;
    char *key;
};

static void point_clear(struct point *point)
{
    g_free(point->key);
}

void schedule_due_free(struct schedule_due *due)
{
    g_free(due->key);
    g_ptr_array_unref(due->keys);
    g_free(due);
}

static char *key_of(enum event event, const GDate *day)
{
    g_autofree char *date = civil_date_format(day);

    return g_strconcat(event_name(event), ":", date, NULL);
}

static bool was_raised(const struct schedule_entry *item, enum event event, const GDate *day)
{
    g_autofree char *key = key_of(event, day);

    return item->raised && g_hash_table_contains(item->raised, key);
}

static void add_point(GArray *points, const struct schedule_entry *item, enum event event,
                      const GDate *day, gint64 due)
{
    struct point point = { event, due, NULL };

    if (was_raised(item, event, day))
        return;
    point.key = key_of(event, day);
    g_array_append_val(points, point);
}

static GDate days_from(const GDate *date, int days)
{
    GDate moved = *date;

    if (days < 0)
        g_date_subtract_days(&moved, (guint)-days);
    else
        g_date_add_days(&moved, (guint)days);
    return moved;
}

static gint64 deadline_end(const struct entry *entry)
{
    GDate next = days_from(&entry->deadline, 1);

    return civil_instant(&next, 0, civil_paris());
}

/* The day of the telephone is Paris's, wherever the person is. */
static GDate last_call_day(const struct entry *entry)
{
    return civil_date(entry->last_call, civil_paris());
}

static gint64 last_call_due(const struct entry *entry, GTimeZone *zone)
{
    GDate here = civil_date(entry->last_call, zone);
    GDate paris = last_call_day(entry);

    return MIN(civil_instant(&here, LAST_CALL_MINUTE, zone),
               civil_instant(&paris, LAST_CALL_LATEST_MINUTE, civil_paris()));
}

/* East of Paris the last call may come in the evening: it then replaces no reminder of 08:00. */
static bool is_morning_of(gint64 instant, const GDate *day, GTimeZone *zone)
{
    GDate date = civil_date(instant, zone);

    return g_date_compare(&date, day) == 0 && civil_minute(instant, zone) < NOON_MINUTE;
}

static void plan_last_call(GArray *points, const struct schedule_entry *item, GTimeZone *zone)
{
    const struct entry *entry = item->entry;
    GDate made = civil_date(entry->created_at, civil_paris());
    GDate day;

    if (!entry->last_call)
        return;
    day = last_call_day(entry);
    if (g_date_compare(&day, &made) >= 0)
        add_point(points, item, EVENT_LAST_CALL, &day, last_call_due(entry, zone));
}

/* One reminder; that of the last call's morning gives way to it, and counts as told by it. */
static void plan_reminder(GArray *points, const struct schedule_entry *item, const GDate *day,
                          GTimeZone *zone)
{
    const struct entry *entry = item->entry;
    gint64 call = entry->last_call ? last_call_due(entry, zone) : 0;
    GDate call_day;

    if (!call || !is_morning_of(call, day, zone)) {
        add_point(points, item, EVENT_REMINDER, day, civil_instant(day, REMINDER_MINUTE, zone));
        return;
    }
    call_day = last_call_day(entry);
    if (!was_raised(item, EVENT_LAST_CALL, &call_day))
        add_point(points, item, EVENT_REMINDER, day, call);
}

static void plan_reminders(GArray *points, const struct schedule_entry *item,
                           const struct settings *settings)
{
    GDate made = civil_date(item->entry->created_at, settings->zone);

    for (guint i = 0; i < settings->remind_before->len; i++) {
        GDate day =
            days_from(&item->entry->deadline, -g_array_index(settings->remind_before, int, i));

        if (g_date_compare(&day, &made) >= 0)
            plan_reminder(points, item, &day, settings->zone);
    }
}

static bool is_planned(const GArray *points, enum event event, const GDate *day)
{
    g_autofree char *key = key_of(event, day);

    for (guint i = 0; i < points->len; i++)
        if (g_str_equal(g_array_index(points, struct point, i).key, key))
            return true;
    return false;
}

/* What was put off comes again, on a day that may have no reminder of its own. */
static void plan_snoozed(GArray *points, const struct schedule_entry *item, GTimeZone *zone)
{
    GDate day = civil_date(item->entry->snoozed_until, zone);

    if (item->entry->snoozed_until && !is_planned(points, EVENT_REMINDER, &day))
        plan_reminder(points, item, &day, zone);
}

/* In the Far East 08:00 of the day after comes before the deadline has ended in Paris. */
static void plan_expired(GArray *points, const struct schedule_entry *item, GTimeZone *zone)
{
    gint64 end = deadline_end(item->entry);
    GDate day = days_from(&item->entry->deadline, 1);

    if (item->entry->created_at < end)
        add_point(points, item, EVENT_EXPIRED, &day,
                  MAX(end, civil_instant(&day, REMINDER_MINUTE, zone)));
}

/* Without a deadline: daily, from the day after the entry was made. Of the days missed, the last
 * speaks for all. */
static void plan_daily(GArray *points, const struct schedule_entry *item, GTimeZone *zone,
                       gint64 now)
{
    GDate made = civil_date(item->entry->created_at, zone);
    GDate today = civil_date(now, zone);

    for (int offset = -1; offset <= 1; offset++) {
        GDate day = days_from(&today, offset);

        if (g_date_compare(&day, &made) > 0)
            add_point(points, item, EVENT_REMINDER, &day,
                      civil_instant(&day, REMINDER_MINUTE, zone));
    }
}

static void plan_forged(GArray *points, const struct schedule_entry *item, GTimeZone *zone)
{
    const struct entry *entry = item->entry;
    GDate made = civil_date(entry->created_at, zone);
    GDate day;

    if (!entry->last_call && !g_date_valid(&entry->deadline))
        return;
    day = entry->last_call ? last_call_day(entry) : entry->deadline;
    day = days_from(&day, -FORGED_DAYS);
    if (g_date_compare(&day, &made) >= 0)
        add_point(points, item, EVENT_FORGED, &day, civil_instant(&day, REMINDER_MINUTE, zone));
}

/* Every point of the entry that was not raised yet, past or to come. */
static GArray *plan(const struct schedule_entry *item, const struct settings *settings, gint64 now)
{
    GArray *points = g_array_new(FALSE, FALSE, sizeof(struct point));
    bool dated = g_date_valid(&item->entry->deadline);

    g_array_set_clear_func(points, (GDestroyNotify)point_clear);
    switch (item->entry->status) {
    case STATUS_OPEN:
    case STATUS_PROVISIONAL:
        if (!dated) {
            plan_daily(points, item, settings->zone, now);
            break;
        }
        plan_reminders(points, item, settings);
        plan_snoozed(points, item, settings->zone);
        plan_last_call(points, item, settings->zone);
        plan_expired(points, item, settings->zone);
        break;
    case STATUS_EXPIRED:
        if (dated)
            plan_expired(points, item, settings->zone);
        break;
    case STATUS_SUSPECT:
        plan_forged(points, item, settings->zone);
        break;
    case STATUS_OPPOSED:
    case STATUS_ACTIVATED:
    case STATUS_DISMISSED:
        break;
    }
    return points;
}

static bool is_quiet(const struct settings *settings, gint64 now)
{
    int from = settings->quiet_from, to = settings->quiet_to;
    int minute = civil_minute(now, settings->zone);

    if (from <= to)
        return minute >= from && minute < to;
    return minute >= from || minute < to;
}

static bool is_day(const GDate *day, gint64 now, GTimeZone *zone)
{
    GDate today = civil_date(now, zone);

    return g_date_compare(day, &today) == 0;
}

/* The day of the deadline or of the last call, here or in Paris: in doubt it is better to wake. */
static bool is_last_day(const struct entry *entry, GTimeZone *zone, gint64 now)
{
    GTimeZone *zones[] = { zone, civil_paris() };

    for (gsize i = 0; i < G_N_ELEMENTS(zones); i++) {
        GDate call = civil_date(entry->last_call, zones[i]);

        if (g_date_valid(&entry->deadline) && is_day(&entry->deadline, now, zones[i]))
            return true;
        if (entry->last_call && is_day(&call, now, zones[i]))
            return true;
    }
    return false;
}

gint64 schedule_snooze_limit(const struct entry *entry, GTimeZone *zone, gint64 now)
{
    gint64 call = entry->last_call ? last_call_due(entry, zone) : 0;
    gint64 morning;

    if (!g_date_valid(&entry->deadline))
        return 0;
    if (call > now)
        return call;
    morning = civil_instant(&entry->deadline, REMINDER_MINUTE, zone);
    return morning > now ? morning : 0;
}

/* A snooze ends at its limit even where the deadline has become earlier since. */
static bool is_snoozed(const struct entry *entry, const struct settings *settings, gint64 now)
{
    return now < entry->snoozed_until && now < schedule_snooze_limit(entry, settings->zone, now);
}

/* Whether `now` is no time to disturb. */
static bool is_quiet_for(const struct entry *entry, const struct settings *settings, gint64 now)
{
    return is_quiet(settings, now) && (!entry || !is_last_day(entry, settings->zone, now));
}

static bool is_held(const struct entry *entry, const struct settings *settings, gint64 now)
{
    return is_snoozed(entry, settings, now) || is_quiet_for(entry, settings, now);
}

/* By the minute, since clocks may skip or double the very hour that quiet hours end in. */
static gint64 quiet_until(const struct entry *entry, const struct settings *settings, gint64 now)
{
    gint64 instant = now;

    for (int i = 0; i < QUIET_MINUTES && is_quiet_for(entry, settings, instant); i++)
        instant += MINUTE - instant % MINUTE;
    return instant;
}

static gint64 held_until(const struct entry *entry, const struct settings *settings, gint64 now)
{
    gint64 awake = now;

    if (is_snoozed(entry, settings, now))
        awake = MIN(entry->snoozed_until, schedule_snooze_limit(entry, settings->zone, now));
    return quiet_until(entry, settings, awake);
}

gint64 schedule_may_from(const struct entry *entry, const struct settings *settings, gint64 now)
{
    return quiet_until(entry, settings, now);
}

/* A last call that nobody heard on its day has become a reminder: the site is what remains. */
static enum event event_at(const struct point *point, const struct entry *entry, gint64 now)
{
    GDate after;

    if (point->event != EVENT_LAST_CALL)
        return point->event;
    after = last_call_day(entry);
    g_date_add_days(&after, 1);
    return now < civil_instant(&after, 0, civil_paris()) ? EVENT_LAST_CALL : EVENT_REMINDER;
}

/* After its deadline an entry has nothing to be reminded of. */
static bool has_lapsed(const struct entry *entry, enum event event, gint64 now)
{
    return event != EVENT_EXPIRED && g_date_valid(&entry->deadline) && now >= deadline_end(entry);
}

/* The events of one entry grow more pressing in the order of their enum. */
static bool is_more_pressing(enum event event, const struct point *point,
                             const struct schedule_due *than)
{
    return !than->key || event > than->event ||
           (event == than->event && point->due > than->due_at);
}

static struct schedule_due *due_of(const struct schedule_entry *item, const GArray *points,
                                   gint64 now)
{
    struct schedule_due *due = g_new0(struct schedule_due, 1);

    due->entry = item->entry;
    due->keys = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < points->len; i++) {
        const struct point *point = &g_array_index(points, struct point, i);
        enum event event = event_at(point, item->entry, now);

        if (point->due > now)
            continue;
        g_ptr_array_add(due->keys, g_strdup(point->key));
        if (!is_more_pressing(event, point, due))
            continue;
        due->event = event;
        due->due_at = point->due;
        g_free(due->key);
        due->key = g_strdup(point->key);
    }
    if (due->key && !has_lapsed(item->entry, due->event, now))
        return due;
    schedule_due_free(due);
    return NULL;
}

/* An unknown deadline first: it may be any day. */
static gint compare_due(gconstpointer a, gconstpointer b)
{
    const struct entry *left = (*(struct schedule_due *const *)a)->entry;
    const struct entry *right = (*(struct schedule_due *const *)b)->entry;
    guint32 first = g_date_valid(&left->deadline) ? g_date_get_julian(&left->deadline) : 0;
    guint32 second = g_date_valid(&right->deadline) ? g_date_get_julian(&right->deadline) : 0;

    if (first != second)
        return first < second ? -1 : 1;
    return left->id < right->id ? -1 : left->id > right->id;
}

GPtrArray *schedule_due_at(const GPtrArray *entries, const struct settings *settings, gint64 now)
{
    GPtrArray *dues = g_ptr_array_new_with_free_func((GDestroyNotify)schedule_due_free);

    for (guint i = 0; i < entries->len; i++) {
        const struct schedule_entry *item = g_ptr_array_index(entries, i);
        g_autoptr(GArray) points = NULL;
        struct schedule_due *due;

        if (is_held(item->entry, settings, now))
            continue;
        points = plan(item, settings, now);
        due = due_of(item, points, now);
        if (due)
            g_ptr_array_add(dues, due);
    }
    g_ptr_array_sort(dues, compare_due);
    return dues;
}

GPtrArray *schedule_digest(const GPtrArray *dues)
{
    GPtrArray *digest = g_ptr_array_new();

    for (guint i = 0; i < dues->len; i++) {
        struct schedule_due *due = g_ptr_array_index(dues, i);

        if (due->event == EVENT_REMINDER)
            g_ptr_array_add(digest, due);
    }
    if (digest->len < 2)
        g_ptr_array_set_size(digest, 0);
    return digest;
}

static gint64 next_of(const struct schedule_entry *item, const struct settings *settings,
                      gint64 now)
{
    g_autoptr(GArray) points = plan(item, settings, now);
    gint64 next = G_MAXINT64;
    bool waits = false;

    for (guint i = 0; i < points->len; i++) {
        const struct point *point = &g_array_index(points, struct point, i);

        if (point->due > now)
            next = MIN(next, point->due);
        else if (!has_lapsed(item->entry, point->event, now))
            waits = true;
    }
    if (waits && is_held(item->entry, settings, now))
        next = MIN(next, held_until(item->entry, settings, now));
    return next;
}

gint64 schedule_next(const GPtrArray *entries, const struct settings *settings, gint64 now)
{
    gint64 next = G_MAXINT64;

    for (guint i = 0; i < entries->len; i++)
        next = MIN(next, next_of(g_ptr_array_index(entries, i), settings, now));
    return next;
}
