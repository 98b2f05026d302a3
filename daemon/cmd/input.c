/* One message, from a file or from standard input. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "cmd/cmd.h"
#include "message/message.h"

GBytes *cmd_message(const char *name, gint64 now, gint64 *received, GError **error)
{
    bool from_stdin = strcmp(name, "-") == 0;
    AUTO_FD fd = from_stdin ? dup(STDIN_FILENO) : open(name, O_RDONLY | O_CLOEXEC);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    struct stat facts;

    if (fd < 0 || fstat(fd, &facts) < 0) {
        g_set_error(error, VIGIE_ERROR, EX_NOINPUT,
                    _("cannot open %s: %s; name a message file, or - for standard input"), name,
                    g_strerror(errno));
        return NULL;
    }
    /* A little more than will be read, so that it is seen to be cut. */
    if (!fd_read_most(fd, bytes, MESSAGE_MAX_BYTES + 1, error)) {
        g_prefix_error(error, "%s: name a file that holds one message: ", name);
        return NULL;
    }
    *received = from_stdin ? now : MIN(facts.st_mtim.tv_sec, now);
    return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}
