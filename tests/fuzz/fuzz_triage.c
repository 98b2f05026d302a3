/* Any bytes as a header, by the rules that are shipped: the first look says no to none that the
 * real reading would fetch. */
#include "triage/triage.h"

#include "detect/detect.h"
#include "detect/triage_table.h"
#include "fuzz.h"
#include "message/message.h"
#include "shipped.h"

static const struct triage_image *shipped_table(void)
{
    static const guint64 stamp[2];
    static GBytes *table;

    if (!table)
        table = triage_table_make(shipped_rules(), stamp, NULL);
    return g_bytes_get_data(table, NULL);
}

/* Makes the table before the clock of an input runs: instrumented, it takes longer than that allows. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    g_assert_nonnull(shipped_table());
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) raw = g_bytes_new(data, size);
    AUTO(message) header = NULL;

    fuzz_criticals_are_fatal();
    if (triage_look(shipped_table(), (const char *)data, size) == TRIAGE_MAYBE)
        return 0;
    header = message_parse_header(raw, NULL);
    if (header) /* else it is no mail */
        g_assert_false(detect_candidate(shipped_rules(), header));
    return 0;
}
