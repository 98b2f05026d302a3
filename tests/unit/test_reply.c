/* Answers to alerts: the word with which a person's own text begins, and what is no answer. */
#include "detect/reply.h"

#include <string.h>

#include "base/mark.h"
#include "detect/detect.h"

#define MARK "vigie.0123456789abcdef.0123456789abcdef0123456789abcdef"

static const struct {
    const char *text;
    enum reply_word word;
    const char *why;
} rows[] = {
    { "FAIT", REPLY_OPPOSED, "as the alert asks" },
    { "Fait.", REPLY_OPPOSED, "a sentence" },
    { "fait merci", REPLY_OPPOSED, "politely" },
    { "C’est fait !", REPLY_OPPOSED, "as one says it" },
    { "C'est fait", REPLY_OPPOSED, "with the other apostrophe" },
    { "Oui, c’est déjà fait, ce matin par téléphone.", REPLY_OPPOSED, "with more around" },
    { "Bonjour,\n\nFait.\n\nJean", REPLY_OPPOSED, "below a greeting" },
    { "Bonjour, c’est fait", REPLY_OPPOSED, "behind a greeting" },
    { "DONE", REPLY_OPPOSED, "in English" },
    { "It's done, thanks", REPLY_OPPOSED, "as one says it" },
    { "ACTIVÉ", REPLY_ACTIVATED, "as the alert asks" },
    { "active", REPLY_ACTIVATED, "without the accent" },
    { "Active\u0301", REPLY_ACTIVATED, "decomposed" },
    { "J’ai activé", REPLY_ACTIVATED, "as one says it" },
    { "Activated.", REPLY_ACTIVATED, "in English" },
    { "PLUS TARD", REPLY_LATER, "as the alert asks" },
    { "plus tard, je ne suis pas chez moi", REPLY_LATER, "with the reason" },
    { "Later", REPLY_LATER, "in English" },

    { "", REPLY_NONE, "nothing" },
    { "Merci", REPLY_NONE, "another word" },
    { "Plus rien", REPLY_NONE, "half of a word of ours" },
    { "Faites-le pour moi", REPLY_NONE, "a longer word" },
    { "Pas encore fait", REPLY_NONE, "denied before" },
    { "Fait ? Non.", REPLY_NONE, "denied behind" },
    { "C’est fait ou pas ?", REPLY_NONE, "a question" },
    { "Activé, ou comment ?", REPLY_NONE, "a question" },
    { "Fait demain", REPLY_NONE, "not yet" },
    { "done tomorrow", REPLY_NONE, "not yet" },
    { "Fait suivre à maman", REPLY_NONE, "I forward it" },
    { "Fait ce soir", REPLY_NONE, "not yet" },
    { "Done tonight", REPLY_NONE, "not yet" },
    { "Active mon compte stp", REPLY_NONE, "an order" },
    { "Merci\nFait", REPLY_NONE, "the first line counts" },

    { "Fait\n\nLe lun. 13 avr. 2026 à 10:00, Vigie <vigie@example.fr> a écrit :\n\n> Répondez",
      REPLY_OPPOSED, "Gmail" },
    { "Fait\nLe lun. 13 avr. 2026 à 10:00, Vigie <vigie@example.fr> a écrit :\n> Répondez",
      REPLY_OPPOSED, "no empty line between" },
    { "Done\n\nOn Mon, 13 Apr 2026 at 10:00, Vigie <vigie@example.fr>\nwrote:\n> Answer DONE",
      REPLY_OPPOSED, "Gmail, wrapped" },
    { "Fait\n\n________________________________\nDe : Vigie <vigie@example.fr>\nObjet : x\n\nPLUS TARD",
      REPLY_OPPOSED, "Outlook quotes without a sign" },
    { "Fait\n\nEnvoyé de mon iPhone\n\n> Le 13 avr. 2026 à 10:00, Vigie a écrit :\n> \n> PLUS TARD",
      REPLY_OPPOSED, "Apple Mail quotes its own line too" },
    { "Le 13/04/2026 à 10:00, Vigie a écrit :\n> PLUS TARD\n> Réf.\n\nFait", REPLY_OPPOSED,
      "Thunderbird: below" },
    { "On 13/04/2026 10:00, Vigie wrote:\n> Answer\n\nLater\n\n> more", REPLY_LATER,
      "Thunderbird: between" },
    { "> FAIT\n> merci", REPLY_NONE, "only quoted" },
    { "Le 13/04/2026 à 10:00, Vigie a écrit :\n> FAIT", REPLY_NONE, "only quoted, nothing said" },
    { "Je regarde.\n\n> FAIT", REPLY_NONE, "the quoted word is not the person's" },
    { "Le 13 avr. 2026 à 10:00, Vigie a écrit :\n\nRépondez FAIT quand", REPLY_NONE,
      "HTML whose quotation shows no sign" },
};

