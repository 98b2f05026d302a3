/* vigie scan: old mail, from Maildirs, mboxes and files. */
#include <glib/gi18n.h>
#include <sched.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/log.h"
#include "cmd/scan.h"
#include "store/record.h"

#define MAX_THREADS 16
#define RESULTS 64 /* waiting to be recorded; each may hold a mail of 2 MB */

static void place_free(gpointer data)
{
    struct scan_place *place = data;

    g_clear_pointer(&place->maildir, maildir_free);
    g_clear_pointer(&place->names, roster_free);
    g_clear_pointer(&place->files, g_ptr_array_unref);
    g_free(place->path);
    g_free(place);
}

static void scan_init(struct scan *scan, const struct globals *globals,
                      const struct scan_options *options)
{
    *scan = (struct scan){ .globals = globals, .options = options, .now = cmd_now(globals) };
    scan->places = g_ptr_array_new_with_free_func(place_free);
    scan->tasks = g_array_new(FALSE, FALSE, sizeof(struct scan_task));
    scan->faults = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    scan->progress = progress_new();
    scan->results = scan_queue_new(RESULTS, (GDestroyNotify)scan_result_free);
}

static void scan_clear(struct scan *scan)
{
    progress_free(scan->progress);
    g_clear_pointer(&scan->nursery, nursery_free);
    g_clear_pointer(&scan->memory, scan_memory_free);
    store_free(scan->store);
    g_clear_pointer(&scan->rules, rules_free);
    g_clear_pointer(&scan->table, g_mapped_file_unref);
    g_clear_pointer(&scan->settings, settings_free);
    scan_queue_free(scan->results);
    g_hash_table_unref(scan->faults);
    g_array_unref(scan->tasks);
    g_ptr_array_unref(scan->places);
}

/* INT and TERM as a descriptor: blocked in all threads, and in the readers, which a Ctrl-C at the
 * terminal would kill with us. */
static int take_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool read_by_threads(struct scan *scan, guint count, int signals, GError **error)
{
    g_autofree GThread **threads = g_new0(GThread *, count);
    bool good;

    for (guint i = 0; i < count; i++)
        threads[i] = g_thread_new("vigie-scan", scan_work, scan);
    good = scan_record(scan, count, signals, error);
    for (guint i = 0; i < count; i++)
        g_thread_join(threads[i]);
    return good;
}

/* Those that we may run on, which are not all of the machine's. */
static guint cores(void)
{
    cpu_set_t set;

    return sched_getaffinity(0, sizeof set, &set) == 0 ? (guint)CPU_COUNT(&set)
                                                       : g_get_num_processors();
}

static bool read_all(struct scan *scan, GError **error)
{
    AUTO_FD signals = take_signals();
    const guint count = MIN(MIN(cores(), MAX_THREADS), scan->tasks->len);
    bool good;

    if (count == 0)
        return true;
    scan->nursery = nursery_new(scan->rules, error);
    if (!scan->nursery)
        return false;
    good = count == 1 ? scan_record_alone(scan, signals, error)
                      : read_by_threads(scan, count, signals, error);
    progress_clear(scan->progress);
    return good;
}

/* What the same scan will say where nothing changes; NULL where it will have mails to read. */
static char *next_summary(const struct scan *scan)
{
    const bool had_work = scan->tasks->len > 0;
    struct scan_count next = { .known = had_work ? 0 : scan->count.known };

    if (scan->code != EX_OK || (had_work && scan->files > 0))
        return NULL;
    for (guint i = 0; had_work && i < scan->places->len; i++) {
        const struct scan_place *place = g_ptr_array_index(scan->places, i);
        const gint64 known = place->maildir ? scan_notes_next(place->notes) : 0;

        if (known < 0)
            return NULL;
        next.known += (guint64)known;
    }
    return scan_summary(scan, &next);
}

static bool finish(struct scan *scan, GError **error)
{
    if (scan->store &&
        (!record_digest(scan->store, scan->now, error) || !scan_memory_save(scan->memory, error)))
        return false;
    if (g_atomic_int_get(&scan->stop))
        log_warning(NULL,
                    _("interrupted after %llu mails; the same command goes on"),
                    (unsigned long long)scan->count.seen);
    scan_print_summary(scan);
    if (scan->known) {
        g_autofree char *next = next_summary(scan);

        scan_known_say(scan->known, store_directory(scan->store), next);
    }
    if (scan->store && scan->count.opened)
        cmd_warn_unwatched(scan->store, scan->now);
    return cmd_flush(error);
}

/* Tells of the paths that are not there. FALSE where none is: then no state is made. */
static bool any_is_there(struct scan *scan, char **paths)
{
    guint there = 0;

    for (guint i = 0; paths[i]; i++)
        there += g_file_test(paths[i], G_FILE_TEST_IS_REGULAR | G_FILE_TEST_IS_DIR);
    if (there == 0)
        scan_list(scan, paths);
    return there > 0;
}

static bool open_state(struct scan *scan, GError **error)
{
    const bool dry = scan->options->dry_run;

    if (!dry)
        scan->store = cmd_store(scan->globals, scan->settings, STORE_CREATE, true, error);
    if (!dry && !scan->store)
        return false;
    scan->memory =
        scan_memory_new(scan->globals, scan->settings, scan->store, scan->options->thorough, error);
    return scan->memory != NULL;
}

const struct rules *scan_rules(struct scan *scan, GError **error)
{
    if (!scan->rules)
        scan->rules = cmd_rules_for_few(scan->globals, error);
    return scan->rules;
}

/* Loading rules takes longer than finding that nothing changed since they were last in use, or than the
 * first look at thousands of mails. Those that a table was made of have no fault. */
static bool check_rules(struct scan *scan, GError **error)
{
    if (scan->tasks->len == 0 && scan->count.known > 0)
        return true;
    scan->table = cmd_table(scan->globals);
    return (scan->table && !scan->globals->rules) || scan_rules(scan, error);
}

static int run(struct scan *scan, char **paths, GError **error)
{
    if (!scan->options->dry_run && !scan->options->json)
        scan->known = scan_known_new(scan->globals);
    scan->settings = cmd_settings(scan->globals, error);
    if (!scan->settings)
        return vigie_error_exit(*error);
    if (!any_is_there(scan, paths))
        return check_rules(scan, error) ? scan->code : vigie_error_exit(*error);
    if (!open_state(scan, error))
        return vigie_error_exit(*error);
    scan_list(scan, paths);
    if (!check_rules(scan, error) || !read_all(scan, error) || !finish(scan, error))
        return vigie_error_exit(*error);
    return scan->code;
}

int cmd_scan(const struct globals *globals, int argc, char **argv, GError **error)
{
    struct scan_options words = { 0 };
    const GOptionEntry options[] = {
        { "dry-run", 0, 0, G_OPTION_ARG_NONE, &words.dry_run, NULL, NULL },
        { "thorough", 0, 0, G_OPTION_ARG_NONE, &words.thorough, NULL, NULL },
        { "json", 0, 0, G_OPTION_ARG_NONE, &words.json, NULL, NULL },
        G_OPTION_ENTRY_NULL
    };
    struct scan scan;
    AUTO(scan_known) known = NULL;
    int code;

    if (!cmd_parse(options, command_named("scan"), &argc, &argv, 1, G_MAXINT, error))
        return EX_USAGE;
    scan_init(&scan, globals, &words);
    code = run(&scan, argv + 1, error);
    known = g_steal_pointer(&scan.known);
    scan_clear(&scan);
    if (known && code == EX_OK)
        scan_known_save(known);
    return code;
}
