/* The worker: libmilter's threads share a few readers and one handle of the database. */
#include "run/milter_worker.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/ipc.h"
#include "base/log.h"
#include "base/sanitized.h"
#include "run/milter_link.h"
#include "run/milter_session.h"
#include "run/take.h"
#include "store/spool.h"

/* Parts of MILTER_SECONDS: what judges has eight, one try of a reader two of them, the database
 * three; the last second is the spool's. */
#define JUDGE_MILLISECONDS 8000
#define KEEP_MILLISECONDS 9000
#define READER_MILLISECONDS 2000
#define STORE_MILLISECONDS 3000

/* A reader that one thread at a time has. */
struct seat {
    struct reader *reader;
    struct reader_elsewhere elsewhere;
    int control;
    guint slot, generation;
};

/* The one handle of the database; who has this has it. */
struct cabinet {
    struct store *store; /* NULL: to be opened */
};

struct milter_worker {
    const struct milter_options *options;
    int control;
    GAsyncQueue *seats, *cabinets; /* of those that nobody has */

    GMutex lock; /* of what follows */
    GCond quiet; /* no mail is at hand */
    struct milter_plan *plan;
    guint mails;
};

/* --- time and turns ------------------------------------------------------------------------ */

/* Milliseconds until `end` (monotonic), at most `most`; 0: it is past. */
static guint left(gint64 end, guint most)
{
    return (guint)CLAMP((end - g_get_monotonic_time()) / 1000, 0, (gint64)most);
}

static bool no_time(GError **error, const char *what)
{
    g_set_error(error, VIGIE_ERROR, EX_TEMPFAIL, "%s: not within %d s; the machine is too busy",
                what, JUDGE_MILLISECONDS / 1000);
    return false;
}

static gpointer take_turn(GAsyncQueue *queue, gint64 end, const char *what, GError **error)
{
    guint wait = left(end, JUDGE_MILLISECONDS);
    gpointer item = wait ? g_async_queue_timeout_pop(queue, (guint64)wait * 1000)
                         : g_async_queue_try_pop(queue);

    if (!item)
        no_time(error, what);
    return item;
}

void milter_worker_begin(struct milter_worker *worker)
{
    g_mutex_lock(&worker->lock);
    worker->mails++;
    g_mutex_unlock(&worker->lock);
}

void milter_worker_end(struct milter_worker *worker)
{
    g_mutex_lock(&worker->lock);
    if (--worker->mails == 0)
        g_cond_signal(&worker->quiet);
    g_mutex_unlock(&worker->lock);
}

static struct milter_plan *plan_now(struct milter_worker *worker)
{
    struct milter_plan *plan;

    g_mutex_lock(&worker->lock);
    plan = milter_plan_ref(worker->plan);
    g_mutex_unlock(&worker->lock);
    return plan;
}

/* --- one mail ------------------------------------------------------------------------------ */

struct task {
    struct milter_worker *worker;
    const struct milter_plan *plan;
    const struct milter_mail *mail;
    GBytes *raw;
    gint64 begin, end; /* monotonic; by `end` it is judged */
    gint64 now;
    guint done; /* recipients for whom it is recorded */
};

/* NULL without an error: there is nothing to record. */
static struct finding *read_by(const struct task *task, struct reader *reader, GError **error)
{
    const struct read_request request = { .received = task->now,
                                          .received_source = SENT_DELIVERY,
                                          .now = task->now,
                                          .trust =
                                              (const char *const *)task->plan->settings->trust };
    bool candidate = task->plan->thorough;
    g_autoptr(GError) own = NULL;
    struct finding *finding;

    reader_set_patience(reader, left(task->end, READER_MILLISECONDS));
    if (!candidate && !reader_look(reader, task->raw, &candidate, error))
        return NULL;
    if (!candidate)
        return NULL;
    /* Two tries are within the time, or one of half its length. */
    reader_set_patience(reader, left(task->end, 2 * READER_MILLISECONDS) / 2);
    finding = reader_read(reader, task->raw, &request, &own);
    if (own && vigie_error_exit(own) == EX_DATAERR)
        log_warning(NULL, "%s", own->message);
    else if (own)
        g_propagate_error(error, g_steal_pointer(&own));
    return finding;
}

static struct finding *read_mail(const struct task *task, GError **error)
{
    struct seat *seat = take_turn(task->worker->seats, task->end, "a reader", error);
    struct finding *finding;

    if (!seat)
        return NULL;
    if (seat->generation != task->plan->generation)
        reader_end(seat->reader);
    seat->generation = task->plan->generation;
    finding = read_by(task, seat->reader, error);
    g_async_queue_push(task->worker->seats, seat);
    return finding;
}

