/* iCalendar. */
#include "alert/calendar.h"

#include <libical/ical.h>

#include "alert/scheduler.h"
#include "alert/wording_parts.h"
#include "base/civil.h"
#include "base/mark.h"

#define PRODUCT "-//Vigie//Vigie//FR"
#define UID_CHARS 32

#define CALL_ALARM_SECONDS 3600 /* the alarm of the last call rings once more an hour before */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(icalcomponent, icalcomponent_free)

enum part { PART_DEADLINE, PART_CALL, PART_TODO };

/* In the order of enum part. */
static const char *const part_words[] = { "deadline", "call", "todo" };
static const enum text part_titles[] = { TEXT_CALENDAR_DEADLINE, TEXT_CALENDAR_CALL,
                                         TEXT_CALENDAR_TODO };

void calendar_piece_free(struct calendar_piece *piece)
{
    g_free(piece->uid);
    g_free(piece->deadline);
    g_free(piece->text);
    g_free(piece);
}

/* Two states number their entries alike, and a calendar may be shared. */
static char *uid_of(const struct entry *entry, const struct calendar_style *style, enum part part)
{
    g_autofree char *subject = g_strdup_printf("calendar:%" G_GINT64_FORMAT, entry->id);
    g_autofree char *mac = g_compute_hmac_for_string(G_CHECKSUM_SHA256, style->key, MARK_KEY_BYTES,
                                                     subject, -1);

    return g_strdup_printf("vigie-%.*s-%s", UID_CHARS, mac, part_words[part]);
}

static struct icaltimetype utc(gint64 instant)
{
    return icaltime_from_timet_with_zone((time_t)instant, 0, icaltimezone_get_utc_timezone());
}

static struct icaltimetype day(const GDate *date, int days_later)
{
    struct icaltimetype time = icaltime_null_date();
    GDate moved = *date;

    g_date_add_days(&moved, (guint)days_later);
    time.year = g_date_get_year(&moved);
    time.month = (int)g_date_get_month(&moved);
    time.day = g_date_get_day(&moved);
    return time;
}

static void add(icalcomponent *component, icalproperty *property)
{
    icalcomponent_add_property(component, property);
}

/* --- words --------------------------------------------------------------------------------- */

static enum text title_of(const struct entry *entry, enum part part)
{
    switch (entry->status) {
    case STATUS_OPPOSED:
        return TEXT_CALENDAR_OPPOSED;
    case STATUS_ACTIVATED:
        return TEXT_CALENDAR_ACTIVATED;
    case STATUS_DISMISSED:
        return TEXT_CALENDAR_DISMISSED;
    default:
        return part_titles[part];
    }
}

static void begin_page(struct page *page, const struct entry *entry,
                       const struct calendar_style *style)
{
    page_begin(page, tongue_of(style->language));
    page->columns = G_MAXLONG; /* whoever shows it wraps it */
    page_set_right(page, style->right);
    page_set_subject(page, style->right, entry);
    page_set_entry(page, entry, entry->changed_at, style->reveal);
}

static char *summary_of(const struct page *page, const struct entry *entry, enum part part)
{
    g_autofree char *title = page_fill(page, title_of(entry, part));
    g_autofree char *suffix = page_fill(page, TEXT_CALENDAR_PROVISIONAL);

    return g_strconcat(title, entry->status == STATUS_PROVISIONAL ? suffix : NULL, NULL);
}

static void describe(struct page *page, const struct entry *entry,
                     const struct calendar_style *style)
{
    if (entry->status == STATUS_PROVISIONAL)
        page_paragraph(page, TEXT_PROVISIONAL);
    page_gap(page);
    page_line(page, TEXT_CALENDAR_UNTIL);
    if (entry->last_call)
        page_line(page, TEXT_PHONE_UNTIL);
    if (style->reveal && entry->code)
        page_line(page, TEXT_CODE);
    if (status_is_closed(entry->status))
        return;
    page_paragraph(page, TEXT_WAYS);
    page_line(page, TEXT_WAY_SITE);
    page_line(page, TEXT_WAY_PHONE);
    page_line(page, TEXT_WAYS_ADVICE);
    page_paragraph(page, TEXT_GUIDE);
}

