/* Asking for a command to be run, here or by the master. A request opens a channel of its own, so
 * that threads never mix their answers:
 *   requester ── OPEN + channel ──▶ master ── forks ──▶ child ◀── RUN (index, seconds) + input ──
 *   requester ◀── RESULT (status, output, complaint) ── child */
#include "base/runner_impl.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/sandbox.h"
#include "base/sanitized.h"
#include "base/spawn.h"

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

static bool take_answer(const struct ipc_message *answer, guint32 type, const char *payload_type,
                        GError **error)
{
    const char *why;
    int code;

    if (!ipc_expect(answer, RUNNER_REFUSED, "(is)", NULL))
        return ipc_expect(answer, type, payload_type, error);
    g_variant_get(answer->payload, "(i&s)", &code, &why);
    g_set_error_literal(error, VIGIE_ERROR, code, why);
    return false;
}

static bool receive(int channel, struct ipc_message *answer, GError **error)
{
    g_autoptr(GError) cause = NULL;

    if (ipc_receive(channel, answer, &cause))
        return true;
    if (cause)
        g_propagate_error(error, g_steal_pointer(&cause));
    else
        g_set_error_literal(error, VIGIE_ERROR, EX_TEMPFAIL,
                            "the master ended before it answered");
    return false;
}

bool runner_ask(const struct runner *runner, guint32 request, GVariant *payload, int fd, guint32 type,
                const char *payload_type, struct ipc_message *answer, GError **error)
{
    g_autoptr(GVariant) held = g_variant_ref_sink(payload);
    AUTO_FD near = -1;
    AUTO_FD far = -1;
    int pair[2];

    if (!ipc_pair(pair, error))
        return false;
    near = pair[0];
    far = pair[1];
    if (!ipc_send(runner->fd, RUNNER_OPEN, NULL, far, error))
        return false;
    fd_close(&far);
    if (!ipc_send(near, request, held, fd, error) || !receive(near, answer, error))
        return false;
    if (take_answer(answer, type, payload_type, error))
        return true;
    ipc_message_clear(answer);
    return false;
}

static bool run_remote(const struct runner *runner, guint index, GBytes *input, guint seconds,
                       struct run_result *result, GError **error)
{
    g_autoptr(GBytes) nothing = g_bytes_new(NULL, 0);
    g_autoptr(GVariant) output = NULL;
    AUTO_FD memory = ipc_memfd_new(input ? input : nothing, error);
    struct ipc_message answer;
    const char *complaint;
    gsize length;
    gconstpointer bytes;

    if (memory < 0 || !runner_ask(runner, RUNNER_RUN, g_variant_new("(uu)", index, seconds), memory,
                                  RUNNER_RESULT, "(iays)", &answer, error))
        return false;
    g_variant_get(answer.payload, "(i@ay&s)", &result->status, &output, &complaint);
    bytes = g_variant_get_fixed_array(output, &length, 1);
    result->output = secret_new(bytes ? bytes : "", length);
    result->complaint = *complaint ? g_strdup(complaint) : NULL;
    ipc_message_clear(&answer);
    return true;
}

bool runner_run(struct runner *runner, guint index, GBytes *input, guint seconds,
                struct run_result *result, GError **error)
{
    const char *command;

    *result = (struct run_result){ 0 };
    if (!runner->settings)
        return run_remote(runner, index, input, seconds, result, error);
    command = command_at(runner->settings, index, error);
    return command && spawn_shell(command, input, seconds, -1, result, error);
}

/* --- the master ----------------------------------------------------------------------------- */

static bool answer_run(int channel, const struct settings *settings, enum grantee grantee,
                       const struct ipc_message *request, GError **error)
{
    g_autoptr(GBytes) input = NULL;
    AUTO_RUN_RESULT result = { 0 };
    const char *command;
    guint index, seconds;

    if (!ipc_expect(request, RUNNER_RUN, "(uu)", error))
        return false;
    g_variant_get(request->payload, "(uu)", &index, &seconds);
    command = command_at(settings, index, error);
    if (!command)
        return false;
    if (!grants_command(settings, grantee, index)) {
        g_set_error(error, VIGIE_ERROR, EX_SOFTWARE, "the command %u is another process's", index);
        return false;
    }
    input = ipc_memfd_bytes(request->fd, G_MAXINT32, error);
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

/* Runs in the master's child: one request, one answer. */
static bool answer_request(int channel, const struct settings *settings, enum grantee grantee,
                           GError **error)
{
    struct ipc_message request;
    bool good;

    if (!ipc_receive(channel, &request, error))
        return false;
    switch (request.type) {
    case RUNNER_READ:
    case RUNNER_REPLACE:
    case RUNNER_REMOVE:
        good = runner_answer_file(channel, settings, grantee, &request, error);
        break;
    default:
        good = answer_run(channel, settings, grantee, &request, error);
        break;
    }
    ipc_message_clear(&request);
    return good;
}

/* The channel is all it keeps of the master's: what keeps another process's channel open hides the
 * end of that process from its peer. */
static void serve_in_child(int channel, const struct settings *settings, enum grantee grantee)
{
    g_autoptr(GError) error = NULL;

    sandbox_close_others(&channel, 1);
    if (!answer_request(channel, settings, grantee, &error) && error)
        ipc_send(channel, RUNNER_REFUSED,
                 g_variant_new("(is)", vigie_error_exit(error), error->message), -1, NULL);
}

static bool is_opening(const struct ipc_message *request, GError **error)
{
    if (!ipc_expect(request, RUNNER_OPEN, NULL, error))
        return false;
    if (request->fd >= 0)
        return true;
    g_set_error_literal(error, VIGIE_ERROR, EX_SOFTWARE, "a process of ours asked on no channel");
    return false;
}

bool runner_serve(int fd, const struct settings *settings, enum grantee grantee, GError **error)
{
    struct ipc_message request;
    pid_t child;

    if (!ipc_receive(fd, &request, error))
        return false;
    if (!is_opening(&request, error)) {
        ipc_message_clear(&request);
        return false;
    }
    child = fork();
    if (child == 0) {
        serve_in_child(request.fd, settings, grantee);
        sanitized_exit(0);
    }
    if (child < 0) /* passing: it is asked again, and the next one may find room */
        ipc_send(request.fd, RUNNER_REFUSED,
                 g_variant_new("(is)", EX_TEMPFAIL, "the system makes no process for it now"), -1, NULL);
    ipc_message_clear(&request);
    return true;
}
