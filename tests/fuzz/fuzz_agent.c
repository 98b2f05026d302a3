/* What a watch and an agent say to each other, where either may be another program: a note for the screen
 * is refused, or reads as it is written; a watch takes from an agent what has its form, and hangs up
 * after all else. */
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "alert/agent_link.h"
#include "alert/agents.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/log.h"
#include "hostile.h"
#include "variants.h"

#define PACKETS_MOST 6
#define SERIAL 1 /* of the first note that a watch hands out */

static const char *const texts[] = {
    "", "fr", "en", "é", "Mon espace santé", "x\ny", "\x1b[2J", "<b>&amp;</b>",
};

static void check_note(GVariant *packed)
{
    AUTO(desktop_note) note = desktop_note_unpack(packed);
    g_autoptr(GVariant) once = NULL, twice = NULL;
    AUTO(desktop_note) again = NULL;

    if (!note)
        return;
    g_assert_cmpuint(note->urgency, <=, URGENCY_HIGHEST);
    g_assert_true(note->language && note->title && note->brief);
    once = g_variant_ref_sink(desktop_note_pack(note));
    again = desktop_note_unpack(once);
    g_assert_nonnull(again);
    twice = g_variant_ref_sink(desktop_note_pack(again));
    g_assert_true(g_variant_equal(once, twice));
}

static void check_bytes(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autoptr(GVariant) packed = NULL, show = NULL, inner = NULL;
    struct maker maker = { data, size, texts, G_N_ELEMENTS(texts) };
    g_autoptr(GVariant) made =
        g_variant_ref_sink(maker_make(&maker, G_VARIANT_TYPE(DESKTOP_NOTE_TYPE)));

    packed = g_variant_ref_sink(
        g_variant_new_from_bytes(G_VARIANT_TYPE(DESKTOP_NOTE_TYPE), bytes, FALSE));
    check_note(packed);
    show = g_variant_ref_sink(
        g_variant_new_from_bytes(G_VARIANT_TYPE(AGENT_SHOW_TYPE), bytes, FALSE));
    inner = g_variant_get_child_value(show, 1);
    check_note(inner);
    check_note(made);
}

/* --- a note of ours ------------------------------------------------------------------------- */

static void take(gpointer data, const char *user, const char *by, enum answer answer, gint64 entry)
{
    g_assert_cmpuint(answer, <=, ANSWER_ACTIVATED);
    g_assert_cmpstr(user, ==, g_get_user_name());
    g_assert_nonnull(strstr(by, user));
}

/* About an entry whose words others chose: it passes to an agent whatever they are. */
static struct desktop_note *note_new(uint8_t event, uint8_t choice, const uint8_t *data, size_t size)
{
    static const struct answer_taker taker = { take, NULL };
    char language[] = { choice & 0x20 ? 'f' : 'e', choice & 0x20 ? 'r' : 'n', '\0' };
    const struct sink_settings settings = { .language = language, .reveal = choice & 0x10 };
    struct right *right = fixture_right();
    const struct sink_context context = {
        .right = right,
        .key = fixture_key,
        .now = fixture_instant(choice & 0x80 ? "2026-04-13T12:00:00+02:00" : "2026-04-10T09:00:00+02:00"),
        .answers = choice & 0x08 ? &taker : NULL,
    };
    AUTO(alert) alert = alert_new(event % (EVENT_HEARTBEAT + 1));
    struct desktop_note *note;

    alert->id = g_strdup("3:reminder:2026-04-10");
    alert->due_at = context.now;
    if (event & 0x80) {
        alert->account = hostile_word(&data, &size);
        alert->detail = hostile_word(&data, &size);
    }
    if (event & 0x40 || alert->event < EVENT_BLIND)
        g_ptr_array_add(alert->entries, hostile_entry(choice, &data, &size));
    note = desktop_note_new(alert, &settings, &context);
    fixture_right_free(right);
    return note;
}

