/* Entries as iCalendar: what stands in each component, by what is done with the entry; and how a
 * folder of items follows them. The right: six weeks from 2 March 2026 end on Monday 13 April. */
#include "alert/calendar.h"

#include <glib/gstdio.h>

#include "alert/sink.h"
#include "base/replace.h"
#include "store/items.h"

#include "alert_fixture.h"

static int days_before[] = { 7, 0 };

struct world {
    struct right *right;
    GArray *remind_before;
    GPtrArray *entries;
    struct entry *entry; /* the one in `entries` */
    struct calendar_style style;
};

static void world_begin(struct world *world)
{
    world->right = fixture_right();
    world->remind_before = g_array_new(FALSE, FALSE, sizeof(int));
    g_array_append_vals(world->remind_before, days_before, G_N_ELEMENTS(days_before));
    world->entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    world->entry = fixture_entry();
    world->entry->changes = 1;
    world->entry->changed_at = world->entry->created_at;
    g_ptr_array_add(world->entries, world->entry);
    world->style = (struct calendar_style){ .right = world->right,
                                            .key = fixture_key,
                                            .language = "fr",
                                            .remind_before = world->remind_before };
}

static void world_end(struct world *world)
{
    g_ptr_array_unref(world->entries);
    g_array_unref(world->remind_before);
    fixture_right_free(world->right);
}

/* The text without its folds. The caller frees. */
static char *text_of(const struct world *world)
{
    g_autoptr(GBytes) bytes = calendar_text(world->entries, &world->style);
    g_auto(GStrv) parts = g_strsplit(g_bytes_get_data(bytes, NULL), "\r\n ", -1);

    return g_strjoinv("", parts);
}

static guint count(const char *text, const char *what)
{
    guint found = 0;

    for (const char *at = text; (at = strstr(at, what)); at++)
        found++;
    return found;
}

static void assert_has(const char *text, const char *what)
{
    if (!strstr(text, what))
        g_error("%s is not in:\n%s", what, text);
}

static void test_open(void)
{
    struct world world;
    g_autofree char *text = NULL;

    world_begin(&world);
    text = text_of(&world);
    g_assert_cmpuint(count(text, "BEGIN:VEVENT"), ==, 2);
    g_assert_cmpuint(count(text, "BEGIN:VTODO"), ==, 0);
    g_assert_null(strstr(text, "METHOD"));
    assert_has(text, "DTSTART;VALUE=DATE:20260413\r\nDTEND;VALUE=DATE:20260414\r\n");
    assert_has(text, "DTSTART:20260413T153000Z\r\n"); /* 17:30 in Paris, in summer */
    assert_has(text, "DTSTAMP:20260303T110000Z\r\n");
    assert_has(text, "SEQUENCE:0\r\n");
    assert_has(text, "TRIGGER:-P6DT16H\r\n"); /* 08:00, seven days before */
    assert_has(text, "TRIGGER:PT8H\r\n");     /* 08:00 on the day */
    assert_has(text, "TRIGGER:-PT9H\r\n");    /* 08:30, before 17:30 */
    assert_has(text, "TRANSP:TRANSPARENT\r\n");
    assert_has(text, "URL:https://monespacesante.fr/\r\n");
    assert_has(text, "vigie guide 3");
    g_assert_null(strstr(text, FIXTURE_CODE));
    g_assert_null(strstr(text, "?"));
    world_end(&world);
}

/* RFC 5546, 3.2.1: one ORGANIZER, and the stamp tells when it was sent. */
static void test_published_by_mail(void)
{
    struct world world;
    g_autofree char *text = NULL;

    world_begin(&world);
    world.style.organizer = "vigie@example.fr";
    world.style.published_at = fixture_instant("2026-03-04T12:00:00+01:00");
    text = text_of(&world);
    g_assert_cmpuint(count(text, "METHOD:PUBLISH\r\n"), ==, 1);
    g_assert_cmpuint(count(text, "ORGANIZER:mailto:vigie@example.fr\r\n"), ==, 2);
    g_assert_cmpuint(count(text, "DTSTAMP:20260304T110000Z\r\n"), ==, 2);
    world_end(&world);
}

static const struct {
    enum status status;
    guint events, alarms;
    const char *has, *todo, *why;
} statuses[] = {
    { STATUS_OPEN, 2, 4, "STATUS:CONFIRMED", "STATUS:NEEDS-ACTION", "the common case" },
    { STATUS_EXPIRED, 2, 4, "dernier jour", "STATUS:NEEDS-ACTION", "the day comes, no text changes" },
    { STATUS_PROVISIONAL, 2, 4, "(à vérifier)", "STATUS:NEEDS-ACTION", "says that it is a guess" },
    { STATUS_OPPOSED, 2, 0, "opposition enregistrée", "STATUS:COMPLETED", "done: nothing rings" },
    { STATUS_ACTIVATED, 2, 0, "espace activé", "COMPLETED:20260310T110000Z", "done as well" },
    { STATUS_DISMISSED, 2, 0, "STATUS:CANCELLED", "STATUS:CANCELLED", "never was one" },
    { STATUS_SUSPECT, 0, 0, "END:VCALENDAR", "END:VCALENDAR", "a forger writes no calendar" },
};

