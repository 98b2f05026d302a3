/* The process that forks readers. */
#include "run/nursery.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "base/sanitized.h"
#include "run/link.h"
#include "run/reader.h"

struct nursery {
    GMutex lock; /* one question at a time */
    pid_t pid;
    int fd;
    gint fast; /* readers are to be so; atomic */
};

static bool answer(int fd, const struct rules *rules, GError **error)
{
    AUTO_FD channel = -1;
    pid_t pid = reader_spawn(rules, &channel, error);

    return pid > 0 && ipc_send(fd, NURSERY_READER, g_variant_new_int32(pid), channel, error);
}

/* What they took counts as the nursery's then, and in the end as that of the command: for who measures it.
 * And the number of one that is to be killed is not another's meanwhile. */
static void bury_readers(int options)
{
    while (waitpid(-1, NULL, options) > 0)
        continue;
}

/* For the first reader: many a scan needs none. */
static bool prepare(const struct ipc_message *request, struct rules **rules, bool *fast,
                    GError **error)
{
    if (!*rules)
        *rules = rules_load_again(NULL, error);
    if (*rules && !*fast && g_variant_get_boolean(request->payload)) {
        rules_speed_up(*rules);
        *fast = true;
    }
    return *rules;
}

static int nursery_main(int fd, struct rules *rules)
{
    g_autoptr(GError) error = NULL;
    struct ipc_message request;
    bool good = true, fast = false;

    log_set_process("vigie nursery");
    while (good && ipc_receive(fd, &request, &error)) {
        bury_readers(WNOHANG);
        good = ipc_expect(&request, NURSERY_WANT, "b", &error) &&
               prepare(&request, &rules, &fast, &error) && answer(fd, rules, &error);
        ipc_message_clear(&request);
    }
    bury_readers(0); /* who asked for them has killed them all */
    if (!error)
        return EX_OK;
    log_error(NULL, "%s", error->message);
    return vigie_error_exit(error);
}

struct nursery *nursery_new(struct rules *rules, GError **error)
{
    pid_t parent = getpid(), child;
    struct nursery *nursery;
    int pair[2];

    if (!ipc_pair(pair, error))
        return NULL;
    child = fork();
    if (child == 0) {
        prctl(PR_SET_NAME, "vigie-nursery");
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(EX_OSERR);
        sandbox_close_others(&pair[1], 1);
        sanitized_exit(nursery_main(pair[1], rules));
    }
    close(pair[1]);
    if (child < 0) {
        close(pair[0]);
        g_set_error_literal(error, VIGIE_ERROR, EX_OSERR, _("cannot fork a process for readers"));
        return NULL;
    }
    nursery = g_new0(struct nursery, 1);
    g_mutex_init(&nursery->lock);
    nursery->pid = child;
    nursery->fd = pair[0];
    return nursery;
}

void nursery_free(struct nursery *nursery)
{
    fd_close(&nursery->fd);
    while (waitpid(nursery->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    g_mutex_clear(&nursery->lock);
    g_free(nursery);
}

void nursery_speed_up(struct nursery *nursery)
{
    g_atomic_int_set(&nursery->fast, 1);
}

static bool ask(struct nursery *nursery, struct ipc_message *reply, GError **error)
{
    GVariant *speed = g_variant_new_boolean(g_atomic_int_get(&nursery->fast));

    if (ipc_send(nursery->fd, NURSERY_WANT, speed, -1, error) &&
        ipc_receive(nursery->fd, reply, error))
        return true;
    if (error && !*error)
        g_set_error_literal(error, VIGIE_ERROR, EX_OSERR, _("no more readers can be forked"));
    return false;
}

pid_t nursery_spawn(struct nursery *nursery, int *fd, GError **error)
{
    struct ipc_message reply = { .fd = -1 };
    pid_t pid = -1;

    g_mutex_lock(&nursery->lock);
    if (ask(nursery, &reply, error) && ipc_expect(&reply, NURSERY_READER, "i", error)) {
        pid = g_variant_get_int32(reply.payload);
        *fd = fd_steal(&reply.fd);
    }
    g_mutex_unlock(&nursery->lock);
    ipc_message_clear(&reply);
    return pid;
}