static void check_size(const struct desktop_note *note)
{
    g_autoptr(GVariant) packed = g_variant_ref_sink(desktop_note_pack(note));

    g_assert_cmpuint(g_variant_get_size(packed), <, IPC_MAX_PAYLOAD);
    check_note(packed);
}

/* --- an agent of theirs --------------------------------------------------------------------- */

struct peer {
    const char *path;
    struct maker maker;
    GAsyncQueue *came;
};

static void came(gpointer data, const char *user)
{
    g_async_queue_push(((struct peer *)data)->came, (gpointer)1);
}

static bool hear(int fd)
{
    struct ipc_message message;
    bool heard = ipc_receive(fd, &message, NULL);

    if (heard)
        ipc_message_clear(&message);
    return heard;
}

/* One packet, of a form that is known or of none. */
static void say(int fd, struct maker *maker)
{
    static const char *const types[] = { "(us)", "(ux)", "(x)", "", AGENT_SHOW_TYPE };
    const uint8_t choice = maker_choose(maker, 8);
    const char *type = types[maker_choose(maker, G_N_ELEMENTS(types))];

    if (choice == 0)
        ipc_send(fd, AGENT_SHOWN, maker_make(maker, G_VARIANT_TYPE("(us)")), -1, NULL);
    else if (choice == 1)
        ipc_send(fd, AGENT_SHOWN, g_variant_new("(us)", SERIAL, ""), -1, NULL);
    else if (choice < 4)
        ipc_send(fd, AGENT_ANSWER, maker_make(maker, G_VARIANT_TYPE("(ux)")), -1, NULL);
    else if (choice < 6)
        ipc_send(fd, AGENT_WELCOME + maker_choose(maker, 24),
                 *type ? maker_make(maker, G_VARIANT_TYPE(type)) : NULL,
                 maker_choose(maker, 2) ? fd : -1, NULL);
    else
        (void)!send(fd, maker->data, MIN(maker->left, 64), MSG_NOSIGNAL);
}

/* Waits for the note that is to be shown, for else the watch might wait for an answer; then speaks. */
static gpointer play(gpointer data)
{
    struct peer *peer = data;
    AUTO_FD fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    struct sockaddr_un address;

    g_assert_true(agent_address(peer->path, &address, NULL));
    g_assert_cmpint(connect(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
    if (!hear(fd) || !hear(fd))
        return NULL;
    for (uint8_t count = maker_choose(&peer->maker, PACKETS_MOST + 1); count > 0; count--)
        say(fd, &peer->maker);
    return NULL;
}

static void check_watch(const uint8_t *data, size_t size, const struct desktop_note *note)
{
    g_autofree char *folder = g_dir_make_tmp("vigie-fuzz-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "agent.sock", NULL);
    g_autoptr(GAsyncQueue) arrivals = g_async_queue_new();
    const char *const users[] = { g_get_user_name(), NULL };
    const struct answer_taker taker = { take, NULL };
    struct peer peer = { path, { data, size, texts, G_N_ELEMENTS(texts) }, arrivals };
    struct agents *agents =
        agents_new(path, g_strdupv((char **)(gsize)users), &taker, came, &peer);
    GThread *thread = g_thread_new("agent", play, &peer);
    g_autoptr(GError) error = NULL;
    bool shown;

    g_async_queue_pop(arrivals);
    shown = agents_show(agents, users[0], note, &error);
    g_assert_true(shown == !error);
    g_assert_true(!error || g_utf8_validate(error->message, -1, NULL));
    agents_withdraw(agents, users[0], 3);
    g_thread_join(thread);
    agents_free(agents);
    g_unlink(path);
    g_rmdir(folder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO(desktop_note) note = NULL;

    fuzz_criticals_are_fatal();
    log_set_level(LOG_LEVEL_ERROR);
    check_bytes(data, size);
    if (size < 2)
        return 0;
    note = note_new(data[0], data[1], data + 2, size - 2);
    check_size(note);
    check_watch(data + 2, size - 2, note);
    return 0;
}
