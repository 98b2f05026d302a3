/* The keeper's work: the queue to the reader, and what becomes of each answer. A transaction that
 * fails is tried again, and whoever asked waits. */
#include <glib-unix.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/log.h"
#include "run/job.h"
#include "run/keeper_state.h"
#include "run/link.h"
#include "run/take.h"
#include "store/aside.h"

struct work {
    struct keeper *keeper;
    GQueue jobs;         /* of struct job, waiting */
    struct job *current; /* at the reader, or waiting for the store */
    int reader;          /* -1: none */
    guint reader_source, timeout_source;
    guint store_source; /* `current` has its answer and waits for the store */
    bool reader_wanted;
};

static void pump(struct work *work);

/* --- the reader ---------------------------------------------------------------------------- */

static void drop_reader(struct work *work)
{
    g_clear_handle_id(&work->reader_source, g_source_remove);
    fd_close(&work->reader);
}

static void want_reader(struct work *work)
{
    if (work->reader_wanted)
        return;
    work->reader_wanted = true;
    ipc_send(work->keeper->start->control, CONTROL_WANT_READER, NULL, -1, NULL);
}

static void done(struct work *work)
{
    g_clear_pointer(&work->current, job_free);
    pump(work);
}

/* --- what becomes of an answer ------------------------------------------------------------- */

static void settle(struct work *work)
{
    struct job *job = work->current;
    struct keeper *keeper = work->keeper;
    bool news = job->answered || (job->finding && job->finding->kind != KIND_NONE);
    bool own = !job->channel;

    job_answer_done(job);
    done(work);
    if (own && g_queue_is_empty(&work->jobs)) {
        keeper_raise_digest(keeper);
        work_take_spool(keeper);
    }
    if (news || own)
        keeper_settled(keeper);
}

static gboolean try_store_again(gpointer data);

/* The disk is full, the database is in use: the mail stays in hand until it is recorded. */
static void keep_trying(struct work *work, const GError *error)
{
    keeper_store_failed(work->keeper, error);
    work->store_source = g_timeout_add_seconds(KEEPER_RETRY_SECONDS, try_store_again, work);
}

static bool store_finding(struct work *work, struct job *job, GError **error)
{
    struct keeper *keeper = work->keeper;
    const struct taking taking = { .settings = keeper->start->settings,
                                   .rules = keeper->start->rules,
                                   .store = keeper->store,
                                   .now = keeper_now(keeper) };
    struct cursor_move move;
    guint opened = 0;

    if (job->finding->reply && !reply_take(keeper, job, error))
        return false;
    if (!take_finding(&taking, job->finding, job->raw, job->origin, job_move(job, &move), &opened,
                      error))
        return false;
    if (job->finding->kind != KIND_NONE)
        log_notice(job->origin.account, "%s: a %s (%s), %u new", job->origin.source,
                   kind_name(job->finding->kind), authenticity_name(job->finding->authenticity),
                   opened);
    return true;
}

static bool store_aside(struct work *work, struct job *job, GError **error)
{
    struct cursor_move move;

    log_error(job->origin.account, "a mail could not be read and is set aside: %s", job->why);
    return aside_put(work->keeper->store, job->raw, &job->origin, job->why, job_move(job, &move),
                     keeper_now(work->keeper), error);
}

static void store(struct work *work)
{
    struct job *job = work->current;
    g_autoptr(GError) error = NULL;
    bool good = job->finding ? store_finding(work, job, &error) : store_aside(work, job, &error);

    if (good)
        good = job_clear_file(job, work->keeper->store, &error);
    if (good)
        settle(work);
    else
        keep_trying(work, error);
}

static gboolean try_store_again(gpointer data)
{
    struct work *work = data;

    work->store_source = 0;
    store(work);
    return G_SOURCE_REMOVE;
}

static void take_answer(struct work *work, GError **error)
{
    struct job *job = work->current;
    g_autoptr(GArray) candidates = NULL;
    g_autoptr(GError) own = NULL;

    if (job->kind == JOB_TRIAGE) {
        g_clear_handle_id(&work->timeout_source, g_source_remove);
        candidates = reader_take_triage(work->reader, error);
        if (candidates) {
            job_answer_candidates(job, candidates);
            done(work);
        }
        return;
    }
    job->finding = reader_take(work->reader, job->pieces, &own);
    if (!job->finding && !own)
        return; /* more is to come, within the same time */
    g_clear_handle_id(&work->timeout_source, g_source_remove);
    if (!job->finding && vigie_error_exit(own) == EX_DATAERR)
        job->finding = finding_new(); /* no mail at all: nothing to find, nothing to keep */
    if (g_bytes_get_size(job->raw) == 0) {
        /* The source hands over an empty mail where the server would not give it. */
        g_clear_pointer(&job->finding, finding_free);
        job->why =
            g_strdup_printf("%s, UID %u: the server does not give this mail; look at it there",
                            job->mailbox ? job->mailbox : "?", job->uid);
    }
    if (job->finding || job->why)
        store(work);
    else
        g_propagate_error(error, g_steal_pointer(&own));
}

