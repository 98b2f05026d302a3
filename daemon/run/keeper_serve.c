/* The keeper's side of the fetcher's threads: each asks one thing at a time, on a channel of its
 * own. A request is answered only when what it asks for is durably done; one that the store refuses
 * for now is tried again, and the thread waits. */
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
#include "store/cursors.h"
#include "store/names.h"

#define MAIL_MAX (MESSAGE_MAX_BYTES + 64 * 1024)

static const struct account *account_of(const struct channel *channel)
{
    return settings_account(channel->keeper->start->settings, channel->account);
}

static bool answer_open(struct channel *channel, const char *mailbox, GError **error)
{
    guint32 uidvalidity, uid;

    channel->opened_at = g_get_monotonic_time();
    return cursors_get(channel->keeper->store, channel->account, mailbox, &uidvalidity, &uid,
                       error) &&
           ipc_send(channel->fd, WORK_CURSOR, g_variant_new("(uu)", uidvalidity, uid), -1, error);
}

static bool answer_advance(struct channel *channel, GVariant *payload, GError **error)
{
    struct cursor_move move = { .account = channel->account };
    guint32 seen;

    g_variant_get(payload, "(&suuu)", &move.mailbox, &move.uidvalidity, &move.uid, &seen);
    move.seen = seen;
    return cursors_move(channel->keeper->store, &move, error) &&
           ipc_send(channel->fd, WORK_DONE, NULL, -1, error);
}

static GPtrArray *take_names(const struct ipc_message *request, GError **error)
{
    g_autoptr(GBytes) packed = ipc_memfd_bytes(request->fd, G_MAXINT32, error);
    GPtrArray *names = packed ? link_unpack_headers(packed) : NULL;

    if (packed && !names)
        g_set_error_literal(error, VIGIE_ERROR, EX_SOFTWARE, "the fetcher sent no list of names");
    return names;
}

static bool answer_known(struct channel *channel, const struct ipc_message *request, GError **error)
{
    const char *mailbox = g_variant_get_string(request->payload, NULL);
    g_autoptr(GPtrArray) names = take_names(request, error);
    g_autofree guint8 *known = names ? g_new0(guint8, names->len + 1) : NULL;
    g_autoptr(GBytes) marks = NULL;
    AUTO_FD memory = -1;

    if (!names ||
        !names_compare(channel->keeper->store, channel->account, mailbox, names, known, error))
        return false;
    marks = g_bytes_new(known, names->len);
    memory = ipc_memfd_new(marks, error);
    return memory >= 0 && ipc_send(channel->fd, WORK_MARKS, NULL, memory, error);
}

static bool answer_dealt(struct channel *channel, const struct ipc_message *request, GError **error)
{
    const char *mailbox = g_variant_get_string(request->payload, NULL);
    g_autoptr(GPtrArray) names = take_names(request, error);

    return names && names_add(channel->keeper->store, channel->account, mailbox, names, error) &&
           ipc_send(channel->fd, WORK_DONE, NULL, -1, error);
}

static bool answer_success(struct channel *channel, const char *mailbox, GError **error)
{
    struct keeper *keeper = channel->keeper;

    if (!cursors_success(keeper->store, channel->account, mailbox, keeper_now(keeper), error) ||
        !ipc_send(channel->fd, WORK_DONE, NULL, -1, error))
        return false;
    keeper_raise_digest(keeper);
    visitors_saw_look(keeper, channel->account, mailbox, channel->opened_at);
    keeper_settled(keeper);
    return true;
}

static bool answer_watched(struct channel *channel, const struct ipc_message *request,
                           GError **error)
{
    struct keeper *keeper = channel->keeper;
    g_autoptr(GPtrArray) blocks = take_names(request, error);
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    g_auto(GStrv) names = NULL;

    for (guint i = 0; blocks && i < blocks->len; i++) {
        gsize size;
        const char *bytes = g_bytes_get_data(g_ptr_array_index(blocks, i), &size);
        g_autofree char *name = g_strndup(bytes, size);

        g_strv_builder_add(builder, name);
    }
    names = g_strv_builder_end(builder);
    if (!blocks || !cursors_keep_only(keeper->store, channel->account, (const char *const *)names,
                                      keeper_now(keeper), error))
        return false;
    visitors_saw_list(keeper, channel->account, names);
    return ipc_send(channel->fd, WORK_DONE, NULL, -1, error);
}

/* What --once ends with. */
static int exit_of(enum trouble trouble)
{
    return trouble == TROUBLE_LOGIN || trouble == TROUBLE_SECRET ? VIGIE_EX_LOGIN : EX_UNAVAILABLE;
}

