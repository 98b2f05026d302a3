/* What is new in a folder. A name is remembered in the transaction that records its mail, or once it
 * is known to need no reading: what a crash interrupts is read again. */
#include "source/local_look.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/log.h"
#include "base/mark.h"
#include "source/fields.h"
#include "source/imap.h"
#include "source/trouble.h"

#define HEADER_BYTES (64 * 1024)
#define BATCH 500          /* headers in one triage */
#define SETTLED_SECONDS 2  /* since its last change a mail is taken to be whole */
#define DAY_SECONDS 86400

/* One that lies there. */
struct item {
    char *name;   /* "new/1700000000.M1.host" */
    char *unique;
    GBytes *raw;  /* NULL: not read */
    gint64 changed, size;
};

static void item_free(gpointer data)
{
    struct item *item = data;

    g_free(item->name);
    g_free(item->unique);
    g_clear_pointer(&item->raw, g_bytes_unref);
    g_free(item);
}

static struct item *item_new(char *name)
{
    struct item *item = g_new0(struct item, 1);

    item->name = name;
    item->unique = maildir_unique(name);
    if (!g_utf8_validate(item->unique, -1, NULL)) {
        char *escaped = g_strescape(item->unique, NULL);

        g_free(item->unique);
        item->unique = escaped;
    }
    return item;
}

/* When it was delivered: what the deliverer wrote into its name, else the file's time, which copies
 * and clients change. */
static gint64 delivered(const struct item *item)
{
    gint64 time = maildir_delivered(item->name);

    return time ? time : item->changed;
}

static GBytes *name_bytes(const struct item *item)
{
    return g_bytes_new(item->unique, strlen(item->unique));
}

static GPtrArray *names_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
}

/* --- reading ------------------------------------------------------------------------------- */

static void note_trouble(struct local_look *look, const char *path)
{
    if (!look->trouble)
        trouble_set(&look->trouble, TROUBLE_MAILBOX, _("cannot read the mail %s: %s; see who may"),
                    path, g_strerror(errno));
}

/* A mail may be a link out of the Maildir, which the locks of this process know nothing of: the master
 * follows it. Sockets and their like nobody opens. */
static int open_path(const struct local_look *look, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat facts;

    if (fd >= 0 || errno != EACCES)
        return fd;
    if (lstat(path, &facts) == 0 && S_ISLNK(facts.st_mode) && stat(path, &facts) == 0 &&
        S_ISREG(facts.st_mode) && g_utf8_validate(path, -1, NULL))
        return runner_open_file(look->runner, path);
    errno = EACCES;
    return -1;
}

/* -1: it is gone, or cannot be read. */
static int open_item(struct local_look *look, const struct item *item)
{
    for (guint tries = 0; tries < MAILDIR_TRIES; tries++) {
        g_autofree char *path = maildir_find(look->folder->maildir, item->name, tries);
        int fd = path ? open_path(look, path) : -1;

        if (fd >= 0 || !path)
            return fd;
        if (errno != ENOENT) {
            note_trouble(look, path);
            return -1;
        }
    }
    return -1;
}

static GBytes *read_bytes(int fd, gsize limit, gsize (*enough)(const char *bytes, gsize length))
{
    g_autofree char *bytes = g_malloc(limit);
    gsize length = 0;
    gssize got = 1;

    while (length < limit && got != 0 && !(enough && enough(bytes, length))) {
        got = read(fd, bytes + length, MIN(limit - length, 8192));
        if (got < 0 && errno != EINTR)
            return NULL;
        length += got > 0 ? (gsize)got : 0;
    }
    return g_bytes_new(bytes, length);
}

/* An answer to an alert may have a proof attached. */
static GBytes *read_mail(int fd)
{
    g_autoptr(GBytes) raw = read_bytes(fd, IMAP_MAIL_BYTES, NULL);

    if (!raw || g_bytes_get_size(raw) < IMAP_MAIL_BYTES || !mark_may_be_in_header(raw) ||
        lseek(fd, 0, SEEK_SET) < 0)
        return g_steal_pointer(&raw);
    return read_bytes(fd, IMAP_ANSWER_BYTES, NULL);
}

