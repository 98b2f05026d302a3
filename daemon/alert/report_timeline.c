/* The weeks of a case as a picture, and its dates in words for whom a picture says nothing.
 *
 * The picture has no viewBox: places across are percentages, so that its letters keep their size on
 * a phone. Each mark has a form of its own, which stands before its label: colour carries nothing.
 */
#include "alert/report_parts.h"

#include "alert/wording.h"
#include "base/civil.h"
#include "cases/deadline.h"

#define FIRST 3.0 /* percent: room for half a mark at either end */
#define LAST 97.0

/* Where things stand on the line, in percent; negative: not shown. */
struct places {
    double gone, today, call;
};

static double place_of(const struct entry *entry, const GDate *day)
{
    int whole = civil_days_between(&entry->sent, &entry->deadline);
    int gone = CLAMP(civil_days_between(&entry->sent, day), 0, whole);

    return FIRST + (LAST - FIRST) * gone / whole;
}

/* SVG wants a point, whatever the locale. */
static const char *percent(char *buffer, double value)
{
    g_ascii_formatd(buffer, G_ASCII_DTOSTR_BUF_SIZE, "%.2f", value);
    g_strlcat(buffer, "%", G_ASCII_DTOSTR_BUF_SIZE);
    return buffer;
}

static void put_mark(struct report *report, const char *kind, double place, const char *shape)
{
    char at[G_ASCII_DTOSTR_BUF_SIZE];

    putf(report, "<path class=\"%s\" style=\"transform: translate(%s, 50px)\" d=\"%s\" />\n", kind,
         percent(at, place), shape);
}

static void put_label(struct report *report, double place, int y, const char *kind,
                      enum report_text text)
{
    const char *anchor = place < 30 ? "start" : place > 70 ? "end" : "middle";
    char at[G_ASCII_DTOSTR_BUF_SIZE];

    percent(at, place < 30 ? MAX(place - FIRST, 0) : place > 70 ? MIN(place + FIRST, 100) : place);
    putf(report, "<text x=\"%s\" y=\"%d\" text-anchor=\"%s\" class=\"%s\">", at, y, anchor, kind);
    put_say(report, text);
    put(report, "</text>\n");
}

static void put_bar(struct report *report, const struct entry *entry, double gone)
{
    int whole = civil_days_between(&entry->sent, &entry->deadline);
    char at[G_ASCII_DTOSTR_BUF_SIZE], width[G_ASCII_DTOSTR_BUF_SIZE];

    putf(report, "<rect class=\"rest\" x=\"%s\" y=\"45\" width=\"%s\" height=\"10\" rx=\"5\" />\n",
         percent(at, FIRST), percent(width, LAST - FIRST));
    if (gone > FIRST)
        putf(report,
             "<rect class=\"gone\" x=\"%s\" y=\"45\" width=\"%s\" height=\"10\" rx=\"5\" />\n",
             percent(at, FIRST), percent(width, gone - FIRST));
    for (int day = 7; day < whole; day += 7) {
        percent(at, FIRST + (LAST - FIRST) * day / whole);
        putf(report, "<line class=\"week\" x1=\"%s\" x2=\"%s\" y1=\"47\" y2=\"53\" />\n", at, at);
    }
}

static void put_picture(struct report *report, const struct entry *entry,
                        const struct places *places)
{
    put_bar(report, entry, places->gone);
    put_mark(report, "sent", FIRST, "M-7 0 A7 7 0 1 1 7 0 A7 7 0 1 1 -7 0 Z");
    put_mark(report, "end", LAST, "M-10 0 A10 10 0 1 1 10 0 A10 10 0 1 1 -10 0 Z");
    put_label(report, FIRST, 14, "name", REPORT_MARK_SENT);
    put_label(report, FIRST, 31, "date", REPORT_SHORT_SENT);
    put_label(report, LAST, 14, "name", REPORT_MARK_DEADLINE);
    put_label(report, LAST, 31, "date", REPORT_SHORT_DEADLINE);
    if (places->call >= 0) {
        put_mark(report, "call", places->call, "M0 -7 L7 0 L0 7 L-7 0 Z");
        put_label(report, places->call, 106, "date", REPORT_MARK_LAST_CALL);
    }
    if (places->today >= 0) {
        put_mark(report, "today", places->today, "M0 7 L8 19 L-8 19 Z");
        put_label(report, places->today, 86, "name", REPORT_MARK_TODAY);
    }
}

