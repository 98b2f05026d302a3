/* Authentication-Results: which fields count, and what they say. */
#include "message/authres.h"

#include <string.h>

#include "message/authres_parse.h"

#define FROM "From: CNAM <assurance-maladie@info.ameli.fr>\n"
#define PASS "Authentication-Results: mx.example.fr; dmarc=pass header.from=info.ameli.fr\n"
#define NONE "Authentication-Results: mx.example.fr; dmarc=none header.from=info.ameli.fr\n"
#define FAIL "Authentication-Results: mx.example.fr; dmarc=fail header.from=info.ameli.fr\n"

static const char *const trust[] = { "mx.example.fr", "mx.google.com", NULL };

/* Verdicts reasoned by hand from RFC 8601 and the rule in authres.h. */
static const struct {
    const char *header;
    enum auth_verdict verdict;
    const char *why;
} rows[] = {
    { PASS FROM, AUTH_PASSED, "plainly" },
    { FAIL FROM, AUTH_FAILED, "plainly not" },
    { FROM, AUTH_SILENT, "nothing speaks" },
    { "Authentication-Results: MX.Example.FR 1; DMARC = Pass\n" FROM, AUTH_PASSED,
      "case, version, blanks; no header.from" },
    { "Authentication-Results: mx.exam\x7fple.fr; dmarc=pass header.from=info.ameli.fr\n" FROM,
      AUTH_SILENT, "a control in the id, which the border did not take for its own" },
    { "Authentication-Results: mx.example.fr; ; dmarc=pass;;\n" FROM, AUTH_PASSED, "empty results" },
    { "Authentication-Results: mx.example.fr; none\n" FROM, AUTH_SILENT, "none" },
    { "Authentication-Results: mx.example.fr; dmarc=none header.from=info.ameli.fr\n" FROM,
      AUTH_SILENT, "no policy" },
    { "Authentication-Results: mx.example.fr; dmarc=pass header.from=ameli.fr\n" FROM, AUTH_PASSED,
      "the organisation's domain" },
    { "Authentication-Results: mx.example.fr; dmarc=pass header.from=evil.fr\n" FROM, AUTH_SILENT,
      "of another domain" },
    { "Authentication-Results: mx.example.fr; dmarc=fail header.from=evil.fr\n" FROM, AUTH_SILENT,
      "a failure of another domain" },
    { "Authentication-Results: mx.example.fr; spf=pass smtp.mailfrom=info.ameli.fr\n" FROM,
      AUTH_SILENT, "SPF alone" },
    { "Authentication-Results: mx.example.fr; dkim=pass header.d=ameli.fr header.s=x\n" FROM,
      AUTH_PASSED, "aligned signature" },
    { "Authentication-Results: mx.example.fr; dkim=pass header.i=@info.ameli.fr\n" FROM,
      AUTH_PASSED, "aligned identity" },
    { "Authentication-Results: mx.example.fr; dkim=pass header.i=\"x y\"@info.ameli.fr\n" FROM,
      AUTH_PASSED, "an identity with a quoted local part" },
    { "Authentication-Results: mx.example.fr; dkim=pass header.d=sendgrid.net\n" FROM, AUTH_SILENT,
      "somebody else's signature" },
    { "Authentication-Results: mx.example.fr; dkim=pass header.d=fr\n" FROM, AUTH_SILENT,
      "a public suffix is no organisation" },
    { "Authentication-Results: mx.example.fr; dkim=pass header.d=ameli.fr;\n dmarc=fail"
      " header.from=info.ameli.fr\n" FROM,
      AUTH_FAILED, "a DMARC failure outweighs a signature" },
    { "Authentication-Results: mx.example.fr (a (nested) comment; dmarc=pass);\n"
      "\tspf=fail (dmarc=pass header.from=info.ameli.fr)\n" FROM,
      AUTH_SILENT, "comments do not count" },
    { "Authentication-Results: mx.example.fr; spf=fail reason=\"; dmarc=pass \\\" "
      ";dkim=pass\"\n" FROM,
      AUTH_SILENT, "nor do quoted strings" },
    { "Authentication-Results: (c) mx.example.fr (c) ; (c) dmarc (c) = (c) pass (c) header (c) . "
      "(c)"
      " from (c) = (c) info.ameli.fr (c)\n" FROM,
      AUTH_PASSED, "comments wherever they may stand" },
    { "Authentication-Results: spf=pass smtp.mailfrom=info.ameli.fr; dmarc=pass\n" FROM,
      AUTH_SILENT, "no authserv-id (Outlook)" },
    { "Authentication-Results: MX.Example.FR; DMARC=Pass Header.From=INFO.AMELI.FR\n" FROM,
      AUTH_PASSED, "case does not count" },
    { "Authentication-Results: mx.example.fr.; dmarc=pass\n" FROM, AUTH_SILENT,
      "a border that strips its own name may let this one in" },
    { "Authentication-Results: a.mx.example.fr; dmarc=pass\n" FROM, AUTH_SILENT,
      "below a trusted id is not the id" },
    { "Authentication-Results: example.fr; dmarc=pass\n" FROM, AUTH_SILENT, "nor above" },
    { "Authentication-Results: evil.fr; dmarc=pass\n" FROM, AUTH_SILENT, "not trusted" },
    { "Authentication-Results: evil.fr; dmarc=fail\n" PASS FROM, AUTH_PASSED,
      "an untrusted one above" },
    { "Received: from a by mail.example.fr; Wed, 12 Jan 2022 10:00:00 +0100\n" PASS FROM,
      AUTH_PASSED, "a hop of the same organisation" },
    { "Received: from a by localhost (x)\nReceived: from b by 10.1.2.3\n"
      "Received: from c by [IPv6:fd00::1]\nReceived: from d by box.lan\n" PASS FROM,
      AUTH_PASSED, "internal hops" },
    { "Received: by 2002:a05:1\n" PASS FROM, AUTH_SILENT, "what is no host" },
    { "Received: by 2002:808:808::1\n" PASS FROM, AUTH_SILENT, "6to4 of a public address" },
    { "Received: from a by mx.evil.fr; Wed, 12 Jan 2022 10:00:00 +0100\n" PASS FROM, AUTH_SILENT,
      "a foreign hop above: brought along from outside" },
    { "Received: from a by 8.8.8.8\n" PASS FROM, AUTH_SILENT, "a public address above" },
    { "Received: from a (by mx.example.fr) id 1\n" PASS FROM, AUTH_SILENT,
      "a by in a comment is none" },
    { "Received: by 2002:a05:6a10:1234:b0:1:2:3 with SMTP id b; Wed, 12 Jan 2022 10:00:01 +0100\n"
      "Received: by mx.google.com with SMTP id a; Wed, 12 Jan 2022 10:00:00 +0100\n"
      "Authentication-Results: mx.google.com;\n       dkim=pass header.i=@info.ameli.fr header.s=k"
      " header.b=abc;\n       spf=pass (google.com: domain of a@b designates 1.2.3.4 as permitted"
      " sender) smtp.mailfrom=a@b;\n       dmarc=pass (p=REJECT sp=REJECT dis=NONE)"
      " header.from=ameli.fr\n" FROM,
      AUTH_PASSED, "Gmail's form" },
    { "Authentication-Results: mx.example.fr; spf=pass\n" PASS FROM, AUTH_PASSED, "two adjacent" },
    { "Authentication-Results: mx.example.fr; spf=pass\nX-A: b\n" PASS FROM, AUTH_SILENT,
      "not adjacent: it may have come along" },
    { "Authentication-Results: mx.example.fr; spf=pass\nReceived: from a by mx.example.fr\n" PASS
          FROM,
      AUTH_SILENT, "below the border's Received" },
    { NONE PASS FROM, AUTH_SILENT, "that there is no policy was said above: it may have come along" },
    { "Authentication-Results: mx.example.fr; dmarc=temperror\n" PASS FROM, AUTH_SILENT,
      "that nobody could tell was said above" },
    { "Authentication-Results: mx.example.fr; dmarc=pass header.from=evil.fr\n" PASS FROM, AUTH_SILENT,
      "above it spoke of another domain" },
    { PASS FAIL FROM, AUTH_FAILED, "a failure counts wherever it stands" },
    { NONE "Authentication-Results: mx.example.fr; spf=none\n"
           "Authentication-Results: mx.example.fr; dkim=pass header.d=ameli.fr\n" FROM,
      AUTH_PASSED, "OpenDMARC's two above OpenDKIM's: no policy, and a signature" },
    { PASS FROM FROM, AUTH_SILENT, "two From fields" },
    { PASS "From: a@info.ameli.fr, b@info.ameli.fr\n", AUTH_SILENT, "two addresses" },
    { PASS "From: ameli\n", AUTH_SILENT, "no domain" },
    { "Authentication-Results: mx.example.fr; dmarc=pass header.from=info.ameli.fr\n"
      "From: \"assurance-maladie@info.ameli.fr\" <x@evil.fr>\n",
      AUTH_SILENT, "the address is what counts" },
};