/* Reads the item's header, or all that is read of a mail. FALSE: it is gone, or cannot be read. */
static bool read_item(struct local_look *look, struct item *item, bool header)
{
    AUTO_FD fd = open_item(look, item);
    struct stat facts;

    if (fd < 0)
        return false;
    g_clear_pointer(&item->raw, g_bytes_unref);
    item->raw = header ? read_bytes(fd, HEADER_BYTES, fields_header_length) : read_mail(fd);
    if (!item->raw || fstat(fd, &facts) < 0) {
        note_trouble(look, item->name);
        return false;
    }
    item->changed = facts.st_mtim.tv_sec;
    item->size = facts.st_size;
    return true;
}

/* Whether the file has had the time to become whole. A deliverer renames what is whole into new/, but
 * not all that put mail there do. A clock that was set back must not hold it up. */
static bool is_settled(const struct item *item)
{
    gint64 age = g_get_real_time() / G_USEC_PER_SEC - item->changed;

    return age < 0 || age >= SETTLED_SECONDS;
}

/* --- handing over -------------------------------------------------------------------------- */

static bool note_dealt(struct local_look *look, const struct item *item, GError **error)
{
    g_autoptr(GPtrArray) names = names_new();

    g_ptr_array_add(names, name_bytes(item));
    return look->intake->ops->dealt(look->intake, look->folder->mailbox->name, names, error);
}

/* What may not be whole yet is read all the same, for it may be long until the next look; its name
 * is remembered by a later one. */
static bool hand_over(struct local_look *look, struct item *item, GError **error)
{
    bool settled = is_settled(item);
    const struct mail mail = { .mailbox = look->folder->mailbox->name,
                               .uidvalidity = look->cursor.uidvalidity,
                               .name = item->unique,
                               .internaldate = delivered(item),
                               .size = (guint64)item->size,
                               .raw = item->raw };

    look->unsettled |= !settled;
    if (g_bytes_get_size(item->raw) == 0)
        return !settled || note_dealt(look, item, error);
    return look->intake->ops->mail(look->intake, &mail, !settled, error);
}

static bool read_whole(struct local_look *look, struct item *item, GError **error)
{
    if (g_cancellable_set_error_if_cancelled(look->stop, error) ||
        (read_item(look, item, false) && !hand_over(look, item, error)))
        return false;
    g_clear_pointer(&item->raw, g_bytes_unref);
    return true;
}

/* --- first sight --------------------------------------------------------------------------- */

static bool is_old(const struct local_look *look, const struct item *item)
{
    gint64 first =
        clock_now(&look->account->clock) - (gint64)look->account->since * DAY_SECONDS;

    return delivered(item) < first;
}

/* Reads the headers of a batch; what is old leaves it for `done`, what is gone leaves it. */
static void read_headers(struct local_look *look, GPtrArray *batch, GPtrArray *done)
{
    for (guint i = batch->len; i > 0; i--) {
        struct item *item = g_ptr_array_index(batch, i - 1);
        bool there = read_item(look, item, true);

        if (there && !is_old(look, item) && g_bytes_get_size(item->raw) > 0)
            continue;
        if (there && is_settled(item))
            g_ptr_array_add(done, name_bytes(item));
        g_ptr_array_remove_index_fast(batch, i - 1);
    }
}

static bool *triage(struct local_look *look, const GPtrArray *batch, GError **error)
{
    g_autoptr(GPtrArray) headers = g_ptr_array_new();
    g_autofree bool *candidate = g_new0(bool, batch->len + 1);

    for (guint i = 0; i < batch->len; i++)
        g_ptr_array_add(headers, ((struct item *)g_ptr_array_index(batch, i))->raw);
    if (batch->len > 0 && !look->account->thorough &&
        !look->intake->ops->triage(look->intake, headers, candidate, error))
        return NULL;
    for (guint i = 0; i < batch->len && look->account->thorough; i++)
        candidate[i] = true;
    return g_steal_pointer(&candidate);
}

static bool read_batch(struct local_look *look, GPtrArray *batch, GError **error)
{
    g_autoptr(GPtrArray) done = names_new();
    g_autofree bool *candidate = NULL;

    read_headers(look, batch, done);
    candidate = triage(look, batch, error);
    if (!candidate)
        return false;
    for (guint i = 0; i < batch->len; i++) {
        struct item *item = g_ptr_array_index(batch, i);

        if (candidate[i] && !read_whole(look, item, error))
            return false;
        if (!candidate[i] && is_settled(item))
            g_ptr_array_add(done, name_bytes(item));
        else if (!candidate[i])
            look->unsettled = true;
        g_clear_pointer(&item->raw, g_bytes_unref);
    }
    return look->intake->ops->dealt(look->intake, look->folder->mailbox->name, done, error) &&
           look->intake->ops->advance(look->intake, look->folder->mailbox->name,
                                      &(struct cursor){ 0, 0 }, done->len, error);
}