/* Once more with a fresh reader; then a triage is answered "all", a mail is set aside. */
static void reader_failed(struct work *work, const char *why)
{
    struct job *job = work->current;

    drop_reader(work);
    want_reader(work);
    if (!job)
        return;
    log_warning(job->origin.account, "%s", why);
    if (++job->tries < 2) {
        g_queue_push_head(&work->jobs, g_steal_pointer(&work->current));
        return;
    }
    if (job->kind == JOB_TRIAGE) {
        job_answer_candidates(job, NULL);
        done(work);
        return;
    }
    job->why = g_strdup(why);
    store(work);
}

static gboolean reader_spoke(int fd, GIOCondition condition, gpointer data)
{
    struct work *work = data;
    g_autoptr(GError) error = NULL;

    /* It speaks unasked: it ends. A mail whose answer is here already needs it no more, and the next
     * one asks for another: a reader that cannot even start is not started without end. */
    if (!work->current || work->store_source) {
        work->reader_source = 0;
        drop_reader(work);
        return G_SOURCE_REMOVE;
    }
    take_answer(work, &error);
    if (!error)
        return G_SOURCE_CONTINUE;
    work->reader_source = 0;
    reader_failed(work, error->message);
    return G_SOURCE_REMOVE;
}

static gboolean reader_too_slow(gpointer data)
{
    struct work *work = data;

    work->timeout_source = 0;
    reader_failed(work, "the reader did not answer in time and was killed");
    return G_SOURCE_REMOVE;
}

void work_set_reader(struct keeper *keeper, int fd)
{
    struct work *work = keeper->work;

    drop_reader(work);
    g_clear_handle_id(&work->timeout_source, g_source_remove);
    /* What was at the former one goes to this one. */
    if (work->current && !work->store_source)
        g_queue_push_head(&work->jobs, g_steal_pointer(&work->current));
    work->reader_wanted = false;
    work->reader = fd;
    work->reader_source = g_unix_fd_add(fd, G_IO_IN | G_IO_HUP, reader_spoke, work);
    pump(work);
}

static void pump(struct work *work)
{
    g_autoptr(GError) error = NULL;

    if (work->current || g_queue_is_empty(&work->jobs) || work->keeper->stopping)
        return;
    if (work->reader < 0) {
        want_reader(work);
        return;
    }
    work->current = g_queue_pop_head(&work->jobs);
    if (job_ask(work->current, work->reader, keeper_now(work->keeper), &error))
        work->timeout_source = g_timeout_add_seconds(READER_SECONDS, reader_too_slow, work);
    else
        reader_failed(work, error->message);
}

void work_add(struct keeper *keeper, struct job *job)
{
    struct work *work = keeper->work;

    g_queue_push_tail(&work->jobs, job);
    pump(work);
}

void work_orphan(struct keeper *keeper, const struct channel *channel)
{
    struct work *work = keeper->work;

    for (GList *link = work->jobs.head; link; link = link->next)
        job_orphan(link->data, channel);
    if (work->current)
        job_orphan(work->current, channel);
}

/* The master may have been unable to start one. */
void work_look_for_reader(struct keeper *keeper)
{
    struct work *work = keeper->work;

    if (work->reader >= 0 || !work->reader_wanted)
        return;
    work->reader_wanted = false;
    want_reader(work);
}

/* --- spool --------------------------------------------------------------------------------- */

/* With --once the mailboxes are read all the same, and the exit code says it. */
static void spool_failed(struct keeper *keeper, const GError *error)
{
    log_error(NULL, "%s", error->message);
    if (keeper->start->once)
        keeper->exit_code = vigie_exit_worse(keeper->exit_code, vigie_error_exit(error));
}

void work_take_spool(struct keeper *keeper)
{
    struct work *work = keeper->work;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) jobs = NULL;

    /* What was taken and is not done yet would be taken twice. */
    if (work->current && !work->current->channel)
        return;
    for (GList *link = work->jobs.head; link; link = link->next)
        if (!((struct job *)link->data)->channel)
            return;
    jobs = jobs_from_spool(keeper->store, keeper->start->settings, &error);
    if (!jobs) {
        spool_failed(keeper, error);
        return;
    }
    for (guint i = 0; i < jobs->len; i++)
        work_add(keeper, g_ptr_array_index(jobs, i));
}

bool work_is_idle(const struct keeper *keeper)
{
    return !keeper->work->current && g_queue_is_empty(&keeper->work->jobs);
}

void work_start(struct keeper *keeper)
{
    struct work *work = g_new0(struct work, 1);

    work->keeper = keeper;
    work->reader = -1;
    work->reader_wanted = true; /* the master sends the first one unasked */
    g_queue_init(&work->jobs);
    keeper->work = work;
}

void work_free(struct work *work)
{
    if (!work)
        return;
    drop_reader(work);
    g_clear_handle_id(&work->timeout_source, g_source_remove);
    g_clear_handle_id(&work->store_source, g_source_remove);
    g_clear_pointer(&work->current, job_free);
    g_queue_clear_full(&work->jobs, (GDestroyNotify)job_free);
    g_free(work);
}
