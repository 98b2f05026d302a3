/* Jobs: mails and headers on their way to the reader. */
#include "run/job.h"

#include <sys/socket.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/log.h"
#include "run/link.h"
#include "run/reader.h"
#include "store/aside.h"
#include "store/spool.h"

struct channel *channel_new(struct keeper *keeper, const char *account, int fd)
{
    struct channel *channel = g_new0(struct channel, 1);

    channel->keeper = keeper;
    channel->account = g_strdup(account);
    channel->fd = fd;
    channel->request.fd = -1;
    return channel;
}

void channel_free(struct channel *channel)
{
    g_clear_handle_id(&channel->source, g_source_remove);
    g_clear_handle_id(&channel->retry, g_source_remove);
    ipc_message_clear(&channel->request);
    fd_close(&channel->fd);
    g_free(channel->account);
    g_free(channel);
}

struct job *job_new_mail(struct channel *channel, GBytes *raw, const struct account *account)
{
    static const char *const nobody[] = { NULL };
    struct job *job = g_new0(struct job, 1);

    job->kind = JOB_MAIL;
    job->channel = channel;
    job->raw = g_bytes_ref(raw);
    job->pieces = g_byte_array_new();
    job->account = g_strdup(account ? account->name : NULL);
    job->trust = account ? (const char *const *)account->trust : nobody;
    job->origin.account = job->account;
    job->origin.source = "imap";
    return job;
}

struct job *job_new_triage(struct channel *channel, GBytes *packed)
{
    struct job *job = g_new0(struct job, 1);

    job->kind = JOB_TRIAGE;
    job->channel = channel;
    job->raw = g_bytes_ref(packed);
    job->pieces = g_byte_array_new();
    job->account = g_strdup(channel->account);
    job->origin.account = job->account;
    return job;
}

void job_free(struct job *job)
{
    g_bytes_unref(job->raw);
    g_clear_pointer(&job->pieces, g_byte_array_unref);
    g_free(job->account);
    g_free(job->mailbox);
    g_free(job->name);
    g_free(job->owner);
    g_free(job->file);
    g_free(job->why);
    g_clear_pointer(&job->aside, aside_free);
    g_clear_pointer(&job->finding, finding_free);
    g_free(job);
}

void job_take_place(struct job *job, GVariant *payload)
{
    gboolean first_sight;
    guint64 size;

    g_variant_get(payload, "(suumsxtb)", &job->mailbox, &job->uidvalidity, &job->uid, &job->name,
                  &job->origin.received, &size, &first_sight);
    job->origin.mailbox = job->mailbox;
    if (job->name)
        job->origin.source = "maildir";
    job->moves = !first_sight;
}

const struct cursor_move *job_move(const struct job *job, struct cursor_move *move)
{
    if (!job->moves)
        return NULL;
    *move = (struct cursor_move){ .account = job->account,
                                  .mailbox = job->mailbox,
                                  .uidvalidity = job->uidvalidity,
                                  .uid = job->uid,
                                  .seen = 1,
                                  .name = job->name };
    return move;
}

bool job_ask(const struct job *job, int fd, gint64 now, GError **error)
{
    const struct read_request request = {
        .received = job->origin.received,
        .received_source = g_strcmp0(job->origin.source, "imap") == 0 ? SENT_INTERNALDATE
                                                                    : SENT_DELIVERY,
        .now = now,
        .trust = job->trust,
    };

    g_byte_array_set_size(job->pieces, 0); /* of a reader before, which broke */
    return job->kind == JOB_TRIAGE ? reader_ask_triage(fd, job->raw, error)
                                   : reader_ask(fd, job->raw, &request, error);
}

/* The thread at the other end waits for nothing else: where no answer goes it must learn that none
 * comes. */
static void answer(const struct job *job, guint32 type, GVariant *payload)
{
    g_autoptr(GVariant) own = payload ? g_variant_ref_sink(payload) : NULL;
    g_autoptr(GError) error = NULL;

    if (!job->channel || ipc_send(job->channel->fd, type, own, -1, &error))
        return;
    log_error(job->channel->account, "%s", error->message);
    shutdown(job->channel->fd, SHUT_RDWR);
}

