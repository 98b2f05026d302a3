/* Serving the agents. Their sockets do not block: an agent that reads nothing is hung up on. */
#include "alert/agents.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <pwd.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "alert/agent_link.h"
#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/log.h"
#include "base/shown.h"

#define SHOW_SECONDS 50 /* the agent's calls on its bus take 40 at most */
#define BACKLOG 8
#define NAME_BYTES 16384 /* for a row of the user database */
#define FAILURE_BYTES 400 /* why an agent cannot show a note: it may be another program */

struct agent {
    struct agents *agents;
    char *user;
    int fd;
    GSource *source;
    bool leaves; /* hung up on: nothing more is sent to it */
};

/* Somebody waits in agents_show. */
struct showing {
    const struct agent *agent; /* NULL: answered, or gone */
    char *failure;             /* NULL: shown */
};

struct agents {
    char *path;
    char **users;
    struct answer_taker taker;
    agents_came_func *came;
    gpointer came_data;
    GMainContext *context;
    GMainLoop *loop;
    GThread *thread;
    GMutex lock; /* of what follows */
    GCond changed;
    int listener;
    GSource *accepting;
    GPtrArray *present;   /* of struct agent */
    GHashTable *showings; /* of struct showing on a stack, by serial */
    guint32 serial;
    guint waiting; /* threads in wait_for */
};

static bool uid_of(const char *user, uid_t *uid)
{
    g_autofree char *buffer = g_malloc(NAME_BYTES);
    struct passwd row, *found = NULL;

    if (getpwnam_r(user, &row, buffer, NAME_BYTES, &found) != 0 || !found)
        return false;
    *uid = row.pw_uid;
    return true;
}

/* --- one agent ------------------------------------------------------------------------------ */

static void agent_free(gpointer data)
{
    struct agent *agent = data;

    g_source_destroy(agent->source);
    g_source_unref(agent->source);
    fd_close(&agent->fd);
    g_free(agent->user);
    g_free(agent);
}

/* The thread alone frees an agent: it sees the end of the stream. */
static void hang_up(struct agent *agent)
{
    agent->leaves = true;
    shutdown(agent->fd, SHUT_RDWR);
}

/* Nobody shows any more what `agent` (NULL: any of them) was to show. Called with the lock. */
static void end_showings(struct agents *agents, const struct agent *agent)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, agents->showings);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        struct showing *showing = value;

        if (agent && showing->agent != agent)
            continue;
        showing->agent = NULL;
        showing->failure = g_strdup("vigie agent went away");
        g_hash_table_iter_remove(&iter);
    }
    g_cond_broadcast(&agents->changed);
}

static void remove_agent(struct agent *agent)
{
    struct agents *agents = agent->agents;

    g_mutex_lock(&agents->lock);
    end_showings(agents, agent);
    g_ptr_array_remove(agents->present, agent);
    g_mutex_unlock(&agents->lock);
}

static void hear_shown(struct agents *agents, const struct agent *agent, GVariant *payload)
{
    g_autofree char *cut = NULL, *failure = NULL;
    struct showing *showing;
    const char *said;
    guint32 serial;

    g_variant_get(payload, "(u&s)", &serial, &said);
    cut = g_strndup(said, FAILURE_BYTES);
    failure = *said ? shown_harmless(cut) : NULL;
    g_mutex_lock(&agents->lock);
    showing = g_hash_table_lookup(agents->showings, GUINT_TO_POINTER(serial));
    if (showing && showing->agent == agent) {
        showing->agent = NULL;
        showing->failure = g_steal_pointer(&failure);
        g_hash_table_remove(agents->showings, GUINT_TO_POINTER(serial));
        g_cond_broadcast(&agents->changed);
    }
    g_mutex_unlock(&agents->lock);
}

static bool hear_answer(struct agents *agents, const struct agent *agent, GVariant *payload)
{
    g_autofree char *by = g_strdup_printf("the desktop of %s", agent->user);
    guint32 answer;
    gint64 entry;

    g_variant_get(payload, "(ux)", &answer, &entry);
    if (answer > ANSWER_ACTIVATED)
        return false;
    agents->taker.take(agents->taker.data, agent->user, by, (enum answer)answer, entry);
    return true;
}

static bool hear(struct agent *agent, const struct ipc_message *message)
{
    if (ipc_expect(message, AGENT_SHOWN, "(us)", NULL)) {
        hear_shown(agent->agents, agent, message->payload);
        return true;
    }
    return ipc_expect(message, AGENT_ANSWER, "(ux)", NULL) &&
           hear_answer(agent->agents, agent, message->payload);
}