static bool open_cabinet(const struct task *task, struct cabinet *cabinet, GError **error)
{
    guint patience = left(task->end, STORE_MILLISECONDS);

    if (!patience)
        return no_time(error, "the database");
    if (!cabinet->store)
        cabinet->store = store_open_with(
            task->plan->state, STORE_CREATE,
            &(struct store_options){ .milliseconds = patience,
                                     .key_file = task->plan->settings->key_file },
            error);
    else
        store_set_patience(cabinet->store, patience);
    return cabinet->store;
}

/* All is recorded: a digest that cannot be raised now is raised by the watch. */
static void raise_digest(const struct task *task, struct cabinet *cabinet, guint opened)
{
    g_autoptr(GError) error = NULL;

    if (opened > 0 && !record_digest(cabinet->store, task->now, &error))
        log_warning(NULL, "%s", error->message);
}

/* Each recipient in a transaction of its own: a mail that comes again joins what is there. */
static bool record_all(struct task *task, struct cabinet *cabinet, const struct finding *finding,
                       GError **error)
{
    const GPtrArray *owners = task->mail->owners;
    guint opened = 0;

    while (task->done < owners->len) {
        const struct origin origin = { .owner = g_ptr_array_index(owners, task->done),
                                       .source = "milter",
                                       .received = task->now };
        struct taking taking = { .settings = task->plan->settings,
                                 .rules = task->plan->rules,
                                 .now = task->now };

        if (!open_cabinet(task, cabinet, error))
            return false;
        taking.store = cabinet->store;
        if (!take_finding(&taking, finding, task->raw, origin, NULL, &opened, error))
            return false;
        task->done++;
    }
    log_notice(NULL, "a %s (%s), %u new", kind_name(finding->kind),
               authenticity_name(finding->authenticity), opened);
    raise_digest(task, cabinet, opened);
    return true;
}

/* The verdict; NULL where it could not be recorded. */
static char *record(struct task *task, const struct finding *finding, GError **error)
{
    struct cabinet *cabinet = take_turn(task->worker->cabinets, task->end, "the database", error);
    char *verdict = NULL;

    if (!cabinet)
        return NULL;
    if (open_cabinet(task, cabinet, error)) {
        if (record_is_our_alert(cabinet->store, finding))
            verdict = g_strdup(kind_name(KIND_NONE));
        else if (record_all(task, cabinet, finding, error))
            verdict = take_verdict(finding, task->plan->rules);
    }
    /* One that failed may have been removed, or replaced by a copy. */
    if (!verdict)
        g_clear_pointer(&cabinet->store, store_free);
    g_async_queue_push(task->worker->cabinets, cabinet);
    return verdict;
}

static char *judge(struct task *task, GError **error)
{
    g_autoptr(GError) own = NULL;
    AUTO(finding) finding = NULL;

    if (task->plan->fault) {
        g_propagate_error(error, g_error_copy(task->plan->fault));
        return NULL;
    }
    finding = read_mail(task, &own);
    if (own) {
        g_propagate_error(error, g_steal_pointer(&own));
        return NULL;
    }
    if (!finding || finding->kind == KIND_NONE)
        return g_strdup(kind_name(KIND_NONE));
    return record(task, finding, error);
}

/* --- the spool ----------------------------------------------------------------------------- */

static bool keep_for(const struct task *task, const char *owner, GError **error)
{
    /* An address that is too long for the name of a file is left out: an entry too many, at worst.
     */
    const char *named = owner && strlen(owner) <= SPOOL_OWNER_MAX ? owner : NULL;
    AUTO(spool_writer) writer = spool_begin(task->plan->state, "milter", named, error);
    gsize length;
    const void *data = g_bytes_get_data(task->raw, &length);

    return writer && spool_write(writer, data, length, error) &&
           spool_commit(writer, task->now, error);
}

/* A file for each recipient for whom it is not recorded; where these take too long, one for the
 * rest. */
static void keep(const struct task *task, const char *fault)
{
    const GPtrArray *owners = task->mail->owners;
    const gint64 end = task->begin + KEEP_MILLISECONDS * 1000;
    bool late = false;

    for (guint i = task->done; i < owners->len && !late; i++) {
        g_autoptr(GError) error = NULL;

        late = i > task->done && left(end, KEEP_MILLISECONDS) == 0;
        if (keep_for(task, late ? NULL : g_ptr_array_index(owners, i), &error))
            continue;
        log_error(NULL, "%s; %s: a mail passes that nobody has read", fault, error->message);
        return;
    }
    log_error(NULL, "%s; the mail passes, and is kept in %s/spool, where watch reads it", fault,
              task->plan->state);
}

