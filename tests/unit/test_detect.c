/* Detection over whole mails: the samples beside the rules, forwards, dates, verdicts, and mails
 * that nobody here wrote. */
#include "detect/detect.h"

#include <string.h>

#include "base/civil.h"

static gint64 instant(const char *text)
{
    gint64 at;

    g_assert_true(civil_instant_parse(text, &at));
    return at;
}

static struct rules *load_rules(void)
{
    g_autofree char *dir = g_build_filename(g_getenv("VIGIE_SRCDIR"), "rules", NULL);
    const char *const dirs[] = { dir, NULL };
    g_autoptr(GError) error = NULL;
    struct rules *rules = rules_load(dirs, NULL, &error);

    g_assert_no_error(error);
    return rules;
}

static struct finding *detect_bytes(const struct detect_context *context, const char *raw,
                                    gsize length)
{
    g_autoptr(GBytes) bytes = g_bytes_new(raw, length);
    g_autoptr(GError) error = NULL;
    AUTO(message) message = message_parse(bytes, NULL);
    struct finding *finding;

    if (!message) /* not a mail at all: the corpus holds such */
        return NULL;
    finding = detect(context, message, &error);
    g_assert_no_error(error);
    return finding;
}

static struct finding *detect_file(const struct detect_context *context, const char *file)
{
    g_autofree char *raw = NULL;
    gsize length;

    g_assert_true(g_file_get_contents(file, &raw, &length, NULL));
    return detect_bytes(context, raw, length);
}

static struct finding *detect_text(const struct detect_context *context, const char *raw)
{
    struct finding *finding = detect_bytes(context, raw, strlen(raw));

    g_assert_nonnull(finding);
    return finding;
}

/* Each file of `dir` must, or must not, be of the rule's kind. */
static guint check_samples(const struct detect_context *context, const struct rule_info *rule,
                           const char *folder, bool yes)
{
    g_autofree char *dir = g_build_filename(rule->samples, folder, NULL);
    g_autoptr(GDir) listing = g_dir_open(dir, 0, NULL);
    const char *name;
    guint count = 0;

    g_assert_nonnull(listing);
    for (; (name = g_dir_read_name(listing)); count++) {
        g_autofree char *file = g_build_filename(dir, name, NULL);
        AUTO(finding) finding = detect_file(context, file);

        g_test_message("%s", file);
        g_assert_nonnull(finding);
        g_assert_cmpuint(finding->faults->len, ==, 0);
        if (yes) {
            g_assert_cmpstr(kind_name(finding->kind), ==, rule->kind);
            g_assert_cmpstr(finding->rule, ==, rule->name);
        } else {
            g_assert_cmpstr(finding->rule, !=, rule->name);
        }
    }
    return count;
}

static void test_samples(void)
{
    AUTO(rules) rules = load_rules();
    g_autoptr(GArray) list = rules_list(rules);
    const struct detect_context context = { .rules = rules,
                                            .now = instant("2026-11-25T12:00:00+01:00") };

    for (guint i = 0; i < list->len; i++) {
        const struct rule_info *rule = &g_array_index(list, struct rule_info, i);

        g_assert_nonnull(rule->samples);
        g_assert_cmpuint(check_samples(&context, rule, "yes", true), >, 0);
        g_assert_cmpuint(check_samples(&context, rule, "no", false), >, 0);
    }
}

/* Every mail that a rule finds must be found by the cheap first look too, by its header. */
static void test_samples_are_candidates(void)
{
    AUTO(rules) rules = load_rules();
    g_autoptr(GArray) list = rules_list(rules);

    for (guint i = 0; i < list->len; i++) {
        g_autofree char *dir =
            g_build_filename(g_array_index(list, struct rule_info, i).samples, "yes", NULL);
        g_autoptr(GDir) listing = g_dir_open(dir, 0, NULL);
        const char *name;

        while ((name = g_dir_read_name(listing))) {
            g_autofree char *file = g_build_filename(dir, name, NULL), *raw = NULL;
            gsize length;

            /* By headers that say nothing nobody can find them; --thorough is for these. */
            if (strstr(name, "pasted") || strstr(name, "attached"))
                continue;
            g_assert_true(g_file_get_contents(file, &raw, &length, NULL));
            g_autoptr(GBytes) bytes = g_bytes_new(raw, length);
            AUTO(message) header = message_parse_header(bytes, NULL);

            g_test_message("%s", file);
            g_assert_true(detect_candidate(rules, header));
        }
    }
}

