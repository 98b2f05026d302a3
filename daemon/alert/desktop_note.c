/* From an alert to what stands on the screen. */
#include "alert/desktop_note.h"

#include <string.h>

#include "alert/wording.h"
#include "alert/wording_parts.h"

#define BRIEF_BYTES 4000
#define GUIDE_BYTES 40000

/* A screen shows a few lines; what is longer would not pass to an agent. */
static char *bounded(char *text, gsize most)
{
    if (text && strlen(text) > most)
        *g_utf8_find_prev_char(text, text + most) = '\0';
    return text;
}

static const struct entry *only_entry(const struct alert *alert)
{
    return alert->entries->len == 1 ? g_ptr_array_index(alert->entries, 0) : NULL;
}

/* Whether it tells of a case that waits for the person. */
static bool waits_for_the_person(const struct alert *alert)
{
    switch (alert->event) {
    case EVENT_NEW:
    case EVENT_REMINDER:
    case EVENT_LAST_CALL:
    case EVENT_EXPIRED:
    case EVENT_UNRECOGNISED:
        return only_entry(alert) != NULL;
    default:
        return false;
    }
}

/* On the last call's own day the alert must not be put off by a click. */
static bool may_wait(const struct alert *alert, gint64 now)
{
    return (alert->event == EVENT_NEW || alert->event == EVENT_REMINDER) &&
           answer_is_open(only_entry(alert), ANSWER_LATER, now);
}

/* Those that state the case whole; "ambiguous", say, leaves the others their meaning. */
static bool supersedes(const struct alert *alert)
{
    return only_entry(alert) &&
           (alert->event == EVENT_REMINDER || alert->event == EVENT_LAST_CALL ||
            alert->event == EVENT_EXPIRED || alert->event == EVENT_CLOSED);
}

static void put_question(struct desktop_note *note, const struct entry *entry,
                         const struct sink_context *context)
{
    struct page page;

    page_begin(&page, tongue_of(note->language));
    page_set_right(&page, context->right);
    page_set_subject(&page, context->right, entry);
    page_set_entry(&page, entry, context->now, false);
    note->question = page_fill(&page, TEXT_TITLE_QUESTION);
    note->explanation = bounded(page_fill(&page, TEXT_QUESTION), BRIEF_BYTES);
    g_free(page_end(&page));
}

struct desktop_note *desktop_note_new(const struct alert *alert,
                                      const struct sink_settings *settings,
                                      const struct sink_context *context)
{
    const struct entry *entry = only_entry(alert);
    struct desktop_note *note = g_new0(struct desktop_note, 1);

    note->entry = entry ? entry->id : 0;
    note->urgency = alert_urgency(alert, context->now);
    note->language = g_strdup(wording_language(settings->language));
    note->title = alert_title(alert, settings, context);
    note->brief = bounded(alert_brief(alert, settings, context), BRIEF_BYTES);
    note->supersedes = supersedes(alert);
    if (!waits_for_the_person(alert))
        return note;
    /* Never with the code: the page lies in a file, and a browser remembers it. */
    note->guide = bounded(
        wording_guide(entry, context->right, context->now, false, note->language), GUIDE_BYTES);
    if (!context->answers)
        return note;
    note->may_wait = may_wait(alert, context->now);
    if (answer_is_open(entry, ANSWER_OPPOSED, context->now))
        put_question(note, entry, context);
    return note;
}

void desktop_note_free(struct desktop_note *note)
{
    if (!note)
        return;
    g_free(note->language);
    g_free(note->title);
    g_free(note->brief);
    g_free(note->guide);
    g_free(note->question);
    g_free(note->explanation);
    g_free(note);
}

GVariant *desktop_note_pack(const struct desktop_note *note)
{
    return g_variant_new(DESKTOP_NOTE_TYPE, note->entry, (guint32)note->urgency, note->language,
                         note->title, note->brief, note->guide, (gboolean)note->may_wait,
                         note->question, note->explanation, (gboolean)note->supersedes);
}

struct desktop_note *desktop_note_unpack(GVariant *packed)
{
    AUTO(desktop_note) note = g_new0(struct desktop_note, 1);
    gboolean may_wait, supersedes;
    guint32 urgency;

    g_variant_get(packed, DESKTOP_NOTE_TYPE, &note->entry, &urgency, &note->language, &note->title,
                  &note->brief, &note->guide, &may_wait, &note->question, &note->explanation,
                  &supersedes);
    if (urgency > URGENCY_HIGHEST || !note->question != !note->explanation)
        return NULL;
    note->urgency = (enum urgency)urgency;
    note->may_wait = may_wait;
    note->supersedes = supersedes;
    return g_steal_pointer(&note);
}
