/* Agents of users, played by this test: it is root's, or whoever runs it. */
#include "alert/agents.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "alert/agent_link.h"
#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"

#define PATIENCE_US (20 * G_USEC_PER_SEC)

struct world {
    char *folder, *path;
    GAsyncQueue *came;  /* of char * */
    GAsyncQueue *given; /* of char *: "ANSWER ENTRY by WHO" */
    struct agents *agents;
};

static void came(gpointer data, const char *user)
{
    g_async_queue_push(((struct world *)data)->came, g_strdup(user));
}

static void take(gpointer data, const char *user, const char *by, enum answer answer, gint64 entry)
{
    g_async_queue_push(((struct world *)data)->given,
                       g_strdup_printf("%d %" G_GINT64_FORMAT " by %s", answer, entry, by));
}

static void start(struct world *world, const char *user)
{
    const struct answer_taker taker = { take, world };
    const char *const users[] = { "no-such-user-here", user, NULL };

    world->agents = agents_new(world->path, g_strdupv((char **)(gsize)users), &taker, came, world);
}

static void set_up(struct world *world, gconstpointer data)
{
    world->folder = g_dir_make_tmp("vigie-agents-XXXXXX", NULL);
    world->path = g_build_filename(world->folder, "agent.sock", NULL);
    world->came = g_async_queue_new_full(g_free);
    world->given = g_async_queue_new_full(g_free);
    start(world, g_get_user_name());
}

static void tear_down(struct world *world, gconstpointer data)
{
    agents_free(world->agents);
    g_unlink(world->path);
    g_rmdir(world->folder);
    g_async_queue_unref(world->came);
    g_async_queue_unref(world->given);
    g_free(world->path);
    g_free(world->folder);
}

static int connect_to(const struct world *world)
{
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    struct sockaddr_un address;

    g_assert_true(agent_address(world->path, &address, NULL));
    g_assert_cmpint(connect(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
    return fd;
}

static void expect(int fd, guint32 type)
{
    struct ipc_message message;

    g_assert_true(ipc_receive(fd, &message, NULL));
    g_assert_true(ipc_expect(&message, type, NULL, NULL));
    ipc_message_clear(&message);
}

/* An agent that is welcome. */
static int enter(struct world *world)
{
    int fd = connect_to(world);
    g_autofree char *user = NULL;

    expect(fd, AGENT_WELCOME);
    user = g_async_queue_timeout_pop(world->came, PATIENCE_US);
    g_assert_cmpstr(user, ==, g_get_user_name());
    return fd;
}

static void expect_end(int fd)
{
    struct ipc_message message;

    g_assert_false(ipc_receive(fd, &message, NULL));
}

static gpointer show_one(gpointer data)
{
    struct world *world = data;
    struct desktop_note note = { .entry = 3, .urgency = URGENCY_HIGH,
                                 .language = (char *)(gsize)"fr", .title = (char *)(gsize)"title",
                                 .brief = (char *)(gsize)"brief", .may_wait = true };
    GError *error = NULL;

    g_assert_cmpint(agents_show(world->agents, g_get_user_name(), &note, &error), ==, !error);
    return error;
}

/* What was to be shown; its serial. */
static guint32 take_note(int fd)
{
    struct ipc_message message;
    g_autoptr(GVariant) packed = NULL;
    AUTO(desktop_note) note = NULL;
    guint32 serial;

    g_assert_true(ipc_receive(fd, &message, NULL));
    g_assert_true(ipc_expect(&message, AGENT_SHOW, AGENT_SHOW_TYPE, NULL));
    g_variant_get(message.payload, "(u@" DESKTOP_NOTE_TYPE ")", &serial, &packed);
    note = desktop_note_unpack(packed);
    g_assert_cmpint(note->entry, ==, 3);
    g_assert_cmpint(note->urgency, ==, URGENCY_HIGH);
    g_assert_cmpstr(note->title, ==, "title");
    g_assert_null(note->guide);
    g_assert_true(note->may_wait);
    ipc_message_clear(&message);
    return serial;
}

static const struct {
    const char *said; /* NULL: goes away instead */
    gint serial;      /* of what it says, beside the one asked for */
    const char *error, *why;
} rows[] = {
    { "", 0, NULL, "shown" },
    { "no server", 0, "no server", "it says why not" },
    { "\x1b[2Jno\nserver", 0, ": [2Jno server", "a terminal obeys nothing of it" },
    { NULL, 0, "went away", "it dies meanwhile" },
    { "", -1, "went away", "an answer to what was not asked is none" },
};

static void test_shown(struct world *world, gconstpointer data)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        AUTO_FD fd = enter(world);
        GThread *thread = g_thread_new("show", show_one, world);
        guint32 serial = take_note(fd);
        g_autoptr(GError) error = NULL;

        g_test_message("%s", rows[i].why);
        if (rows[i].said)
            g_assert_true(ipc_send(fd, AGENT_SHOWN,
                                   g_variant_new("(us)", serial + (guint32)rows[i].serial,
                                                 rows[i].said),
                                   -1, NULL));
        if (rows[i].error && !(rows[i].said && *rows[i].said))
            fd_close(&fd);
        error = g_thread_join(thread);
        if (!rows[i].error) {
            g_assert_no_error(error);
            continue;
        }
        g_assert_error(error, VIGIE_ERROR, EX_UNAVAILABLE);
        g_assert_nonnull(strstr(error->message, rows[i].error));
    }
}

