/* vigie agent: shows, in the session of a user, what a watch that runs as a system service has to
 * tell, and takes the answers back. */
#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "alert/agent_link.h"
#include "alert/desktop.h"
#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/log.h"
#include "cmd/cmd.h"

#define RETRY_FIRST 1 /* seconds until the next try to connect; doubled each time */
#define RETRY_MOST 30
#define ANSWERS_MOST 100 /* kept while the watch is away; a person does not click more */

struct given {
    enum answer answer;
    gint64 entry;
};

struct screen {
    const char *path;
    struct sockaddr_un address;
    GMainLoop *loop;
    struct desktop *desktop;
    int fd;            /* -1: not connected */
    guint source, timer;
    guint delay;       /* seconds, before the next try */
    bool welcome;      /* the watch serves us */
    bool told_missing; /* it was said that there is no watch: once is enough */
    bool told_refused; /* or that it does not serve us */
    GQueue *answers;   /* of struct given, to be sent */
};

static void connect_later(struct screen *screen);

static void disconnect(struct screen *screen)
{
    g_clear_handle_id(&screen->source, g_source_remove);
    fd_close(&screen->fd);
    screen->welcome = false;
}

/* --- answers -------------------------------------------------------------------------------- */

/* What the watch does not take now waits until it is back. */
static void send_answers(struct screen *screen)
{
    const struct given *given;

    while (screen->welcome && (given = g_queue_peek_head(screen->answers))) {
        if (!ipc_send(screen->fd, AGENT_ANSWER,
                      g_variant_new("(ux)", (guint32)given->answer, given->entry), -1, NULL))
            return;
        g_free(g_queue_pop_head(screen->answers));
    }
}

struct taken {
    struct screen *screen;
    struct given given;
};

static gboolean keep_taken(gpointer data)
{
    const struct taken *taken = data;
    struct screen *screen = taken->screen;

    if (g_queue_get_length(screen->answers) >= ANSWERS_MOST)
        g_free(g_queue_pop_head(screen->answers));
    g_queue_push_tail(screen->answers, g_memdup2(&taken->given, sizeof taken->given));
    send_answers(screen);
    return G_SOURCE_REMOVE;
}

/* From the thread that listens on the session bus. */
static void take(gpointer data, const char *user, const char *by, enum answer answer, gint64 entry)
{
    struct taken *taken = g_new(struct taken, 1);

    (void)by; /* the watch knows whose session this is */
    *taken = (struct taken){ data, { answer, entry } };
    g_idle_add_full(G_PRIORITY_DEFAULT, keep_taken, taken, g_free);
}

/* --- the watch ------------------------------------------------------------------------------ */

static bool show(struct screen *screen, GVariant *payload)
{
    g_autoptr(GVariant) packed = g_variant_get_child_value(payload, 1);
    AUTO(desktop_note) note = desktop_note_unpack(packed);
    g_autoptr(GError) error = NULL;
    guint32 serial;

    if (!note)
        return false;
    g_variant_get_child(payload, 0, "u", &serial);
    if (!desktop_show(screen->desktop, note, &error))
        log_warning(NULL, "%s", error->message);
    return ipc_send(screen->fd, AGENT_SHOWN,
                    g_variant_new("(us)", serial, error ? error->message : ""), -1, NULL);
}

static void take_back(struct screen *screen, GVariant *payload)
{
    gint64 entry;

    g_variant_get(payload, "(x)", &entry);
    desktop_withdraw(screen->desktop, entry);
}

static void be_welcome(struct screen *screen)
{
    log_notice(NULL, "the watch at %s shows its alerts here", screen->path);
    screen->welcome = true;
    screen->told_missing = screen->told_refused = false;
    screen->delay = RETRY_FIRST;
    send_answers(screen);
}

static void be_refused(struct screen *screen)
{
    if (!screen->told_refused)
        log_warning(NULL,
                    "the watch at %s has no alert for this user; write user = \"%s\" into an alert "
                    "of kind = desktop in its configuration",
                    screen->path, g_get_user_name());
    screen->told_refused = true;
    screen->delay = RETRY_MOST;
}