static void test_verdicts(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GBytes) raw = g_bytes_new_static(rows[i].header, strlen(rows[i].header));
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) reasons = g_ptr_array_new_with_free_func(g_free);
        AUTO(message) message = message_parse(raw, &error);

        g_test_message("%s", rows[i].why);
        g_assert_no_error(error);
        g_assert_cmpint(authres_verdict(message, trust, reasons), ==, rows[i].verdict);
        if (rows[i].verdict != AUTH_SILENT)
            g_assert_cmpuint(reasons->len, >, 0);
    }
}

static void test_no_trust(void)
{
    static const char *const nobody[] = { NULL };
    g_autoptr(GBytes) raw = g_bytes_new_static(PASS FROM, strlen(PASS FROM));
    g_autoptr(GPtrArray) reasons = g_ptr_array_new_with_free_func(g_free);
    AUTO(message) message = message_parse(raw, NULL);

    g_assert_cmpint(authres_verdict(message, nobody, reasons), ==, AUTH_SILENT);
    g_assert_cmpuint(reasons->len, ==, 2); /* nobody is trusted, and who speaks */
    g_assert_nonnull(strstr(g_ptr_array_index(reasons, 1), "mx.example.fr"));
}

/* An unverified mail always says whose word was looked for. */
static void test_silence(void)
{
    static const char *const elsewhere[] = { "mx.elsewhere.example", NULL };
    g_autoptr(GBytes) raw = g_bytes_new_static(FROM, strlen(FROM));
    g_autoptr(GPtrArray) reasons = g_ptr_array_new_with_free_func(g_free);
    AUTO(message) message = message_parse(raw, NULL);

    g_assert_cmpint(authres_verdict(message, elsewhere, reasons), ==, AUTH_SILENT);
    g_assert_cmpuint(reasons->len, ==, 1);
    g_assert_nonnull(strstr(g_ptr_array_index(reasons, 0), "mx.elsewhere.example"));
}