static void test_nobody_listens(struct world *world, gconstpointer data)
{
    g_autoptr(GError) error = show_one(world);
    g_autoptr(GError) unknown = NULL;
    const struct desktop_note note = { 0 };

    g_assert_error(error, VIGIE_ERROR, EX_UNAVAILABLE);
    g_assert_nonnull(strstr(error->message, "systemctl --user enable --now vigie-agent"));
    g_assert_false(agents_show(world->agents, "no-such-user-here", &note, &unknown));
    g_assert_nonnull(strstr(unknown->message, "there is no user no-such-user-here"));
}

/* The latest agent of a user is served; the one before it is told, and ends. */
static void test_replaced(struct world *world, gconstpointer data)
{
    AUTO_FD first = enter(world);
    AUTO_FD second = enter(world);
    g_autoptr(GError) error = NULL;
    GThread *thread;

    expect(first, AGENT_REPLACED);
    expect_end(first);
    thread = g_thread_new("show", show_one, world);
    g_assert_true(ipc_send(second, AGENT_SHOWN, g_variant_new("(us)", take_note(second), ""), -1,
                           NULL));
    error = g_thread_join(thread);
    g_assert_no_error(error);
}

static void test_answers(struct world *world, gconstpointer data)
{
    AUTO_FD fd = enter(world);
    g_autofree char *wanted = g_strdup_printf("0 3 by the desktop of %s", g_get_user_name());
    g_autofree char *given = NULL;

    g_assert_true(ipc_send(fd, AGENT_ANSWER, g_variant_new("(ux)", ANSWER_LATER, (gint64)3), -1, NULL));
    given = g_async_queue_timeout_pop(world->given, PATIENCE_US);
    g_assert_cmpstr(given, ==, wanted);
}

static void test_withdrawn(struct world *world, gconstpointer data)
{
    AUTO_FD fd = -1;
    struct ipc_message message;
    gint64 entry;

    agents_withdraw(world->agents, g_get_user_name(), 3); /* nobody is there: nothing to do */
    fd = enter(world);
    agents_withdraw(world->agents, g_get_user_name(), 4);
    g_assert_true(ipc_receive(fd, &message, NULL));
    g_assert_true(ipc_expect(&message, AGENT_WITHDRAW, "(x)", NULL));
    g_variant_get(message.payload, "(x)", &entry);
    g_assert_cmpint(entry, ==, 4);
    ipc_message_clear(&message);
}

/* Whatever is not of the protocol ends the connection, and nothing else. */
static void test_strange_words(struct world *world, gconstpointer data)
{
    for (int i = 0; i < 4; i++) {
        AUTO_FD fd = enter(world);

        if (i == 0)
            g_assert_cmpint(send(fd, "hello", 5, 0), ==, 5);
        else if (i == 1)
            ipc_send(fd, AGENT_ANSWER, g_variant_new("(ux)", 17u, (gint64)3), -1, NULL);
        else if (i == 2)
            ipc_send(fd, AGENT_ANSWER, g_variant_new("(us)", 0u, "3"), -1, NULL);
        else
            ipc_send(fd, AGENT_SHOW, NULL, fd, NULL);
        expect_end(fd);
    }
    g_assert_null(g_async_queue_try_pop(world->given));
}

/* The watch ends while an agent is silent: nobody waits for it. */
static void test_ends_beside_a_silent_agent(struct world *world, gconstpointer data)
{
    AUTO_FD fd = enter(world);
    GThread *thread = g_thread_new("show", show_one, world);
    g_autoptr(GError) error = NULL;

    take_note(fd);
    agents_free(g_steal_pointer(&world->agents));
    error = g_thread_join(thread);
    g_assert_error(error, VIGIE_ERROR, EX_UNAVAILABLE);
}

/* A socket that is left lying is replaced, others may connect, and who is not served is told. */
static void test_refused(struct world *world, gconstpointer data)
{
    AUTO_FD fd = -1;
    struct stat status;

    agents_free(world->agents);
    start(world, "no-such-user-either");
    g_assert_cmpint(stat(world->path, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, 0666);
    fd = connect_to(world);
    expect(fd, AGENT_REFUSED);
    expect_end(fd);
    g_assert_null(g_async_queue_try_pop(world->came));
}

/* The folder comes later: it is listened there at the next alert. */
static void test_folder_comes_later(struct world *world, gconstpointer data)
{
    g_autofree char *below = g_build_filename(world->folder, "run", NULL);
    g_autofree char *path = g_build_filename(below, "agent.sock", NULL);
    g_autoptr(GError) none = NULL, nobody = NULL;
    AUTO_FD fd = -1;

    agents_free(world->agents);
    g_free(world->path);
    world->path = g_strdup(path);
    start(world, g_get_user_name());
    none = show_one(world);
    g_assert_nonnull(strstr(none->message, "RuntimeDirectory=vigie"));
    g_assert_cmpint(g_mkdir(below, 0755), ==, 0);
    nobody = show_one(world);
    g_assert_nonnull(strstr(nobody->message, "nobody of"));
    fd = enter(world);
    g_unlink(path);
    g_rmdir(below);
}

#define ADD(name, test) g_test_add(name, struct world, NULL, set_up, test, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("/agents/shown", test_shown);
    ADD("/agents/nobody-listens", test_nobody_listens);
    ADD("/agents/replaced", test_replaced);
    ADD("/agents/answers", test_answers);
    ADD("/agents/withdrawn", test_withdrawn);
    ADD("/agents/strange-words", test_strange_words);
    ADD("/agents/ends-beside-a-silent-agent", test_ends_beside_a_silent_agent);
    ADD("/agents/refused", test_refused);
    ADD("/agents/folder-comes-later", test_folder_comes_later);
    return g_test_run();
}