static void test_statuses(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(statuses); i++) {
        struct world world;
        g_autofree char *text = NULL;
        const char *todo;

        g_test_message("%s", statuses[i].why);
        world_begin(&world);
        world.style.todo = true;
        world.entry->status = statuses[i].status;
        world.entry->closed_at = fixture_instant("2026-03-10T12:00:00+01:00");
        text = text_of(&world);
        todo = strstr(text, "BEGIN:VTODO");
        g_assert_cmpuint(count(text, "BEGIN:VEVENT"), ==, statuses[i].events);
        g_assert_cmpuint(count(text, "BEGIN:VALARM"), ==, statuses[i].alarms);
        assert_has(text, statuses[i].has);
        assert_has(todo ? todo : text, statuses[i].todo);
        world_end(&world);
    }
}

static void test_undated(void)
{
    struct world world;
    g_autofree char *text = NULL;

    world_begin(&world);
    g_date_clear(&world.entry->deadline, 1);
    world.entry->last_call = 0;
    text = text_of(&world);
    g_assert_null(strstr(text, "VEVENT"));
    world_end(&world);
}

static void test_reveal(void)
{
    struct world world;
    g_autofree char *text = NULL;

    world_begin(&world);
    world.style.reveal = true;
    text = text_of(&world);
    assert_has(text, FIXTURE_CODE);
    world_end(&world);
}

/* RFC 5545, 3.1: at most 75 octets, and a character is not cut. */
static void test_folding(void)
{
    struct world world;
    g_autoptr(GBytes) bytes = NULL;
    g_auto(GStrv) lines = NULL;
    const char *text;

    world_begin(&world);
    world.entry->person = g_strdup("Zoé éé日本語日本語日本語日本語日本語日本語日本語日本語 \r\nEND:VEVENT");
    bytes = calendar_text(world.entries, &world.style);
    text = g_bytes_get_data(bytes, NULL);
    g_assert_true(g_str_has_suffix(text, "END:VCALENDAR\r\n"));
    g_assert_cmpuint(count(text, "\nEND:VEVENT"), ==, 2);
    lines = g_strsplit(text, "\r\n", -1);
    for (gsize i = 0; lines[i]; i++) {
        g_assert_cmpuint(strlen(lines[i]), <=, 75);
        g_assert_true(g_utf8_validate(lines[i], -1, NULL));
        g_assert_null(strpbrk(lines[i], "\r\n"));
    }
    world_end(&world);
}

static void test_uids(void)
{
    struct world world;
    guint8 other_key[MARK_KEY_BYTES] = "another state";
    g_autoptr(GPtrArray) ours = NULL, again = NULL, theirs = NULL;
    const struct calendar_piece *first, *second, *later, *foreign;

    world_begin(&world);
    ours = calendar_pieces(world.entries, &world.style);
    world.entry->changes = 3;
    again = calendar_pieces(world.entries, &world.style);
    world.style.key = other_key;
    theirs = calendar_pieces(world.entries, &world.style);
    g_assert_cmpuint(ours->len, ==, 2);
    first = ours->pdata[0];
    second = ours->pdata[1];
    later = again->pdata[0];
    foreign = theirs->pdata[0];
    g_assert_cmpstr(first->uid, !=, second->uid);
    g_assert_cmpstr(first->uid, ==, later->uid);
    g_assert_cmpstr(first->uid, !=, foreign->uid);
    assert_has(later->text, "SEQUENCE:2\r\n");
    world_end(&world);
}

/* --- a folder of items ---------------------------------------------------------------------- */

struct folder {
    struct world world;
    char *path, *item; /* of the deadline */
    struct sink_settings settings;
    GHashTable *items;
};

static void publish(struct folder *folder)
{
    g_autoptr(GError) error = NULL;
    AUTO(sink) sink = sink_new(&folder->settings, &error);
    struct sink_context context = { .right = folder->world.right, .key = fixture_key };
    struct publication publication = {
        .pieces = calendar_pieces(folder->world.entries, &folder->world.style),
        .whole = calendar_text(folder->world.entries, &folder->world.style),
        .items = folder->items
    };

    g_assert_cmpint(sink->ops->publish(sink, &context, &publication, &error), ==, DELIVERY_DONE);
    g_assert_no_error(error);
    if (publication.pieces->len > 0 && !folder->item)
        folder->item = g_strdup_printf(
            "%s/%s.ics", folder->path,
            ((struct calendar_piece *)publication.pieces->pdata[0])->uid);
    g_ptr_array_unref(publication.pieces);
    g_bytes_unref(publication.whole);
}

