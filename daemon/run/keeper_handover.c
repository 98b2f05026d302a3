/* Mail from filters of other users: kept in the spool, then read from there. */
#include <errno.h>
#include <glib-unix.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "alert/agent_link.h"
#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/log.h"
#include "message/message.h"
#include "run/handover.h"
#include "run/keeper_state.h"
#include "run/locks.h"
#include "store/spool.h"

#define BACKLOG 64
#define PEERS_MOST 64   /* at once: the others are hung up on, and spool by themselves */
#define SPOOLED_MOST 50 /* of one user: nobody fills the disk of the others */
#define PEER_SECONDS 10 /* one that says nothing makes room */

struct handover {
    struct keeper *keeper;
    int listener;
    guint source;
    GPtrArray *peers; /* of struct peer */
};

struct peer {
    struct handover *handover;
    int fd;
    guint source, timeout;
};

static void peer_free(gpointer data)
{
    struct peer *peer = data;

    g_clear_handle_id(&peer->source, g_source_remove);
    g_clear_handle_id(&peer->timeout, g_source_remove);
    fd_close(&peer->fd);
    g_free(peer);
}

/* The name of the user at the other end, as owners are stored. The caller frees; NULL: not known. */
static char *owner_at(int fd)
{
    struct ucred peer;
    socklen_t length = sizeof peer;
    const struct passwd *user;

    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0)
        return NULL;
    user = getpwuid(peer.uid);
    return user ? g_ascii_strdown(user->pw_name, -1) : g_strdup_printf("uid-%u", peer.uid);
}

static bool has_room(const struct keeper *keeper, const char *owner, GError **error)
{
    g_autoptr(GPtrArray) files = spool_files(keeper->start->state, error);
    guint count = 0;

    for (guint i = 0; files && i < files->len; i++)
        count += g_strcmp0(((struct spooled *)g_ptr_array_index(files, i))->owner, owner) == 0;
    if (!files || count < SPOOLED_MOST)
        return files;
    g_set_error(error, VIGIE_ERROR, EX_TEMPFAIL, "%u mails of %s wait already", count, owner);
    return false;
}

static bool keep(const struct handover *handover, GBytes *mail, const char *owner, gint64 received,
                 GError **error)
{
    const struct keeper *keeper = handover->keeper;
    AUTO(spool_writer) writer = spool_begin(keeper->start->state, "filter", owner, error);
    gsize length;
    const void *data = g_bytes_get_data(mail, &length);

    return writer && spool_write(writer, data, length, error) &&
           spool_commit(writer, received, error);
}

static bool take_mail(const struct peer *peer, const struct ipc_message *message, GError **error)
{
    g_autofree char *owner = owner_at(peer->fd);
    g_autoptr(GBytes) mail = NULL;
    gint64 received;

    if (!owner || !ipc_expect(message, HANDOVER_MAIL, "x", error) ||
        !has_room(peer->handover->keeper, owner, error))
        return false;
    mail = ipc_memfd_bytes(message->fd, MESSAGE_MAX_BYTES + 1, error);
    /* A mail cannot come later than now, whatever is said. */
    received = CLAMP(g_variant_get_int64(message->payload), 1, keeper_now(peer->handover->keeper));
    return mail && g_bytes_get_size(mail) > 0 && keep(peer->handover, mail, owner, received, error);
}

static void answer(const struct peer *peer, const struct ipc_message *message)
{
    g_autoptr(GError) error = NULL;

    if (take_mail(peer, message, &error)) {
        ipc_send(peer->fd, HANDOVER_KEPT, NULL, -1, NULL);
        work_take_spool(peer->handover->keeper);
        return;
    }
    log_warning(NULL, "a mail from the filter of another user is not kept: %s",
                error ? error->message : "it is empty, or it is not known whose it is");
    ipc_send(peer->fd, HANDOVER_REFUSED, g_variant_new_string("see the log of the watch"), -1, NULL);
}

static gboolean peer_spoke(int fd, GIOCondition condition, gpointer data)
{
    struct peer *peer = data;
    struct ipc_message message;

    if (ipc_receive(fd, &message, NULL)) {
        answer(peer, &message);
        ipc_message_clear(&message);
    }
    peer->source = 0;
    g_ptr_array_remove(peer->handover->peers, peer);
    return G_SOURCE_REMOVE;
}

static gboolean peer_is_mute(gpointer data)
{
    struct peer *peer = data;

    peer->timeout = 0;
    g_ptr_array_remove(peer->handover->peers, peer);
    return G_SOURCE_REMOVE;
}

static gboolean peer_came(int listener, GIOCondition condition, gpointer data)
{
    struct handover *handover = data;
    AUTO_FD fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    struct peer *peer;

    if (fd < 0 || handover->peers->len >= PEERS_MOST)
        return G_SOURCE_CONTINUE;
    peer = g_new0(struct peer, 1);
    peer->handover = handover;
    peer->fd = fd_steal(&fd);
    peer->source = g_unix_fd_add(peer->fd, G_IO_IN | G_IO_HUP, peer_spoke, peer);
    peer->timeout = g_timeout_add_seconds(PEER_SECONDS, peer_is_mute, peer);
    g_ptr_array_add(handover->peers, peer);
    return G_SOURCE_CONTINUE;
}

static int listen_at(const char *path, GError **error)
{
    struct sockaddr_un address;
    int fd;

    if (!agent_address(path, &address, error))
        return -1;
    fd = agent_listen(path, &address, BACKLOG);
    if (fd < 0)
        g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE,
                    "cannot take mail from the filters of other users at %s: %s; set "
                    "RuntimeDirectory=vigie in the unit, or filter-socket to a path in a folder that "
                    "exists",
                    path, g_strerror(errno));
    return fd;
}

struct handover *handover_start(struct keeper *keeper)
{
    g_autofree char *path = locks_filter_socket(keeper->start->settings);
    g_autoptr(GError) error = NULL;
    struct handover *handover;

    if (!path || keeper->start->once)
        return NULL;
    handover = g_new0(struct handover, 1);
    handover->keeper = keeper;
    handover->peers = g_ptr_array_new_with_free_func(peer_free);
    handover->listener = listen_at(path, &error);
    if (handover->listener >= 0)
        handover->source = g_unix_fd_add(handover->listener, G_IO_IN, peer_came, handover);
    else
        log_error(NULL, "%s", error->message);
    return handover;
}

void handover_free(struct handover *handover)
{
    if (!handover)
        return;
    g_clear_handle_id(&handover->source, g_source_remove);
    g_ptr_array_unref(handover->peers);
    fd_close(&handover->listener); /* the name may be the next watch's by now */
    g_free(handover);
}
