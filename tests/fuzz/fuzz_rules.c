/* Any bytes as a rule file: rules, or one fault that names its file and line. Of rules that load, the
 * table of the first look says no to none that they would fetch. */
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "detect/detect.h"
#include "detect/triage_table.h"
#include "fuzz.h"
#include "tokens.h"
#include "triage/triage.h"

#define RECEIVED 1642000000 /* 2022-01-12 */

static const char *const mails[] = {
    ("From: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n"
     "Subject: =?UTF-8?Q?Mon_espace_sant=C3=A9?=\n\nVotre code provisoire : aB3dE5fG7hJ9\n"),
    "From: jean@example.fr\nSubject: a code AB12CD34\n\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\n",
    "From: \nSubject: \n\n\n",
};

/* Loads them from a folder that is gone afterwards. */
static struct rules *load(const uint8_t *data, size_t size, GError **error)
{
    static const char *const right_dirs[] = { VIGIE_SOURCE_RULES "/../tests/fuzz/right", NULL };
    g_autofree char *folder = g_dir_make_tmp("vigie-fuzz-XXXXXX", NULL);
    g_autofree char *file = g_build_filename(folder, "fuzz.rule", NULL);
    const char *const dirs[] = { folder, NULL };
    struct rules *rules;

    g_assert_true(g_file_set_contents_full(file, (const char *)data, (gssize)size,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    rules = rules_load(dirs, right_dirs, error);
    g_unlink(file);
    g_rmdir(folder);
    return rules;
}

static void check_fault(const GError *fault)
{
    g_assert_error(fault, VIGIE_ERROR, EX_CONFIG);
    g_assert_nonnull(strstr(fault->message, "fuzz"));
    g_assert_null(strchr(fault->message, '\r')); /* a line for each fault */
    g_assert_true(g_utf8_validate(fault->message, -1, NULL));
}

static void try_mail(const struct rules *rules, const struct triage_image *table, const char *text)
{
    struct detect_context context = { .rules = rules, .received = RECEIVED,
                                      .received_source = SENT_INTERNALDATE, .now = RECEIVED };
    g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));
    g_autoptr(GError) error = NULL;
    AUTO(message) header = message_parse_header(raw, NULL);
    AUTO(message) message = message_parse(raw, NULL);
    AUTO(finding) finding = detect(&context, message, &error);

    g_assert_no_error(error);
    g_assert_nonnull(finding);
    if (triage_look(table, text, strlen(text)) != TRIAGE_MAYBE)
        g_assert_false(detect_candidate(rules, header));
}

static const char *const phrases[] = {
    "rule \"x\" {",
    "rule \"y\" { kind = none subject = { 'espace' } }",
    "candidate {",
    "define \"n\" { pattern = 'a(?:b|c)' }",
    "}",
    "kind = notice",
    "kind = reminder",
    "kind = opposition",
    "kind = activation",
    "kind = none",
    "priority = 50",
    "from = { 'official' }",
    "from = { 'posing' }",
    "from = { '@(?:a|b)\\.fr$' }",
    "subject = { '(?i)espace\\s*sant[eé]' }",
    "about = { '${n}' }",
    "text = { 'code', '(?:a+)+!' }",
    "unless = { '(?m)^>' }",
    "code = { 'code : (?<code>\\w{8,16})' }",
    "code = { '(?<person>\\p{Lu}\\w+)', '(?<sent>\\d+/\\d+/\\d+)' }",
    "samples = \"x\"",
    "'(?#the name)${n}'",
    "'(?i:\\bcodes?\\b)'",
    "'^[^a-z]{2,5}(?=d)(?<!e)\\K.*$'",
    "'[[:alpha:]]+\\d|\\x{e9}'",
    "'(?R)?\\1(*SKIP)x(y)'",
    "'((((((((((a?){9}){9}))))))))'",
    "'\\p{L}+\\P{Lu}*?\\X'",
    "'(?(1)a|b)'",
    "'(?>a+)++'",
    "'x{0,65535}'",
    "'é’ œ'",
    "'('",
    "\"official\"",
    "# a comment",
};

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    return tokens_mutate(data, size, most, seed, phrases, G_N_ELEMENTS(phrases));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const guint64 stamp[2];
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) table = NULL;
    AUTO(rules) rules = NULL;

    fuzz_criticals_are_fatal();
    rules = load(data, size, &error);
    g_assert_true(!rules == !!error);
    if (error) {
        check_fault(error);
        return 0;
    }
    table = triage_table_make(rules, stamp, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(mails); i++)
        try_mail(rules, g_bytes_get_data(table, NULL), mails[i]);
    return 0;
}
