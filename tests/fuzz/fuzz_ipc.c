/* Any bytes from another process of ours, as a packet and as a finding: refused, or read so that
 * writing it again gives the same. */
#include <sys/socket.h>

#include "base/fd.h"
#include "base/ipc.h"
#include "detect/finding.h"
#include "fuzz.h"

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

static void check_packet(const uint8_t *data, size_t size)
{
    struct ipc_message message = { .fd = -1 };
    AUTO_FD ours = -1;
    AUTO_FD theirs = -1;
    int fds[2];

    g_assert_true(ipc_pair(fds, NULL));
    ours = fds[0];
    theirs = fds[1];
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autoptr(GVariant) variant = NULL;

    fuzz_criticals_are_fatal();
    check_packet(data, size);
    variant = g_variant_ref_sink(
        g_variant_new_from_bytes(G_VARIANT_TYPE(FINDING_TYPE), bytes, FALSE));
    check_finding(variant);
    return 0;
}
