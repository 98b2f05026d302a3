/* A thread that reads: the headers of some mails at once, then whole those that are candidates. */
#include <fcntl.h>
#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "cmd/scan.h"
#include "cmd/scan_read.h"
#include "message/message.h"
#include "run/link.h"
#include "run/reader.h"
#include "source/content.h"
#include "source/fields.h"
#include "source/mbox.h"
#include "triage/triage.h"

#define BATCH_MAILS 128
#define MANY 8                        /* read whole, from which on faster rules are worth their making */
#define BATCH_BYTES (4 * 1024 * 1024) /* of an mbox, in memory at a time; and one mail more */
#define EARLIEST_TIME 631152000       /* 1990: no mail in a file is older than that */

struct item {
    char *path;
    const char *name; /* in its Maildir; borrowed; NULL */
    gint64 offset;    /* in an mbox; -1 */
    gint64 received;
    guint64 key; /* in the memory; 0: none */
    GBytes *raw; /* all of it, or as much as holds the header */
    bool whole;
};

struct worker {
    struct scan *scan;
    const struct scan_place *place;
    struct reader *reader;
    int fresh, cur;   /* new/ and cur/ of a Maildir; -1: mails are opened by their paths */
    GPtrArray *items; /* of struct item: those of this batch */
    gsize bytes;      /* in them */
    guint no_mail, passed; /* `passed`: seen, and none of ours at a glance */
    guint64 weight;
    GArray *keys; /* of guint64: what of the batch is done */
    bool fast;     /* the reader has the faster rules */
    bool no_trace; /* of scan_glance */
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
    g_clear_pointer(&result->keys, g_array_unref);
    g_free(result);
}