static void test_no_candidate(void)
{
    static const char raw[] = "From: Paul <paul@example.fr>\nSubject: Photos du week-end\n\n";
    AUTO(rules) rules = load_rules();
    g_autoptr(GBytes) bytes = g_bytes_new_static(raw, strlen(raw));
    AUTO(message) header = message_parse_header(bytes, NULL);

    g_assert_false(detect_candidate(rules, header));
}

#define OFFICIAL "From: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n"
#define UTF8 "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
#define NOTICE                                                                                     \
    "Votre Mon espace santé a été créé. Vous pouvez vous y opposer dans les six semaines.\n"       \
    "Code provisoire : vC4xZ3aQ2wS1\n"

/* The rules of INTERFACE: Date unless after reception, text within 30 days before it, the earliest;
 * civil days of Paris. Reception is 2022-02-20 12:00. */
static const struct {
    const char *date, *text, *received, *sent, *source, *why;
} sendings[] = {
    { "Wed, 12 Jan 2022 09:14:07 +0100", "", NULL, "2022-01-12", "date", "the Date field" },
    { "Wed, 12 Jan 2022 23:30:00 +0000", "", NULL, "2022-01-13", "date", "the next day in Paris" },
    { "Wed, 12 Jan 2022 09:14:07 +0100", "Paris, le 10 janvier 2022\n", NULL, "2022-01-10", "body",
      "an earlier letter" },
    { "Wed, 12 Jan 2022 09:14:07 +0100", "Paris, le 12 janvier 2022\n", NULL, "2022-01-12", "body",
      "of one day in both, the text is named" },
    { "Wed, 12 Jan 2022 09:14:07 +0100", "Paris, le 13/12/2021\n", NULL, "2021-12-13", "body",
      "exactly 30 days before" },
    { "Wed, 12 Jan 2022 09:14:07 +0100", "Paris, le 12/12/2021\n", NULL, "2022-01-12", "date",
      "31 days before: something else" },
    { "Wed, 12 Jan 2022 09:14:07 +0100", "Paris, le 20 février 2022\n", NULL, "2022-01-12", "date",
      "a later day in the text, no later than reception, is not the earliest" },
    { "Wed, 12 Jan 2022 09:14:07 +0100", "Valable jusqu'au 11 janvier 2022.\n", NULL, "2022-01-12",
      "date", "a validity date" },
    { "Tue, 12 Jan 2021 09:14:07 +0100", "", NULL, "2021-01-12", "date",
      "however long before reception" },
    { "Wed, 12 Jan 2028 09:14:07 +0100", "", NULL, "2022-02-20", "internaldate",
      "a Date after reception does not count" },
    { "Wed, 12 Jan 2028 09:14:07 +0100", "", "Mon, 31 Jan 2022 10:00:00 +0100", "2022-01-31",
      "received", "the Received field tells reception" },
    { NULL, "Paris, le 25 janvier 2022\n", NULL, "2022-01-25", "body",
      "without a Date, 30 days before reception" },
    { NULL, "Paris, le 12 janvier 2022\n", NULL, "2022-02-20", "internaldate",
      "without a Date, more than 30 days before reception" },
    { "Sun, 20 Feb 2022 23:00:00 +0100", "", NULL, "2022-02-20", "date",
      "later on the day of reception: clocks differ" },
};

static void test_sent(void)
{
    AUTO(rules) rules = load_rules();
    const struct detect_context context = { .rules = rules,
                                            .received = instant("2022-02-20T12:00:00+01:00"),
                                            .received_source = SENT_INTERNALDATE,
                                            .now = instant("2022-03-01T12:00:00+01:00") };

    for (gsize i = 0; i < G_N_ELEMENTS(sendings); i++) {
        g_autoptr(GString) raw = g_string_new(OFFICIAL);
        g_autofree char *sent = NULL;

        g_test_message("%s", sendings[i].why);
        if (sendings[i].received)
            g_string_append_printf(raw, "Received: from a.example by mx.example.fr; %s\n",
                                   sendings[i].received);
        if (sendings[i].date)
            g_string_append_printf(raw, "Date: %s\n", sendings[i].date);
        g_string_append_printf(raw, "%s%s%s", UTF8, sendings[i].text, NOTICE);
        AUTO(finding) finding = detect_text(&context, raw->str);
        sent = civil_date_format(&finding->sent);
        g_assert_cmpstr(kind_name(finding->kind), ==, "notice");
        g_assert_cmpstr(sent, ==, sendings[i].sent);
        g_assert_cmpstr(sent_source_name(finding->sent_source), ==, sendings[i].source);
    }
}

