/* The title and the text of each alert. */
#include "alert/wording.h"

#include "alert/wording_parts.h"
#include "cases/reply.h"

#define TITLE_CHARS 100
#define PERSON_CHARS 20 /* in a title; the text has it whole */
#define BRIEF_PARAGRAPHS 3

/* What an alert speaks of first; NULL for one about an account or about Vigie. */
static const struct entry *first_entry(const struct alert *alert)
{
    return alert->entries->len ? g_ptr_array_index(alert->entries, 0) : NULL;
}

static bool is_dated(const struct entry *entry)
{
    return entry && g_date_valid(&entry->deadline);
}

static bool is_past(const struct entry *entry, gint64 now)
{
    return entry && words_is_past(entry, now);
}

/* A digest tells of what was found too late, or of reminders that are due together. */
static bool all_are_past(const struct alert *alert, gint64 now)
{
    for (guint i = 0; i < alert->entries->len; i++)
        if (!is_past(g_ptr_array_index(alert->entries, i), now))
            return false;
    return true;
}

static bool call_is_over(const struct entry *entry, gint64 now)
{
    return entry && entry->last_call && now >= entry->last_call;
}

void page_set_subject(struct page *page, const struct right *right, const struct entry *entry)
{
    g_autofree char *person = NULL;

    if (!entry || !entry->person) {
        page_set(page, "subject", g_strdup(right->title));
        return;
    }
    person = g_utf8_substring(entry->person, 0,
                              MIN(g_utf8_strlen(entry->person, -1), PERSON_CHARS));
    page_set(page, "subject", g_strdup_printf("%s (%s)", right->title, person));
}

static void begin(struct page *page, const struct alert *alert,
                  const struct sink_settings *settings, const struct sink_context *context)
{
    const char *language = wording_language(settings->language);
    const struct entry *entry = first_entry(alert);

    page_begin(page, tongue_of(language));
    page_set_right(page, context->right);
    page_set_subject(page, context->right, entry);
    if (entry)
        page_set_entry(page, entry, context->now, settings->reveal);
    page_set(page, "account", g_strdup(alert->account));
    page_set(page, "detail", g_strdup(alert->detail));
    page_set(page, "since", wording_instant(alert->due_at, language));
    page_set(page, "count", g_strdup_printf("%u", alert->entries->len));
}

static enum text title_new(const struct entry *entry, gint64 now)
{
    if (is_past(entry, now))
        return TEXT_TITLE_EXPIRED;
    return is_dated(entry) ? TEXT_TITLE_NEW : TEXT_TITLE_NEW_UNDATED;
}

static enum text title_reminder(const struct entry *entry, gint64 now)
{
    if (!is_dated(entry))
        return TEXT_TITLE_REMINDER_UNDATED;
    if (is_past(entry, now))
        return TEXT_TITLE_EXPIRED;
    switch (words_days_left(entry, now)) {
    case 0:
        return TEXT_TITLE_REMINDER_TODAY;
    case 1:
        return TEXT_TITLE_REMINDER_TOMORROW;
    default:
        return TEXT_TITLE_REMINDER;
    }
}

static enum text title_closed(const struct entry *entry)
{
    if (entry && entry->status == STATUS_OPPOSED)
        return TEXT_TITLE_CLOSED_OPPOSED;
    if (entry && entry->status == STATUS_ACTIVATED)
        return TEXT_TITLE_CLOSED_ACTIVATED;
    return TEXT_TITLE_CLOSED_DISMISSED;
}

static enum text title_of(const struct alert *alert, gint64 now)
{
    const struct entry *entry = first_entry(alert);
    static const enum text plain[] = {
        [EVENT_EXPIRED] = TEXT_TITLE_EXPIRED,
        [EVENT_FORGED] = TEXT_TITLE_FORGED,
        [EVENT_AMBIGUOUS] = TEXT_TITLE_AMBIGUOUS,
        [EVENT_UNRECOGNISED] = TEXT_TITLE_UNRECOGNISED,
        [EVENT_BLIND] = TEXT_TITLE_BLIND,
        [EVENT_SEEING] = TEXT_TITLE_SEEING,
        [EVENT_SET_ASIDE] = TEXT_TITLE_SET_ASIDE,
        [EVENT_SINK_FAILED] = TEXT_TITLE_SINK_FAILED,
        [EVENT_TROUBLE] = TEXT_TITLE_TROUBLE,
        [EVENT_HEARTBEAT] = TEXT_TITLE_HEARTBEAT,
    };

