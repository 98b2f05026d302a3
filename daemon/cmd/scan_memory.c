/* The memory of scans. */
#include "cmd/scan_memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/places.h"
#include "config.h"
#include "source/stream.h"
#include "store/scanned.h"

#define MARK_BYTES 4096 /* before a place in an mbox, by which it is known again */

struct scan_notes {
    char *place;
    char *state;        /* when it was listed; NULL: it changed just then */
    const guint64 *old; /* sorted: what was read before; borrowed */
    gsize old_count;
    GArray *done; /* of guint64: of these, what is still there, and what is read now */
    guint asked;  /* mails that are there */
    bool unchanged; /* since all that is there was read */
    bool changed;   /* by this scan */
};

struct scan_memory {
    struct store *store; /* NULL: a dry run */
    char *stamp;
    GHashTable *old;    /* from place to struct scanned: as it was loaded; never changed */
    GPtrArray *notes;   /* of struct scan_notes */
    GHashTable *mboxes; /* from place to struct scanned: of this scan */
};

/* Whatever decides what is found, but for the mails. */
static char *make_stamp(const struct globals *globals, const struct settings *settings,
                        bool thorough, GError **error)
{
    g_auto(GStrv) dirs = places_rules(globals->rules);
    g_auto(GStrv) right = places_right(globals->rules);
    g_autofree char *rules =
        rules_stamp((const char *const *)dirs, (const char *const *)right, error);
    g_autofree char *trust = g_strjoinv(" ", settings->trust);
    g_autofree char *all = NULL;

    if (!rules)
        return NULL;
    all = g_strjoin("\n", PACKAGE_VERSION, rules, trust, thorough ? "thorough" : "", NULL);
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, all, -1);
}

static void notes_free(gpointer data)
{
    struct scan_notes *notes = data;

    g_free(notes->place);
    g_free(notes->state);
    g_array_unref(notes->done);
    g_free(notes);
}

struct scan_memory *scan_memory_new(const struct globals *globals, const struct settings *settings,
                                    struct store *store, bool thorough, GError **error)
{
    AUTO(scan_memory) memory = g_new0(struct scan_memory, 1);

    memory->store = store;
    memory->notes = g_ptr_array_new_with_free_func(notes_free);
    memory->mboxes =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)scanned_free);
    if (store) {
        memory->stamp = make_stamp(globals, settings, thorough, error);
        memory->old = memory->stamp ? scanned_load(store, memory->stamp, error) : NULL;
        if (!memory->old)
            return NULL;
    }
    return g_steal_pointer(&memory);
}

void scan_memory_free(struct scan_memory *memory)
{
    if (!memory)
        return;
    g_clear_pointer(&memory->notes, g_ptr_array_unref);
    g_clear_pointer(&memory->mboxes, g_hash_table_unref);
    g_clear_pointer(&memory->old, g_hash_table_unref);
    g_free(memory->stamp);
    g_free(memory);
}

static char *place_of(const char *kind, const char *path)
{
    g_autofree char *absolute = g_canonicalize_filename(path, NULL);

    return g_strconcat(kind, ":", absolute, NULL);
}

static const struct scanned *look_up(const struct scan_memory *memory, const char *place)
{
    return memory->old ? g_hash_table_lookup(memory->old, place) : NULL;
}

/* --- keys ---------------------------------------------------------------------------------- */

static char *state_of(const struct walk_file *file)
{
    return g_strdup_printf("%" G_GINT64_MODIFIER "x %" G_GINT64_MODIFIER "x %" G_GUINT64_FORMAT
                           " %" G_GINT64_FORMAT,
                           file->device, file->inode, file->size, file->changed);
}

guint64 scan_memory_key_of_file(const struct walk_file *file)
{
    g_autofree char *state = state_of(file);

    return file->fresh ? 0 : roster_key(state, strlen(state));
}

/* --- Maildirs and folders of files --------------------------------------------------------- */

static struct scan_notes *notes_new(struct scan_memory *memory, const char *kind, const char *path)
{
    struct scan_notes *notes = g_new0(struct scan_notes, 1);
    const struct scanned *old;
    gsize length;

    notes->place = place_of(kind, path);
    notes->done = g_array_new(FALSE, FALSE, sizeof(guint64));
    g_ptr_array_add(memory->notes, notes);
    old = look_up(memory, notes->place);
    if (old) {
        notes->old = g_bytes_get_data(old->done, &length);
        notes->old_count = length / sizeof(guint64);
    }
    return notes;
}

struct scan_notes *scan_memory_maildir(struct scan_memory *memory, const struct maildir *maildir,
                                       gint64 *known)
{
    struct scan_notes *notes = notes_new(memory, "maildir", maildir_path(maildir));
    const struct scanned *old = look_up(memory, notes->place);

    notes->state = maildir_state(maildir);
    notes->unchanged = old && g_strcmp0(old->state, notes->state) == 0;
    *known = notes->unchanged ? (gint64)notes->old_count : -1;
    return notes;
}

struct scan_notes *scan_memory_files(struct scan_memory *memory, const char *folder)
{
    return notes_new(memory, "files", folder);
}

static int by_number(gconstpointer a, gconstpointer b)
{
    guint64 left = *(const guint64 *)a, right = *(const guint64 *)b;

    return left < right ? -1 : left > right;
}

bool scan_notes_know(struct scan_notes *notes, guint64 key)
{
    notes->asked++;
    if (!notes->old_count || !bsearch(&key, notes->old, notes->old_count, sizeof key, by_number))
        return false;
    g_array_append_val(notes->done, key);
    return true;
}