/* The border's own fields count where an authserv-id is trusted; what lies below them anyone wrote. */
static void test_received(void)
{
    static const char raw[] =
        "Received: from mx.example.fr by mailbox.example.fr; Thu, 3 Feb 2022 10:00:00 +0100\n"
        "Received: from out.ameli.fr by mx.example.fr; Tue, 1 Feb 2022 10:00:00 +0100\n"
        "Received: from x by evil.example; Wed, 1 Jan 2020 10:00:00 +0100\n" OFFICIAL UTF8 NOTICE;
    static const char *const trust[] = { "mx.example.fr", NULL };
    AUTO(rules) rules = load_rules();
    struct detect_context context = { .rules = rules,
                                      .trust = trust,
                                      .now = instant("2022-03-01T12:00:00+01:00") };
    AUTO(finding) trusted = detect_text(&context, raw);
    context.trust = NULL;
    AUTO(finding) topmost = detect_text(&context, raw);
    g_autofree char *border = civil_date_format(&trusted->sent);
    g_autofree char *top = civil_date_format(&topmost->sent);

    g_assert_cmpstr(border, ==, "2022-02-01");
    g_assert_cmpstr(top, ==, "2022-02-03");
    g_assert_cmpint(topmost->sent_source, ==, SENT_RECEIVED);
}

static void test_forward_is_dated_by_the_original(void)
{
    static const char raw[] =
        "From: Paul <paul@example.fr>\nSubject: Fwd: Mon espace =?utf-8?Q?sant=C3=A9?=\n"
        "Date: Sun, 30 Jan 2022 21:00:00 +0100\n" UTF8
        "Regarde.\n\n---------- Forwarded message ---------\n"
        "De : Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n"
        "Date: mer. 12 janv. 2022 à 09:14\n"
        "Subject: Votre service Mon espace santé a été créé\n"
        "To: <paul@example.fr>\n\n" NOTICE;
    AUTO(rules) rules = load_rules();
    const struct detect_context context = { .rules = rules,
                                            .now = instant("2022-03-01T12:00:00+01:00") };
    AUTO(finding) finding = detect_text(&context, raw);
    g_autofree char *sent = civil_date_format(&finding->sent);

    g_assert_cmpstr(finding->rule, ==, "mon-espace-sante-notice");
    g_assert_cmpstr(sent, ==, "2022-01-12");
    g_assert_cmpint(finding->sent_source, ==, SENT_ORIGINAL);
    g_assert_cmpint(finding->authenticity, ==, AUTHENTICITY_UNVERIFIED);
    g_assert_cmpstr(finding->from, ==, "paul@example.fr");
}

#define TRUSTED "Authentication-Results: mx.example.fr; "

static const struct {
    const char *header, *from;
    enum authenticity authenticity;
    const char *why;
} verdicts[] = {
    { TRUSTED "dmarc=pass header.from=info.ameli.fr\n", "a@info.ameli.fr", AUTHENTICITY_AUTHENTIC,
      "official, and DMARC passed" },
    { TRUSTED "dmarc=fail header.from=info.ameli.fr\n", "a@info.ameli.fr", AUTHENTICITY_FORGED,
      "official, and DMARC failed" },
    { TRUSTED "spf=pass smtp.mailfrom=info.ameli.fr\n", "a@info.ameli.fr", AUTHENTICITY_UNVERIFIED,
      "SPF alone says nothing" },
    { "Authentication-Results: mx.evil.example; dmarc=pass header.from=info.ameli.fr\n",
      "a@info.ameli.fr", AUTHENTICITY_UNVERIFIED, "not a trusted id" },
    { "", "a@info.ameli.fr", AUTHENTICITY_UNVERIFIED, "nothing speaks" },
    { TRUSTED "dmarc=pass header.from=ameli.com\n", "a@ameli.com", AUTHENTICITY_FORGED,
      "a look-alike, whatever its DMARC says" },
    { TRUSTED "dmarc=pass header.from=example.org\n", "Votre Assurance Maladie <a@example.org>",
      AUTHENTICITY_FORGED, "an official name over a foreign address" },
    { TRUSTED "dmarc=pass header.from=info.ameli.fr\n", "a@info.ameli.fr, b@info.ameli.fr",
      AUTHENTICITY_UNVERIFIED, "of two addresses none is authentic" },
    { TRUSTED "dmarc=pass header.from=msa-limousin.fr\n", "a@msa-limousin.fr",
      AUTHENTICITY_UNVERIFIED, "a name of a likely form: anyone may register one" },
    { TRUSTED "dmarc=pass header.from=example.org\n", "Paul <p@example.org>",
      AUTHENTICITY_UNVERIFIED, "a private person" },
};

