/* The side of `vigie filter`. */
#include "run/handover.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include "alert/agent_link.h"
#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/places.h"
#include "store/spool.h"

#define PATIENCE_SECONDS 3 /* with all else, below the 10 s that Dovecot gives */

static int connect_to(const char *path, GError **error)
{
    const struct timeval patience = { .tv_sec = PATIENCE_SECONDS };
    AUTO_FD fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    struct sockaddr_un address;

    if (!agent_address(path, &address, error))
        return -1;
    if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0 &&
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) == 0 &&
        connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd_steal(&fd);
    g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE, "no watch takes mail at %s: %s", path,
                g_strerror(errno));
    return -1;
}

static bool take_answer(const struct ipc_message *answer, const char *path, GError **error)
{
    if (ipc_expect(answer, HANDOVER_KEPT, NULL, NULL))
        return true;
    g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE, "the watch at %s does not keep the mail: %s", path,
                ipc_expect(answer, HANDOVER_REFUSED, "s", NULL)
                    ? g_variant_get_string(answer->payload, NULL)
                    : "it is of another version");
    return false;
}

bool handover_send(const char *path, GBytes *mail, gint64 received, GError **error)
{
    AUTO_FD memory = ipc_memfd_new(mail, error);
    AUTO_FD fd = memory < 0 ? -1 : connect_to(path, error);
    struct ipc_message answer;
    bool kept;

    if (fd < 0 || !ipc_send(fd, HANDOVER_MAIL, g_variant_new_int64(received), memory, error))
        return false;
    if (!ipc_receive(fd, &answer, error)) {
        if (error && !*error)
            g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE, "the watch at %s hung up", path);
        return false;
    }
    kept = take_answer(&answer, path, error);
    ipc_message_clear(&answer);
    return kept;
}

void handover_send_spool(const char *path, guint seconds)
{
    gint64 end = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
    g_autofree char *own = places_state_user();
    g_autoptr(GPtrArray) files = spool_files(own, NULL);
    AUTO_FD lock = files && files->len ? spool_lock(own) : -1;

    for (guint i = 0; lock >= 0 && i < files->len && g_get_monotonic_time() < end; i++) {
        const struct spooled *spooled = g_ptr_array_index(files, i);
        g_autoptr(GBytes) mail = spool_read(spooled->path, NULL);

        if (!mail || !handover_send(path, mail, spooled->received, NULL) ||
            !spool_remove(spooled->path, NULL))
            return;
    }
}