bool scan_notes_know_none(struct scan_notes *notes, guint count)
{
    if (notes->old_count)
        return false;
    notes->asked += count;
    return true;
}

gint64 scan_notes_next(const struct scan_notes *notes)
{
    if (notes->unchanged)
        return (gint64)notes->old_count;
    return notes->state && notes->done->len == notes->asked ? (gint64)notes->asked : -1;
}

void scan_notes_add(struct scan_notes *notes, guint64 key)
{
    if (!key)
        return;
    g_array_append_val(notes->done, key);
    notes->changed = true;
}

/* By their bytes, the lowest first: of tens of thousands that takes a fraction of what comparing does. */
static void sort_keys(GArray *keys)
{
    const guint count = keys->len;
    g_autofree guint64 *other = g_new(guint64, MAX(count, 1));
    guint64 *from = (guint64 *)(gpointer)keys->data, *to = other, *swap;

    for (guint shift = 0; shift < 64; shift += 8) {
        gsize places[257] = { 0 };

        for (guint i = 0; i < count; i++)
            places[(from[i] >> shift & 0xFF) + 1]++;
        for (guint i = 0; i < 256; i++)
            places[i + 1] += places[i];
        for (guint i = 0; i < count; i++)
            to[places[from[i] >> shift & 0xFF]++] = from[i];
        swap = from;
        from = to;
        to = swap;
    }
}

/* NULL where the row would say what it says already. */
static struct scanned *row_of(struct scan_notes *notes, const struct scanned *old)
{
    bool all = notes->state && notes->done->len == notes->asked;
    const char *state = all ? notes->state : "";
    struct scanned *row;

    if (!notes->asked || (!notes->changed && old && g_str_equal(old->state, state) &&
                          notes->done->len == notes->old_count))
        return NULL;
    sort_keys(notes->done);
    row = g_new0(struct scanned, 1);
    row->place = g_strdup(notes->place);
    row->state = g_strdup(state);
    row->done = g_bytes_new(notes->done->data, notes->done->len * sizeof(guint64));
    return row;
}

/* --- mboxes -------------------------------------------------------------------------------- */

char *scan_memory_mbox_state(const struct walk_file *file)
{
    return file->fresh ? NULL : state_of(file);
}

bool scan_memory_knows_mbox(const struct scan_memory *memory, const struct walk_file *file)
{
    g_autofree char *place = place_of("mbox", file->path);
    g_autofree char *state = state_of(file);
    const struct scanned *old = look_up(memory, place);

    return old && g_str_equal(old->state, state);
}

GBytes *scan_memory_mark(const char *path, guint64 offset)
{
    AUTO(stream) stream = stream_open(path, NULL);
    gsize before = (gsize)MIN(offset, MARK_BYTES);
    g_autofree guint8 *bytes = g_malloc(MARK_BYTES);
    g_autoptr(GString) mark = g_string_new(NULL);
    g_autofree char *hash = NULL;

    if (!stream || offset == 0 ||
        stream_read_at(stream, bytes, before, offset - before, NULL) != (gssize)before)
        return g_bytes_new(NULL, 0);
    hash = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes, before);
    g_string_printf(mark, "%" G_GUINT64_FORMAT " %s", offset, hash);
    return g_string_free_to_bytes(g_steal_pointer(&mark));
}

/* Whether a message may begin at `offset`. */
static bool begins_at(const char *path, guint64 offset)
{
    AUTO(stream) stream = stream_open(path, NULL);
    char head[5];
    gssize got = stream ? stream_read_at(stream, head, sizeof head, offset, NULL) : -1;

    return got == 0 || (got == sizeof head && memcmp(head, "From ", sizeof head) == 0);
}

guint64 scan_memory_mbox_start(const struct scan_memory *memory, const char *path)
{
    g_autofree char *place = place_of("mbox", path);
    const struct scanned *old = look_up(memory, place);
    g_autofree char *text = NULL;
    g_autoptr(GBytes) mark = NULL;
    guint64 offset;

    if (!old || g_bytes_get_size(old->done) == 0)
        return 0;
    text = g_strndup(g_bytes_get_data(old->done, NULL), g_bytes_get_size(old->done));
    offset = g_ascii_strtoull(text, NULL, 10);
    mark = scan_memory_mark(path, offset);
    return g_bytes_equal(mark, old->done) && begins_at(path, offset) ? offset : 0;
}

void scan_memory_read_mbox(struct scan_memory *memory, const char *path, char *state, GBytes *mark)
{
    struct scanned *row = g_new0(struct scanned, 1);

    row->place = place_of("mbox", path);
    row->state = state ? state : g_strdup("");
    row->done = mark;
    g_hash_table_replace(memory->mboxes, row->place, row);
}

/* --- saving -------------------------------------------------------------------------------- */

bool scan_memory_save(struct scan_memory *memory, GError **error)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new();
    g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func((GDestroyNotify)scanned_free);
    GHashTableIter at;
    gpointer row;

    if (!memory->store)
        return true;
    for (guint i = 0; i < memory->notes->len; i++) {
        struct scan_notes *notes = g_ptr_array_index(memory->notes, i);
        struct scanned *one = row_of(notes, look_up(memory, notes->place));

        if (!one)
            continue;
        g_ptr_array_add(owned, one);
        g_ptr_array_add(rows, one);
    }
    g_hash_table_iter_init(&at, memory->mboxes);
    while (g_hash_table_iter_next(&at, NULL, &row))
        g_ptr_array_add(rows, row);
    return scanned_save(memory->store, memory->stamp, rows, error);
}
