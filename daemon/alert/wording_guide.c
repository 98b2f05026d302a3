/* The page to hold at the telephone or before the screen. */
#include "alert/wording.h"

#include "alert/wording_parts.h"
#include "cases/deadline.h"

static void say_openings(struct page *page, const struct entry *entry, const struct right *right,
                         gint64 now)
{
    int openings = deadline_openings_left(right, now, entry->last_call);

    if (openings == 0) {
        page_line(page, TEXT_GUIDE_NO_OPENING);
        return;
    }
    page_set(page, "openings", g_strdup_printf("%d", openings));
    page_line(page, TEXT_PHONE_UNTIL);
    page_line(page, TEXT_GUIDE_OPENINGS);
}

static void say_state(struct page *page, const struct entry *entry, const struct right *right,
                      gint64 now)
{
    if (entry->status == STATUS_SUSPECT)
        page_paragraph(page, TEXT_GUIDE_SUSPECT);
    if (status_is_closed(entry->status))
        page_paragraph(page, TEXT_GUIDE_CLOSED);
    page_gap(page);
    if (entry->person)
        page_line(page, TEXT_PERSON);
    if (words_is_past(entry, now)) {
        page_line(page, TEXT_DEADLINE_PAST);
        page_paragraph(page, TEXT_GUIDE_PAST);
        return;
    }
    page_line(page, g_date_valid(&entry->deadline) ? TEXT_DEADLINE : TEXT_DEADLINE_UNKNOWN);
    if (entry->last_call)
        say_openings(page, entry, right, now);
}

static void say_code(struct page *page, bool reveal)
{
    page_line(page, reveal ? TEXT_GUIDE_HAVE_CODE : TEXT_GUIDE_HAVE_MASKED);
    page_line(page, TEXT_GUIDE_HAVE_NEW_CODE);
}

static void say_what_to_have(struct page *page, const struct entry *entry, bool reveal)
{
    page_heading(page, TEXT_GUIDE_HAVE);
    if (entry && entry->code_locked && entry->status != STATUS_SUSPECT)
        page_line(page, TEXT_GUIDE_HAVE_LOCKED);
    else if (!entry || !entry->code || entry->status == STATUS_SUSPECT)
        page_line(page, TEXT_GUIDE_HAVE_NO_CODE);
    else
        say_code(page, reveal);
    page_line(page, TEXT_GUIDE_HAVE_REST);
}

/* By day and hour, not "now": the page may be read later than it was written. */
static void say_next_opening(struct page *page, const struct right *right, gint64 now)
{
    GDate day;
    bool running;

    if (!deadline_next_opening(right, now, &day, &running))
        return;
    page_set(page, "day", wording_date(&day, language_of(page->tongue)));
    page_set(page, "opens", words_hour(page->tongue, right->opening.opens));
    page_set(page, "closes", words_hour(page->tongue, right->opening.closes));
    page_line(page, running ? TEXT_GUIDE_PHONE_OPEN : TEXT_GUIDE_PHONE_OPENS);
}

static void say_steps(struct page *page, const struct right *right, gint64 now)
{
    page_heading(page, TEXT_GUIDE_SITE);
    page_line(page, TEXT_GUIDE_SITE_STEPS);
    page_heading(page, TEXT_GUIDE_PHONE);
    say_next_opening(page, right, now);
    page_line(page, TEXT_GUIDE_PHONE_STEPS);
    page_paragraph(page, TEXT_GUIDE_ADVICE);
}

static void say_guide(struct page *page, const struct entry *entry, const struct right *right,
                      gint64 now, bool reveal)
{
    page_set_right(page, right);
    page_heading(page, TEXT_GUIDE_HEAD);
    if (entry) {
        page_set_entry(page, entry, now, reveal);
        say_state(page, entry, right, now);
        if (words_is_past(entry, now))
            return;
    } else {
        page_paragraph(page, TEXT_GUIDE_NO_NOTICE);
    }
    page_paragraph(page, TEXT_GUIDE_CHILDREN);
    say_what_to_have(page, entry, reveal);
    say_steps(page, right, now);
    page_heading(page, TEXT_GUIDE_AFTER);
    page_line(page, entry ? TEXT_GUIDE_AFTER_CLOSE : TEXT_GUIDE_AFTER_NONE);
}

char *wording_guide(const struct entry *entry, const struct right *right, gint64 now, bool reveal,
                    const char *language)
{
    struct page page;

    page_begin(&page, tongue_of(wording_language(language)));
    say_guide(&page, entry, right, now, reveal);
    return page_end(&page);
}

char *wording_guide_lines(const struct entry *entry, const struct right *right, gint64 now,
                          bool reveal, const char *language)
{
    struct page page;

    page_begin(&page, tongue_of(wording_language(language)));
    page_lay_out_later(&page);
    say_guide(&page, entry, right, now, reveal);
    return page_end(&page);
}
