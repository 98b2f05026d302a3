/* Any bytes as a configuration: a value, or one fault that names its file and line. */
#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/settings.h"
#include "fuzz.h"

static void check_fault(const char *file, const GError *fault)
{
    const char *after = fault->message + strlen(file);

    g_assert_error(fault, VIGIE_ERROR, EX_CONFIG);
    g_assert_true(g_str_has_prefix(fault->message, file));
    g_assert_true(after[0] == ':' && g_ascii_isdigit(after[1]));
    g_assert_null(strpbrk(fault->message, "\r\n"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) text = g_bytes_new(data, size);
    AUTO_FD fd = ipc_memfd_new(text, NULL);
    g_autofree char *file = g_strdup_printf("/proc/self/fd/%d", fd);
    g_autoptr(GError) error = NULL;
    AUTO(settings) settings = NULL;

    fuzz_criticals_are_fatal();
    settings = settings_load(file, &error);
    g_assert_true(!settings == !!error);
    if (error)
        check_fault(file, error);
    return 0;
}
