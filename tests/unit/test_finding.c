/* A finding survives the way between two processes, and a hostile one does not. */
#include "detect/finding.h"

#include <string.h>

#include "base/error.h"

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void test_names(void)
{
    enum kind kind = KIND_NONE;
    enum authenticity authenticity = AUTHENTICITY_UNVERIFIED;
    enum sent_source source = SENT_UNKNOWN;

    g_assert_cmpstr(kind_name(KIND_NONE), ==, "none");
    g_assert_cmpstr(kind_name(KIND_UNRECOGNISED), ==, "unrecognised");
    g_assert_true(kind_from_name("activation", &kind));
    g_assert_cmpint(kind, ==, KIND_ACTIVATION);
    g_assert_false(kind_from_name("Notice", &kind));
    g_assert_false(kind_from_name(NULL, &kind));
    g_assert_cmpstr(authenticity_name(AUTHENTICITY_FORGED), ==, "forged");
    g_assert_true(authenticity_from_name("authentic", &authenticity));
    g_assert_cmpint(authenticity, ==, AUTHENTICITY_AUTHENTIC);
    g_assert_false(authenticity_from_name("", &authenticity));
    g_assert_null(sent_source_name(SENT_UNKNOWN));
    g_assert_cmpstr(sent_source_name(SENT_MANUAL), ==, "manual");
    g_assert_true(sent_source_from_name("internaldate", &source));
    g_assert_cmpint(source, ==, SENT_INTERNALDATE);
    g_assert_false(sent_source_from_name(NULL, &source)); /* the name of SENT_UNKNOWN is no name */
}

static struct finding *full(void)
{
    struct finding *finding = finding_new();
    struct finding_case *found = g_new0(struct finding_case, 1);
    struct finding_date *date = g_new0(struct finding_date, 1);
    struct finding_trace *trace = g_new0(struct finding_trace, 1);

    finding->kind = KIND_NOTICE;
    finding->rule = g_strdup("r");
    finding->message_id = g_strdup("<a\xff@b>"); /* header fields hold any byte */
    finding->authenticity = AUTHENTICITY_FORGED;
    g_ptr_array_add(finding->reasons, g_strdup("because"));
    found->code = g_strdup("ABCD1234");
    g_ptr_array_add(finding->cases, found);
    g_date_set_dmy(&finding->sent, 12, G_DATE_JANUARY, 2022);
    finding->sent_source = SENT_BODY;
    g_date_set_dmy(&finding->dated, 13, G_DATE_JANUARY, 2022);
    strcpy(finding->content_hash, HASH);
    strcpy(finding->shape, HASH);
    date->date = finding->sent;
    date->source = SENT_DATE;
    date->counts = true;
    date->excerpt = g_strdup("12 janvier 2022");
    date->why = g_strdup("é");
    g_ptr_array_add(finding->dates, date);
    trace->rule = g_strdup("r");
    trace->pattern = g_strdup("text 2");
    trace->condition = g_strdup("text");
    trace->field = g_strdup("text");
    trace->matched = true;
    trace->start = 3;
    trace->end = 9;
    g_ptr_array_add(finding->trace, trace);
    g_ptr_array_add(finding->marks, g_strdup("m"));
    finding->reply = mail_reply_new(REPLY_LATER);
    finding->reply->auth = AUTH_FAILED;
    g_ptr_array_add(finding->reply->cited, g_strdup("m"));
    finding->truncated = true;
    return finding;
}

/* As a packet does it: bytes, and a variant over them that trusts nothing. */
static struct finding *carry(GVariant *sent, GError **error)
{
    g_autoptr(GVariant) variant = g_variant_ref_sink(sent);
    g_autoptr(GBytes) bytes = g_variant_get_data_as_bytes(variant);
    g_autoptr(GVariant) received =
        g_variant_ref_sink(g_variant_new_from_bytes(g_variant_get_type(variant), bytes, FALSE));

    return finding_from_variant(received, error);
}

