/* Packets between processes: what goes in comes out, and nothing malformed does. */
#include "base/ipc.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"

static void test_round_trip(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) mail = g_bytes_new_static("Subject: x\r\n\r\nhello", 19);
    g_autoptr(GBytes) back = NULL;
    struct ipc_message got;
    const char *text;
    guint32 number;
    int pair[2], fd;

    g_assert_true(ipc_pair(pair, &error));
    fd = ipc_memfd_new(mail, &error);
    g_assert_cmpint(fd, >=, 0);
    g_assert_true(ipc_send(pair[0], 7, g_variant_new("(us)", 42u, "Léa"), fd, &error));
    close(fd);
    g_assert_true(ipc_receive(pair[1], &got, &error));
    g_assert_true(ipc_expect(&got, 7, "(us)", &error));
    g_variant_get(got.payload, "(u&s)", &number, &text);
    g_assert_cmpuint(number, ==, 42);
    g_assert_cmpstr(text, ==, "Léa");
    back = ipc_memfd_bytes(got.fd, 1024, &error);
    g_assert_no_error(error);
    g_assert_true(g_bytes_equal(back, mail));
    ipc_message_clear(&got);
    close(pair[0]);
    g_assert_false(ipc_receive(pair[1], &got, &error));
    g_assert_no_error(error); /* the end of the stream is no error */
    close(pair[1]);
}

static void test_refused(void)
{
    static const struct {
        guint32 words[6];
        gsize length;
        const char *why;
    } rows[] = {
        { { 0x56494731, 1, 0, 0 }, 15, "shorter than a head" },
        { { 0x12345678, 1, 0, 0 }, 16, "no magic" },
        { { 0x56494731, 1, 0, 8 }, 16, "a payload length without a payload" },
        { { 0x56494731, 1, 0, 0, 9, 9 }, 24, "leftovers" },
        { { 0x56494731, 1, 2, 0, 0x00007575 }, 24, "a type string without its NUL" },
        { { 0x56494731, 1, 2, 0, 0x0000007a }, 24, "no such type" },
        { { 0x56494731, 1, 2, 0, 0x0000002a }, 24, "any type (*): GLib would abort" },
        { { 0x56494731, 1, 3, 0, 0x00007261 }, 24, "an array of any tuple (ar)" },
        { { 0x56494731, 1, 0x7fffffff, 0 }, 16, "a type string beyond the packet" },
        { { 0x56494731, 1, 0, 0xfffffff0 }, 16, "a payload that overflows" },
    };
    int pair[2];

    g_assert_true(ipc_pair(pair, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        struct ipc_message got;

        g_test_message("%s", rows[i].why);
        g_assert_cmpint(send(pair[0], rows[i].words, rows[i].length, 0), ==, (gssize)rows[i].length);
        g_assert_false(ipc_receive(pair[1], &got, &error));
        g_assert_error(error, VIGIE_ERROR, EX_SOFTWARE);
    }
    close(pair[0]);
    close(pair[1]);
}

static void test_not_normal(void)
{
    /* A string without its final NUL is not in normal form. */
    struct {
        guint32 head[4];
        char type[8], text[4];
    } packet = { { 0x56494731, 1, 2, 4 }, "s", { 'a', 'b', 'c', 'd' } };
    g_autoptr(GError) error = NULL;
    struct ipc_message got;
    int pair[2];

    g_assert_true(ipc_pair(pair, NULL));
    g_assert_cmpint(send(pair[0], &packet, 28, 0), ==, 28);
    g_assert_false(ipc_receive(pair[1], &got, &error));
    g_assert_error(error, VIGIE_ERROR, EX_SOFTWARE);
    close(pair[0]);
    close(pair[1]);
}

static void test_unsealed(void)
{
    g_autoptr(GError) error = NULL;
    int fd = memfd_create("unsealed", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    g_assert_null(ipc_memfd_bytes(fd, 10, &error));
    g_assert_error(error, VIGIE_ERROR, EX_SOFTWARE);
    close(fd);
}

static void test_too_large(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strnfill(IPC_MAX_PAYLOAD, 'x');
    int pair[2];

    g_assert_true(ipc_pair(pair, NULL));
    g_assert_false(ipc_send(pair[0], 1, g_variant_new_string(text), -1, &error));
    g_assert_error(error, VIGIE_ERROR, EX_SOFTWARE);
    close(pair[0]);
    close(pair[1]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ipc/round-trip", test_round_trip);
    g_test_add_func("/ipc/refused", test_refused);
    g_test_add_func("/ipc/not-normal", test_not_normal);
    g_test_add_func("/ipc/unsealed", test_unsealed);
    g_test_add_func("/ipc/too-large", test_too_large);
    return g_test_run();
}
