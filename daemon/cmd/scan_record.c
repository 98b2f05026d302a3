/* Recording what the threads found: one transaction a mail, in one thread. */
#include <glib/gi18n.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/error.h"
#include "base/log.h"
#include "cmd/scan.h"
#include "store/aside.h"
#include "store/record.h"

#define NAMED 20        /* files that cannot be read are named, up to so many */
#define TICK 100        /* milliseconds: between looks at signals and clock */
#define SAVE_SECONDS 60 /* what a power cut may cost of the memory */
#define MAX_HELD 1000   /* findings that wait; further ones are taken as they come */
#define MAX_HELD_BYTES (64 * 1024 * 1024) /* of their mails, where originals are kept */

void scan_unreadable(struct scan *scan, const char *path, const char *why, int code)
{
    g_autofree char *name = path ? g_filename_display_name(path) : NULL;

    scan->code = vigie_exit_worse(scan->code, code);
    if (++scan->count.unreadable > NAMED)
        return;
    if (name)
        log_error(NULL, _("cannot read %s: %s"), name, why);
    else
        log_error(NULL, "%s", why);
}

static char *mailbox_of(const struct scan_result *result)
{
    g_autofree char *folder = g_path_get_dirname(result->path);
    g_autofree char *mailbox = g_str_equal(result->source, "maildir") ? g_path_get_dirname(folder)
                                                                      : g_strdup(result->path);
    g_autofree char *absolute = g_canonicalize_filename(mailbox, NULL);

    return g_filename_display_name(absolute);
}

static void tell_faults(struct scan *scan, const struct finding *finding)
{
    for (guint i = 0; i < finding->faults->len; i++) {
        const char *fault = g_ptr_array_index(finding->faults, i);

        if (g_hash_table_add(scan->faults, g_strdup(fault)))
            log_warning(NULL, "%s", fault);
    }
}

static bool opens_or_joins(enum kind kind)
{
    return kind == KIND_NOTICE || kind == KIND_REMINDER || kind == KIND_UNRECOGNISED;
}

static bool take_found(struct scan *scan, struct scan_result *result, GError **error)
{
    g_autofree char *mailbox = mailbox_of(result);
    const struct origin origin = {
        .mailbox = mailbox,
        .source = result->source,
        .received = result->received,
        .original = scan->settings->keep_original ? result->raw : NULL,
    };
    guint opened = 0;

    tell_faults(scan, result->finding);
    if (result->finding->kind == KIND_NONE ||
        (scan->store && record_is_our_alert(scan->store, result->finding)))
        return true;
    if (!scan_rules(scan, error))
        return false;
    if (scan->store && !record_finding(scan->store, result->finding, &origin,
                                       rules_right(scan->rules), NULL, scan->now, &opened, error))
        return false;
    scan->count.opened += opened;
    if (opened == 0 && opens_or_joins(result->finding->kind))
        scan->count.joined++;
    return scan_print(scan, result, error);
}

static bool take_aside(struct scan *scan, const struct scan_result *result, GError **error)
{
    g_autofree char *mailbox = mailbox_of(result);
    g_autofree char *name = g_filename_display_name(result->path);
    const struct origin origin = { .mailbox = mailbox,
                                   .source = result->source,
                                   .received = result->received };

    scan->code = vigie_exit_worse(scan->code, EX_IOERR);
    scan->count.aside++;
    log_error(NULL, _("%s: the mail could not be read and is set aside: %s"), name, result->why);
    return !scan->store ||
           aside_put(scan->store, result->raw, &origin, result->why, NULL, scan->now, error);
}

static void take_no_mail(struct scan *scan, const struct scan_result *result)
{
    g_autofree char *name = g_filename_display_name(result->path);

    scan->code = vigie_exit_worse(scan->code, EX_DATAERR);
    log_error(NULL, _("%s holds no mail; name a Maildir, an mbox or a message file"), name);
}

static void take_counts(struct scan *scan, const struct scan_result *result)
{
    scan->count.seen += result->seen;
    scan->count.read += result->read;
    scan->count.no_mail += result->no_mail;
    scan->done += result->weight;
    for (guint i = 0; result->notes && i < result->keys->len; i++)
        scan_notes_add(result->notes, g_array_index(result->keys, guint64, i));
}