static void test_verdict(void)
{
    static const char *const trust[] = { "mx.example.fr", NULL };
    AUTO(rules) rules = load_rules();
    const struct detect_context context = { .rules = rules,
                                            .trust = trust,
                                            .now = instant("2022-03-01T12:00:00+01:00") };

    for (gsize i = 0; i < G_N_ELEMENTS(verdicts); i++) {
        g_autofree char *raw = g_strdup_printf("%sFrom: %s\n%s%s", verdicts[i].header,
                                               verdicts[i].from, UTF8, NOTICE);
        AUTO(finding) finding = detect_text(&context, raw);

        g_test_message("%s", verdicts[i].why);
        g_assert_cmpstr(authenticity_name(finding->authenticity), ==,
                        authenticity_name(verdicts[i].authenticity));
    }
}

/* Offsets count bytes of the text: é has two. */
static void test_trace(void)
{
    static const char raw[] = OFFICIAL UTF8
        "Mon espace santé vous sera ouvert : vous opposer ?\nCode provisoire : vC4xZ3aQ2wS1\n";
    AUTO(rules) rules = load_rules();
    const struct detect_context context = { .rules = rules, .trace = true,
                                            .now = instant("2022-03-01T12:00:00+01:00") };
    AUTO(finding) finding = detect_text(&context, raw);
    const struct finding_trace *code = NULL;

    for (guint i = 0; i < finding->trace->len; i++) {
        const struct finding_trace *row = finding->trace->pdata[i];

        if (row->matched && g_str_has_prefix(row->pattern, "code") &&
            g_str_equal(row->rule, "mon-espace-sante-notice") && !code)
            code = row;
    }
    g_assert_nonnull(code);
    g_assert_cmpstr(code->field, ==, "text");
    g_assert_cmpuint(code->start, ==, 70); /* 51 characters and é, then 18 */
    g_assert_cmpuint(code->end, ==, 82);
    g_assert_cmpstr(code->excerpt, ==, "Code provisoire : vC4xZ3aQ2wS1");
}

/* The alternative that is shown says nothing; the other one is what a reader of plain text sees. */
static void test_unrecognised_alternative(void)
{
    AUTO(rules) rules = load_rules();
    const struct detect_context context = { .rules = rules,
                                            .now = instant("2026-11-25T12:00:00+01:00") };
    AUTO(finding)
    finding = detect_text(
        &context, OFFICIAL "Subject: Information importante\nMIME-Version: 1.0\n"
                  "Content-Type: multipart/alternative; boundary=b\n\n"
                  "--b\nContent-Type: text/plain; charset=utf-8\n\n"
                  "Mon espace santé : voici votre sésame de la saison, à garder pour le printemps.\n"
                  "--b\nContent-Type: text/html; charset=utf-8\n\n"
                  "<p>Ce message est mal affiché ? Le voir en ligne</p>\n--b--\n");

    g_assert_cmpstr(kind_name(finding->kind), ==, "unrecognised");
}

static void test_unrecognised(void)
{
    static const char raw[] = OFFICIAL
        "Date: Wed, 12 Jan 2022 09:14:07 +0100\n" UTF8
        "Mon espace santé arrive chez vous. Votre sésame est le Xy12Ab34Cd56 pour dire non.\n";
    AUTO(rules) rules = load_rules();
    const struct detect_context context = { .rules = rules,
                                            .now = instant("2022-03-01T12:00:00+01:00") };
    AUTO(finding) finding = detect_text(&context, raw);
    g_autofree char *sent = civil_date_format(&finding->sent);

    g_assert_cmpstr(kind_name(finding->kind), ==, "unrecognised");
    g_assert_null(finding->rule);
    g_assert_cmpstr(sent, ==, "2022-01-12");
    g_assert_cmpstr(((struct finding_case *)finding->cases->pdata[0])->code, ==, "Xy12Ab34Cd56");
}

/* The same new wording to another person, on another day, is the same shape. */
static void test_shape(void)
{
    AUTO(rules) rules = load_rules();
    const struct detect_context context = { .rules = rules,
                                            .now = instant("2022-03-01T12:00:00+01:00") };
    AUTO(finding) one = detect_text(
        &context, OFFICIAL UTF8 "Madame Dupont, le 12 janvier 2022\n"
                                "Mon espace santé arrive. Votre sésame : Xy12Ab34Cd56.\n");
    AUTO(finding) two = detect_text(
        &context, OFFICIAL UTF8 "Madame LE GOFF-Martin, le 1er mars 2022\nMon espace santé "
                                "arrive. Votre sésame : aB98cD76eF54.\n");
    AUTO(finding) other = detect_text(
        &context, OFFICIAL UTF8 "Madame Dupont, le 12 janvier 2022\n"
                                "Mon espace santé approche. Votre sésame : Xy12Ab34Cd56.\n");

    g_assert_cmpstr(kind_name(one->kind), ==, "unrecognised");
    g_assert_cmpstr(one->shape, ==, two->shape);
    g_assert_cmpstr(one->shape, !=, other->shape);
    g_assert_cmpstr(one->content_hash, !=, two->content_hash);
}

