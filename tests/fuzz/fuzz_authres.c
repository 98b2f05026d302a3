/* Any line as Authentication-Results: only a field that names the trusted border speaks, and only
 * one that says so passes. */
#include <string.h>

#include "message/authres.h"
#include "message/authres_parse.h"
#include "fuzz.h"
#include "tokens.h"

#define TRUSTED "mx.example.net"

static void check_parsed(const struct authres *parsed)
{
    g_assert_cmpstr(parsed->authserv_id, !=, "");
    for (guint i = 0; i < parsed->results->len; i++) {
        const struct authres_result *result = parsed->results->pdata[i];

        g_assert_cmpstr(result->method, !=, "");
        g_assert_nonnull(result->result);
        for (guint j = 0; j < result->properties->len; j++) {
            const struct authres_property *property = result->properties->pdata[j];

            g_assert_true(property->type && property->name && property->value);
        }
    }
}

static enum auth_verdict verdict_of(const char *value)
{
    static const char *const trust[] = { TRUSTED, NULL };
    g_autofree char *mail = g_strdup_printf(
        "Authentication-Results: %s\r\nFrom: a@example.org\r\n\r\ntext\r\n", value);
    g_autoptr(GBytes) raw = g_bytes_new(mail, strlen(mail));
    g_autoptr(GPtrArray) reasons = g_ptr_array_new_with_free_func(g_free);
    AUTO(message) message = message_parse(raw, NULL);

    g_assert_nonnull(message);
    return authres_verdict(message, trust, reasons);
}

/* A quoted string may hide a word by backslashes. */
static bool may_say(const char *value, const char *word)
{
    return strchr(value, '\\') || strstr(value, word);
}

static const char *const phrases[] = {
    "mx.example.net",
    "mx.example.net 1;",
    "; none",
    "; dmarc=pass",
    "; dmarc=fail",
    "; dkim=pass",
    "; dkim=pass header.d=example.org",
    "; dkim=fail header.d=example.org header.b=\"x y\"",
    "; spf=pass smtp.mailfrom=a@example.org",
    "; spf=softfail",
    "; arc=pass",
    "header.from=example.org",
    "header.from=example.org (p=none)",
    "header.i=@example.org",
    "header.s=s1",
    "reason=\"x\\\"y\"",
    "policy.dmarc=none",
    "(a (b) \\( c)",
    "\"mx.example.net\"",
    "\"a\\\\\"",
    "/1",
    ". ",
    "=",
    ";",
    "@",
    "(",
    ")",
    "\"",
};

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    return tokens_mutate(data, size, most, seed, phrases, G_N_ELEMENTS(phrases));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *value = fuzz_utf8(data, size), *folded = NULL;
    struct authres *parsed;
    enum auth_verdict verdict;

    fuzz_criticals_are_fatal();
    g_strdelimit(value, "\r\n", ' ');
    folded = g_ascii_strdown(value, -1);
    parsed = authres_parse(value);
    if (parsed)
        check_parsed(parsed);
    verdict = verdict_of(value);
    if (!may_say(folded, TRUSTED))
        g_assert_cmpint(verdict, ==, AUTH_SILENT);
    if (!may_say(folded, "pass"))
        g_assert_cmpint(verdict, !=, AUTH_PASSED);
    g_clear_pointer(&parsed, authres_free);
    return 0;
}
