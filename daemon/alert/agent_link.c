/* Where agents and the watch meet. */
#include "alert/agent_link.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"

bool agent_address(const char *path, struct sockaddr_un *address, GError **error)
{
    *address = (struct sockaddr_un){ .sun_family = AF_UNIX };
    if (g_strlcpy(address->sun_path, path, sizeof address->sun_path) < sizeof address->sun_path)
        return true;
    g_set_error(error, VIGIE_ERROR, EX_USAGE,
                _("the path of the socket %s is too long; take one of less than %zu bytes"), path,
                sizeof address->sun_path);
    return false;
}

int agent_listen(const char *path, const struct sockaddr_un *address, int backlog)
{
    AUTO_FD fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct stat facts;

    if (lstat(path, &facts) == 0 && !S_ISSOCK(facts.st_mode)) {
        errno = EEXIST;
        return -1;
    }
    unlink(path);
    /* Not by umask, which holds for what other threads make meanwhile too. */
    if (fd >= 0 && bind(fd, (const struct sockaddr *)address, sizeof *address) == 0 &&
        chmod(path, 0666) == 0 && listen(fd, backlog) == 0)
        return fd_steal(&fd);
    return -1;
}