static void test_way(void)
{
    AUTO(finding) before = full();
    g_autoptr(GError) error = NULL;
    AUTO(finding) after = carry(finding_to_variant(before), &error);
    const struct finding_date *date;
    const struct finding_trace *trace;

    g_assert_no_error(error);
    g_assert_cmpint(after->kind, ==, KIND_NOTICE);
    g_assert_cmpstr(after->rule, ==, "r");
    g_assert_cmpstr(after->message_id, ==, "<a\xef\xbf\xbd@b>");
    g_assert_null(after->from);
    g_assert_cmpstr(after->subject, ==, "");
    g_assert_null(after->recipient);
    g_assert_cmpint(after->authenticity, ==, AUTHENTICITY_FORGED);
    g_assert_cmpstr(g_ptr_array_index(after->reasons, 0), ==, "because");
    g_assert_cmpuint(after->cases->len, ==, 1);
    g_assert_cmpstr(((struct finding_case *)g_ptr_array_index(after->cases, 0))->code, ==,
                    "ABCD1234");
    g_assert_null(((struct finding_case *)g_ptr_array_index(after->cases, 0))->person);
    g_assert_cmpint(g_date_compare(&after->sent, &before->sent), ==, 0);
    g_assert_cmpint(after->sent_source, ==, SENT_BODY);
    g_assert_cmpint(g_date_compare(&after->dated, &before->dated), ==, 0);
    g_assert_null(after->original_id);
    g_assert_cmpstr(after->content_hash, ==, HASH);
    g_assert_cmpstr(after->shape, ==, HASH);
    date = g_ptr_array_index(after->dates, 0);
    g_assert_cmpint(g_date_get_year(&date->date), ==, 2022);
    g_assert_cmpint(date->source, ==, SENT_DATE);
    g_assert_true(date->counts);
    g_assert_cmpstr(date->excerpt, ==, "12 janvier 2022");
    g_assert_cmpstr(date->why, ==, "é");
    trace = g_ptr_array_index(after->trace, 0);
    g_assert_cmpstr(trace->pattern, ==, "text 2");
    g_assert_cmpstr(trace->condition, ==, "text");
    g_assert_true(trace->matched);
    g_assert_cmpuint(trace->start, ==, 3);
    g_assert_cmpuint(trace->end, ==, 9);
    g_assert_null(trace->excerpt);
    g_assert_cmpuint(after->faults->len, ==, 0);
    g_assert_cmpstr(g_ptr_array_index(after->marks, 0), ==, "m");
    g_assert_cmpint(after->reply->word, ==, REPLY_LATER);
    g_assert_cmpint(after->reply->auth, ==, AUTH_FAILED);
    g_assert_false(after->reply->pdf_cut);
    g_assert_cmpstr(g_ptr_array_index(after->reply->cited, 0), ==, "m");
    g_assert_true(after->truncated);
}

static void test_empty(void)
{
    AUTO(finding) before = finding_new();
    AUTO(finding) after = carry(finding_to_variant(before), NULL);

    g_assert_nonnull(after);
    g_assert_cmpint(after->kind, ==, KIND_NONE);
    g_assert_null(after->rule);
    g_assert_null(after->reply);
    g_assert_false(g_date_valid(&after->sent));
    g_assert_cmpstr(after->content_hash, ==, "");
    g_assert_false(after->truncated);
}

/* In GVariant's text form. Day 738167 is 2022-01-12 (GLib counts from 0001-01-01, day 1). */
#define PLAIN(kind, cases, sent, source, hash, dates, trace)                                       \
    ANSWERED(kind, cases, sent, source, hash, dates, trace, "nothing")
#define ANSWERED(kind, cases, sent, source, hash, dates, trace, answer)                                       \
    "(uint32 " kind ", @ms nothing, @ms nothing, @ms nothing, '', @ms nothing, uint32 0, @as [], " \
    "@a(msms) " cases ", uint32 " sent ", uint32 " source ", uint32 0, @ms nothing, '" hash                  \
    "', '', @a(uubss) " dates ", @a(ssssbttmst) " trace ", @as [], @as [], @m(uasub) " answer ", false)"