static bool answer_failure(struct channel *channel, GVariant *payload, GError **error)
{
    struct keeper *keeper = channel->keeper;
    const char *mailbox, *text;
    guint32 trouble;
    bool at_once;

    g_variant_get(payload, "(m&su&s)", &mailbox, &trouble, &text);
    at_once =
        trouble == TROUBLE_LOGIN || trouble == TROUBLE_CERTIFICATE || trouble == TROUBLE_SECRET;
    log_warning(channel->account, "%s%s%s", mailbox ? mailbox : "", mailbox ? ": " : "", text);
    if (!cursors_failure(keeper->store, channel->account, mailbox, text, at_once,
                         keeper_now(keeper), error) ||
        !ipc_send(channel->fd, WORK_DONE, NULL, -1, error))
        return false;
    keeper->exit_code = vigie_exit_worse(keeper->exit_code, exit_of((enum trouble)trouble));
    visitors_saw_look(keeper, channel->account, mailbox, G_MAXINT64);
    keeper_settled(keeper);
    return true;
}

static bool add_mail(struct channel *channel, struct ipc_message *request, GError **error)
{
    g_autoptr(GBytes) raw = ipc_memfd_bytes(request->fd, MAIL_MAX, error);
    struct job *job;

    if (!raw)
        return false;
    job = job_new_mail(channel, raw, account_of(channel));
    job_take_place(job, request->payload);
    work_add(channel->keeper, job);
    return true;
}

static bool add_triage(struct channel *channel, struct ipc_message *request, GError **error)
{
    g_autoptr(GBytes) packed = ipc_memfd_bytes(request->fd, G_MAXINT32, error);

    if (!packed)
        return false;
    work_add(channel->keeper, job_new_triage(channel, packed));
    return true;
}

static bool answer(struct channel *channel, struct ipc_message *request, GError **error)
{
    switch (request->type) {
    case WORK_OPEN:
        return ipc_expect(request, WORK_OPEN, "s", error) &&
               answer_open(channel, g_variant_get_string(request->payload, NULL), error);
    case WORK_TRIAGE:
        return ipc_expect(request, WORK_TRIAGE, NULL, error) && add_triage(channel, request, error);
    case WORK_MAIL:
        return ipc_expect(request, WORK_MAIL, "(suumsxtb)", error) &&
               add_mail(channel, request, error);
    case WORK_ADVANCE:
        return ipc_expect(request, WORK_ADVANCE, "(suuu)", error) &&
               answer_advance(channel, request->payload, error);
    case WORK_WATCHED:
        return ipc_expect(request, WORK_WATCHED, NULL, error) &&
               answer_watched(channel, request, error);
    case WORK_KNOWN:
        return ipc_expect(request, WORK_KNOWN, "s", error) && answer_known(channel, request, error);
    case WORK_DEALT:
        return ipc_expect(request, WORK_DEALT, "s", error) && answer_dealt(channel, request, error);
    case WORK_SUCCESS:
        return ipc_expect(request, WORK_SUCCESS, "s", error) &&
               answer_success(channel, g_variant_get_string(request->payload, NULL), error);
    default:
        return ipc_expect(request, WORK_FAILURE, "(msus)", error) &&
               answer_failure(channel, request->payload, error);
    }
}

static void forget_channel(struct channel *channel)
{
    work_orphan(channel->keeper, channel);
    g_ptr_array_remove(channel->keeper->channels, channel);
}

static gboolean serve_again(gpointer data);

/* A request that the store refuses for now is kept, and its thread waits for the answer; one that
 * makes no sense closes the channel. FALSE: the channel is gone. */
static bool serve(struct channel *channel)
{
    g_autoptr(GError) error = NULL;
    int code;

    if (answer(channel, &channel->request, &error)) {
        ipc_message_clear(&channel->request);
        return true;
    }
    keeper_store_failed(channel->keeper, error);
    code = vigie_error_exit(error);
    if (code == EX_IOERR || code == EX_TEMPFAIL) {
        channel->retry = g_timeout_add_seconds(KEEPER_RETRY_SECONDS, serve_again, channel);
        return true;
    }
    forget_channel(channel);
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
    forget_channel(channel);
    return G_SOURCE_REMOVE;
}

void keeper_add_channel(struct keeper *keeper, const char *account, int fd)
{
    struct channel *channel = channel_new(keeper, account, fd);

    g_ptr_array_add(keeper->channels, channel);
    channel->source = g_unix_fd_add(fd, G_IO_IN | G_IO_HUP, channel_spoke, channel);
}