/* A copy that was wrapped otherwise is the same text. */
static void test_hash(void)
{
    AUTO(rules) rules = load_rules();
    const struct detect_context context = { .rules = rules,
                                            .now = instant("2022-03-01T12:00:00+01:00") };
    AUTO(finding) one = detect_text(&context, OFFICIAL UTF8 "Mon espace\nsanté a été créé\n");
    AUTO(finding) two = detect_text(&context, OFFICIAL UTF8 "Mon espace santé\n\na été créé");
    AUTO(finding) other = detect_text(&context, OFFICIAL UTF8 "Mon espace santé a été crée\n");

    g_assert_cmpstr(one->content_hash, ==, two->content_hash);
    g_assert_cmpstr(one->content_hash, !=, other->content_hash);
    g_assert_cmpuint(strlen(one->content_hash), ==, 64);
}

#define MARK_A "vigie.0123456789abcdef.0123456789abcdef0123456789abcdef"
#define MARK_B "vigie.fedcba9876543210.0123456789abcdef0123456789abcdef"

static void test_marks(void)
{
    static const char raw[] = "From: Paul <paul@example.fr>\nReferences: <" MARK_A "@vigie>\n"
                              "Subject: Re: alerte\n" UTF8 "> " MARK_A "\n> VIGIE" /* folded */
                              ".FEDCBA9876543210.0123456789ABCDEF0123456789ABCDEF\n";
    AUTO(rules) rules = load_rules();
    const struct detect_context context = { .rules = rules,
                                            .now = instant("2022-03-01T12:00:00+01:00") };
    AUTO(finding) finding = detect_text(&context, raw);

    g_assert_cmpuint(finding->marks->len, ==, 2);
    g_assert_cmpstr(finding->marks->pdata[0], ==, MARK_A);
    g_assert_cmpstr(finding->marks->pdata[1], ==, MARK_B);
}

static void check_corpus(const struct detect_context *context, const char *dir, guint *count)
{
    g_autoptr(GDir) listing = g_dir_open(dir, 0, NULL);
    const char *name;

    while (listing && (name = g_dir_read_name(listing))) {
        g_autofree char *file = g_build_filename(dir, name, NULL);

        if (g_file_test(file, G_FILE_TEST_IS_DIR)) {
            check_corpus(context, file, count);
            continue;
        }
        AUTO(finding) finding = detect_file(context, file);
        g_test_message("%s", file);
        g_assert_true(!finding || finding->kind == KIND_NONE);
        g_assert_true(!finding || finding->faults->len == 0);
        ++*count;
    }
}

/* Real mails of other projects' tests, where the folder is at hand: nothing in them is a case. */
static void test_corpus(void)
{
    AUTO(rules) rules = load_rules();
    const struct detect_context context = { .rules = rules,
                                            .now = instant("2026-11-25T12:00:00+01:00") };
    guint count = 0;

    if (!g_getenv("VIGIE_CORPUS")) {
        g_test_skip("VIGIE_CORPUS names no folder of mails");
        return;
    }
    check_corpus(&context, g_getenv("VIGIE_CORPUS"), &count);
    g_assert_cmpuint(count, >, 0);
}

int main(int argc, char **argv)
{
    g_setenv("TZ", "Pacific/Auckland", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/detect/shape", test_shape);
    g_test_add_func("/detect/samples", test_samples);
    g_test_add_func("/detect/samples-are-candidates", test_samples_are_candidates);
    g_test_add_func("/detect/no-candidate", test_no_candidate);
    g_test_add_func("/detect/sent", test_sent);
    g_test_add_func("/detect/received", test_received);
    g_test_add_func("/detect/forward", test_forward_is_dated_by_the_original);
    g_test_add_func("/detect/verdict", test_verdict);
    g_test_add_func("/detect/trace", test_trace);
    g_test_add_func("/detect/unrecognised", test_unrecognised);
    g_test_add_func("/detect/unrecognised-alternative", test_unrecognised_alternative);
    g_test_add_func("/detect/hash", test_hash);
    g_test_add_func("/detect/marks", test_marks);
    g_test_add_func("/detect/corpus", test_corpus);
    return g_test_run();
}
