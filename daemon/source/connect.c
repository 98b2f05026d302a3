/* Names, addresses, sockets. */
#include "source/connect.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fd.h"

#define KEEPALIVE_PROBES 4 /* unanswered: it is gone */

enum wait_end connect_wait(int fd, short events, int cancel_fd, int wake_fd, gint64 deadline)
{
    struct pollfd fds[] = { { fd, events, 0 }, { cancel_fd, POLLIN, 0 }, { wake_fd, POLLIN, 0 } };

    for (;;) {
        gint64 left = (deadline - g_get_monotonic_time() + 999) / 1000;
        int ready = poll(fds, G_N_ELEMENTS(fds), (int)CLAMP(left, 0, G_MAXINT));

        if (ready < 0 && errno != EINTR)
            return WAIT_FAILED;
        if (ready > 0 && fds[1].revents)
            return WAIT_CANCELLED;
        if (ready > 0 && fds[0].revents)
            return WAIT_READY;
        if (ready > 0 && fds[2].revents)
            return WAIT_WOKEN;
        if (ready == 0 && left <= 0)
            return WAIT_TIMEOUT;
    }
}

static void set_option(int fd, int level, int name, int value)
{
    /* A connection without it serves too. */
    (void)setsockopt(fd, level, name, &value, sizeof value);
}

/* With 60 s a dead peer is found within some four minutes: home routers forget a silent connection
 * after five. */
void connect_keep_alive(int fd, guint seconds)
{
    set_option(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
    set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, (int)(2 * seconds));
    set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, (int)MAX(seconds / 2, 1));
    set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_PROBES);
    set_option(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, (int)(2 * seconds * 1000));
}

/* 0, or why this address does not answer; ECANCELED where the wait was broken. */
static int await_connection(int fd, int cancel_fd, gint64 deadline)
{
    int fault = 0;
    socklen_t length = sizeof fault;

    switch (connect_wait(fd, POLLOUT, cancel_fd, -1, deadline)) {
    case WAIT_READY:
        return getsockopt(fd, SOL_SOCKET, SO_ERROR, &fault, &length) < 0 ? errno : fault;
    case WAIT_CANCELLED:
        return ECANCELED;
    case WAIT_TIMEOUT:
        return ETIMEDOUT;
    default:
        return EIO;
    }
}

static int connect_address(GInetAddress *address, guint16 port, int cancel_fd, gint64 deadline,
                           int *fault)
{
    g_autoptr(GSocketAddress) socket_address = g_inet_socket_address_new(address, port);
    struct sockaddr_storage native;
    gssize size = g_socket_address_get_native_size(socket_address);
    AUTO_FD fd = -1;

    if (!g_socket_address_to_native(socket_address, &native, sizeof native, NULL)) {
        *fault = EAFNOSUPPORT;
        return -1;
    }
    fd = socket(native.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        *fault = errno;
        return -1;
    }
    set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    *fault = connect(fd, (struct sockaddr *)&native, (socklen_t)size) < 0 ? errno : 0;
    if (*fault == EINPROGRESS)
        *fault = await_connection(fd, cancel_fd, deadline);
    return *fault == 0 ? fd_steal(&fd) : -1;
}

static int connect_any(GList *addresses, guint16 port, int cancel_fd, gint64 deadline, int *fault)
{
    guint left = g_list_length(addresses);

    for (GList *at = addresses; at; at = at->next, left--) {
        /* A fair share each, so that a dead IPv6 route leaves time for IPv4. */
        gint64 now = g_get_monotonic_time();
        int fd = connect_address(at->data, port, cancel_fd, now + (deadline - now) / left, fault);

        if (fd >= 0 || *fault == ECANCELED)
            return fd;
    }
    return -1;
}

struct lookup {
    GCancellable *cancel;
    GList *addresses;
    GError *error;
    bool ended, late;
};

static void take_addresses(GObject *resolver, GAsyncResult *result, gpointer data)
{
    struct lookup *lookup = data;

    lookup->addresses =
        g_resolver_lookup_by_name_finish(G_RESOLVER(resolver), result, &lookup->error);
    lookup->ended = true;
}

static gboolean is_late(gpointer data)
{
    struct lookup *lookup = data;

    lookup->late = true;
    g_cancellable_cancel(lookup->cancel);
    return G_SOURCE_REMOVE;
}

static void pass_on(GCancellable *from, gpointer to)
{
    g_cancellable_cancel(to);
}

/* The resolver has time-outs of its own, for each name server and each domain of its search list:
 * minutes, where they are silent. */
static void look_up(struct lookup *lookup, const char *host, gint64 deadline, GCancellable *cancel)
{
    g_autoptr(GMainContext) context = g_main_context_new();
    g_autoptr(GResolver) resolver = g_resolver_get_default();
    g_autoptr(GSource) timer =
        g_timeout_source_new((guint)CLAMP((deadline - g_get_monotonic_time()) / 1000, 0, G_MAXINT));
    gulong link;

    lookup->cancel = g_cancellable_new();
    g_main_context_push_thread_default(context);
    g_resolver_lookup_by_name_async(resolver, host, lookup->cancel, take_addresses, lookup);
    g_source_set_callback(timer, is_late, lookup, NULL);
    g_source_attach(timer, context);
    link = g_cancellable_connect(cancel, G_CALLBACK(pass_on), lookup->cancel, NULL);
    while (!lookup->ended)
        g_main_context_iteration(context, TRUE);
    g_cancellable_disconnect(cancel, link);
    g_source_destroy(timer);
    g_main_context_pop_thread_default(context);
    g_object_unref(lookup->cancel);
}

/* NULL: TROUBLE_UNREACHABLE, or cancelled. */
static GList *addresses_of(const char *host, gint64 deadline, GCancellable *cancel, GError **error)
{
    struct lookup lookup = { 0 };
    gint64 begin = g_get_monotonic_time();

    look_up(&lookup, host, deadline, cancel);
    if (lookup.addresses)
        return lookup.addresses;
    if (lookup.late)
        trouble_set(error, TROUBLE_UNREACHABLE,
                    _("no name server told the address of %s within %u s; check the network and "
                      "/etc/resolv.conf"),
                    host, (guint)((deadline - begin + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC));
    else if (g_error_matches(lookup.error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        g_propagate_error(error, lookup.error);
        return NULL;
    } else
        trouble_set(error, TROUBLE_UNREACHABLE,
                    _("the name %s has no address (%s); check the host and the network"), host,
                    lookup.error->message);
    g_clear_error(&lookup.error);
    return NULL;
}

int connect_host(const char *host, guint16 port, gint64 deadline, GCancellable *cancel,
                 GError **error)
{
    GList *addresses = addresses_of(host, deadline, cancel, error);
    int fault = ENOENT;
    int fd;

    if (!addresses)
        return -1;
    fd = connect_any(addresses, port, g_cancellable_get_fd(cancel), deadline, &fault);
    g_cancellable_release_fd(cancel);
    g_resolver_free_addresses(addresses);
    if (fd < 0 && fault == ECANCELED)
        g_cancellable_set_error_if_cancelled(cancel, error);
    else if (fd < 0)
        trouble_set(error, TROUBLE_UNREACHABLE,
                    _("cannot connect to %s port %u: %s; check host, port and the network"), host,
                    port, g_strerror(fault));
    return fd;
}
