/* Any bytes as a mail: its sample is a mail again, and its code does not stand in it. */
#include "message/anonymise.h"

#include <string.h>

#include "fuzz.h"
#include "message/message.h"

#define CODE "aB3dE5fG7hJ9" /* that of the samples */

static bool keeps(const char *domain, gconstpointer data)
{
    return g_str_has_suffix(domain, data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const codes[] = { CODE, NULL }, *const nobody[] = { NULL };
    const struct anonymise_context context = { keeps, "ameli.fr", nobody, codes, nobody };
    g_autoptr(GBytes) raw = g_bytes_new(data, size);
    g_autoptr(GBytes) sample = NULL;
    AUTO(message) again = NULL;

    fuzz_criticals_are_fatal();
    sample = message_anonymise(raw, &context, NULL);
    if (!sample)
        return 0;
    again = message_parse(sample, NULL);
    if (again)
        g_assert_null(strstr(again->text, CODE));
    return 0;
}
