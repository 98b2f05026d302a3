/* Files that the configuration names, for processes that may not open them: the master does, by
 * name, at each use. A grant of Landlock would stay with the file that stood there at the start,
 * while these are replaced by a rename; and one on the folder would open what else lies there. */
#include "base/runner_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/replace.h"

#define OPEN_SECONDS 60 /* a file may be a pipe that nobody writes to, or lie on a disk that hangs */
#define TEXT_MAX (64 * 1024 * 1024)

/* --- here ---------------------------------------------------------------------------------- */

static int open_here(const char *path)
{
    return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

static bool replace_here(const char *path, const char *text, guint how, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);

    /* What cannot be made shows when the file is written. */
    if (how & RUNNER_MAKE_FOLDER)
        g_mkdir_with_parents(folder, 0700);
    return how & RUNNER_SHARED ? replace_shared(path, text, error) : replace_file(path, text, error);
}

static bool is_direct(const struct runner *runner)
{
    return !runner || runner->settings;
}

/* --- asking -------------------------------------------------------------------------------- */

/* RUNNER_FILE: 0 or its errno; `fd` (may be NULL) takes what it brings. */
static int ask_file(const struct runner *runner, guint32 request, const char *path, int *fd)
{
    struct ipc_message answer;
    g_autoptr(GError) error = NULL;
    int code;

    if (!runner_ask(runner, request, g_variant_new_string(path), -1, RUNNER_FILE, "i", &answer, &error))
        return vigie_error_exit(error) == EX_SOFTWARE ? EPERM : EAGAIN;
    code = g_variant_get_int32(answer.payload);
    if (fd)
        *fd = fd_steal(&answer.fd);
    ipc_message_clear(&answer);
    return code;
}

int runner_open_file(const struct runner *runner, const char *path)
{
    int fd = -1, code;

    if (is_direct(runner))
        return open_here(path);
    code = ask_file(runner, RUNNER_READ, path, &fd);
    if (code)
        errno = code;
    return fd;
}

GBytes *runner_read_file(const struct runner *runner, const char *path, gsize most, GError **error)
{
    AUTO_FD fd = runner_open_file(runner, path);
    g_autoptr(GByteArray) bytes = g_byte_array_new();

    if (fd < 0) {
        g_set_error_literal(error, VIGIE_ERROR, EX_NOINPUT, g_strerror(errno));
        return NULL;
    }
    if (!fd_read_most(fd, bytes, most, error))
        return NULL;
    return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

bool runner_replace_file(const struct runner *runner, const char *path, const char *text, guint how,
                         GError **error)
{
    g_autoptr(GBytes) bytes = NULL;
    AUTO_FD memory = -1;
    struct ipc_message answer;

    if (is_direct(runner))
        return replace_here(path, text, how, error);
    bytes = g_bytes_new(text, strlen(text));
    memory = ipc_memfd_new(bytes, error);
    if (memory < 0 || !runner_ask(runner, RUNNER_REPLACE,
                                  g_variant_new("(su)", path, how), memory, RUNNER_DONE, NULL,
                                  &answer, error))
        return false;
    ipc_message_clear(&answer);
    return true;
}

bool runner_remove_file(const struct runner *runner, const char *path)
{
    int code;

    if (is_direct(runner))
        return unlink(path) == 0;
    code = ask_file(runner, RUNNER_REMOVE, path, NULL);
    errno = code;
    return code == 0;
}

/* --- the master's child --------------------------------------------------------------------- */

static bool refuse(const char *path, GError **error)
{
    g_set_error(error, VIGIE_ERROR, EX_SOFTWARE, "the configuration does not name the file %s", path);
    return false;
}

static bool answer_read(int channel, const char *path, GError **error)
{
    AUTO_FD fd = -1;

    fd = open_here(path);
    return ipc_send(channel, RUNNER_FILE, g_variant_new_int32(fd < 0 ? errno : 0), fd, error);
}

static bool answer_replace(int channel, const struct settings *settings, enum grantee grantee,
                           const struct ipc_message *request, GError **error)
{
    g_autoptr(GBytes) bytes = NULL;
    g_autofree char *text = NULL;
    const char *path;
    guint how;
    gsize length;
    const char *data;

    if (!ipc_expect(request, RUNNER_REPLACE, "(su)", error))
        return false;
    g_variant_get(request->payload, "(&su)", &path, &how);
    if (!grants_writing(settings, grantee, path))
        return refuse(path, error);
    bytes = ipc_memfd_bytes(request->fd, TEXT_MAX, error);
    if (!bytes)
        return false;
    data = g_bytes_get_data(bytes, &length);
    text = g_strndup(data ? data : "", length);
    return replace_here(path, text, how, error) &&
           ipc_send(channel, RUNNER_DONE, NULL, -1, error);
}

static bool answer_remove(int channel, const char *path, GError **error)
{
    int code = unlink(path) == 0 ? 0 : errno;

    return ipc_send(channel, RUNNER_FILE, g_variant_new_int32(code), -1, error);
}

bool runner_answer_file(int channel, const struct settings *settings, enum grantee grantee,
                        const struct ipc_message *request, GError **error)
{
    const char *path;

    alarm(OPEN_SECONDS);
    if (request->type == RUNNER_REPLACE)
        return answer_replace(channel, settings, grantee, request, error);
    if (!ipc_expect(request, request->type, "s", error))
        return false;
    path = g_variant_get_string(request->payload, NULL);
    if (request->type == RUNNER_READ)
        return grants_reading(settings, grantee, path) ? answer_read(channel, path, error)
                                                       : refuse(path, error);
    return grants_writing(settings, grantee, path) ? answer_remove(channel, path, error)
                                                   : refuse(path, error);
}
