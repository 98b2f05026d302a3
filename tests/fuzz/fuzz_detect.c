/* Any bytes as a mail, by the rules that are shipped: the finding keeps its contract and crosses the
 * border between the reader and the keeper. */
#include "detect/detect.h"

#include <string.h>

#include "base/ipc.h"
#include "fuzz.h"
#include "shipped.h"

#define RECEIVED 1642000000 /* 2022-01-12 */
#define DAY (24 * 60 * 60)

static void check_finding(const struct finding *finding)
{
    if (finding->kind == KIND_NOTICE)
        g_assert_cmpuint(finding->cases->len, >, 0);
    if (finding->kind == KIND_NOTICE || finding->kind == KIND_UNRECOGNISED)
        g_assert_true(g_date_valid(&finding->sent));
    if (finding->kind == KIND_UNRECOGNISED)
        g_assert_null(finding->rule);
    else if (finding->kind != KIND_NONE)
        g_assert_nonnull(finding->rule);
    for (guint i = 0; i < finding->cases->len; i++) {
        const struct finding_case *one = finding->cases->pdata[i];

        g_assert_true(!one->code || one->code[0]);
        g_assert_true(!one->code || !strpbrk(one->code, " \t\r\n"));
    }
}

/* A trace and the dates may outgrow a packet, and then are left out; the rest never does. */
static void check_border(struct finding *finding)
{
    g_autoptr(GVariant) variant = g_variant_ref_sink(finding_to_variant(finding));
    g_autoptr(GVariant) least = NULL;
    g_autoptr(GError) error = NULL;
    AUTO(finding) arrived = finding_from_variant(variant, &error);

    g_assert_no_error(error);
    g_assert_nonnull(arrived);
    g_ptr_array_set_size(finding->trace, 0);
    g_ptr_array_set_size(finding->dates, 0);
    least = g_variant_ref_sink(finding_to_variant(finding));
    g_assert_cmpuint(g_variant_get_size(least), <=, IPC_MAX_PAYLOAD);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const trust[] = { "mx.example.net", NULL };
    struct detect_context context = { .rules = shipped_rules(), .trust = trust,
                                      .received = RECEIVED,
                                      .received_source = SENT_INTERNALDATE,
                                      .now = RECEIVED + DAY };
    g_autoptr(GBytes) raw = g_bytes_new(data, size);
    g_autoptr(GError) error = NULL;
    AUTO(message) message = NULL;
    AUTO(finding) finding = NULL;

    fuzz_criticals_are_fatal();
    message = message_parse(raw, NULL);
    if (!message)
        return 0;
    context.trace = size % 2; /* both ways */
    detect_candidate(context.rules, message);
    finding = detect(&context, message, &error);
    g_assert_no_error(error);
    check_finding(finding);
    check_border(finding);
    return 0;
}
