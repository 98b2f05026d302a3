/* Where agents and the watch meet. */
#include "alert/agent_link.h"

#include <glib/gi18n.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/error.h"

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
