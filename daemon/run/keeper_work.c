/* The keeper's work: what the fetcher's threads ask, the queue to the reader, and what becomes of
 * each answer. A request is answered only when what it asks for is durably done; a transaction that
 * fails is tried again, and the thread waits. */
#include <glib-unix.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/log.h"
#include "message/message.h"
#include "run/job.h"
#include "run/keeper_state.h"
#include "run/link.h"
#include "store/aside.h"
#include "store/record.h"

#define STORE_RETRY_SECONDS 10
#define MAIL_MAX (MESSAGE_MAX_BYTES + 64 * 1024)

struct work {
    struct keeper *keeper;
    GPtrArray *channels;  /* of struct channel */
    GQueue jobs;          /* of struct job, waiting */
    struct job *current;  /* at the reader, or waiting for the store */
    int reader;           /* -1: none */
    guint reader_source, timeout_source;
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
    bool news = job->finding && job->finding->kind != KIND_NONE;
    bool own = !job->channel;

    job_answer_done(job);
    done(work);
    if (own && g_queue_is_empty(&work->jobs))
        keeper_raise_digest(keeper);
    if (news || own)
        keeper_settled(keeper);
}

static gboolean try_store_again(gpointer data);

/* The disk is full, the database is in use: the mail stays in hand until it is recorded. */
static void keep_trying(struct work *work, const GError *error)
{
    keeper_store_failed(work->keeper, error);
    g_timeout_add_seconds(STORE_RETRY_SECONDS, try_store_again, work);
}

static bool store_finding(struct work *work, struct job *job, GError **error)
{
    struct keeper *keeper = work->keeper;
    struct cursor_move move;
    guint opened = 0;

    if (!record_finding(keeper->store, job->finding, &job->origin,
                        rules_right(keeper->start->rules), job_move(job, &move),
                        keeper_now(keeper), &opened, error))
        return false;
    for (guint i = 0; i < job->finding->faults->len; i++)
        log_warning(job->origin.account, "%s",
                    (const char *)g_ptr_array_index(job->finding->faults, i));
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

    if (work->current)
        store(work);
    return G_SOURCE_REMOVE;
}