static void test_words(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = text_normalise(rows[i].text, -1);

        g_test_message("%s: %s", rows[i].text, rows[i].why);
        g_assert_cmpint(reply_word_of(text), ==, rows[i].word);
    }
}

/* --- whole mails --------------------------------------------------------------------------- */

#define FROM "From: Jean <jean@example.fr>\r\n"
#define CITES "In-Reply-To: <" MARK "@example.fr>\r\n"

static const struct {
    const char *header, *body;
    bool answers;
    const char *why;
} mails[] = {
    { FROM CITES, "Fait\r\n", true, "an answer" },
    { FROM "References: <a@b> <" MARK "@example.fr>\r\n", "Fait\r\n", true, "by References alone" },
    { FROM "In-Reply-To: <a@b>\r\n", "Fait\r\n\r\n> R=C3=A9f. " MARK "\r\n", false,
      "the mark in the text only: that is what a forward shows to others" },
    { FROM, "Fait\r\n", false, "cites nothing" },
    { FROM "In-Reply-To: <vigie.0123@example.fr>\r\n", "Fait\r\n", false, "no mark" },
    { FROM CITES "Auto-Submitted: auto-replied\r\n", "Fait\r\n", false, "out of office" },
    { FROM CITES "Auto-Submitted: no\r\n", "Fait\r\n", true, "says that a person wrote it" },
    { FROM CITES "Precedence: auto_reply\r\n", "Fait\r\n", false, "an older robot" },
    { FROM CITES "List-Id: <l.example.org>\r\n", "Fait\r\n", false, "a list" },
    { FROM FROM CITES, "Fait\r\n", false, "two senders" },
    { "From: a@example.fr, b@example.fr\r\n" CITES, "Fait\r\n", false, "two addresses" },
    { CITES, "Fait\r\n", false, "no sender" },
    { FROM CITES, "Merci\r\n", false, "no such word" },
};

static struct rules *load_rules(void)
{
    g_autofree char *directory = g_build_filename(g_getenv("VIGIE_SRCDIR"), "rules", NULL);
    const char *const directories[] = { directory, NULL };
    g_autoptr(GError) error = NULL;
    struct rules *rules = rules_load(directories, NULL, &error);

    g_assert_no_error(error);
    return rules;
}

static struct finding *find(const struct rules *rules, const char *mail, const char *const *trust)
{
    g_autoptr(GBytes) raw = g_bytes_new(mail, strlen(mail));
    g_autoptr(GError) error = NULL;
    AUTO(message) message = message_parse(raw, &error);
    const struct detect_context context = { .rules = rules, .trust = trust };
    struct finding *finding;

    g_assert_no_error(error);
    finding = detect(&context, message, &error);
    g_assert_no_error(error);
    return finding;
}

static void test_mails(void)
{
    static const char *const nobody[] = { NULL };
    AUTO(rules) rules = load_rules();

    for (gsize i = 0; i < G_N_ELEMENTS(mails); i++) {
        g_autofree char *mail = g_strconcat(mails[i].header, "\r\n", mails[i].body, NULL);
        AUTO(finding) finding = find(rules, mail, nobody);

        g_test_message("%s", mails[i].why);
        g_assert_cmpint(finding->reply != NULL, ==, mails[i].answers);
        if (!finding->reply)
            continue;
        g_assert_cmpint(finding->reply->word, ==, REPLY_OPPOSED);
        g_assert_cmpuint(finding->reply->cited->len, ==, 1);
        g_assert_cmpstr(g_ptr_array_index(finding->reply->cited, 0), ==, MARK);
        g_assert_cmpint(finding->reply->auth, ==, AUTH_SILENT);
    }
}

