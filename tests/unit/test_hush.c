/* What a server may repeat of a secret, and what it may say. Encodings made by base64(1), xxd(1).
 */
#include <glib.h>
#include <string.h>

#include "base/hush.h"

#define SECRET "Briefkasten-7731"
#define TOKEN "ya29.a0Af_byDq-Wertmarke-5520-Zx8yTn4Kc"

static const struct {
    const char *secret, *text;
    bool is_broken;
    const char *why;
} rows[] = {
    { SECRET, "going down", false, "nothing of it" },
    { SECRET, "", false, "no text" },
    { SECRET, "the password Briefkasten-7731 is wrong", true, "in clear" },
    { SECRET, "near \"kasten-7731\"", true,
      "its end, as one that misreads a line quotes the rest" },
    { SECRET, "kasten", false, "six bytes are a word" },
    { SECRET, "BRIEFKASTEN-7731", true, "in capitals" },
    { SECRET, "\"Brief\\kasten\\-77\\31\"", true, "quoted, with escapes" },
    { SECRET, "Brief kas ten-7731", true, "with blanks" },
    { SECRET, "got AGplYW4AQnJpZWZrYXN0ZW4tNzczMQ==", true, "as PLAIN sends it" },
    { SECRET, "got:AGplYW4AQnJpZWZrYXN0ZW4tNzczMQ==", true, "behind another digit of base64" },
    { SECRET, "QnJpZWZrYXN0ZW4tNzczMQ==", true, "as LOGIN sends it" },
    { SECRET, "QnJpZWZrYXN0ZW4", true, "cut" },
    { SECRET, "AGplYW4AQnJpZWZr\r\n YXN0ZW4tNzczMQ==", true, "folded" },
    { SECRET, "AGplYW4AQnJpZWZrYXN0ZW4tNzczMQ%3D%3D", true, "base64 in an address" },
    { SECRET, "QUdwbFlXNEFRbkpwWldacllYTjBaVzR0TnpjeE1RPT0=", true, "twice in base64" },
    { SECRET, "%42%72%69%65%66%6b%61%73%74%65%6e%2d%37%37%33%31", true, "in percents" },
    { SECRET, "Briefkasten%2D7731", true, "a percent within" },
    { SECRET, "Briefkasten=2D7731", true, "quoted-printable" },
    { SECRET, "4272696566 6b617374656e2d37373331", true, "in hexadecimal digits" },
    { TOKEN, "dXNlcj1qZWFuAWF1dGg9QmVhcmVyIHlhMjkuYTBBZl9ieURxLVdlcnRtYXJrZS01NTIwLVp4OHlUbjRLYwEB",
      true, "XOAUTH2" },
    { TOKEN, "eWEyOS5hMEFmX2J5RHEtV2VydG1hcmtlLTU1MjAtWng4eVRuNEtj", true, "the token in base64" },
    { TOKEN, "invalid token ...erTmarke-5520-Zx8", true, "its middle" },
    { "hunter2", "is it hunter2?", true, "a short one as a whole" },
    { "hunter2", "is it hunter?", false, "and not in part" },
    { "hunter2", "aHVudGVyMg==", true, "a short one in base64" },
    { "à la mer", "réponse : « à la mer »", true, "not ASCII" },
    { "à la mer", "w6AgbGEgbWVy", true, "not ASCII, in base64" },
    { "\"' \\", "anything", true, "nothing of it can be known again: all is hidden" },
};

static struct hush *hush_of(const char *text)
{
    AUTO(secret) secret = secret_new(text, strlen(text));
    struct hush *hush = hush_new();

    hush_learn(hush, secret);
    return hush;
}

static void test_forms(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        AUTO(hush) hush = hush_of(rows[i].secret);

        g_test_message("%s", rows[i].why);
        g_assert_true(hush_is_broken_by(hush, rows[i].text) == rows[i].is_broken);
    }
}

/* What is shown of a text is less than HUSH_LOOKED_AT: what begins to be shown was looked at whole.
 */
static void test_long_text(void)
{
    AUTO(hush) hush = hush_of(SECRET);
    g_autofree char *filler = g_strnfill(HUSH_LOOKED_AT - 10, '.');
    g_autofree char *early = g_strconcat(filler + 400, SECRET, filler, NULL);
    g_autofree char *late = g_strconcat(filler, SECRET, NULL);

    g_assert_true(hush_is_broken_by(hush, early));
    g_assert_true(hush_is_broken_by(hush, late));
}

/* The token of an hour ago may still open the mailbox. */
static void test_many_secrets(void)
{
    AUTO(hush) hush = hush_of(SECRET);
    AUTO(secret) token = secret_new(TOKEN, strlen(TOKEN));

    hush_learn(hush, token);
    g_assert_true(hush_is_broken_by(hush, SECRET));
    g_assert_true(hush_is_broken_by(hush, TOKEN));
    g_assert_false(hush_is_broken_by(hush, "going down"));
}

static void test_long_token(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    AUTO(hush) hush = NULL;

    for (int i = 0; i < 300; i++)
        g_string_append_printf(text, "%c%d", 'a' + i % 26, i * 7919);
    hush = hush_of(text->str);
    for (gsize at = 0; at + 20 < text->len; at += 37) {
        g_autofree char *part = g_strndup(text->str + at, 20);

        g_assert_true(hush_is_broken_by(hush, part));
    }
}

static void test_unknown(void)
{
    AUTO(hush) hush = hush_new();
    AUTO(secret) secret = secret_new(SECRET, strlen(SECRET));

    g_assert_false(hush_is_broken_by(hush, SECRET)); /* nothing was ever told to it */
    hush_expect(hush);
    g_assert_true(hush_is_broken_by(hush, "going down"));
    g_assert_false(hush_knows(hush));
    hush_learn(hush, secret);
    g_assert_true(hush_knows(hush));
    g_assert_false(hush_is_broken_by(hush, "going down"));
    hush_expect(hush);
    g_assert_false(hush_is_broken_by(hush, "going down"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hush/forms", test_forms);
    g_test_add_func("/hush/long-text", test_long_text);
    g_test_add_func("/hush/many-secrets", test_many_secrets);
    g_test_add_func("/hush/long-token", test_long_token);
    g_test_add_func("/hush/unknown", test_unknown);
    return g_test_run();
}
