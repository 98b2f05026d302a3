/* Any line as Authentication-Results, and those after it as the hosts that a mail has passed since: only
 * a field that names the trusted border speaks, only one that says so passes, and none does below a
 * host that is foreign. */
#include <string.h>

#include "message/authres.h"
#include "message/authres_parse.h"
#include "fuzz.h"
#include "tokens.h"

#define TRUSTED "mx.example.net"
#define FOREIGN "mx.foreign.example"

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

/* `hops`: hosts, the last that the mail came to first. The caller frees. */
static struct message *message_new(const char *value, char *const *hops)
{
    g_autoptr(GString) mail = g_string_new(NULL);
    g_autoptr(GBytes) raw = NULL;
    struct message *message;

    for (; *hops; hops++)
        g_string_append_printf(
            mail, "Received: from a by %s; Mon, 2 Mar 2026 11:00:00 +0100\r\n", *hops);
    g_string_append_printf(
        mail, "Authentication-Results: %s\r\nFrom: a@example.org\r\n\r\ntext\r\n", value);
    raw = g_string_free_to_bytes(g_steal_pointer(&mail));
    message = message_parse(raw, NULL);
    g_assert_nonnull(message);
    return message;
}

static enum auth_verdict verdict_of(const char *value, char *const *hops)
{
    static const char *const trust[] = { TRUSTED, NULL };
    g_autoptr(GPtrArray) reasons = g_ptr_array_new_with_free_func(g_free);
    AUTO(message) message = message_new(value, hops);
    g_autofree char *border = authres_border(message);
    enum auth_verdict verdict = authres_verdict(message, trust, reasons);

    if (verdict != AUTH_SILENT)
        g_assert_true(authres_counts(message, trust));
    g_assert_cmpstr(border, !=, "");
    if (g_strv_contains((const char *const *)hops, FOREIGN)) {
        g_assert_cmpint(verdict, ==, AUTH_SILENT);
        g_assert_null(border);
    }
    return verdict;
}

/* A quoted string may hide a word by backslashes. */
static bool may_say(const char *value, const char *word)
{
    return strchr(value, '\\') || strstr(value, word);
}

static const char *const phrases[] = {
    "\nmx.example.net",
    "\nmx.foreign.example",
    "\n[192.168.0.1]",
    "\n[IPv6:2002:c0a8:1::1]",
    "\n[fd00::1]",
    "\nlocalhost",
    "\na.lan",
    "\nb.example.net",
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
    g_autofree char *text = fuzz_utf8(data, size), *folded = NULL;
    g_auto(GStrv) lines = g_strsplit(g_strdelimit(text, "\r", ' '), "\n", -1);
    char *const none[] = { NULL };
    const char *value = lines[0] ? lines[0] : "";
    struct authres *parsed;
    enum auth_verdict verdict;

    fuzz_criticals_are_fatal();
    folded = g_ascii_strdown(value, -1);
    parsed = authres_parse(value);
    if (parsed)
        check_parsed(parsed);
    verdict = verdict_of(value, lines[0] ? lines + 1 : none);
    if (!may_say(folded, TRUSTED))
        g_assert_cmpint(verdict, ==, AUTH_SILENT);
    if (!may_say(folded, "pass"))
        g_assert_cmpint(verdict, !=, AUTH_PASSED);
    g_clear_pointer(&parsed, authres_free);
    return 0;
}