/* What `check` may propose. */
static void test_border(void)
{
    static const struct {
        const char *header, *id, *why;
    } borders[] = {
        { FROM, NULL, "no field" },
        { PASS FROM, "mx.example.fr", "on top" },
        { "Received: from a by mail.example.fr\n" PASS FROM, "mx.example.fr", "below its own hop" },
        { "Received: from a by mx.evil.fr\n" PASS FROM, NULL, "below a foreign one" },
        { "Authentication-Results: MX.B.fr 1; none\n" PASS FROM, "mx.b.fr", "the topmost" },
        { "Authentication-Results: spf=pass\n" PASS FROM, NULL, "the topmost has no id" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(borders); i++) {
        g_autoptr(GBytes) raw = g_bytes_new_static(borders[i].header, strlen(borders[i].header));
        AUTO(message) message = message_parse(raw, NULL);
        g_autofree char *id = authres_border(message);

        g_test_message("%s", borders[i].why);
        g_assert_cmpstr(id, ==, borders[i].id);
    }
}

static void test_grammar(void)
{
    struct authres *authres = authres_parse(
        " mx.example.fr 1; (c;) dkim/1=pass (good) header.d=\"ameli.fr\" reason=\"a;b\";"
        " spf=softfail smtp.mailfrom=<a@b>; broken; dmarc=pass");
    const struct authres_result *dkim;

    g_assert_cmpstr(authres->authserv_id, ==, "mx.example.fr");
    g_assert_cmpuint(authres->results->len, ==, 2); /* up to what is broken */
    dkim = g_ptr_array_index(authres->results, 0);
    g_assert_cmpstr(dkim->method, ==, "dkim");
    g_assert_cmpstr(dkim->result, ==, "pass");
    g_assert_cmpstr(authres_property(dkim, "header", "d"), ==, "ameli.fr");
    g_assert_cmpstr(authres_property(dkim, "reason", ""), ==, "a;b");
    g_assert_null(authres_property(dkim, "header", "i"));
    authres_free(authres);
    g_assert_null(authres_parse(""));
    g_assert_null(authres_parse("spf=pass smtp.mailfrom=a"));
    g_assert_null(authres_parse("(only a comment"));
    g_assert_null(authres_parse("two words; dmarc=pass"));
}

static void test_registrable(void)
{
    static const char *const hosts[][2] = {
        { "statsndm.info.ameli.fr", "ameli.fr" },
        { "AMELI.FR", "ameli.fr" },
        { "a.b.gouv.fr", "b.gouv.fr" },
        { "fr", "fr" },
        { "localhost", "localhost" },
        { "192.0.2.1", "192.0.2.1" },
        { "", "" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(hosts); i++) {
        g_autofree char *domain = authres_registrable(hosts[i][0]);

        g_assert_cmpstr(domain, ==, hosts[i][1]);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/authres/verdicts", test_verdicts);
    g_test_add_func("/authres/no-trust", test_no_trust);
    g_test_add_func("/authres/silence", test_silence);
    g_test_add_func("/authres/border", test_border);
    g_test_add_func("/authres/grammar", test_grammar);
    g_test_add_func("/authres/registrable", test_registrable);
    return g_test_run();
}
