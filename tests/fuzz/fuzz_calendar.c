/* An entry with words of any kind as iCalendar, read again by libical: the same components with the
 * same words, and none that the words have made. */
#include <libical/ical.h>

#include "alert/calendar.h"
#include "hostile.h"

struct world {
    struct right *right;
    GArray *remind_before;
    GPtrArray *entries;
    struct calendar_style style;
};

static guint count(icalcomponent *component, icalcomponent_kind kind)
{
    return (guint)icalcomponent_count_components(component, kind);
}

/* Whether the folds are right: no line longer than 75 octets, none that ends without CRLF. */
static void check_lines(const char *text)
{
    while (*text) {
        const char *end = strstr(text, "\r\n");

        g_assert_nonnull(end);
        g_assert_cmpint(end - text, <=, 75);
        g_assert_null(memchr(text, '\n', (gsize)(end - text)));
        text = end + 2;
    }
}

static void check_words(const char *words)
{
    g_assert_nonnull(words);
    g_assert_true(g_utf8_validate(words, -1, NULL));
}

/* All that stands in the component are properties that we put there, each once. */
static void check_component(icalcomponent *component)
{
    guint seen = 0;

    for (icalproperty *at = icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY); at;
         at = icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY)) {
        g_assert_cmpint(icalproperty_isa(at), !=, ICAL_X_PROPERTY);
        g_assert_cmpint(icalproperty_isa(at), !=, ICAL_XLICERROR_PROPERTY);
        g_assert_cmpint(icalproperty_isa(at), !=, ICAL_ATTACH_PROPERTY);
        seen++;
    }
    g_assert_cmpuint(seen, <=, 16);
    check_words(icalcomponent_get_summary(component));
    check_words(icalcomponent_get_description(component));
    for (icalcomponent *alarm = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
         alarm; alarm = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
        g_assert_cmpint(icalcomponent_isa(alarm), ==, ICAL_VALARM_COMPONENT);
        g_assert_cmpstr(icalcomponent_get_description(alarm), ==,
                        icalcomponent_get_summary(component));
    }
}

/* A name of a person is shown as it is, but for what would not show. */
static void check_person(icalcomponent *calendar, const struct entry *entry)
{
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);

    if (event && entry->person && g_str_is_ascii(entry->person) &&
        g_regex_match_simple("^[[:alnum:];:,\\\\\"]{1,20}$", entry->person,
                             G_REGEX_DOLLAR_ENDONLY, 0))
        g_assert_nonnull(strstr(icalcomponent_get_summary(event), entry->person));
}

/* It says the same when it is written again; libical folds between CR and LF. */
static void check_again(icalcomponent *calendar, const char *text)
{
    char *written = icalcomponent_as_ical_string_r(calendar);
    GString *again = g_string_new(written);

    g_string_replace(again, "\r\r\n \n", "\r\n", 0);
    g_assert_cmpstr(again->str, ==, text);
    g_string_free(again, TRUE);
    free(written);
}

static void check_calendar(const char *text, const struct world *world)
{
    const struct entry *entry = world->entries->pdata[0];
    const bool shown = entry->status != STATUS_SUSPECT;
    icalcomponent *calendar = icalparser_parse_string(text);

    g_assert_nonnull(calendar);
    g_assert_cmpint(icalcomponent_isa(calendar), ==, ICAL_VCALENDAR_COMPONENT);
    g_assert_cmpuint(count(calendar, ICAL_VEVENT_COMPONENT), ==,
                     shown ? 1u + (entry->last_call != 0) : 0);
    g_assert_cmpuint(count(calendar, ICAL_VTODO_COMPONENT), ==, shown && world->style.todo);
    g_assert_cmpuint(count(calendar, ICAL_ANY_COMPONENT), ==,
                     count(calendar, ICAL_VEVENT_COMPONENT) +
                         count(calendar, ICAL_VTODO_COMPONENT));
    check_person(calendar, entry);
    for (icalcomponent *at = icalcomponent_get_first_component(calendar, ICAL_ANY_COMPONENT); at;
         at = icalcomponent_get_next_component(calendar, ICAL_ANY_COMPONENT))
        check_component(at);
    check_again(calendar, text);
    icalcomponent_free(calendar);
}

static void world_begin(struct world *world, uint8_t choice)
{
    static int days[] = { 7, 0 };

    world->right = fixture_right();
    world->remind_before = g_array_new(FALSE, FALSE, sizeof(int));
    g_array_append_vals(world->remind_before, days, G_N_ELEMENTS(days));
    world->entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    world->style = (struct calendar_style){ .right = world->right,
                                            .key = fixture_key,
                                            .language = choice & 0x10 ? "fr" : "en",
                                            .remind_before = world->remind_before,
                                            .todo = choice & 0x20,
                                            .reveal = choice & 0x08 };
}

static void world_end(struct world *world)
{
    g_ptr_array_unref(world->entries);
    g_array_unref(world->remind_before);
    fixture_right_free(world->right);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct world world;
    g_autoptr(GBytes) text = NULL;
    uint8_t style, choice;

    if (size < 2)
        return 0;
    fuzz_criticals_are_fatal();
    style = data[0];
    choice = data[1];
    data += 2;
    size -= 2;
    world_begin(&world, style);
    g_ptr_array_add(world.entries, hostile_entry(choice, &data, &size));
    text = calendar_text(world.entries, &world.style);
    check_lines(g_bytes_get_data(text, NULL));
    check_calendar(g_bytes_get_data(text, NULL), &world);
    world_end(&world);
    return 0;
}