static gboolean agent_spoke(int fd, GIOCondition condition, gpointer data)
{
    struct agent *agent = data;
    g_autoptr(GError) error = NULL;
    struct ipc_message message;
    bool received = ipc_receive(fd, &message, &error);

    if (received && hear(agent, &message)) {
        ipc_message_clear(&message);
        return G_SOURCE_CONTINUE;
    }
    if (received || error)
        log_warning(NULL, "the agent of %s says what is not understood: is it of another version?",
                    agent->user);
    if (received)
        ipc_message_clear(&message);
    remove_agent(agent);
    return G_SOURCE_REMOVE;
}

/* --- who comes ------------------------------------------------------------------------------ */

static GSource *watch_fd(struct agents *agents, int fd, GUnixFDSourceFunc spoke, gpointer data)
{
    GSource *source = g_unix_fd_source_new(fd, G_IO_IN | G_IO_HUP | G_IO_ERR);

    g_source_set_callback(source, G_SOURCE_FUNC(spoke), data, NULL);
    g_source_attach(source, agents->context);
    return source;
}

/* The one of `users` that the other end runs as; NULL: none. */
static const char *user_at(const struct agents *agents, int fd)
{
    struct ucred peer;
    socklen_t length = sizeof peer;
    uid_t uid;

    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0)
        return NULL;
    for (char **user = agents->users; *user; user++)
        if (uid_of(*user, &uid) && uid == peer.uid)
            return *user;
    return NULL;
}

static struct agent *agent_of(const struct agents *agents, const char *user)
{
    for (guint i = 0; i < agents->present->len; i++) {
        struct agent *agent = g_ptr_array_index(agents->present, i);

        if (!agent->leaves && strcmp(agent->user, user) == 0)
            return agent;
    }
    return NULL;
}

/* Takes `fd`. An earlier agent may hang, or be of a session that is gone: the latest is served. */
static void add_agent(struct agents *agents, const char *user, int fd)
{
    struct agent *agent = g_new0(struct agent, 1), *before;

    agent->agents = agents;
    agent->user = g_strdup(user);
    agent->fd = fd;
    g_mutex_lock(&agents->lock);
    before = agent_of(agents, user);
    if (before) {
        ipc_send(before->fd, AGENT_REPLACED, NULL, -1, NULL);
        hang_up(before);
    }
    ipc_send(fd, AGENT_WELCOME, NULL, -1, NULL);
    g_ptr_array_add(agents->present, agent);
    agent->source = watch_fd(agents, fd, agent_spoke, agent);
    g_mutex_unlock(&agents->lock);
}

static gboolean agent_came(int listener, GIOCondition condition, gpointer data)
{
    struct agents *agents = data;
    AUTO_FD fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    const char *user = fd < 0 ? NULL : user_at(agents, fd);

    if (user) {
        log_info(NULL, "the agent of %s is here", user);
        add_agent(agents, user, fd_steal(&fd));
        agents->came(agents->came_data, user);
    } else if (fd >= 0) {
        ipc_send(fd, AGENT_REFUSED, NULL, -1, NULL);
    }
    return G_SOURCE_CONTINUE;
}

/* A socket that any user may connect to: whose it is, SO_PEERCRED tells. Called with the lock. */
static bool listen_at_path(struct agents *agents, GError **error)
{
    struct sockaddr_un address;

    if (agents->listener >= 0)
        return true;
    if (!agent_address(agents->path, &address, error))
        return false;
    agents->listener = agent_listen(agents->path, &address, BACKLOG);
    if (agents->listener < 0) {
        g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE,
                    _("cannot listen for vigie agent at %s: %s; set RuntimeDirectory=vigie in the "
                      "unit, or agent-socket to a path in a folder that exists"),
                    agents->path, g_strerror(errno));
        return false;
    }
    agents->accepting = watch_fd(agents, agents->listener, agent_came, agents);
    return true;
}

/* --- showing -------------------------------------------------------------------------------- */

static bool unavailable(const char *user, const char *why, GError **error)
{
    g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE, "%s's screen: %s", user, why);
    return false;
}

static bool nobody_listens(const char *user, GError **error)
{
    uid_t uid;

    if (uid_of(user, &uid))
        g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE,
                    _("nobody of %s's session listens: vigie agent is not running there (systemctl "
                    "--user enable --now vigie-agent)"),
                    user);
    else
        g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE,
                    _("there is no user %s on this machine; correct user = \"%s\""), user, user);
    return false;
}

