/* A thread that reads: the headers of some mails at once, then whole those that are candidates. */
#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "cmd/scan.h"
#include "message/message.h"
#include "run/link.h"
#include "run/reader.h"
#include "source/content.h"
#include "source/fields.h"
#include "source/mbox.h"

#define HEAD_FIRST 8192             /* most headers end within */
#define BATCH_MAILS 128
#define BATCH_BYTES (4 * 1024 * 1024) /* of an mbox, in memory at a time; and one mail more */
#define READ_MAX (MESSAGE_MAX_BYTES + 1) /* so that it is seen to be cut */
#define EARLIEST_TIME 631152000     /* 1990: no mail in a file is older than that */

struct item {
    char *path;
    const char *name; /* in its Maildir; borrowed; NULL */
    gint64 offset;    /* in an mbox; -1 */
    gint64 received;
    GBytes *raw;      /* all of it, or as much as holds the header */
    bool whole;
};

struct worker {
    struct scan *scan;
    const struct scan_place *place;
    struct reader *reader;
    GPtrArray *items; /* of struct item: those of this batch */
    gsize bytes;      /* in them */
    guint seen, no_mail;
    guint64 weight;
    bool broken;
};

static void item_free(gpointer data)
{
    struct item *item = data;

    g_free(item->path);
    g_bytes_unref(item->raw);
    g_free(item);
}

static bool is_stopping(const struct worker *worker)
{
    return worker->broken || g_atomic_int_get(&worker->scan->stop);
}

/* --- handing over -------------------------------------------------------------------------- */

static struct scan_result *result_new(enum scan_what what, const char *path)
{
    struct scan_result *result = g_new0(struct scan_result, 1);

    result->what = what;
    result->path = g_strdup(path);
    result->offset = -1;
    return result;
}

void scan_result_free(struct scan_result *result)
{
    g_free(result->path);
    g_clear_pointer(&result->raw, g_bytes_unref);
    g_clear_pointer(&result->finding, finding_free);
    g_free(result->why);
    g_clear_error(&result->error);
    g_free(result);
}

static void hand_over(struct worker *worker, struct scan_result *result)
{
    scan_queue_push(worker->scan->results, result);
}

static void tell_unreadable(struct worker *worker, const char *path, const GError *error)
{
    struct scan_result *result = result_new(SCAN_UNREADABLE, path);

    result->why = g_strdup(error->message);
    hand_over(worker, result);
}

static void tell_broken(struct worker *worker, GError *error)
{
    struct scan_result *result = result_new(SCAN_BROKEN, NULL);

    result->error = error;
    worker->broken = true;
    hand_over(worker, result);
}

/* --- bytes --------------------------------------------------------------------------------- */

/* Reads on until the header is there (`whole`: all), at most READ_MAX. `*ended`: there is no more. */
static bool read_on(struct stream *stream, GByteArray *bytes, bool whole, bool *ended,
                    GError **error)
{
    const guint most = whole ? READ_MAX : MESSAGE_MAX_HEADER;
    guint wanted = HEAD_FIRST;

    *ended = false;
    while (!*ended && bytes->len < most) {
        guint before = bytes->len;
        gssize got;

        wanted = MIN(MAX(wanted, before) * 2, most);
        if (before == 0)
            wanted = whole ? 4 * HEAD_FIRST : HEAD_FIRST;
        g_byte_array_set_size(bytes, wanted);
        got = stream_read(stream, bytes->data + before, wanted - before, error);
        g_byte_array_set_size(bytes, before + (guint)MAX(got, 0));
        if (got < 0)
            return false;
        *ended = bytes->len < wanted;
        if (!whole && fields_header_length((const char *)bytes->data, bytes->len) > 0)
            break;
    }
    return true;
}

static GBytes *read_mail(struct stream *stream, bool whole, bool *ended, GError **error)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();

    if (!read_on(stream, bytes, whole, ended, error))
        return NULL;
    return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

/* Opens a mail of a Maildir wherever it is by now, and sets its path. NULL without an error where it
 * is gone. */
static struct stream *open_in_maildir(struct maildir *maildir, const char *name, char **path,
                                      GError **error)
{
    for (guint tries = 0; tries < MAILDIR_TRIES; tries++) {
        g_autofree char *at = maildir_find(maildir, name, tries);
        g_autoptr(GError) own = NULL;
        struct stream *stream = at ? stream_open(at, &own) : NULL;

        if (!at && tries > 1)
            return NULL;
        if (!stream && (!at || (access(at, F_OK) < 0 && errno == ENOENT)))
            continue;
        if (own)
            g_propagate_error(error, g_steal_pointer(&own));
        g_free(*path);
        *path = g_steal_pointer(&at);
        return stream;
    }
    g_set_error(error, VIGIE_ERROR, EX_IOERR,
                _("%s: %s is renamed faster than it can be opened; scan again"),
                maildir_path(maildir), name);
    return NULL;
}