static void take_answer(struct work *work, GError **error)
{
    struct job *job = work->current;
    g_autoptr(GArray) candidates = NULL;
    g_autoptr(GError) own = NULL;

    if (job->kind == JOB_TRIAGE) {
        candidates = reader_take_triage(work->reader, error);
        if (candidates) {
            job_answer_candidates(job, candidates);
            done(work);
        }
        return;
    }
    job->finding = reader_take(work->reader, &own);
    if (!job->finding && vigie_error_exit(own) == EX_DATAERR)
        job->finding = finding_new(); /* no mail at all: nothing to find, nothing to keep */
    if (job->finding)
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

    g_clear_handle_id(&work->timeout_source, g_source_remove);
    if (!work->current) {
        work->reader_source = 0;
        drop_reader(work);
        want_reader(work);
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

static void add_job(struct work *work, struct job *job)
{
    g_queue_push_tail(&work->jobs, job);
    pump(work);
}

/* --- the fetcher's threads ------------------------------------------------------------------ */

static const struct account *account_of(struct work *work, const struct channel *channel)
{
    return settings_account(work->keeper->start->settings, channel->account);
}

static bool answer_open(struct work *work, struct channel *channel, const char *mailbox,
                        GError **error)
{
    guint32 uidvalidity, uid;

    return cursors_get(work->keeper->store, channel->account, mailbox, &uidvalidity, &uid, error) &&
           ipc_send(channel->fd, WORK_CURSOR, g_variant_new("(uu)", uidvalidity, uid), -1, error);
}

static bool answer_advance(struct work *work, struct channel *channel, GVariant *payload,
                           GError **error)
{
    struct cursor_move move = { .account = channel->account };
    guint32 seen;

    g_variant_get(payload, "(&suuu)", &move.mailbox, &move.uidvalidity, &move.uid, &seen);
    move.seen = seen;
    return cursors_move(work->keeper->store, &move, error) &&
           ipc_send(channel->fd, WORK_DONE, NULL, -1, error);
}

static bool answer_success(struct work *work, struct channel *channel, const char *mailbox,
                           GError **error)
{
    struct keeper *keeper = work->keeper;

    if (!cursors_success(keeper->store, channel->account, mailbox, keeper_now(keeper), error) ||
        !ipc_send(channel->fd, WORK_DONE, NULL, -1, error))
        return false;
    keeper_raise_digest(keeper);
    visitors_saw_check(keeper, channel->account, mailbox);
    keeper_settled(keeper);
    return true;
}

/* What --once ends with. */
static int exit_of(enum trouble trouble)
{
    return trouble == TROUBLE_LOGIN || trouble == TROUBLE_SECRET ? VIGIE_EX_LOGIN : EX_UNAVAILABLE;
}

static bool answer_failure(struct work *work, struct channel *channel, GVariant *payload,
                           GError **error)
{
    struct keeper *keeper = work->keeper;
    const char *mailbox, *text;
    guint32 trouble;
    bool at_once;

    g_variant_get(payload, "(m&su&s)", &mailbox, &trouble, &text);
    at_once = trouble == TROUBLE_LOGIN || trouble == TROUBLE_CERTIFICATE ||
              trouble == TROUBLE_SECRET;
    log_warning(channel->account, "%s%s%s", mailbox ? mailbox : "", mailbox ? ": " : "", text);
    if (!cursors_failure(keeper->store, channel->account, mailbox, text, at_once,
                         keeper_now(keeper), error) ||
        !ipc_send(channel->fd, WORK_DONE, NULL, -1, error))
        return false;
    keeper->exit_code = vigie_exit_worse(keeper->exit_code, exit_of((enum trouble)trouble));
    visitors_saw_check(keeper, channel->account, mailbox);
    keeper_settled(keeper);
    return true;
}

static bool add_mail(struct work *work, struct channel *channel, struct ipc_message *request,
                     GError **error)
{
    g_autoptr(GBytes) raw = ipc_memfd_bytes(request->fd, MAIL_MAX, error);
    struct job *job;

    if (!raw)
        return false;
    job = job_new_mail(channel, raw, account_of(work, channel));
    job_take_place(job, request->payload);
    add_job(work, job);
    return true;
}

static bool add_triage(struct work *work, struct channel *channel, struct ipc_message *request,
                       GError **error)
{
    g_autoptr(GBytes) packed = ipc_memfd_bytes(request->fd, G_MAXINT32, error);

    if (!packed)
        return false;
    add_job(work, job_new_triage(channel, packed));
    return true;
}

static bool answer(struct work *work, struct channel *channel, struct ipc_message *request,
                   GError **error)
{
    switch (request->type) {
    case WORK_OPEN:
        return ipc_expect(request, WORK_OPEN, "s", error) &&
               answer_open(work, channel, g_variant_get_string(request->payload, NULL), error);
    case WORK_TRIAGE:
        return ipc_expect(request, WORK_TRIAGE, NULL, error) &&
               add_triage(work, channel, request, error);
    case WORK_MAIL:
        return ipc_expect(request, WORK_MAIL, "(suuxtb)", error) &&
               add_mail(work, channel, request, error);
    case WORK_ADVANCE:
        return ipc_expect(request, WORK_ADVANCE, "(suuu)", error) &&
               answer_advance(work, channel, request->payload, error);
    case WORK_SUCCESS:
        return ipc_expect(request, WORK_SUCCESS, "s", error) &&
               answer_success(work, channel, g_variant_get_string(request->payload, NULL), error);
    default:
        return ipc_expect(request, WORK_FAILURE, "(msus)", error) &&
               answer_failure(work, channel, request->payload, error);
    }
}

static void forget_channel(struct work *work, struct channel *channel)
{
    for (GList *link = work->jobs.head; link; link = link->next)
        job_orphan(link->data, channel);
    if (work->current)
        job_orphan(work->current, channel);
    g_ptr_array_remove(work->channels, channel);
}

static gboolean serve_again(gpointer data);

/* A request that the store refuses for now is kept, and its thread waits for the answer; one that
 * makes no sense closes the channel. FALSE: the channel is gone. */
static bool serve(struct channel *channel)
{
    struct work *work = channel->work;
    g_autoptr(GError) error = NULL;
    int code;

    if (answer(work, channel, &channel->request, &error)) {
        ipc_message_clear(&channel->request);
        return true;
    }
    keeper_store_failed(work->keeper, error);
    code = vigie_error_exit(error);
    if (code == EX_IOERR || code == EX_TEMPFAIL) {
        channel->retry = g_timeout_add_seconds(STORE_RETRY_SECONDS, serve_again, channel);
        return true;
    }
    forget_channel(work, channel);
    return false;
}

static gboolean serve_again(gpointer data)
{
    struct channel *channel = data;

    channel->retry = 0;
    serve(channel);
    return G_SOURCE_REMOVE;
}

static gboolean channel_spoke(int fd, GIOCondition condition, gpointer data)
{
    struct channel *channel = data;

    if (!channel->retry && ipc_receive(fd, &channel->request, NULL))
        return serve(channel);
    channel->source = 0;
    forget_channel(channel->work, channel);
    return G_SOURCE_REMOVE;
}

void work_add_channel(struct keeper *keeper, const char *account, int fd)
{
    struct channel *channel = channel_new(keeper->work, account, fd);

    g_ptr_array_add(keeper->work->channels, channel);
    channel->source = g_unix_fd_add(fd, G_IO_IN | G_IO_HUP, channel_spoke, channel);
}

/* --- spool --------------------------------------------------------------------------------- */

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
        keeper_store_failed(keeper, error);
        return;
    }
    for (guint i = 0; i < jobs->len; i++)
        add_job(work, g_ptr_array_index(jobs, i));
}

bool work_is_idle(const struct keeper *keeper)
{
    return !keeper->work->current && g_queue_is_empty(&keeper->work->jobs);
}

void work_start(struct keeper *keeper)
{
    struct work *work = g_new0(struct work, 1);

    work->keeper = keeper;
    work->channels = g_ptr_array_new_with_free_func((GDestroyNotify)channel_free);
    work->reader = -1;
    g_queue_init(&work->jobs);
    keeper->work = work;
}

void work_free(struct work *work)
{
    if (!work)
        return;
    drop_reader(work);
    g_clear_pointer(&work->current, job_free);
    g_queue_clear_full(&work->jobs, (GDestroyNotify)job_free);
    g_ptr_array_unref(work->channels);
    g_free(work);
}