static const struct {
    const char *results, *trust;
    enum auth_verdict auth;
    const char *why;
} vouchers[] = {
    { "mx.test; dmarc=pass header.from=example.fr", "mx.test", AUTH_PASSED, "by the trusted server" },
    { "mx.test; dkim=pass header.d=example.fr", "mx.test", AUTH_PASSED, "an aligned signature" },
    { "mx.test; dmarc=fail header.from=example.fr", "mx.test", AUTH_FAILED, "it says no" },
    { "mx.test; dkim=pass header.d=other.example", "mx.test", AUTH_SILENT, "somebody else's signature" },
    { "mx.test; spf=pass smtp.mailfrom=example.fr", "mx.test", AUTH_SILENT, "SPF alone" },
    { "mx.evil; dmarc=pass header.from=example.fr", "mx.test", AUTH_SILENT, "another server" },
};

static void test_vouched(void)
{
    AUTO(rules) rules = load_rules();

    for (gsize i = 0; i < G_N_ELEMENTS(vouchers); i++) {
        const char *const trust[] = { vouchers[i].trust, NULL };
        g_autofree char *mail = g_strdup_printf("Authentication-Results: %s\r\n" FROM CITES "\r\nFait\r\n",
                                                vouchers[i].results);
        AUTO(finding) finding = find(rules, mail, trust);

        g_test_message("%s", vouchers[i].why);
        g_assert_nonnull(finding->reply);
        g_assert_cmpint(finding->reply->auth, ==, vouchers[i].auth);
    }
}

static void test_glance(void)
{
    static const struct {
        const char *mail;
        bool found;
        const char *why;
    } glances[] = {
        { "In-Reply-To: <" MARK "@b>\r\n\r\nx", true, "in the header" },
        { "In-Reply-To: <" MARK "@b>", true, "of a mail without a body" },
        { "In-Reply-To: <VIGIE.0@b>\n\nx", true, "in another case" },
        { "Subject: x\r\n\r\n" MARK, false, "in the body" },
        { "Subject: x\n\n" MARK, false, "in the body, by LF" },
        { "", false, "nothing" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(glances); i++) {
        g_autoptr(GBytes) raw = g_bytes_new(glances[i].mail, strlen(glances[i].mail));

        g_test_message("%s", glances[i].why);
        g_assert_cmpint(mark_may_be_in_header(raw), ==, glances[i].found);
    }
}

/* --- the proof ----------------------------------------------------------------------------- */

static const struct {
    const char *type, *content;
    bool whole, cut;
    const char *why;
} proofs[] = {
    { "application/pdf", "%PDF-1.4\nx\n%%EOF\n", true, false, "a proof" },
    { "application/octet-stream; name=\"J.PDF\"", "%PDF-1.4\nx\n%%EOF", true, false, "by its name" },
    { "application/pdf", "%PDF-1.4\nx\n", false, true, "its end is missing" },
    { "application/pdf", "<html>", false, false, "only called one" },
    { "image/png", "%PDF-1.4\nx\n%%EOF\n", false, false, "called something else" },
    { "application/pdf", "", false, false, "empty" },
};

static void test_proofs(void)
{
    static const char *const nobody[] = { NULL };
    AUTO(rules) rules = load_rules();

    for (gsize i = 0; i < G_N_ELEMENTS(proofs); i++) {
        g_autofree char *base64 =
            g_base64_encode((const guchar *)proofs[i].content, strlen(proofs[i].content));
        g_autofree char *mail = g_strdup_printf(
            FROM CITES "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nFait\r\n--b\r\n"
                       "Content-Type: %s\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n--b--\r\n",
            proofs[i].type, base64);
        AUTO(finding) finding = find(rules, mail, nobody);

        g_test_message("%s", proofs[i].why);
        g_assert_nonnull(finding->reply);
        g_assert_cmpint(finding->reply->pdf != NULL, ==, proofs[i].whole);
        g_assert_cmpint(finding->reply->pdf_cut, ==, proofs[i].cut);
        if (proofs[i].whole)
            g_assert_cmpmem(g_bytes_get_data(finding->reply->pdf, NULL),
                            g_bytes_get_size(finding->reply->pdf), proofs[i].content,
                            strlen(proofs[i].content));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reply/words", test_words);
    g_test_add_func("/reply/mails", test_mails);
    g_test_add_func("/reply/vouched", test_vouched);
    g_test_add_func("/reply/glance", test_glance);
    g_test_add_func("/reply/proofs", test_proofs);
    return g_test_run();
}
