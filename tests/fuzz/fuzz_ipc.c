/* Any bytes from another process of ours, as a packet and as a finding: refused, or read so that
 * writing it again gives the same. And bytes as the choices of who makes a finding of the right type,
 * which random bytes would hardly form. */
#include <stdio.h>
#include <sys/socket.h>

#include "base/fd.h"
#include "base/ipc.h"
#include "detect/finding.h"
#include "fuzz.h"
#include "variants.h"

static void check_finding(GVariant *variant)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) once = NULL, twice = NULL;
    AUTO(finding) finding = finding_from_variant(variant, &error);
    AUTO(finding) again = NULL;

    g_assert_true(!finding == !!error);
    if (!finding)
        return;
    once = g_variant_ref_sink(finding_to_variant(finding));
    again = finding_from_variant(once, &error);
    g_assert_no_error(error);
    twice = g_variant_ref_sink(finding_to_variant(again));
    g_assert_true(g_variant_equal(once, twice));
}

static void join(int *ours, int *theirs)
{
    int fds[2];

    g_assert_true(ipc_pair(fds, NULL));
    *ours = fds[0];
    *theirs = fds[1];
}

static void check_packet(const uint8_t *data, size_t size)
{
    struct ipc_message message = { .fd = -1 };
    AUTO_FD ours = -1;
    AUTO_FD theirs = -1;

    join(&ours, &theirs);
    if (send(theirs, data, size, MSG_NOSIGNAL) != (gssize)size)
        return; /* larger than a socket takes */
    fd_close(&theirs);
    if (!ipc_receive(ours, &message, NULL))
        return;
    g_assert_true(!message.payload || g_variant_is_normal_form(message.payload));
    if (ipc_expect(&message, message.type, FINDING_TYPE, NULL))
        check_finding(message.payload);
    ipc_message_clear(&message);
}

static const char *const texts[] = {
    "", "a", "é", "2022-01-12", "mon-espace-sante-notice", "<x@y.example>", "aB3dE5fG7hJ9",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", "\t\n\x1b",
};

/* Sent with a mail beside it, it arrives as it was: the mail up to its limit. */
static void check_sent(GVariant *made, GBytes *mail, gsize limit)
{
    struct ipc_message message = { .fd = -1 };
    g_autoptr(GBytes) arrived = NULL, wanted = NULL;
    AUTO_FD memfd = ipc_memfd_new(mail, NULL);
    AUTO_FD ours = -1;
    AUTO_FD theirs = -1;

    join(&ours, &theirs);
    g_assert_true(ipc_send(theirs, 7, made, memfd, NULL));
    g_assert_true(ipc_receive(ours, &message, NULL));
    g_assert_true(ipc_expect(&message, 7, FINDING_TYPE, NULL));
    g_assert_false(ipc_expect(&message, 8, FINDING_TYPE, NULL));
    g_assert_true(g_variant_equal(message.payload, made));
    arrived = ipc_memfd_bytes(message.fd, limit, NULL);
    wanted = g_bytes_new_from_bytes(mail, 0, MIN(limit, g_bytes_get_size(mail)));
    g_assert_true(g_bytes_equal(arrived, wanted));
    ipc_message_clear(&message);
    fd_close(&theirs);
    g_assert_false(ipc_receive(ours, &message, NULL));
}

/* A descriptor of another kind, or one that another process could still cut, is refused. */
static void check_unsealed(const uint8_t *data, size_t size)
{
    FILE *file = tmpfile();
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_nonnull(file);
    (void)!fwrite(data, 1, MIN(size, 8), file);
    fflush(file);
    bytes = ipc_memfd_bytes(fileno(file), size, &error);
    g_assert_null(bytes);
    g_assert_nonnull(error);
    fclose(file);
}

static void check_made(const uint8_t *data, size_t size)
{
    struct maker maker = { data, size, texts, G_N_ELEMENTS(texts) };
    g_autoptr(GVariant) made =
        g_variant_ref_sink(maker_make(&maker, G_VARIANT_TYPE(FINDING_TYPE)));
    g_autoptr(GBytes) mail = g_bytes_new(data, size);

    check_finding(made);
    check_sent(made, mail, 1u + maker_choose(&maker, 32));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autoptr(GVariant) variant = NULL;

    fuzz_criticals_are_fatal();
    check_packet(data, size);
    variant = g_variant_ref_sink(
        g_variant_new_from_bytes(G_VARIANT_TYPE(FINDING_TYPE), bytes, FALSE));
    check_finding(variant);
    check_made(data, size);
    check_unsealed(data, size);
    return 0;
}
