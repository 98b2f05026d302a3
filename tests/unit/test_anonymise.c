/* Samples that can be given away: what stays and what does not. */
#include "message/anonymise.h"

#include <string.h>

#include "base/error.h"
#include "message/message.h"

#define FROM "From: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n"
#define TO "To: Jeanne Martin <jeanne.martin@example.fr>\nMessage-ID: <secret42@mx.example.fr>\n"
#define PLAIN "Content-Type: text/plain; charset=utf-8\n"
#define HTML "Content-Type: text/html; charset=utf-8\n"

static bool keeps(const char *domain, gconstpointer data)
{
    return g_str_has_suffix(domain, data);
}

static char *sample(const char *raw)
{
    static const char *const codes[] = { "Q8rTzM4kLpW2", NULL }, *const nobody[] = { NULL };
    const struct anonymise_context context = { keeps, "ameli.fr", nobody, codes, nobody };
    g_autoptr(GBytes) bytes = g_bytes_new_static(raw, strlen(raw));
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) out = message_anonymise(bytes, &context, &error);

    g_assert_no_error(error);
    return g_strndup(g_bytes_get_data(out, NULL), g_bytes_get_size(out));
}

static const struct {
    const char *raw, *gone, *stays, *why;
} rows[] = {
    { FROM TO PLAIN "\nBonjour Jeanne\n", "Jeanne", "assurance-maladie@info.ameli.fr", "the sender stays" },
    { FROM TO PLAIN "\nBonjour\n", "jeanne", "To: ", "the recipient" },
    { FROM TO PLAIN "\nBonjour\n", "secret42", "Message-ID: <", "the id" },
    { FROM PLAIN "\nMadame Dupont, voici\n", "Dupont", "Madame ", "a greeting" },
    { FROM PLAIN "\nLe carnet de Louise et celui de votre fils Ernest\n", "Louise", "Le carnet de ",
      "a name within a sentence" },
    { FROM PLAIN "\nLe carnet de Louise et celui de votre fils Ernest\n", "Ernest", " votre fils ",
      "a son's" },
    { FROM PLAIN "\nVu par le Dr. Lefort\n", "Lefort", "Vu par le Dr. ", "a physician's" },
    { FROM PLAIN "\nle droit à Création, et la création\n", "\x01", "le droit à Création, et la création",
      "a word, capital for once" },
    { FROM PLAIN "\nCode : Q8rT zM4k LpW2.\n", "LpW2", "Code : ", "a code in groups" },
    { FROM HTML "\n<p>Code <b>Q8r</b>TzM4k<i>LpW2</i></p>", "LpW2", "</b>", "a code in pieces" },
    { FROM HTML "\n<p>Madame Dup&eacute;ron</p>", "Dup", "<p>Madame ", "an entity" },
    { FROM PLAIN "\nle 12 janvier 2022, appelez le 3422\n", "\x01", "le 12 janvier 2022, appelez le 3422",
      "dates and short numbers" },
    { FROM PLAIN "\nTél. 06 12 34 56 78\n", "12 34", "Tél. ", "a telephone number" },
    { FROM PLAIN "\nn° 1 85 05 78 006 084 36\n", "006 084", "n° ", "a social security number" },
    { FROM "DKIM-Signature: b=Zm9vYmFy\n" PLAIN "\nx\n", "Zm9vYmFy", "DKIM-Signature:", "a signature" },
    { FROM "Received: from jeanspc.local (1.2.3.44)\n\tby mx.ameli.fr with ESMTP; "
      "Wed, 12 Jan 2022 09:14:08 +0100\n" PLAIN "\nx\n", "jeanspc",
      "by mx.ameli.fr with ESMTP; Wed, 12 Jan 2022 09:14:08 +0100", "a trace field" },
    { FROM "Authentication-Results: mx.jeanspc.example; dkim=pass header.d=ameli.fr header.i=@ameli.fr;\n"
      " spf=pass smtp.mailfrom=ameli.fr\n" PLAIN "\nx\n", "jeanspc",
      "dkim=pass header.d=ameli.fr header.i=@ameli.fr;\n spf=pass smtp.mailfrom=ameli.fr",
      "results, whose properties look like hosts" },
    { FROM "Authentication-Results: mx.ameli.fr; spf=pass smtp.mailfrom=jean.dupont@x.example\n" PLAIN
      "\nx\n", "dupont", "smtp.mailfrom=", "an address after a property" },
    { FROM "Received: by mx.ameli.fr (cut; for jeanne); Mon, 3 Jan 2022 00:14:08 UTC; jeanne\n" PLAIN "\nx\n",
      "jeanne", "; Mon, 3 Jan 2022 00:14:08 UTC; ", "more than a date behind a semicolon" },
    { FROM "To: =?utf-8?B?SmVhbiBEdXBvbnQ=?= <a@b.example>\n" PLAIN "\nx\n", "SmVhbiBEdXBvbnQ", "To: ",
      "an encoded word" },
    { FROM PLAIN "Content-Transfer-Encoding: base64\n\nTWFkYW1lIER1cG9udA==\n", "RHVwb250", "TWFkYW1lI",
      "within base64" },
    { FROM "Content-Type: multipart/mixed; boundary=jean\n\n--jean\nContent-Type: image/png; "
      "name=\"jean.png\"\nContent-Transfer-Encoding: base64\n\niVBORw0K\n--jean--\n", "iVBORw0K",
      "image/png", "a picture is emptied" },
    { FROM HTML "\n<p style=\"color:#000080\" bgcolor='000080' title=\"000080\">Léa",
      "title=\"000080", "color:#000080\" bgcolor='000080'", "colours tell what is hidden" },
    { FROM HTML "\n<p title='Dup&eacute;ron'>Madame Dupéron</p>", "Dup", "<p title='",
      "an entity in a tag" },
    { FROM HTML "\n<a href='https://info.ameli.fr/m?id=jeanne&amp;to=2'>x</a>", "jeanne", "&amp;",
      "an entity in a link" },
    { FROM HTML "\n<a href='#12345678901'>x</a>", "12345678901", "<a href='#", "longer than a colour" },
    { FROM "Content-Type: application/octet-stream; name=\"x.EML\"\n\n" FROM TO PLAIN
      "\nBonjour Jeanne\n", "Jeanne", "\nBonjour ", "a message by the name of its file" },
    { FROM "Content-Type: image/png; name=\"x.eml.png\"\n\nSubject: Jeanne\n", "Jeanne", "image/png",
      "a picture whose name only looks so" },
    { FROM PLAIN "\nhttps://info.ameli.fr/m/4f8a9c2e1b7d?id=9\n", "4f8a9c2e1b7d", "https://info.ameli.fr/",
      "a link that counts readers" },
    { FROM "Content-Disposition: attachment; filename=\"bilan; Jeanne.pdf\"\n" PLAIN "\nx\n", "Jeanne",
      ".pdf\"\n", "a file's name with a semicolon" },
    { FROM "Content-Disposition: attachment; filename=\n \"Jeanne.pdf\"\n" PLAIN "\nx\n", "Jeanne",
      ".pdf\"\n", "a file's name on a line of its own" },
    { FROM "Content-Disposition: attachment; filename=Jeanne.pdf; size=1\n" PLAIN "\nx\n", "Jeanne",
      ".pdf; size=1\n", "a file's name without quotes" },
    { FROM "Content-Type: MULTIPART/MIXED; BOUNDARY=\"jean-12-jean\"\n\n--jean-12-jean\n" PLAIN
      "\nMadame Dupont\n--jean-12-jean--\n", "jean", "Madame ", "a boundary in capitals" },
    { FROM "Content-Type: message/rfc822\n\nFrom jeanne@example.fr Wed Jan 12 09:14:08 2022\n" FROM PLAIN
      "\nBonjour\n", "jeanne", "\nBonjour\n", "the line of an mbox in an attached mail" },
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *out = sample(rows[i].raw);

        g_test_message("%s", rows[i].why);
        g_assert_null(strstr(out, rows[i].gone));
        g_assert_nonnull(strstr(out, rows[i].stays));
    }
}

/* The same name is the same stand-in, wherever it stands, and keeps its length. */
static void test_stable(void)
{
    g_autofree char *out = sample(FROM PLAIN "\nMadame Dupont\nde Dupont\n");
    const char *first = strstr(out, "Madame ") + strlen("Madame ");

    g_assert_cmpint(strncmp(first, strstr(out, "\nde ") + 4, strlen("Dupont")), ==, 0);
    g_assert_cmpint(first[strlen("Dupont")], ==, '\n');
}

static void test_no_mail(void)
{
    static const char *const nobody[] = { NULL };
    const struct anonymise_context context = { keeps, "ameli.fr", nobody, nobody, nobody };
    g_autoptr(GBytes) bytes = g_bytes_new_static("", 0);
    g_autoptr(GError) error = NULL;

    g_assert_null(message_anonymise(bytes, &context, &error));
    g_assert_error(error, VIGIE_ERROR, EX_DATAERR);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/anonymise/rows", test_rows);
    g_test_add_func("/anonymise/stable", test_stable);
    g_test_add_func("/anonymise/no-mail", test_no_mail);
    return g_test_run();
}