static void add_words(icalcomponent *component, const struct entry *entry,
                      const struct calendar_style *style, enum part part)
{
    g_autofree char *summary = NULL;
    g_autofree char *description = NULL;
    struct page page;

    begin_page(&page, entry, style);
    summary = summary_of(&page, entry, part);
    describe(&page, entry, style);
    description = g_strchomp(page_end(&page));
    add(component, icalproperty_new_summary(summary));
    add(component, icalproperty_new_description(description));
}

/* --- alarms -------------------------------------------------------------------------------- */

/* `seconds` after the beginning; negative: before it. */
static void add_alarm(icalcomponent *component, int seconds)
{
    icalcomponent *alarm = icalcomponent_new_valarm();
    struct icaltriggertype trigger = { .time = icaltime_null_time(),
                                       .duration = icaldurationtype_from_int(seconds) };

    add(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
    add(alarm, icalproperty_new_trigger(trigger));
    add(alarm, icalproperty_new_description(icalcomponent_get_summary(component)));
    icalcomponent_add_component(component, alarm);
}

/* A whole day begins at midnight where the calendar is read. */
static void add_deadline_alarms(icalcomponent *event, const GArray *remind_before)
{
    for (guint i = 0; i < remind_before->len; i++)
        add_alarm(event, REMINDER_MINUTE * 60 - g_array_index(remind_before, int, i) * 24 * 3600);
}

static void add_call_alarms(icalcomponent *event, gint64 last_call)
{
    GDate date = civil_date(last_call, civil_paris());
    gint64 morning = civil_instant(&date, LAST_CALL_MINUTE, civil_paris());

    if (morning < last_call - CALL_ALARM_SECONDS)
        add_alarm(event, (int)(morning - last_call));
    add_alarm(event, -CALL_ALARM_SECONDS);
}

/* --- components ---------------------------------------------------------------------------- */

static void finish_event(icalcomponent *event, const struct entry *entry,
                         const struct calendar_style *style, enum part part)
{
    add(event, icalproperty_new_status(entry->status == STATUS_DISMISSED ? ICAL_STATUS_CANCELLED
                                                                         : ICAL_STATUS_CONFIRMED));
    add(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    if (status_is_closed(entry->status))
        return;
    if (part == PART_DEADLINE)
        add_deadline_alarms(event, style->remind_before);
    else
        add_call_alarms(event, entry->last_call);
}

static void finish_todo(icalcomponent *todo, const struct entry *entry)
{
    if (entry->status == STATUS_DISMISSED) {
        add(todo, icalproperty_new_status(ICAL_STATUS_CANCELLED));
    } else if (status_is_closed(entry->status)) {
        add(todo, icalproperty_new_status(ICAL_STATUS_COMPLETED));
        add(todo, icalproperty_new_percentcomplete(100));
        add(todo, icalproperty_new_completed(utc(entry->closed_at)));
    } else {
        add(todo, icalproperty_new_status(ICAL_STATUS_NEEDSACTION));
    }
}

static void add_time(icalcomponent *component, const struct entry *entry, enum part part)
{
    if (part == PART_CALL) {
        add(component, icalproperty_new_dtstart(utc(entry->last_call)));
    } else if (part == PART_TODO) {
        add(component, icalproperty_new_due(day(&entry->deadline, 0)));
    } else {
        add(component, icalproperty_new_dtstart(day(&entry->deadline, 0)));
        add(component, icalproperty_new_dtend(day(&entry->deadline, 1)));
    }
}

/* Without a METHOD it means when the component was last changed, else when it is sent (RFC 5545,
 * 3.8.7.2). */
static void add_stamp(icalcomponent *component, const struct entry *entry,
                      const struct calendar_style *style)
{
    g_autofree char *organizer = NULL;

    if (!style->organizer) {
        add(component, icalproperty_new_dtstamp(utc(entry->changed_at)));
        return;
    }
    organizer = g_strconcat("mailto:", style->organizer, NULL);
    add(component, icalproperty_new_dtstamp(utc(style->published_at)));
    add(component, icalproperty_new_organizer(organizer));
}

static icalcomponent *component_new(const struct entry *entry, const struct calendar_style *style,
                                    enum part part)
{
    icalcomponent *component =
        part == PART_TODO ? icalcomponent_new_vtodo() : icalcomponent_new_vevent();
    g_autofree char *uid = uid_of(entry, style, part);
    g_autofree char *url = g_strdup_printf("https://%s/", style->right->site);

    add(component, icalproperty_new_uid(uid));
    add_stamp(component, entry, style);
    add(component, icalproperty_new_lastmodified(utc(entry->changed_at)));
    add(component, icalproperty_new_created(utc(entry->created_at)));
    add(component, icalproperty_new_sequence(entry->changes > 0 ? (int)entry->changes - 1 : 0));
    add_time(component, entry, part);
    add_words(component, entry, style, part);
    add(component, icalproperty_new_categories(style->right->title));
    add(component, icalproperty_new_class(ICAL_CLASS_PRIVATE));
    add(component, icalproperty_new_url(url));
    if (part == PART_TODO)
        finish_todo(component, entry);
    else
        finish_event(component, entry, style, part);
    return component;
}

static bool has_part(const struct entry *entry, const struct calendar_style *style, enum part part)
{
    if (entry->status == STATUS_SUSPECT || !g_date_valid(&entry->deadline))
        return false;
    return part == PART_DEADLINE || (part == PART_CALL && entry->last_call) ||
           (part == PART_TODO && style->todo);
}

/* --- calendars ----------------------------------------------------------------------------- */

static icalcomponent *calendar_new(void)
{
    icalcomponent *calendar = icalcomponent_new_vcalendar();

    add(calendar, icalproperty_new_version("2.0"));
    add(calendar, icalproperty_new_prodid(PRODUCT));
    add(calendar, icalproperty_new_calscale("GREGORIAN"));
    return calendar;
}

/* libical 3.0.16 folds between CR and LF where a line without a space is just so long. */
static char *to_text(icalcomponent *calendar)
{
    char *text = icalcomponent_as_ical_string_r(calendar);
    GString *ours = g_string_new(text);

    free(text);
    g_string_replace(ours, "\r\r\n \n", "\r\n", 0);
    return g_string_free(ours, FALSE);
}

static struct calendar_piece *piece_new(icalcomponent *component, const GDate *deadline)
{
    struct calendar_piece *piece = g_new0(struct calendar_piece, 1);
    g_autoptr(icalcomponent) calendar = calendar_new();

    piece->uid = g_strdup(icalcomponent_get_uid(component));
    piece->deadline = civil_date_format(deadline);
    icalcomponent_add_component(calendar, component);
    piece->text = to_text(calendar);
    return piece;
}

GPtrArray *calendar_pieces(const GPtrArray *entries, const struct calendar_style *style)
{
    GPtrArray *pieces = g_ptr_array_new_with_free_func((GDestroyNotify)calendar_piece_free);

    for (guint i = 0; i < entries->len; i++) {
        const struct entry *entry = g_ptr_array_index(entries, i);

        for (enum part part = PART_DEADLINE; part <= PART_TODO; part++) {
            struct calendar_piece *piece;

            if (!has_part(entry, style, part))
                continue;
            piece = piece_new(component_new(entry, style, part), &entry->deadline);
            piece->closed = status_is_closed(entry->status);
            g_ptr_array_add(pieces, piece);
        }
    }
    return pieces;
}

GBytes *calendar_text(const GPtrArray *entries, const struct calendar_style *style)
{
    g_autoptr(icalcomponent) calendar = calendar_new();
    char *text;

    if (style->organizer)
        add(calendar, icalproperty_new_method(ICAL_METHOD_PUBLISH));
    for (guint i = 0; i < entries->len; i++) {
        const struct entry *entry = g_ptr_array_index(entries, i);

        for (enum part part = PART_DEADLINE; part <= PART_TODO; part++)
            if (has_part(entry, style, part))
                icalcomponent_add_component(calendar, component_new(entry, style, part));
    }
    text = to_text(calendar);
    return g_bytes_new_take(text, strlen(text));
}

struct calendar_piece *calendar_test_piece(const struct calendar_style *style, gint64 now)
{
    icalcomponent *event = icalcomponent_new_vevent();
    GDate today = civil_date(now, civil_paris());
    g_autofree char *unique = g_uuid_string_random();
    g_autofree char *uid = g_strconcat("vigie-check-", unique, NULL);
    g_autofree char *summary = NULL;
    struct page page;

    page_begin(&page, tongue_of(style->language));
    page_line(&page, TEXT_CALENDAR_CHECK);
    summary = g_strchomp(page_end(&page));
    add(event, icalproperty_new_uid(uid));
    add(event, icalproperty_new_dtstamp(utc(now)));
    add(event, icalproperty_new_dtstart(day(&today, 0)));
    add(event, icalproperty_new_summary(summary));
    add(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    return piece_new(event, &today);
}