char *milter_worker_take(struct milter_worker *worker, struct milter_mail *mail)
{
    AUTO(milter_plan) plan = plan_now(worker);
    g_autoptr(GBytes) raw = g_byte_array_free_to_bytes(g_steal_pointer(&mail->raw));
    g_autoptr(GError) error = NULL;
    const gint64 begin = g_get_monotonic_time();
    struct task task = { .worker = worker,
                         .plan = plan,
                         .mail = mail,
                         .raw = raw,
                         .begin = begin,
                         .end = begin + JUDGE_MILLISECONDS * 1000,
                         .now = clock_now(&plan->clock) };
    char *verdict = judge(&task, &error);

    if (!verdict)
        keep(&task, error ? error->message : "of an unknown fault");
    return verdict;
}

/* --- the process --------------------------------------------------------------------------- */

static bool start_reader(gpointer data, int fd, GError **error)
{
    const struct seat *seat = data;

    return ipc_send(seat->control, MILTER_READER, g_variant_new_uint32(seat->slot), fd, error);
}

/* Where the master is gone its readers are, too. */
static void end_reader(gpointer data)
{
    const struct seat *seat = data;

    ipc_send(seat->control, MILTER_READER, g_variant_new_uint32(seat->slot), -1, NULL);
}

static void add_seats(struct milter_worker *worker)
{
    guint count = CLAMP(g_get_num_processors(), MILTER_READERS_LEAST, MILTER_READERS_MOST);

    for (guint i = 0; i < count; i++) {
        struct seat *seat = g_new0(struct seat, 1);

        seat->control = worker->control;
        seat->slot = i;
        seat->elsewhere = (struct reader_elsewhere){ start_reader, end_reader, seat };
        seat->reader = reader_new_elsewhere(&seat->elsewhere);
        g_async_queue_push(worker->seats, seat);
    }
}

static void say_ready(const struct milter_worker *worker)
{
    ipc_send(worker->control, MILTER_READY, NULL, -1, NULL);
}

static void reload(struct milter_worker *worker)
{
    g_autoptr(GError) error = NULL;
    struct milter_plan *plan = milter_plan_load(worker->options, &error), *former;

    if (!plan) {
        log_error(NULL, "%s; the former configuration stays in force", error->message);
        return;
    }
    g_mutex_lock(&worker->lock);
    former = worker->plan;
    plan->generation = former->generation + 1;
    worker->plan = plan;
    g_mutex_unlock(&worker->lock);
    milter_plan_free(former);
}

/* Until no mail is at hand. New ones are taken meanwhile: whoever sends them has no other milter.
 */
static void finish(struct milter_worker *worker)
{
    const gint64 end = g_get_monotonic_time() + MILTER_SECONDS * G_USEC_PER_SEC;

    g_mutex_lock(&worker->lock);
    while (worker->mails > 0 && g_cond_wait_until(&worker->quiet, &worker->lock, end))
        ;
    if (worker->mails > 0)
        log_warning(NULL, "%u mail(s) were still under way and pass unread", worker->mails);
    /* The lock is kept: no thread goes on to a mail that would be cut. */
}

static gpointer serve(gpointer data)
{
    milter_session_serve(data);
    log_error(NULL, "libmilter has ended; its reason is in the system's log of mail");
    _exit(EX_SOFTWARE);
}

/* libmilter waits for TERM, INT and HUP in a thread of its own, and ends at once. They are ignored
 * in this one, and so never reach it: the master says when to end. */
void milter_worker_main(const struct milter_options *options, struct milter_plan *plan, int control)
{
    struct milter_worker worker = { .options = options, .control = control, .plan = plan };
    struct ipc_message message;
    struct cabinet cabinet = { NULL };

    worker.seats = g_async_queue_new();
    worker.cabinets = g_async_queue_new();
    g_mutex_init(&worker.lock);
    g_cond_init(&worker.quiet);
    add_seats(&worker);
    g_async_queue_push(worker.cabinets, &cabinet);
    g_thread_unref(g_thread_new("libmilter", serve, &worker));
    say_ready(&worker);
    for (bool stopping = false; !stopping;) {
        if (!ipc_receive(control, &message, NULL))
            break;
        stopping = message.type == MILTER_STOP;
        if (message.type == MILTER_RELOAD) {
            reload(&worker);
            say_ready(&worker);
        }
        ipc_message_clear(&message);
    }
    finish(&worker);
    sanitized_exit(EX_OK); /* from here: libmilter's threads still have what is on this stack */
}