static void folder_begin(struct folder *folder)
{
    *folder = (struct folder){ .path = g_dir_make_tmp("vigie-vdir-XXXXXX", NULL) };
    world_begin(&folder->world);
    folder->settings = (struct sink_settings){ .name = (char *)(gsize)"agenda",
                                               .kind = SINK_CALENDAR,
                                               .vdir = folder->path };
    folder->items =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)item_free);
    publish(folder);
}

static void empty_folder(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(dir))) {
        g_autofree char *file = g_build_filename(path, name, NULL);

        g_unlink(file);
    }
}

static void folder_end(struct folder *folder)
{
    empty_folder(folder->path);
    g_rmdir(folder->path);
    g_hash_table_unref(folder->items);
    g_free(folder->item);
    g_free(folder->path);
    world_end(&folder->world);
}

static bool is_there(const struct folder *folder)
{
    return g_file_test(folder->item, G_FILE_TEST_EXISTS);
}

static void test_deletion_respected(void)
{
    struct folder folder;

    folder_begin(&folder);
    g_assert_true(is_there(&folder));
    g_unlink(folder.item);
    folder.world.entry->changes++; /* a note, say */
    publish(&folder);
    g_assert_false(is_there(&folder));
    folder.world.entry->changes++;
    publish(&folder);
    g_assert_false(is_there(&folder));
    g_date_subtract_days(&folder.world.entry->deadline, 1); /* what he deleted was another day */
    publish(&folder);
    g_assert_true(is_there(&folder));
    folder_end(&folder);
}

/* It was deleted, and before we saw that the deadline changed. */
static void test_deletion_outdated(void)
{
    struct folder folder;

    folder_begin(&folder);
    g_unlink(folder.item);
    g_date_subtract_days(&folder.world.entry->deadline, 1);
    publish(&folder);
    g_assert_true(is_there(&folder));
    folder_end(&folder);
}

static void test_merged_away(void)
{
    struct folder folder;
    g_autofree char *foreign = NULL;

    folder_begin(&folder);
    foreign = g_build_filename(folder.path, "dentist.ics", NULL);
    g_assert_true(replace_file(foreign, "BEGIN:VCALENDAR", NULL));
    g_ptr_array_set_size(folder.world.entries, 0);
    publish(&folder);
    g_assert_false(is_there(&folder));
    g_assert_true(g_file_test(foreign, G_FILE_TEST_EXISTS));
    g_assert_cmpuint(g_hash_table_size(folder.items), ==, 0);
    folder_end(&folder);
}

static void test_closed_before(void)
{
    struct folder folder;

    folder_begin(&folder);
    empty_folder(folder.path);
    g_hash_table_remove_all(folder.items);
    folder.world.entry->status = STATUS_OPPOSED;
    publish(&folder);
    g_assert_false(is_there(&folder));
    folder_end(&folder);
}

/* Whatever length a line has that cannot be folded at a space. */
static void test_folds(void)
{
    for (guint length = 1; length <= 160; length++) {
        struct world world;
        g_autofree char *name = g_strnfill(length, 'a');
        g_autofree char *address = g_strconcat(name, "@example.fr", NULL);
        g_autofree char *wanted = g_strconcat("ORGANIZER:mailto:", address, "\r\n", NULL);
        g_autofree char *text = NULL;

        world_begin(&world);
        world.style.organizer = address;
        world.style.published_at = world.entry->created_at;
        text = text_of(&world);
        assert_has(text, wanted);
        g_assert_null(strstr(text, "\r\r"));
        world_end(&world);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/calendar/open", test_open);
    g_test_add_func("/calendar/published-by-mail", test_published_by_mail);
    g_test_add_func("/calendar/statuses", test_statuses);
    g_test_add_func("/calendar/undated", test_undated);
    g_test_add_func("/calendar/reveal", test_reveal);
    g_test_add_func("/calendar/folding", test_folding);
    g_test_add_func("/calendar/uids", test_uids);
    g_test_add_func("/calendar/vdir/deletion-respected", test_deletion_respected);
    g_test_add_func("/calendar/vdir/deletion-outdated", test_deletion_outdated);
    g_test_add_func("/calendar/vdir/merged-away", test_merged_away);
    g_test_add_func("/calendar/vdir/closed-before", test_closed_before);
    g_test_add_func("/calendar/folds", test_folds);
    return g_test_run();
}