static bool take(struct scan *scan, struct scan_result *result, GError **error)
{
    switch (result->what) {
    case SCAN_FOUND:
        if (!take_found(scan, result, error))
            return false;
        if (result->notes)
            scan_notes_add(result->notes, result->key);
        return true;
    case SCAN_ASIDE:
        return take_aside(scan, result, error);
    case SCAN_UNREADABLE:
        scan_unreadable(scan, NULL, result->why, EX_IOERR);
        return true;
    case SCAN_NO_MAIL:
        take_no_mail(scan, result);
        return true;
    case SCAN_DONE:
        take_counts(scan, result);
        return true;
    case SCAN_MBOX:
        scan_memory_read_mbox(scan->memory, result->path, g_steal_pointer(&result->why),
                              g_steal_pointer(&result->raw));
        return true;
    case SCAN_BROKEN:
        g_propagate_error(error, g_steal_pointer(&result->error));
        return false;
    case SCAN_ENDED:
        return true;
    }
    return true;
}

static void show_progress(struct scan *scan)
{
    progress_show(scan->progress, &(struct progress_facts){ .done = scan->done,
                                                            .total = scan->total,
                                                            .mails = scan->count.seen });
}

static bool is_interrupted(int signals)
{
    struct signalfd_siginfo info;

    return read(signals, &info, sizeof info) == sizeof info;
}

struct scan_recorder {
    struct scan *scan;
    int signals;
    guint threads; /* that have not ended */
    gint64 saved;
    GPtrArray *held;   /* of struct scan_result: findings that wait */
    gsize held_bytes;  /* of their mails */
    GPtrArray *mboxes; /* of struct scan_result: SCAN_MBOX where a finding of the mbox waits */
    bool good;
    GError **error;
};

static void recorder_init(struct scan_recorder *recorder, struct scan *scan, guint threads,
                          int signals, GError **error)
{
    *recorder = (struct scan_recorder){ .scan = scan,
                                        .signals = signals,
                                        .threads = threads,
                                        .saved = g_get_monotonic_time(),
                                        .good = true,
                                        .error = error };
    recorder->held = g_ptr_array_new_with_free_func((GDestroyNotify)scan_result_free);
    recorder->mboxes = g_ptr_array_new_with_free_func((GDestroyNotify)scan_result_free);
}

static bool is_stopped(const struct scan_recorder *recorder)
{
    return g_atomic_int_get(&recorder->scan->stop);
}

/* Files come in no order. What speaks of a case that another mail opens waits for it: a confirmation
 * read before its notice would close nothing. Where the scan is to stop, its notice may come with the
 * next one only, and few are still under way: all wait. */
static bool hold_finding(struct scan_recorder *recorder, struct scan_result *result)
{
    const enum kind kind = result->finding->kind;
    gsize bytes;

    if (kind == KIND_NONE || kind == KIND_NOTICE || kind == KIND_UNRECOGNISED)
        return false;
    if (!recorder->scan->settings->keep_original)
        g_clear_pointer(&result->raw, g_bytes_unref);
    bytes = result->raw ? g_bytes_get_size(result->raw) : 0;
    if (!is_stopped(recorder) && (recorder->held->len >= MAX_HELD ||
                                  recorder->held_bytes + bytes > MAX_HELD_BYTES))
        return false;
    recorder->held_bytes += bytes;
    g_ptr_array_add(recorder->held, result);
    return true;
}

/* The place in the mbox of the first finding that waits; -1: none does. */
static gint64 first_held(const struct scan_recorder *recorder, const char *path)
{
    gint64 first = -1;

    for (guint i = 0; i < recorder->held->len; i++) {
        const struct scan_result *held = g_ptr_array_index(recorder->held, i);

        if (held->offset >= 0 && g_str_equal(held->path, path) &&
            (first < 0 || held->offset < first))
            first = held->offset;
    }
    return first;
}

