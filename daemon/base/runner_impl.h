/* Private to base/runner*.c: how a locked-in process asks the master. It sends RUNNER_OPEN with one
 * end of a pair; a child of the master answers one request on it. */
#pragma once

#include "base/ipc.h"
#include "base/runner.h"

enum {
    RUNNER_OPEN = 1, /* "" + fd */
    RUNNER_RUN,      /* "(uu)" index, seconds + fd (memfd: stdin) → RUNNER_RESULT */
    RUNNER_RESULT,   /* "(iays)" */
    RUNNER_REFUSED,  /* "(is)" exit code, why */
    RUNNER_READ,     /* "s" path → RUNNER_FILE */
    RUNNER_FILE,     /* "i" 0 + fd, or errno */
    RUNNER_REPLACE,  /* "(su)" path, how + fd (memfd: the text) → RUNNER_DONE */
    RUNNER_REMOVE,   /* "s" path → RUNNER_FILE without fd */
    RUNNER_DONE,     /* "" */
};

struct runner {
    const struct settings *settings; /* NULL: remote */
    int fd;
};

/* Sends a request to the master (`payload` may be floating, `fd` -1 or borrowed) and waits for the
 * answer, of `type` with `payload_type`. FALSE where it was refused. The caller clears `answer`. */
bool runner_ask(const struct runner *runner, guint32 request, GVariant *payload, int fd, guint32 type,
                const char *payload_type, struct ipc_message *answer, GError **error);

/* The master's child answers RUNNER_READ, RUNNER_REPLACE, RUNNER_REMOVE. */
bool runner_answer_file(int channel, const struct settings *settings, enum grantee grantee,
                        const struct ipc_message *request, GError **error);