/* Called with the lock, which it gives up while it waits. */
static bool wait_for(struct agents *agents, struct agent *agent, guint32 serial, GError **error)
{
    const gint64 until = g_get_monotonic_time() + SHOW_SECONDS * G_USEC_PER_SEC;
    struct showing showing = { .agent = agent };
    g_autofree char *user = g_strdup(agent->user);
    g_autofree char *failure = NULL;

    g_hash_table_insert(agents->showings, GUINT_TO_POINTER(serial), &showing);
    agents->waiting++;
    while (showing.agent && g_cond_wait_until(&agents->changed, &agents->lock, until))
        ;
    agents->waiting--;
    g_cond_broadcast(&agents->changed);
    failure = showing.failure;
    if (showing.agent) {
        g_hash_table_remove(agents->showings, GUINT_TO_POINTER(serial));
        hang_up(agent);
        return unavailable(user, "vigie agent does not answer; it is hung up on", error);
    }
    return !failure || unavailable(user, failure, error);
}

static bool show(struct agents *agents, const char *user, const struct desktop_note *note,
                 GError **error)
{
    g_autoptr(GError) cause = NULL;
    struct agent *agent;
    guint32 serial;

    if (!listen_at_path(agents, error))
        return false;
    agent = agent_of(agents, user);
    if (!agent)
        return nobody_listens(user, error);
    serial = ++agents->serial;
    if (ipc_send(agent->fd, AGENT_SHOW,
                 g_variant_new("(u@" DESKTOP_NOTE_TYPE ")", serial, desktop_note_pack(note)), -1,
                 &cause))
        return wait_for(agents, agent, serial, error);
    hang_up(agent);
    return unavailable(user, cause->message, error);
}

bool agents_show(struct agents *agents, const char *user, const struct desktop_note *note,
                 GError **error)
{
    bool shown;

    g_mutex_lock(&agents->lock);
    shown = show(agents, user, note, error);
    g_mutex_unlock(&agents->lock);
    return shown;
}

void agents_withdraw(struct agents *agents, const char *user, gint64 entry)
{
    struct agent *agent;

    g_mutex_lock(&agents->lock);
    agent = agent_of(agents, user);
    if (agent && !ipc_send(agent->fd, AGENT_WITHDRAW, g_variant_new("(x)", entry), -1, NULL))
        hang_up(agent);
    g_mutex_unlock(&agents->lock);
}

/* --- life ----------------------------------------------------------------------------------- */

static gpointer serve(gpointer user)
{
    struct agents *agents = user;

    g_main_context_push_thread_default(agents->context);
    g_main_loop_run(agents->loop);
    g_main_context_pop_thread_default(agents->context);
    return NULL;
}

struct agents *agents_new(const char *path, char **users,
                          const struct answer_taker *taker, agents_came_func *came, gpointer data)
{
    struct agents *agents = g_new0(struct agents, 1);
    g_autoptr(GError) error = NULL;

    agents->path = g_strdup(path);
    agents->users = users;
    agents->taker = *taker;
    agents->came = came;
    agents->came_data = data;
    agents->context = g_main_context_new();
    agents->loop = g_main_loop_new(agents->context, FALSE);
    agents->listener = -1;
    agents->present = g_ptr_array_new_with_free_func(agent_free);
    agents->showings = g_hash_table_new(NULL, NULL);
    g_mutex_init(&agents->lock);
    g_cond_init(&agents->changed);
    if (!listen_at_path(agents, &error))
        log_error(NULL, "%s", error->message);
    agents->thread = g_thread_new("vigie-agents", serve, agents);
    return agents;
}

static gboolean quit_loop(gpointer user)
{
    g_main_loop_quit(user);
    return G_SOURCE_REMOVE;
}

void agents_free(struct agents *agents)
{
    g_autoptr(GSource) quit = NULL;

    if (!agents)
        return;
    quit = g_idle_source_new();
    g_source_set_callback(quit, quit_loop, agents->loop, NULL);
    g_source_attach(quit, agents->context);
    g_thread_join(agents->thread);
    g_mutex_lock(&agents->lock);
    end_showings(agents, NULL);
    while (agents->waiting > 0)
        g_cond_wait(&agents->changed, &agents->lock);
    g_mutex_unlock(&agents->lock);
    if (agents->accepting) {
        g_source_destroy(agents->accepting);
        g_source_unref(agents->accepting);
    }
    fd_close(&agents->listener);
    g_ptr_array_unref(agents->present);
    g_hash_table_unref(agents->showings);
    g_main_loop_unref(agents->loop);
    g_main_context_unref(agents->context);
    g_cond_clear(&agents->changed);
    g_mutex_clear(&agents->lock);
    g_strfreev(agents->users);
    g_free(agents->path);
    g_free(agents);
}