/* As long as one waits, the mbox is read as far as that. */
static bool hold_mbox(struct scan_recorder *recorder, struct scan_result *result)
{
    const gint64 first = first_held(recorder, result->path);

    if (first < 0)
        return false;
    scan_memory_read_mbox(recorder->scan->memory, result->path, NULL,
                          scan_memory_mark(result->path, (guint64)MIN(first, result->offset)));
    g_ptr_array_add(recorder->mboxes, result);
    return true;
}

/* Takes `result` where TRUE. */
static bool hold(struct scan_recorder *recorder, struct scan_result *result)
{
    if (result->what == SCAN_FOUND)
        return hold_finding(recorder, result);
    return result->what == SCAN_MBOX && hold_mbox(recorder, result);
}

/* By the day on which they were written; what has none first, for it may be older than all. */
static gint by_day(gconstpointer a, gconstpointer b)
{
    const GDate *day_a = &(*(struct scan_result *const *)a)->finding->dated;
    const GDate *day_b = &(*(struct scan_result *const *)b)->finding->dated;

    if (!g_date_valid(day_a) || !g_date_valid(day_b))
        return g_date_valid(day_a) - g_date_valid(day_b);
    return g_date_compare(day_a, day_b);
}

static void fail_unless(struct scan_recorder *recorder, bool good)
{
    if (good)
        return;
    recorder->good = false;
    g_atomic_int_set(&recorder->scan->stop, 1);
}

static void look_around(struct scan_recorder *recorder)
{
    struct scan *scan = recorder->scan;

    if (is_interrupted(recorder->signals)) {
        scan->code = vigie_exit_worse(scan->code, EX_TEMPFAIL);
        g_atomic_int_set(&scan->stop, 1);
    }
    if (g_get_monotonic_time() - recorder->saved <= SAVE_SECONDS * G_TIME_SPAN_SECOND)
        return;
    recorder->saved = g_get_monotonic_time();
    fail_unless(recorder, !recorder->good || scan_memory_save(scan->memory, recorder->error));
}

/* Takes `result`. */
static void record(struct scan_recorder *recorder, struct scan_result *result)
{
    struct scan *scan = recorder->scan;

    recorder->threads -= result->what == SCAN_ENDED;
    if (result->what == SCAN_DONE)
        show_progress(scan);
    else
        progress_clear(scan->progress);
    if (hold(recorder, result))
        return;
    fail_unless(recorder, !recorder->good || take(scan, result, recorder->error));
    scan_result_free(result);
}

/* What waits is taken now that all is read. Where the scan was stopped it is dropped instead, noted
 * nowhere, so that the next one reads it again. */
static void take_all(struct scan_recorder *recorder, GPtrArray *results)
{
    for (guint i = 0; i < results->len; i++) {
        look_around(recorder);
        if (is_stopped(recorder))
            return;
        fail_unless(recorder, take(recorder->scan, results->pdata[i], recorder->error));
    }
}

static bool recorder_end(struct scan_recorder *recorder)
{
    g_ptr_array_sort(recorder->held, by_day);
    take_all(recorder, recorder->held);
    take_all(recorder, recorder->mboxes);
    g_ptr_array_unref(recorder->mboxes);
    g_ptr_array_unref(recorder->held);
    return recorder->good;
}

void scan_hand_over(struct scan *scan, struct scan_result *result)
{
    if (!scan->alone) {
        scan_queue_push(scan->results, result);
        return;
    }
    look_around(scan->alone);
    record(scan->alone, result);
}

bool scan_record_alone(struct scan *scan, int signals, GError **error)
{
    struct scan_recorder recorder;

    recorder_init(&recorder, scan, 1, signals, error);
    scan->alone = &recorder;
    scan_work(scan);
    scan->alone = NULL;
    return recorder_end(&recorder);
}

bool scan_record(struct scan *scan, guint threads, int signals, GError **error)
{
    struct scan_recorder recorder;

    recorder_init(&recorder, scan, threads, signals, error);
    while (recorder.threads > 0) {
        struct scan_result *result = scan_queue_pop(scan->results, TICK);

        look_around(&recorder);
        if (result)
            record(&recorder, result);
        else
            show_progress(scan);
    }
    return recorder_end(&recorder);
}