static const struct {
    const char *text;
    bool good;
    const char *why;
} hostile[] = {
    { PLAIN("0", "[]", "0", "0", "", "[]", "[]"), true, "the plainest" },
    { PLAIN("0", "[]", "738167", "1", HASH, "[]", "[]"), true, "with a date and a hash" },
    { PLAIN("6", "[]", "0", "0", "", "[]", "[]"), false, "an unknown kind" },
    { PLAIN("4294967295", "[]", "0", "0", "", "[]", "[]"), false, "a negative kind" },
    { PLAIN("1", "[]", "0", "0", "", "[]", "[]"), false, "a notice without a case" },
    { PLAIN("1", "[(nothing, nothing)]", "0", "0", "", "[]", "[]"), true, "a notice with one" },
    { PLAIN("0", "[]", "0", "8", "", "[]", "[]"), false, "an unknown source" },
    { PLAIN("0", "[]", "1", "1", "", "[]", "[]"), false, "the year 1" },
    { PLAIN("0", "[]", "4294967295", "1", "", "[]", "[]"), false, "the largest day" },
    { PLAIN("0", "[]", "0", "0", "ab", "[]", "[]"), false, "a short hash" },
    { PLAIN("0", "[]", "0", "0", HASH "0", "[]", "[]"), false, "a long hash" },
    { PLAIN("0", "[]", "0", "0", "z123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "[]", "[]"),
      false, "no hexadecimal" },
    { PLAIN("0", "[]", "0", "0", "", "[(1, 1, true, '', '')]", "[]"), false,
      "a date in the year 1" },
    { PLAIN("0", "[]", "0", "0", "", "[(738167, 8, true, '', '')]", "[]"), false,
      "a date's source" },
    { PLAIN("0", "[]", "0", "0", "", "[]", "[('', '', '', '', true, 5, 4, nothing, 0)]"), false,
      "an end before the start" },
    { PLAIN("0", "[]", "0", "0", "", "[]", "[('', '', '', '', true, 4, 5, 'ab', 3)]"), false,
      "words that begin beyond their line" },
    { ANSWERED("0", "[]", "0", "0", "", "[]", "[]", "(1, ['m'], 1, false)"), true, "an answer" },
    { ANSWERED("0", "[]", "0", "0", "", "[]", "[]", "(0, ['m'], 1, false)"), false,
      "an answer that says nothing" },
    { ANSWERED("0", "[]", "0", "0", "", "[]", "[]", "(4, [], 1, false)"), false,
      "a word that does not exist" },
    { ANSWERED("0", "[]", "0", "0", "", "[]", "[]", "(1, ['m'], 3, false)"), false,
      "a verdict that does not exist" },
    { "(uint32 0, 'x')", false, "another type" },
};

static void test_hostile(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_autoptr(GError) error = NULL, syntax = NULL;
        GVariant *variant = g_variant_parse(NULL, hostile[i].text, NULL, NULL, &syntax);

        g_test_message("%s", hostile[i].why);
        g_assert_no_error(syntax);
        {
            AUTO(finding) finding = carry(variant, &error);

            g_assert_true(hostile[i].good == (finding != NULL));
        }
        if (!hostile[i].good)
            g_assert_error(error, VIGIE_ERROR, EX_SOFTWARE);
    }
}

/* Every byte of a good packet is changed in turn: refused or understood, never a crash. Invalid
 * UTF-8 is refused by the normal form. */
static void test_bytes(void)
{
    AUTO(finding) before = full();
    g_autoptr(GVariant) variant = g_variant_ref_sink(finding_to_variant(before));
    const gsize size = g_variant_get_size(variant);
    guint refused = 0;

    for (gsize i = 0; i < size; i++) {
        g_autofree guint8 *copy = g_memdup2(g_variant_get_data(variant), size);
        g_autoptr(GBytes) bytes = NULL;
        g_autoptr(GVariant) broken = NULL;

        copy[i] = 0xff;
        bytes = g_bytes_new(copy, size);
        broken = g_variant_ref_sink(
            g_variant_new_from_bytes(G_VARIANT_TYPE(FINDING_TYPE), bytes, FALSE));
        {
            AUTO(finding) after = finding_from_variant(broken, NULL);

            refused += !after;
        }
    }
    g_assert_cmpuint(refused, >, size / 2);
    g_assert_null(finding_from_variant(NULL, NULL));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/finding/names", test_names);
    g_test_add_func("/finding/way", test_way);
    g_test_add_func("/finding/empty", test_empty);
    g_test_add_func("/finding/hostile", test_hostile);
    g_test_add_func("/finding/bytes", test_bytes);
    return g_test_run();
}
