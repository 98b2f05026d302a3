/* The socket in the state directory. A path may be longer than sun_path takes: it is named through
 * the open directory. */
#include "run/visit.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"

#define SOCKET_NAME "control"
#define VISIT_WAIT_SECONDS 180 /* longer than the watch itself waits for its accounts */

/* The address of the socket below the directory open at `directory`. */
static struct sockaddr_un address_in(int directory)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };

    g_snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/" SOCKET_NAME, directory);
    return address;
}

int visit_listen(const char *state, GError **error)
{
    AUTO_FD directory = open(state, O_PATH | O_DIRECTORY | O_CLOEXEC);
    AUTO_FD fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct sockaddr_un address = address_in(directory);
    mode_t mask = umask(0177);
    bool good;

    unlinkat(directory, SOCKET_NAME, 0);
    good = bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 8) == 0;
    umask(mask);
    if (good)
        return fd_steal(&fd);
    g_set_error(error, VIGIE_ERROR, EX_CANTCREAT, _("cannot listen at %s/%s: %s"), state,
                SOCKET_NAME, g_strerror(errno));
    return -1;
}

static bool failed(GError **error, const char *state, const char *what)
{
    g_set_error(error, VIGIE_ERROR, EX_TEMPFAIL,
                _("the watch that runs on %s %s; try again, or see what it logs"), state, what);
    return false;
}

bool visit_check(const char *state, GError **error)
{
    const struct timeval wait = { .tv_sec = VISIT_WAIT_SECONDS };
    AUTO_FD directory = open(state, O_PATH | O_DIRECTORY | O_CLOEXEC);
    AUTO_FD fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un address = address_in(directory);
    char answer[sizeof VISIT_DONE] = "";

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        return failed(error, state, _("cannot be asked to check now"));
    if (recv(fd, answer, sizeof answer - 1, MSG_WAITALL) != (gssize)strlen(VISIT_DONE) ||
        strcmp(answer, VISIT_DONE) != 0)
        return failed(error, state, _("did not finish its check"));
    return true;
}