void job_answer_done(struct job *job)
{
    answer(job, WORK_DONE, NULL);
}

void job_answer_candidates(struct job *job, const GArray *candidates)
{
    g_autoptr(GPtrArray) headers = candidates ? NULL : link_unpack_headers(job->raw);
    guint count = candidates ? candidates->len : headers ? headers->len : 0;
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE("ab"));
    for (guint i = 0; i < count; i++)
        g_variant_builder_add(&builder, "b", !candidates || g_array_index(candidates, bool, i));
    answer(job, WORK_CANDIDATES, g_variant_builder_end(&builder));
}

void job_orphan(struct job *job, const struct channel *channel)
{
    if (job->channel == channel)
        job->channel = NULL;
}

bool job_clear_file(struct job *job, struct store *store, GError **error)
{
    if (job->aside)
        return job->finding ? aside_done(store, job->aside, error)
                            : aside_again(store, job->aside, error);
    return !job->file || spool_remove(job->file, error);
}

static struct job *job_from_file(const char *path, gint64 received, GError **error)
{
    g_autoptr(GBytes) raw = spool_read(path, error);
    struct job *job;

    if (!raw)
        return NULL;
    job = job_new_mail(NULL, raw, NULL);
    job->origin.received = received;
    return job;
}

/* In memory at a time: the spool may hold what came in weeks without a watch. */
#define FILES_AT_ONCE 50

static bool add_spooled(GPtrArray *jobs, struct store *store, const struct settings *settings,
                        GError **error)
{
    g_autoptr(GPtrArray) files = spool_files(store_directory(store), error);

    if (!files)
        return false;
    spool_sweep(store_directory(store));
    for (guint i = 0; i < files->len && jobs->len < FILES_AT_ONCE; i++) {
        const struct spooled *spooled = g_ptr_array_index(files, i);
        g_autoptr(GError) unreadable = NULL;
        struct job *job = job_from_file(spooled->path, spooled->received, &unreadable);

        if (!job) {
            log_error(NULL, "%s", unreadable->message);
            continue;
        }
        job->origin.source = spooled->source;
        job->trust = (const char *const *)settings->trust;
        job->file = g_strdup(spooled->path);
        job->owner = g_strdup(spooled->owner);
        job->origin.owner = job->owner;
        g_ptr_array_add(jobs, job);
    }
    return true;
}

static void add_set_aside(GPtrArray *jobs, GPtrArray *asides, const struct settings *settings)
{
    while (asides->len > 0 && jobs->len < FILES_AT_ONCE) {
        struct aside *aside = g_ptr_array_steal_index(asides, 0);
        const struct account *account = settings_account(settings, aside->account);
        g_autoptr(GError) error = NULL;
        struct job *job = job_from_file(aside->file, aside->received, &error);

        if (!job) {
            log_error(NULL, "%s", error->message);
            aside_free(aside);
            continue;
        }
        job->aside = aside;
        job->origin.source = aside->source;
        job->owner = g_strdup(aside->owner);
        job->origin.owner = job->owner;
        job->account = g_strdup(aside->account);
        job->mailbox = g_strdup(aside->mailbox);
        job->origin.account = job->account;
        job->origin.mailbox = job->mailbox;
        job->trust = (const char *const *)(account ? account->trust : settings->trust);
        g_ptr_array_add(jobs, job);
    }
}

GPtrArray *jobs_from_spool(struct store *store, const struct settings *settings, GError **error)
{
    g_autoptr(GPtrArray) asides = aside_to_retry(store, error);
    g_autoptr(GPtrArray) jobs = g_ptr_array_new();

    if (!asides || !add_spooled(jobs, store, settings, error))
        return NULL;
    add_set_aside(jobs, asides, settings);
    return g_steal_pointer(&jobs);
}