static bool first_sight(struct local_look *look, GPtrArray *items, GError **error)
{
    while (items->len > 0) {
        g_autoptr(GPtrArray) batch = g_ptr_array_new_with_free_func(item_free);

        while (items->len > 0 && batch->len < BATCH)
            g_ptr_array_add(batch, g_ptr_array_steal_index_fast(items, items->len - 1));
        if (g_cancellable_set_error_if_cancelled(look->stop, error) ||
            !read_batch(look, batch, error))
            return false;
    }
    return true;
}

/* --- the look ------------------------------------------------------------------------------ */

static bool is_rewritten(const struct local_look *look, const struct item *item)
{
    const struct local_folder *folder = look->folder;

    return folder->rewritten && g_hash_table_contains(folder->rewritten, item->unique);
}

/* What is not dealt with, of all that lie there, or was written since. Of struct item. */
static GPtrArray *new_items(struct local_look *look, GError **error)
{
    g_autoptr(GError) own = NULL;
    AUTO(roster) listed = maildir_list(look->folder->maildir, &own);
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(item_free);
    g_autoptr(GPtrArray) names = names_new();
    g_autofree guint8 *known = NULL;

    if (!listed) {
        trouble_set(error, TROUBLE_MAILBOX, "%s", own->message);
        return NULL;
    }
    for (guint i = 0; i < listed->mails->len; i++) {
        struct item *item = item_new(g_strdup(roster_at(listed, i)->name));

        g_ptr_array_add(items, item);
        g_ptr_array_add(names, name_bytes(item));
    }
    known = g_new0(guint8, names->len + 1);
    if (!look->intake->ops->known(look->intake, look->folder->mailbox->name, names, known, error))
        return NULL;
    for (guint i = items->len; i > 0; i--)
        if (known[i - 1] && !is_rewritten(look, g_ptr_array_index(items, i - 1)))
            g_ptr_array_remove_index_fast(items, i - 1);
    return g_steal_pointer(&items);
}

static bool read_new(struct local_look *look, GPtrArray *items, GError **error)
{
    for (guint i = 0; i < items->len; i++)
        if (!read_whole(look, g_ptr_array_index(items, i), error))
            return false;
    return true;
}

static bool look_through(struct local_look *look, GError **error)
{
    static const struct cursor seen = { 1, 0 };
    const char *path = maildir_path(look->folder->maildir);
    g_autoptr(GPtrArray) items = NULL;

    if (!maildir_is(path))
        return trouble_set(error, TROUBLE_MAILBOX,
                           _("%s is no Maildir: it has no cur/ and new/; see whether it was moved"),
                           path);
    items = new_items(look, error);
    if (!items)
        return false;
    if (look->cursor.uidvalidity == seen.uidvalidity)
        return read_new(look, items, error);
    return first_sight(look, items, error) &&
           look->intake->ops->advance(look->intake, look->folder->mailbox->name, &seen, 0, error);
}

static bool look_if_changed(struct local_look *look, GError **error)
{
    struct local_folder *folder = look->folder;
    g_autofree char *state = maildir_state(folder->maildir);

    if (state && g_strcmp0(state, folder->state) == 0)
        return true;
    g_clear_pointer(&folder->state, g_free);
    if (!look_through(look, error))
        return false;
    if (look->trouble) {
        g_propagate_error(error, g_steal_pointer(&look->trouble));
        return false;
    }
    g_clear_pointer(&folder->rewritten, g_hash_table_unref);
    if (!look->unsettled)
        folder->state = g_steal_pointer(&state);
    return true;
}

bool local_look_at(struct local_look *look, GError **error)
{
    const char *mailbox = look->folder->mailbox->name;
    bool good;

    look->unsettled = false;
    look->trouble = NULL;
    good = look->intake->ops->open(look->intake, mailbox, &look->cursor, error) &&
           look_if_changed(look, error) &&
           look->intake->ops->success(look->intake, mailbox, error);
    g_clear_error(&look->trouble);
    return good;
}
