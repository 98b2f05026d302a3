/* Asking for a command to be run, here or by the master. A request opens a channel of its own, so
 * that threads never mix their answers:
 *   requester ── OPEN + channel ──▶ master ── forks ──▶ child ◀── RUN (index, seconds) + input ──
 *   requester ◀── RESULT (status, output, complaint) ── child */
#include "base/runner.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/sandbox.h"
#include "base/spawn.h"

enum { RUNNER_OPEN = 1, RUNNER_RUN, RUNNER_RESULT, RUNNER_REFUSED };

struct runner {
    const struct settings *settings; /* NULL: remote */
    int fd;
};

struct runner *runner_new_direct(const struct settings *settings)
{
    struct runner *runner = g_new0(struct runner, 1);

    runner->settings = settings;
    runner->fd = -1;
    return runner;
}

struct runner *runner_new_remote(int fd)
{
    struct runner *runner = g_new0(struct runner, 1);

    runner->fd = fd;
    return runner;
}

void runner_free(struct runner *runner)
{
    g_free(runner);
}

void run_result_clear(struct run_result *result)
{
    g_clear_pointer(&result->output, secret_free);
    g_clear_pointer(&result->complaint, g_free);
}

static const char *command_at(const struct settings *settings, guint index, GError **error)
{
    if (index < settings->commands->len)
        return g_ptr_array_index(settings->commands, index);
    g_set_error(error, VIGIE_ERROR, EX_SOFTWARE, "no command has the index %u", index);
    return NULL;
}

static bool receive_result(int channel, struct run_result *result, GError **error)
{
    struct ipc_message answer;
    g_autoptr(GVariant) output = NULL;
    const char *complaint;
    gsize length;
    gconstpointer bytes;
    bool good;

    if (!ipc_receive(channel, &answer, error)) {
        if (error && !*error)
            g_set_error_literal(error, VIGIE_ERROR, EX_TEMPFAIL,
                                "the master ended while a command ran");
        return false;
    }
    if (answer.type == RUNNER_REFUSED && answer.payload &&
        g_variant_is_of_type(answer.payload, G_VARIANT_TYPE_STRING)) {
        g_set_error_literal(error, VIGIE_ERROR, EX_OSERR,
                            g_variant_get_string(answer.payload, NULL));
        ipc_message_clear(&answer);
        return false;
    }
    good = ipc_expect(&answer, RUNNER_RESULT, "(iays)", error);
    if (good) {
        g_variant_get(answer.payload, "(i@ay&s)", &result->status, &output, &complaint);
        bytes = g_variant_get_fixed_array(output, &length, 1);
        result->output = secret_new(bytes ? bytes : "", length);
        result->complaint = *complaint ? g_strdup(complaint) : NULL;
    }
    ipc_message_clear(&answer);
    return good;
}

static bool run_remote(int fd, guint index, GBytes *input, guint seconds, struct run_result *result,
                       GError **error)
{
    g_autoptr(GBytes) nothing = g_bytes_new(NULL, 0);
    AUTO_FD near = -1;
    AUTO_FD far = -1;
    AUTO_FD memory = -1;
    int pair[2];

    if (!ipc_pair(pair, error))
        return false;
    near = pair[0];
    far = pair[1];
    memory = ipc_memfd_new(input ? input : nothing, error);
    if (memory < 0 || !ipc_send(fd, RUNNER_OPEN, NULL, far, error))
        return false;
    fd_close(&far);
    if (!ipc_send(near, RUNNER_RUN, g_variant_new("(uu)", index, seconds), memory, error))
        return false;
    return receive_result(near, result, error);
}

bool runner_run(struct runner *runner, guint index, GBytes *input, guint seconds,
                struct run_result *result, GError **error)
{
    const char *command;

    *result = (struct run_result){ 0 };
    if (!runner->settings)
        return run_remote(runner->fd, index, input, seconds, result, error);
    command = command_at(runner->settings, index, error);
    return command && spawn_shell(command, input, seconds, -1, result, error);
}

/* Runs in the master's child: one request, one answer. */
static bool answer_request(int channel, const struct settings *settings, GError **error)
{
    struct ipc_message request;
    g_autoptr(GBytes) input = NULL;
    AUTO_RUN_RESULT result = { 0 };
    const char *command;
    guint index, seconds;

    if (!ipc_receive(channel, &request, error) || !ipc_expect(&request, RUNNER_RUN, "(uu)", error))
        return false;
    g_variant_get(request.payload, "(uu)", &index, &seconds);
    command = command_at(settings, index, error);
    if (!command)
        return false;
    input = ipc_memfd_bytes(request.fd, G_MAXINT32, error);
    if (!input || !spawn_shell(command, input, seconds, channel, &result, error))
        return false;
    return ipc_send(
        channel, RUNNER_RESULT,
        g_variant_new("(i@ays)", result.status,
                      g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, secret_bytes(result.output),
                                                secret_length(result.output), 1),
                      result.complaint ? result.complaint : ""),
        -1, error);
}

/* The channel is all it keeps of the master's: what keeps another process's channel open hides the
 * end of that process from its peer. */
static void serve_in_child(int channel, const struct settings *settings)
{
    g_autoptr(GError) error = NULL;

    sandbox_close_others(&channel, 1);
    if (!answer_request(channel, settings, &error) && error)
        ipc_send(channel, RUNNER_REFUSED, g_variant_new_string(error->message), -1, NULL);
}

bool runner_serve(int fd, const struct settings *settings, GError **error)
{
    struct ipc_message request;
    pid_t child;

    if (!ipc_receive(fd, &request, error))
        return false;
    if (!ipc_expect(&request, RUNNER_OPEN, NULL, error) || request.fd < 0) {
        ipc_message_clear(&request);
        return false;
    }
    child = fork();
    if (child == 0) {
        serve_in_child(request.fd, settings);
        _exit(0);
    }
    ipc_message_clear(&request);
    if (child > 0)
        return true;
    g_set_error_literal(error, VIGIE_ERROR, EX_OSERR, "cannot fork for a command");
    return false;
}