static struct places find_places(const struct report *report, const struct entry *entry)
{
    bool closed = entry->closed_at != 0;
    GDate until = civil_date(closed ? entry->closed_at : report->facts->now, civil_paris());
    double gone = place_of(entry, &until);
    struct places places = { .gone = gone, .today = closed ? -1 : gone, .call = -1 };

    if (entry->last_call) {
        GDate day = civil_date(entry->last_call, civil_paris());

        places.call = place_of(entry, &day);
    }
    return places;
}

static void put_dates(struct report *report, const struct entry *entry)
{
    const char *language = report->facts->language;
    GDate today = civil_date(report->facts->now, civil_paris());
    g_autofree char *sent =
        g_date_valid(&entry->sent) ? wording_date(&entry->sent, language) : NULL;
    g_autofree char *now = wording_date(&today, language);
    g_autofree char *call = entry->last_call ? wording_instant(entry->last_call, language) : NULL;
    g_autofree char *deadline =
        report_fill(report, report_is_dated(entry) ? REPORT_DEADLINE_IS : REPORT_DEADLINE_UNKNOWN);
    g_autofree char *closed = entry->closed_at ? wording_instant(entry->closed_at, language) : NULL;

    put(report, "<dl class=\"dates\">\n");
    put_row(report, REPORT_SENT, sent);
    put_row(report, REPORT_TODAY, closed ? NULL : now);
    put_row(report, REPORT_LAST_CALL, call);
    put_row(report, REPORT_DEADLINE, deadline);
    put_row(report, REPORT_CLOSED, closed);
    put(report, "</dl>\n");
}

/* « 2 mars »: what {short_…} stands for. */
static void set_short(struct report *report, const char *name, const GDate *date)
{
    page_set(&report->words, name, words_day(report->words.tongue, date));
}

static void set_places(struct report *report, const struct entry *entry)
{
    GDate today = civil_date(report->facts->now, civil_paris());
    GDate call = civil_date(entry->last_call, civil_paris());

    set_short(report, "short_sent", &entry->sent);
    set_short(report, "short_today", &today);
    set_short(report, "short_deadline", &entry->deadline);
    set_short(report, "short_call", &call);
    page_set(&report->words, "call_hour",
             words_hour(report->words.tongue, civil_minute(entry->last_call, civil_paris())));
    page_set(&report->words, "sent", wording_date(&entry->sent, report->facts->language));
}

void put_timeline(struct report *report, const struct entry *entry)
{
    struct places places;
    const gint64 id = entry->id;

    if (g_date_valid(&entry->sent) && report_is_dated(entry) &&
        civil_days_between(&entry->sent, &entry->deadline) > 0) {
        places = find_places(report, entry);
        set_places(report, entry);
        putf(report,
             "<svg class=\"line\" role=\"img\" aria-labelledby=\"name-%" G_GINT64_FORMAT
             " text-%" G_GINT64_FORMAT "\" width=\"100%%\" height=\"114\">\n"
             "<title id=\"name-%" G_GINT64_FORMAT "\">",
             id, id, id);
        put_say(report, REPORT_LINE_TITLE);
        putf(report, "</title>\n<desc id=\"text-%" G_GINT64_FORMAT "\">", id);
        put_say(report, entry->closed_at   ? REPORT_LINE_TEXT_CLOSED
                        : entry->last_call ? REPORT_LINE_TEXT_CALL
                                           : REPORT_LINE_TEXT);
        put(report, "</desc>\n");
        put_picture(report, entry, &places);
        put(report, "</svg>\n");
    }
    put_dates(report, entry);
}
