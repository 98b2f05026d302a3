/* What there is to read, before anything is: so that the progress has an end. */
#include <glib/gi18n.h>

#include "base/error.h"
#include "cmd/scan.h"

#define BATCH 128 /* mails of a task: headers that are judged in one go */

static struct scan_place *add_place(struct scan *scan, const char *path)
{
    struct scan_place *place = g_new0(struct scan_place, 1);

    place->path = g_strdup(path);
    g_ptr_array_add(scan->places, place);
    return place;
}

static void add_tasks(struct scan *scan, struct scan_place *place, guint count)
{
    for (guint from = 0; from < count; from += BATCH) {
        const struct scan_task task = { place, from, MIN(from + BATCH, count) };

        g_array_append_val(scan->tasks, task);
    }
}

static void drop_known_names(struct scan *scan, struct scan_place *place)
{
    GArray *names = place->names->mails;

    if (scan_notes_know_none(place->notes, names->len))
        return;
    for (guint i = names->len; i > 0; i--) {
        if (!scan_notes_know(place->notes, roster_at(place->names, i - 1)->key))
            continue;
        g_array_remove_index_fast(names, i - 1);
        scan->count.known++;
    }
}

static void drop_known_files(struct scan *scan, struct scan_place *place)
{
    for (guint i = place->files->len; i > 0; i--) {
        const struct walk_file *file = g_ptr_array_index(place->files, i - 1);

        if (!scan_memory_knows_mbox(scan->memory, file) &&
            !(place->notes && scan_notes_know(place->notes, scan_memory_key_of_file(file))))
            continue;
        g_ptr_array_remove_index_fast(place->files, i - 1);
        scan->count.known++;
    }
}

static void take_maildir(void *data, struct maildir *maildir)
{
    struct scan *scan = data;
    struct scan_place *place = add_place(scan, maildir_path(maildir));
    g_autoptr(GError) error = NULL;
    gint64 known;

    place->maildir = maildir;
    scan_known_maildir(scan->known, maildir_path(maildir));
    place->notes = scan_memory_maildir(scan->memory, maildir, &known);
    if (known >= 0) {
        scan->count.known += (guint64)known;
        return;
    }
    place->names = maildir_list(maildir, &error);
    if (!place->names) {
        scan_unreadable(scan, NULL, error->message, EX_IOERR);
        return;
    }
    drop_known_names(scan, place);
    add_tasks(scan, place, place->names->mails->len);
    scan->total += place->names->mails->len;
}

guint64 scan_weight(const struct walk_file *file)
{
    return file->size < (guint64)64 * SCAN_WEIGHT_BYTES ? 1 : file->size / SCAN_WEIGHT_BYTES;
}

/* Large files are a task each: they are mboxes. */
static void take_files(void *data, const char *folder, GPtrArray *files)
{
    struct scan *scan = data;
    struct scan_place *place = add_place(scan, folder);
    guint from = 0;

    place->files = files;
    scan->files += files->len;
    place->notes = folder ? scan_memory_files(scan->memory, folder) : NULL;
    drop_known_files(scan, place);
    for (guint i = 0; i < files->len; i++) {
        guint64 weight = scan_weight(g_ptr_array_index(files, i));

        scan->total += weight;
        if (weight == 1 && i - from + 1 < BATCH && i + 1 < files->len)
            continue;
        g_array_append_val(scan->tasks, ((struct scan_task){ place, from, i + 1 }));
        from = i + 1;
    }
}

static void take_seen(void *data, const char *path, const struct stat *facts)
{
    scan_known_place(((struct scan *)data)->known, path, facts);
}

static void take_unreadable(void *data, const char *path, const char *why, bool given)
{
    scan_unreadable(data, path, why, given ? EX_NOINPUT : EX_IOERR);
}

void scan_list(struct scan *scan, char **paths)
{
    static const struct walk_ops ops = { take_maildir, take_files, take_unreadable, take_seen };
    AUTO(walk) walk = walk_new(&ops, scan);

    for (; *paths; paths++)
        walk_path(walk, *paths);
}