/* FALSE where the watch is to be hung up on. */
static bool obey(struct screen *screen, const struct ipc_message *message)
{
    if (ipc_expect(message, AGENT_SHOW, AGENT_SHOW_TYPE, NULL))
        return show(screen, message->payload);
    if (ipc_expect(message, AGENT_WELCOME, NULL, NULL)) {
        be_welcome(screen);
        return true;
    }
    if (ipc_expect(message, AGENT_WITHDRAW, "(x)", NULL)) {
        take_back(screen, message->payload);
        return true;
    }
    if (ipc_expect(message, AGENT_REFUSED, NULL, NULL)) {
        be_refused(screen);
    } else if (ipc_expect(message, AGENT_REPLACED, NULL, NULL)) {
        log_notice(NULL, "another agent of this user is there: this one ends");
        screen->welcome = false; /* and it looks for the watch no longer */
        g_main_loop_quit(screen->loop);
    } else {
        log_warning(NULL,
                    "the watch at %s says what is not understood: is it of another version?",
                    screen->path);
    }
    return false;
}

static gboolean watch_spoke(int fd, GIOCondition condition, gpointer data)
{
    struct screen *screen = data;
    struct ipc_message message;
    bool good = false;

    if (ipc_receive(fd, &message, NULL)) {
        good = obey(screen, &message);
        ipc_message_clear(&message);
    }
    if (good)
        return G_SOURCE_CONTINUE;
    if (screen->welcome)
        log_notice(NULL, "the watch at %s is gone; it is looked for until it is back",
                   screen->path);
    screen->source = 0;
    disconnect(screen);
    connect_later(screen);
    return G_SOURCE_REMOVE;
}

static gboolean connect_now(gpointer data)
{
    struct screen *screen = data;
    const struct sockaddr *address = (const struct sockaddr *)&screen->address;

    screen->timer = 0;
    screen->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (connect(screen->fd, address, sizeof screen->address) == 0) {
        screen->source =
            g_unix_fd_add(screen->fd, G_IO_IN | G_IO_HUP | G_IO_ERR, watch_spoke, screen);
        return G_SOURCE_REMOVE;
    }
    if (!screen->told_missing)
        log_notice(NULL, "no watch at %s (%s); it is looked for until it is there", screen->path,
                   g_strerror(errno));
    screen->told_missing = true;
    disconnect(screen);
    connect_later(screen);
    return G_SOURCE_REMOVE;
}

static void connect_later(struct screen *screen)
{
    screen->timer = g_timeout_add_seconds(screen->delay, connect_now, screen);
    screen->delay = MIN(screen->delay * 2, RETRY_MOST);
}

/* --- life ----------------------------------------------------------------------------------- */

static gboolean end(gpointer data)
{
    g_main_loop_quit(data);
    return G_SOURCE_CONTINUE;
}

/* What was clicked before the end is sent still. */
static void finish(struct screen *screen)
{
    g_clear_pointer(&screen->desktop, desktop_free);
    g_clear_handle_id(&screen->timer, g_source_remove);
    g_clear_handle_id(&screen->source, g_source_remove);
    while (g_main_context_iteration(NULL, FALSE))
        ;
    disconnect(screen);
    g_queue_free_full(screen->answers, g_free);
    g_main_loop_unref(screen->loop);
}

int cmd_agent(const struct globals *globals, int argc, char **argv, GError **error)
{
    g_autofree char *path = NULL;
    const GOptionEntry options[] = { { "socket", 0, 0, G_OPTION_ARG_FILENAME, &path, NULL, NULL },
                                     G_OPTION_ENTRY_NULL };
    struct screen screen = { .fd = -1, .delay = RETRY_FIRST };
    const struct answer_taker taker = { take, &screen };

    (void)globals;
    if (!cmd_parse(options, command_named("agent"), &argc, &argv, 0, 0, error))
        return EX_USAGE;
    screen.path = path ? path : AGENT_SOCKET;
    if (!agent_address(screen.path, &screen.address, error))
        return EX_USAGE;
    log_set_process("vigie agent");
    screen.loop = g_main_loop_new(NULL, FALSE);
    screen.answers = g_queue_new();
    screen.desktop = desktop_new(&taker, "");
    g_unix_signal_add(SIGTERM, end, screen.loop);
    g_unix_signal_add(SIGINT, end, screen.loop);
    connect_now(&screen);
    g_main_loop_run(screen.loop);
    finish(&screen);
    return EX_OK;
}