static gint64 received_of(const struct stream *stream, const char *name, gint64 now)
{
    gint64 delivered = name ? maildir_delivered(name) : 0;

    return MIN(delivered > 0 ? delivered : stream_facts(stream)->st_mtim.tv_sec, now);
}

/* --- the first look ------------------------------------------------------------------------ */

static GBytes *header_of(const struct item *item)
{
    gsize length;
    const char *bytes = g_bytes_get_data(item->raw, &length);
    gsize header = bytes ? fields_header_length(bytes, length) : 0;

    return g_bytes_new_from_bytes(item->raw, 0, MIN(header ? header : length, MESSAGE_MAX_HEADER));
}

/* Which mails of the batch are to be read whole: of bool, one for each. */
static GArray *look_at_headers(struct worker *worker)
{
    g_autoptr(GPtrArray) headers = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    g_autoptr(GBytes) packed = NULL;
    GArray *candidates = NULL;

    if (!worker->scan->options->thorough) {
        for (guint i = 0; i < worker->items->len; i++)
            g_ptr_array_add(headers, header_of(g_ptr_array_index(worker->items, i)));
        packed = link_pack_headers(headers);
        candidates = reader_triage(worker->reader, packed, NULL);
    }
    /* In doubt all are read. */
    for (guint i = candidates ? candidates->len : 0; i < worker->items->len; i++) {
        const bool yes = true;

        if (!candidates)
            candidates = g_array_new(FALSE, TRUE, sizeof(bool));
        g_array_append_val(candidates, yes);
    }
    return candidates;
}

/* --- the second ---------------------------------------------------------------------------- */

/* FALSE where the rest of the mail cannot be had, or it is gone. */
static bool complete(struct worker *worker, struct item *item)
{
    g_autoptr(GError) error = NULL;
    AUTO(stream) stream = NULL;
    GBytes *raw;
    bool ended;

    if (item->whole)
        return true;
    stream = item->name ? open_in_maildir(worker->place->maildir, item->name, &item->path, &error)
                        : stream_open(item->path, &error);
    raw = stream ? read_mail(stream, true, &ended, &error) : NULL;
    if (raw) {
        g_bytes_unref(item->raw);
        item->raw = raw;
    } else if (error) {
        tell_unreadable(worker, item->path, error);
    }
    return raw != NULL;
}

static const char *source_of(const struct item *item)
{
    if (item->name)
        return "maildir";
    return item->offset >= 0 ? "mbox" : "file";
}

static struct scan_result *result_of(enum scan_what what, const struct item *item)
{
    struct scan_result *result = result_new(what, item->path);

    result->offset = item->offset;
    result->source = source_of(item);
    result->received = item->received;
    result->raw = g_bytes_ref(item->raw);
    return result;
}

static void read_whole(struct worker *worker, struct item *item)
{
    const struct scan *scan = worker->scan;
    const struct read_request request = {
        .received = item->received,
        .received_source = SENT_DELIVERY,
        .now = scan->now,
        .trust = (const char *const *)scan->settings->trust,
        .trace = scan->options->json,
    };
    g_autoptr(GError) error = NULL;
    AUTO(finding) finding = NULL;
    struct scan_result *result;

    if (!complete(worker, item))
        return;
    finding = reader_read(worker->reader, item->raw, &request, &error);
    if (finding) {
        result = result_of(SCAN_FOUND, item);
        result->finding = g_steal_pointer(&finding);
        hand_over(worker, result);
    } else if (vigie_error_exit(error) == EX_DATAERR) {
        worker->no_mail++;
    } else if (vigie_error_exit(error) == EX_OSERR) {
        tell_broken(worker, g_steal_pointer(&error)); /* no reader can be had: it is not this mail */
    } else {
        result = result_of(SCAN_ASIDE, item);
        result->why = g_strdup(error->message);
        hand_over(worker, result);
    }
}

/* Judges the batch. What is cut short by `stop` is not said to be done. */
static void flush_batch(struct worker *worker)
{
    g_autoptr(GArray) candidates = worker->items->len > 0 ? look_at_headers(worker) : NULL;
    struct scan_result *result = result_new(SCAN_DONE, NULL);

    for (guint i = 0; i < worker->items->len && !is_stopping(worker); i++) {
        if (!g_array_index(candidates, bool, i))
            continue;
        result->read++;
        read_whole(worker, g_ptr_array_index(worker->items, i));
    }
    result->seen = worker->seen + worker->items->len;
    result->no_mail = worker->no_mail;
    result->weight = worker->weight;
    g_ptr_array_set_size(worker->items, 0);
    worker->bytes = worker->seen = worker->no_mail = 0;
    worker->weight = 0;
    if (is_stopping(worker))
        scan_result_free(result);
    else
        hand_over(worker, result);
}