    switch (alert->event) {
    case EVENT_NEW:
        return title_new(entry, now);
    case EVENT_REMINDER:
        return title_reminder(entry, now);
    case EVENT_LAST_CALL:
        return call_is_over(entry, now) ? TEXT_TITLE_LAST_CALL_OVER : TEXT_TITLE_LAST_CALL;
    case EVENT_CLOSED:
        return title_closed(entry);
    case EVENT_DIGEST:
        return all_are_past(alert, now) ? TEXT_TITLE_DIGEST : TEXT_TITLE_DIGEST_DUE;
    default:
        return plain[alert->event];
    }
}

static char *shortened(char *title)
{
    g_autofree char *whole = title;
    g_autofree char *start = NULL;

    if (g_utf8_strlen(whole, -1) <= TITLE_CHARS)
        return g_steal_pointer(&whole);
    start = g_utf8_substring(whole, 0, TITLE_CHARS - 1);
    return g_strconcat(start, "…", NULL);
}

/* One text about the alert. */
static char *fill_one(const struct alert *alert, const struct sink_settings *settings,
                      const struct sink_context *context, enum text text)
{
    struct page page;
    char *filled;

    begin(&page, alert, settings, context);
    filled = page_fill(&page, text);
    g_free(page_end(&page));
    return filled;
}

char *alert_title(const struct alert *alert, const struct sink_settings *settings,
                  const struct sink_context *context)
{
    return shortened(fill_one(alert, settings, context, title_of(alert, context->now)));
}

char *alert_case_title(const struct alert *alert, const struct sink_settings *settings,
                       const struct sink_context *context)
{
    const struct entry *entry = first_entry(alert);

    if (alert->entries->len != 1 || is_past(entry, context->now) ||
        (alert->event != EVENT_NEW && alert->event != EVENT_REMINDER))
        return NULL;
    return shortened(fill_one(alert, settings, context, title_new(entry, context->now)));
}

char *alert_deadline_line(const struct alert *alert, const struct sink_settings *settings,
                          const struct sink_context *context)
{
    const struct entry *entry = first_entry(alert);

    if (alert->entries->len != 1 || !is_dated(entry) || is_past(entry, context->now))
        return NULL;
    return fill_one(alert, settings, context, TEXT_DEADLINE);
}

static void say_entries(struct page *page, const struct alert *alert,
                        const struct sink_settings *settings, gint64 now)
{
    for (guint i = 0; i < alert->entries->len; i++) {
        const struct entry *entry = g_ptr_array_index(alert->entries, i);

        page_set_entry(page, entry, now, settings->reveal);
        page_line(page, !is_dated(entry)  ? TEXT_ITEM_UNDATED
                        : entry->person   ? TEXT_ITEM_PERSON
                                          : TEXT_ITEM);
    }
}

static void say_facts(struct page *page, const struct entry *entry, gint64 now)
{
    page_gap(page);
    if (entry->person)
        page_line(page, TEXT_PERSON);
    if (is_past(entry, now))
        page_line(page, TEXT_DEADLINE_PAST);
    else
        page_line(page, is_dated(entry) ? TEXT_DEADLINE : TEXT_DEADLINE_UNKNOWN);
    if (entry->last_call && !call_is_over(entry, now))
        page_line(page, TEXT_PHONE_UNTIL);
    if (entry->code && entry->status != STATUS_SUSPECT)
        page_line(page, TEXT_CODE);
    if (entry->code_locked && entry->status != STATUS_SUSPECT)
        page_line(page, TEXT_CODE_LOCKED);
}