static void hand_over(struct worker *worker, struct scan_result *result)
{
    scan_hand_over(worker->scan, result);
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

/* --- the first look ------------------------------------------------------------------------ */

static GBytes *header_of(const struct item *item)
{
    gsize length;
    const char *bytes = g_bytes_get_data(item->raw, &length);
    gsize header = bytes ? fields_header_length(bytes, length) : 0;

    return g_bytes_new_from_bytes(item->raw, 0, MIN(header ? header : length, MESSAGE_MAX_HEADER));
}

/* NULL where no table serves. */
static const struct triage_image *image_of(const struct scan *scan)
{
    return scan->table ? (const void *)g_mapped_file_get_contents(scan->table) : NULL;
}

/* What the table says no to is no candidate; of the others a reader tells. */
static bool may_be_candidate(const struct worker *worker, GBytes *header)
{
    const struct triage_image *image = image_of(worker->scan);
    gsize length;
    const char *bytes = g_bytes_get_data(header, &length);

    return !image || triage_look(image, bytes, length) != TRIAGE_NO;
}

/* The headers that a reader is asked about; `marks` gets TRUE for the mails that they are of. */
static GPtrArray *doubtful_headers(const struct worker *worker, GArray *marks)
{
    GPtrArray *headers = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

    for (guint i = 0; i < worker->items->len; i++) {
        g_autoptr(GBytes) header = header_of(g_ptr_array_index(worker->items, i));
        bool may = may_be_candidate(worker, header);

        g_array_append_val(marks, may);
        if (may)
            g_ptr_array_add(headers, g_steal_pointer(&header));
    }
    return headers;
}

/* Which mails of the batch are to be read whole: of bool, one for each. In doubt all are. */
static GArray *look_at_headers(struct worker *worker)
{
    GArray *marks = g_array_new(FALSE, TRUE, sizeof(bool));
    g_autoptr(GPtrArray) headers = NULL;
    g_autoptr(GBytes) packed = NULL;
    g_autoptr(GArray) answers = NULL;
    guint asked = 0;

    if (worker->scan->options->thorough) {
        for (guint i = 0; i < worker->items->len; i++) {
            const bool yes = true;

            g_array_append_val(marks, yes);
        }
        return marks;
    }
    headers = doubtful_headers(worker, marks);
    packed = headers->len > 0 ? link_pack_headers(headers) : NULL;
    answers = packed ? reader_triage(worker->reader, packed, NULL) : NULL;
    for (guint i = 0; answers && answers->len == headers->len && i < marks->len; i++)
        if (g_array_index(marks, bool, i))
            g_array_index(marks, bool, i) = g_array_index(answers, bool, asked++);
    return marks;
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
    stream = item->name
                 ? scan_open_in_maildir(worker->place->maildir, item->name, &item->path, &error)
                 : stream_open(item->path, &error);
    raw = stream ? scan_read_mail(stream, true, &ended, &error) : NULL;
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

/* The next reader is faster: many mails are read whole. */
static void speed_up(struct worker *worker)
{
    if (worker->fast || g_atomic_int_add(&worker->scan->whole, 1) < MANY)
        return;
    worker->fast = true;
    nursery_speed_up(worker->scan->nursery);
    reader_end(worker->reader);
}

/* FALSE where it is to be read again, by another scan. */
static bool read_whole(struct worker *worker, struct item *item)
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
        return false;
    speed_up(worker);
    finding = reader_read(worker->reader, item->raw, &request, &error);
    if (finding) {
        result = result_of(SCAN_FOUND, item);
        result->finding = g_steal_pointer(&finding);
        result->notes = worker->place->notes;
        result->key = item->key;
        item->key = 0; /* it goes with the finding, which may wait */
        hand_over(worker, result);
    } else if (vigie_error_exit(error) == EX_DATAERR) {
        worker->no_mail++;
    } else if (vigie_error_exit(error) == EX_OSERR) {
        tell_broken(worker, g_steal_pointer(&error)); /* no reader to be had: not this mail's fault */
    } else {
        result = result_of(SCAN_ASIDE, item);
        result->why = g_strdup(error->message);
        hand_over(worker, result);
    }
    return !worker->broken;
}

/* Judges the batch and hands over what of it is done: what `stop` cuts short is not. */
static void flush_batch(struct worker *worker)
{
    g_autoptr(GArray) candidates = worker->items->len > 0 ? look_at_headers(worker) : NULL;
    struct scan_result *result = result_new(SCAN_DONE, NULL);

    result->seen = worker->passed;
    for (guint i = 0; i < worker->items->len && !is_stopping(worker); i++) {
        struct item *item = g_ptr_array_index(worker->items, i);
        bool is_candidate = g_array_index(candidates, bool, i);

        result->seen++;
        result->read += is_candidate;
        if ((!is_candidate || read_whole(worker, item)) && item->key)
            g_array_append_val(worker->keys, item->key);
    }
    result->no_mail = worker->no_mail;
    result->weight = worker->weight;
    result->notes = worker->place->notes;
    result->keys = worker->keys;
    hand_over(worker, result);
    g_ptr_array_set_size(worker->items, 0);
    worker->keys = g_array_new(FALSE, FALSE, sizeof(guint64));
    worker->bytes = worker->no_mail = worker->passed = 0;
    worker->weight = 0;
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

/* Most mails are none of ours, and their header says so: no more is done about them than must be. */
static bool pass_at_a_glance(struct worker *worker, const struct roster_mail *mail)
{
    const struct triage_image *image = image_of(worker->scan);
    const int folder = mail->name[0] == 'n' ? worker->fresh : worker->cur;

    if (!image || worker->scan->options->thorough ||
        !scan_glance(folder, mail->name + strlen("cur/"), image, &worker->no_trace))
        return false;
    worker->passed++;
    worker->weight++;
    g_array_append_val(worker->keys, mail->key);
    return true;
}

static void look_in_maildir(struct worker *worker, const struct roster_mail *mail)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    AUTO(stream) stream = scan_open_in_maildir(worker->place->maildir, mail->name, &path, &error);
    struct item facts = { .name = mail->name, .offset = -1, .key = mail->key };
    GBytes *raw =
        stream ? scan_read_mail(stream, worker->scan->options->thorough, &facts.whole, &error)
               : NULL;

    worker->weight++;
    if (raw) {
        facts.whole |= worker->scan->options->thorough;
        facts.received = scan_received(stream, mail->name, worker->scan->now);
        add_item(worker, path, raw, &facts);
    } else if (error) {
        tell_unreadable(worker, path ? path : mail->name, error);
    }
}

/* How far an mbox is read. */
struct reach {
    guint64 last, next; /* where the last message begins, and the one behind it would */
    guint64 done;       /* all before is handed over */
    bool ended;
};

static void add_mbox_message(struct worker *worker, const struct walk_file *file,
                             struct mbox_message *message, struct reach *reach)
{
    const gint64 delivered = message->delivered;
    const struct item facts = {
        .offset = (gint64)message->offset,
        .received = delivered >= EARLIEST_TIME && delivered <= worker->scan->now ? delivered : 0,
        .whole = true,
    };
    const guint64 weight = scan_weight(file);

    worker->weight += MIN(message->next / SCAN_WEIGHT_BYTES, weight) -
                      MIN(reach->next / SCAN_WEIGHT_BYTES, weight);
    reach->last = message->offset;
    reach->next = message->next;
    add_item(worker, file->path, g_steal_pointer(&message->raw), &facts);
    if (worker->items->len == 0 && !is_stopping(worker))
        reach->done = message->next;
}

/* A message at the end of an mbox that was written just now may not be whole. */
static void tell_reach(struct worker *worker, const struct walk_file *file,
                       const struct reach *reach)
{
    g_autofree char *state = scan_memory_mbox_state(file);
    bool all = reach->ended && !is_stopping(worker);
    guint64 done = all ? (state ? reach->next : reach->last) : reach->done;
    struct scan_result *result = result_new(SCAN_MBOX, file->path);

    result->why = all ? g_steal_pointer(&state) : NULL;
    result->offset = (gint64)done;
    result->raw = scan_memory_mark(file->path, done);
    hand_over(worker, result);
}

static void look_in_mbox(struct worker *worker, const struct walk_file *file)
{
    const guint64 start = scan_memory_mbox_start(worker->scan->memory, file->path);
    struct reach reach = { start, start, start, false };
    g_autoptr(GError) error = NULL;
    struct stream *stream = stream_open(file->path, &error);
    AUTO(mbox) mbox = stream ? mbox_new(stream, start, SCAN_READ_MAX) : NULL;
    struct mbox_message message;

    worker->weight += MIN(start / SCAN_WEIGHT_BYTES, scan_weight(file));
    while (mbox && !is_stopping(worker) && mbox_next(mbox, &message, &error))
        add_mbox_message(worker, file, &message, &reach);
    reach.ended = mbox && !error;
    worker->weight += scan_weight(file) - MIN(reach.next / SCAN_WEIGHT_BYTES, scan_weight(file));
    if (error)
        tell_unreadable(worker, file->path, error);
    flush_batch(worker);
    tell_reach(worker, file, &reach);
}

static void add_message(struct worker *worker, const struct walk_file *file, struct stream *stream,
                        GByteArray *bytes, GError **error)
{
    struct item facts = { .offset = -1, .key = scan_memory_key_of_file(file) };
    bool thorough = worker->scan->options->thorough;

    if (!scan_read_on(stream, bytes, thorough, &facts.whole, error))
        return;
    facts.whole |= thorough;
    facts.received = scan_received(stream, NULL, worker->scan->now);
    add_item(worker, file->path, g_bytes_new(bytes->data, bytes->len), &facts);
}

static void note_no_mail(struct worker *worker, const struct walk_file *file, enum content content)
{
    guint64 key = scan_memory_key_of_file(file);

    worker->no_mail += content == CONTENT_TEXT;
    if (key)
        g_array_append_val(worker->keys, key);
    if (!worker->place->path && content != CONTENT_EMPTY)
        hand_over(worker, result_new(SCAN_NO_MAIL, file->path));
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
    else if (!error)
        note_no_mail(worker, file, content);
    if (error)
        tell_unreadable(worker, file->path, error);
}

static int open_folder(const struct scan_place *place, const char *name)
{
    g_autofree char *path =
        place->maildir ? g_build_filename(maildir_path(place->maildir), name, NULL) : NULL;

    return path ? open(path, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
}

static void do_task(struct worker *worker, const struct scan_task *task)
{
    worker->place = task->place;
    worker->fresh = open_folder(task->place, "new");
    worker->cur = open_folder(task->place, "cur");
    for (guint i = task->from; i < task->to && !is_stopping(worker); i++) {
        if (!task->place->maildir)
            look_in_file(worker, g_ptr_array_index(task->place->files, i));
        else if (!pass_at_a_glance(worker, roster_at(task->place->names, i)))
            look_in_maildir(worker, roster_at(task->place->names, i));
    }
    fd_close(&worker->fresh);
    fd_close(&worker->cur);
    flush_batch(worker);
}

gpointer scan_work(gpointer data)
{
    struct scan *scan = data;
    struct worker worker = { .scan = scan,
                             .reader = reader_new_nursed(scan->nursery),
                             .no_trace = true };
    guint next;

    worker.items = g_ptr_array_new_with_free_func(item_free);
    worker.keys = g_array_new(FALSE, FALSE, sizeof(guint64));
    while (!is_stopping(&worker) &&
           (next = (guint)g_atomic_int_add(&scan->next, 1)) < scan->tasks->len)
        do_task(&worker, &g_array_index(scan->tasks, struct scan_task, next));
    g_ptr_array_unref(worker.items);
    g_array_unref(worker.keys);
    reader_free(worker.reader);
    hand_over(&worker, result_new(SCAN_ENDED, NULL));
    return NULL;
}
