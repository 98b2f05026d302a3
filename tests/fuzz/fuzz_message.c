/* Any bytes as a mail: what message.h promises of the value holds. */
#include "message_checks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) raw = g_bytes_new(data, size);
    g_autoptr(GError) error = NULL;
    AUTO(message) message = NULL;

    fuzz_criticals_are_fatal();
    message = message_parse(raw, &error);
    g_assert_true(!message == !!error);
    if (message)
        check_whole(raw, message);
    return 0;
}