static void say_ways(struct page *page, const struct entry *entry, gint64 now)
{
    page_paragraph(page, TEXT_WAYS);
    page_line(page, TEXT_WAY_SITE);
    if (!call_is_over(entry, now))
        page_line(page, TEXT_WAY_PHONE);
    page_line(page, TEXT_WAYS_ADVICE);
    if (entry->authenticity != AUTHENTICITY_AUTHENTIC)
        page_paragraph(page, TEXT_UNVERIFIED);
    page_paragraph(page, TEXT_GUIDE);
}

static void say_expired(struct page *page, const struct entry *entry, gint64 now)
{
    page_paragraph(page, TEXT_EXPIRED);
    if (!entry)
        return;
    say_facts(page, entry, now);
    page_paragraph(page, TEXT_EXPIRED_DO);
}

static enum text intro_of(enum event event, const struct entry *entry, gint64 now)
{
    if (event == EVENT_UNRECOGNISED)
        return TEXT_UNRECOGNISED;
    if (event == EVENT_LAST_CALL)
        return call_is_over(entry, now) ? TEXT_LAST_CALL_OVER : TEXT_LAST_CALL;
    if (event == EVENT_NEW)
        return is_dated(entry) ? TEXT_NEW : TEXT_NEW_UNDATED;
    return is_dated(entry) && words_days_left(entry, now) == 0 ? TEXT_REMINDER_TODAY
                                                               : TEXT_REMINDER;
}

/* An alert about a right that the person still has. */
static void say_case(struct page *page, const struct alert *alert,
                     const struct sink_settings *settings, gint64 now)
{
    const struct entry *entry = first_entry(alert);

    if (is_past(entry, now)) {
        say_expired(page, entry, now);
        return;
    }
    page_paragraph(page, intro_of(alert->event, entry, now));
    if (!entry)
        return;
    if (alert->event == EVENT_UNRECOGNISED)
        page_paragraph(page, TEXT_UNRECOGNISED_DO);
    else if (entry->status == STATUS_PROVISIONAL)
        page_paragraph(page, TEXT_PROVISIONAL);
    if (alert->entries->len == 1) {
        say_facts(page, entry, now);
    } else {
        page_gap(page);
        say_entries(page, alert, settings, now);
    }
    say_ways(page, entry, now);
    if (settings->replies && alert->entries->len == 1)
        page_paragraph(page, TEXT_ANSWER);
}

/* By the person's own answer, which is not doubted. */
static void say_answered(struct page *page, const struct alert *alert, const struct entry *entry)
{
    if (entry->status == STATUS_ACTIVATED) {
        page_paragraph(page, TEXT_ANSWERED_ACTIVATED);
        return;
    }
    page_paragraph(page, TEXT_ANSWERED_OPPOSED);
    if (g_str_equal(alert->detail, REPLY_TOLD_CUT))
        page_paragraph(page, TEXT_ANSWERED_PROOF_CUT);
    else
        page_paragraph(page, entry->proof.file ? TEXT_ANSWERED_PROOF : TEXT_ANSWERED_NO_PROOF);
}

static void say_closed(struct page *page, const struct alert *alert)
{
    const struct entry *entry = first_entry(alert);

    if (entry && entry->status != STATUS_DISMISSED && alert->detail)
        say_answered(page, alert, entry);
    else if (entry && entry->status == STATUS_OPPOSED)
        page_paragraph(page, TEXT_CLOSED_OPPOSED);
    else if (entry && entry->status == STATUS_ACTIVATED)
        page_paragraph(page, TEXT_CLOSED_ACTIVATED);
    else
        page_paragraph(page, TEXT_CLOSED_DISMISSED);
    if (entry)
        page_paragraph(page, TEXT_CLOSED_DO);
}

static void say_forged(struct page *page, const struct entry *entry, gint64 now)
{
    page_paragraph(page, TEXT_FORGED);
    if (!entry)
        return;
    page_paragraph(page, TEXT_FORGED_DO);
    if (is_dated(entry) && !is_past(entry, now))
        page_paragraph(page, TEXT_FORGED_DEADLINE);
}

/* Each on a line of its own, to be copied. */
static void say_commands(struct page *page, const struct alert *alert)
{
    g_auto(GStrv) commands = g_strsplit(alert->detail ? alert->detail : "", "\n", -1);

    page_paragraph(page, commands[0] ? TEXT_AMBIGUOUS_DO : TEXT_STATUS_DO);
    for (gsize i = 0; commands[i]; i++) {
        page_set(page, "command", g_strdup(commands[i]));
        page_line(page, TEXT_COMMAND);
    }
}