/* Takes `raw`. */
static void add_item(struct worker *worker, const char *path, GBytes *raw, const struct item *facts)
{
    struct item *item = g_new(struct item, 1);

    *item = *facts;
    item->path = g_strdup(path);
    item->raw = raw;
    g_ptr_array_add(worker->items, item);
    worker->bytes += g_bytes_get_size(raw);
    if (worker->items->len >= BATCH_MAILS || worker->bytes >= BATCH_BYTES)
        flush_batch(worker);
}

/* --- the kinds of places ------------------------------------------------------------------- */

static void look_in_maildir(struct worker *worker, const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    AUTO(stream) stream = open_in_maildir(worker->place->maildir, name, &path, &error);
    struct item facts = { .name = name, .offset = -1 };
    GBytes *raw = stream ? read_mail(stream, worker->scan->options->thorough, &facts.whole, &error)
                         : NULL;

    worker->weight++;
    if (raw) {
        facts.whole |= worker->scan->options->thorough;
        facts.received = received_of(stream, name, worker->scan->now);
        add_item(worker, path, raw, &facts);
    } else if (error) {
        tell_unreadable(worker, path ? path : name, error);
    }
}

static void look_in_mbox(struct worker *worker, const struct walk_file *file)
{
    g_autoptr(GError) error = NULL;
    struct stream *stream = stream_open(file->path, &error);
    AUTO(mbox) mbox = stream ? mbox_new(stream, 0, READ_MAX) : NULL;
    struct mbox_message message;
    guint64 weighed = 0, weight = scan_weight(file);

    while (mbox && !is_stopping(worker) && mbox_next(mbox, &message, &error)) {
        const struct item facts = {
            .offset = (gint64)message.offset,
            .received = message.delivered >= EARLIEST_TIME && message.delivered <= worker->scan->now
                            ? message.delivered
                            : 0,
            .whole = true,
        };
        guint64 reached = MIN(message.next / SCAN_WEIGHT_BYTES, weight);

        worker->weight += reached - MIN(weighed, reached);
        weighed = MAX(weighed, reached);
        add_item(worker, file->path, message.raw, &facts);
    }
    worker->weight += weight - MIN(weighed, weight);
    if (error)
        tell_unreadable(worker, file->path, error);
    flush_batch(worker);
}

static void add_message(struct worker *worker, const struct walk_file *file, struct stream *stream,
                        GByteArray *bytes, GError **error)
{
    struct item facts = { .offset = -1 };
    bool thorough = worker->scan->options->thorough;

    if (!read_on(stream, bytes, thorough, &facts.whole, error))
        return;
    facts.whole |= thorough;
    facts.received = received_of(stream, NULL, worker->scan->now);
    add_item(worker, file->path, g_bytes_new(bytes->data, bytes->len), &facts);
}

static void look_in_file(struct worker *worker, const struct walk_file *file)
{
    g_autoptr(GError) error = NULL;
    AUTO(stream) stream = stream_open(file->path, &error);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    gssize got = -1;
    enum content content = CONTENT_EMPTY;

    if (stream) {
        g_byte_array_set_size(bytes, CONTENT_HEAD);
        got = stream_read(stream, bytes->data, CONTENT_HEAD, &error);
        g_byte_array_set_size(bytes, (guint)MAX(got, 0));
        content = content_of((const char *)bytes->data, bytes->len);
    }
    if (content == CONTENT_MBOX) {
        look_in_mbox(worker, file);
        return;
    }
    worker->weight += scan_weight(file);
    if (content == CONTENT_MESSAGE)
        add_message(worker, file, stream, bytes, &error);
    else if (content == CONTENT_TEXT)
        worker->no_mail++;
    if (content == CONTENT_TEXT || content == CONTENT_OTHER)
        if (!worker->place->path)
            hand_over(worker, result_new(SCAN_NO_MAIL, file->path));
    if (error)
        tell_unreadable(worker, file->path, error);
}

static void do_task(struct worker *worker, const struct scan_task *task)
{
    worker->place = task->place;
    for (guint i = task->from; i < task->to && !is_stopping(worker); i++) {
        if (task->place->maildir)
            look_in_maildir(worker, g_ptr_array_index(task->place->names, i));
        else
            look_in_file(worker, g_ptr_array_index(task->place->files, i));
    }
    flush_batch(worker);
}

gpointer scan_work(gpointer data)
{
    struct scan *scan = data;
    struct worker worker = { .scan = scan, .reader = reader_new_nursed(scan->nursery) };
    guint next;

    worker.items = g_ptr_array_new_with_free_func(item_free);
    while (!is_stopping(&worker) &&
           (next = (guint)g_atomic_int_add(&scan->next, 1)) < scan->tasks->len)
        do_task(&worker, &g_array_index(scan->tasks, struct scan_task, next));
    g_ptr_array_unref(worker.items);
    reader_free(worker.reader);
    hand_over(&worker, result_new(SCAN_ENDED, NULL));
    return NULL;
}