/* An alert about an account or about Vigie: what, the detail, what to do. */
static void say_trouble(struct page *page, const struct alert *alert, enum text what,
                        enum text remedy)
{
    page_paragraph(page, what);
    if (alert->detail)
        page_paragraph(page, TEXT_DETAIL);
    page_paragraph(page, remedy);
}

static void say_list(struct page *page, const struct alert *alert,
                     const struct sink_settings *settings, gint64 now)
{
    page_gap(page);
    if (alert->event == EVENT_HEARTBEAT && alert->entries->len)
        page_line(page, TEXT_HEARTBEAT_OPEN);
    say_entries(page, alert, settings, now);
}

static void say_digest(struct page *page, const struct alert *alert,
                       const struct sink_settings *settings, gint64 now)
{
    bool over = all_are_past(alert, now);

    page_paragraph(page, over ? TEXT_DIGEST : TEXT_DIGEST_DUE);
    say_list(page, alert, settings, now);
    if (!over)
        page_paragraph(page, TEXT_DIGEST_DUE_DO);
}

static void say(struct page *page, const struct alert *alert,
                const struct sink_settings *settings, gint64 now)
{
    switch (alert->event) {
    case EVENT_NEW:
    case EVENT_REMINDER:
    case EVENT_LAST_CALL:
    case EVENT_UNRECOGNISED:
        say_case(page, alert, settings, now);
        break;
    case EVENT_EXPIRED:
        say_expired(page, first_entry(alert), now);
        break;
    case EVENT_CLOSED:
        say_closed(page, alert);
        break;
    case EVENT_FORGED:
        say_forged(page, first_entry(alert), now);
        break;
    case EVENT_AMBIGUOUS:
        page_paragraph(page, TEXT_AMBIGUOUS);
        say_list(page, alert, settings, now);
        say_commands(page, alert);
        break;
    case EVENT_DIGEST:
        say_digest(page, alert, settings, now);
        break;
    case EVENT_HEARTBEAT:
        page_paragraph(page, TEXT_HEARTBEAT);
        say_list(page, alert, settings, now);
        break;
    case EVENT_BLIND:
        say_trouble(page, alert, TEXT_BLIND, TEXT_BLIND_DO);
        break;
    case EVENT_SEEING:
        say_trouble(page, alert, TEXT_SEEING, TEXT_STATUS_DO);
        break;
    case EVENT_SET_ASIDE:
        say_trouble(page, alert, TEXT_SET_ASIDE, TEXT_STATUS_DO);
        break;
    case EVENT_SINK_FAILED:
        say_trouble(page, alert, TEXT_SINK_FAILED, TEXT_SINK_FAILED_DO);
        break;
    case EVENT_TROUBLE:
        say_trouble(page, alert, TEXT_TROUBLE, TEXT_STATUS_DO);
        break;
    }
}

char *alert_text(const struct alert *alert, const struct sink_settings *settings,
                 const struct sink_context *context)
{
    struct page page;

    begin(&page, alert, settings, context);
    say(&page, alert, settings, context->now);
    return page_end(&page);
}

char *alert_lines(const struct alert *alert, const struct sink_settings *settings,
                  const struct sink_context *context)
{
    struct page page;

    begin(&page, alert, settings, context);
    page_lay_out_later(&page);
    say(&page, alert, settings, context->now);
    return page_end(&page);
}

char *alert_brief(const struct alert *alert, const struct sink_settings *settings,
                  const struct sink_context *context)
{
    g_autofree char *text = alert_lines(alert, settings, context);
    g_auto(GStrv) paragraphs = NULL;
    guint count;

    paragraphs = g_strsplit(g_strchomp(text), "\n\n", -1);
    count = g_strv_length(paragraphs);
    if (count <= BRIEF_PARAGRAPHS)
        return g_strjoinv("\n", paragraphs);
    return g_strjoin("\n", paragraphs[0], paragraphs[1], paragraphs[count - 1], NULL);
}
