/* French dates: a table of texts. Each date is written as YYYY-MM-DD and, where it is not plain, a
 * letter for its context (b birth, v validity, f footer, e event). */
#include "detect/dates.h"

#include <string.h>
#include <time.h>

static const struct {
    const char *text, *dates, *why;
} rows[] = {
    { "12 janvier 2022", "2022-01-12", "the plainest" },
    { "mercredi 12 janvier 2022", "2022-01-12", "with its weekday" },
    { "Mercredi, 12 janvier 2022", "2022-01-12", "a comma after the weekday" },
    { "Paris, le 3 février 2022", "2022-02-03", "a letter's head" },
    { "1er février 2022", "2022-02-01", "the first" },
    { "1ᵉʳ févr. 2022", "2022-02-01", "the first, superscript" },
    { "1 er fév. 2022", "2022-02-01", "the first, parted from <sup>" },
    { "1ER FEVRIER 2022", "2022-02-01", "upper case without accents" },
    { "11er février 2022", "", "only the first is an ordinal" },
    { "le 02 mars 2022", "2022-03-02", "a leading zero" },
    { "3 AVR. 2022", "2022-04-03", "abbreviated" },
    { "4 avril 2022", "2022-04-04", "April" },
    { "5 mai 2022", "2022-05-05", "May" },
    { "6 juin 2022", "2022-06-06", "June" },
    { "7 juil. 2022", "2022-07-07", "July, short" },
    { "7 juill. 2022", "2022-07-07", "July, the longer short form" },
    { "8 juillet 2022", "2022-07-08", "July" },
    { "9 août 2022", "2022-08-09", "August" },
    { "9 aout 2022", "2022-08-09", "August without its accent" },
    { "9 AOÛT 2022", "2022-08-09", "the accent in upper case" },
    { "10 sept. 2022", "2022-09-10", "September, short" },
    { "10 sep. 2022", "2022-09-10", "September, shorter" },
    { "11 oct. 2022", "2022-10-11", "October" },
    { "12 nov 2022", "2022-11-12", "no point" },
    { "13 DECEMBRE 2022", "2022-12-13", "December without its accent" },
    { "14 déc. 2022", "2022-12-14", "December, short" },
    { "14 de\xcc\x81"
      "cembre 2022",
      "2022-12-14", "decomposed" },
    { "15 jan. 2022", "2022-01-15", "January, shorter" },
    { "16 janv. 2022", "2022-01-16", "January, short" },
    { "12\njanvier\n2022", "2022-01-12", "broken over lines" },
    { "12 janvier 1980", "1980-01-12", "the last century" },
    { "12/01/2022", "2022-01-12", "slashes" },
    { "1/2/2022", "2022-02-01", "single digits, day first" },
    { "12 / 01 / 2022", "2022-01-12", "spaces around the slashes" },
    { "12.01.2022", "2022-01-12", "points" },
    { "12-01-2022", "2022-01-12", "dashes" },
    { "12/01/22", "2022-01-12", "two digits are of this century" },
    { "2022-01-12", "2022-01-12", "ISO" },
    { "2022-01-12T10:00:00+01:00", "2022-01-12", "ISO with a time" },
    { "Le 12/01/2022, à 10:30.", "2022-01-12", "a point and a comma follow" },
    { "(12/01/2022)", "2022-01-12", "in brackets" },
    { "Date :12/01/2022", "2022-01-12", "no space before" },
    { "29 février 2024", "2024-02-29", "a leap day" },
    { "29 février 2022", "", "no leap year" },
    { "31/04/2022", "", "April has 30 days" },
    { "01/13/2022", "", "no 13th month: an American date" },
    { "32 janvier 2022", "", "no such day" },
    { "0 janvier 2022", "", "no such day" },
    { "Prénom\tNé(e) le\tCode\nLéa\t12/01/2022\tx\nHugo\t13/05/2015\ty", "2022-01-12b 2015-05-13b",
      "a column of birth dates" },
    { "Nom\tValable jusqu'au\nLéa\t12/01/2022", "2022-01-12v", "a column of last days" },
    { "Né(e) le\tEnvoyé le\nParis\t12/01/2022", "2022-01-12", "the heading of another column" },
    { "Date de naissance\n\nParis\t12/01/2022", "2022-01-12", "no row of the same table" },
    { "2022-02-30", "", "no such day" },
    { "12 janvier", "", "no year" },
    { "12 janvier 22", "", "a short year after a name may be anything" },
    { "janvier 2022", "", "no day" },
    { "12 janvier 20220", "", "a longer number" },
    { "112 janvier 2022", "", "a longer number" },
    { "3/4/2022/5", "", "parts of something else" },
    { "5/3/4/2022", "", "parts of something else" },
    { "12/01/2022/", "", "a path" },
    { "https://x.example/2022-01-12/a", "", "a path" },
    { "?d=2022-01-12", "", "a parameter" },
    { "06.12.01.20.22", "", "a telephone number" },
    { "01.02.2022.15", "", "an address" },
    { "1.12.01.2022", "", "a version" },
    { "1 250,12.01.2022", "", "an amount" },
    { "12.01/2022", "", "mixed separators" },
    { "12.01.22", "", "too much like a version" },
    { "REF12/01/2022", "", "a reference" },
    { "12/01/2022A", "", "a reference" },
    { "mar 2022, 5 marsouins 2022", "", "only looks like a month" },
    { "du 3 au 12 janvier 2022", "2022-01-12", "the second day has the month" },
    { "le 12 janvier 2022 et le 3 mars 2022", "2022-01-12 2022-03-03", "two" },
    { "12/01/2022\t13/01/2022", "2022-01-12 2022-01-13", "cells" },

    { "né le 12/01/1980", "1980-01-12b", "birth" },
    { "Née le 12 janvier 1980 à Lyon", "1980-01-12b", "birth" },
    { "né(e) le 12/01/1980", "1980-01-12b", "birth" },
    { "NEE LE 12/01/1980", "1980-01-12b", "birth without its accent" },
    { "NÉ LE : 12/01/1980", "1980-01-12b", "birth with a colon" },
    { "née à Aix-en-Provence le 12/01/1980", "1980-01-12b", "birth with a place" },
    { "Date de naissance : 12/01/1980", "1980-01-12b", "a label" },
    { "DATE DE NAISSANCE\n12/01/1980", "1980-01-12b", "a label on its own line" },
    { "Naissance\t12/01/1980", "1980-01-12b", "a label in its own cell" },
    { "la naissance de votre enfant Léa le 12 janvier 2022", "2022-01-12b", "a child's" },
    { "nés le 12/01/1980 et le 13/01/1982", "1980-01-12b 1982-01-13b", "the second shares it" },
    { "Née le 12/01/1980.\nParis, le 13/01/2022", "1980-01-12b 2022-01-13", "only the first" },
    { "À la naissance, un profil est créé. Le 12/01/2022", "2022-01-12", "another sentence" },
    { "Votre journée du 12/01/2022", "2022-01-12", "née within a word" },
    { "vous ne pouvez plus ; le 12/01/2022", "2022-01-12", "a negation" },

    { "née à Lyon, le 12/01/1980", "1980-01-12b", "a comma after the place" },
    { "née à Lyon. Paris, le 12/01/2022", "2022-01-12", "the letter’s own place" },
    { "Léa est née à Lyon, votre courrier du 12/01/2022", "2022-01-12", "another clause" },
    { "la naissance, le 12/01/2022, de votre enfant", "2022-01-12b", "between commas" },
    { "DDN : 12/01/1980", "1980-01-12b", "the offices’ abbreviation" },
    { "Date naiss. 12/01/1980", "1980-01-12b", "abbreviated" },

    { "valable jusqu’au 17 mars 2022", "2022-03-17v", "validity" },
    { "VALABLE JUSQU’AU 17/03/2022", "2022-03-17v", "validity" },
    { "Votre code expire le 17/03/2022", "2022-03-17v", "validity" },
    { "Votre code expirera automatiquement le 17/03/2022", "2022-03-17v", "validity" },
    { "avant le 17 mars 2022", "2022-03-17v", "validity" },
    { "au plus tard le jeudi 17 mars 2022", "2022-03-17v", "validity, a weekday between" },
    { "le 17 mars 2022 au plus tard", "2022-03-17v", "validity, said after" },
    { "jusqu’au 17 mars 2022 inclus", "2022-03-17v", "validity" },
    { "Date limite : 17/03/2022", "2022-03-17v", "validity" },
    { "Date limite d’opposition\t17/03/2022", "2022-03-17v", "validity in a cell" },
    { "valable du 03/02/2022 au 17/03/2022", "2022-02-03v 2022-03-17v", "both ends" },
    { "valable six semaines à compter du 3 février 2022", "2022-02-03",
      "this is when it was sent" },
    { "Code valable. Paris, le 3 février 2022", "2022-02-03", "another sentence" },
    { "Le code reçu par courrier du 3 février 2022 expire le 17 mars 2022",
      "2022-02-03 2022-03-17v", "both" },
    { "Le délai prend fin le 17/03/2022", "2022-03-17v", "validity" },
    { "Passé le 17/03/2022, il sera trop tard", "2022-03-17v", "validity" },
    { "Au-delà du 17/03/2022, il sera trop tard", "2022-03-17v", "validity" },
    { "Délai de réponse : 17/03/2022", "2022-03-17v", "validity" },
    { "Délai d’opposition : six semaines à compter du 03/02/2022", "2022-02-03",
      "when it was sent" },
    { "avant tout, le courrier du 3 février 2022", "2022-02-03", "no date is meant by avant" },

    { "décret n° 2021-1048 du 4 août 2021", "2021-08-04f", "law" },
    { "DECRET DU 4 AOUT 2021", "2021-08-04f", "law without accents" },
    { "la loi n° 78-17 du 6 janvier 1978", "1978-01-06f", "law" },
    { "arrêté du 12 janvier 2022", "2022-01-12f", "law" },
    { "art. L. 1111-14 du code, modifié le 12 janvier 2022", "2022-01-12f",
      "law with points and commas" },
    { "l’article R1111-28 (version du 12/01/2022)", "2022-01-12f", "law" },
    { "version en vigueur depuis le 12/01/2022", "2022-01-12f", "law" },
    { "Article publié le 12/01/2022", "2022-01-12f", "somebody’s article" },
    { "JO du 12/01/2022", "2022-01-12f", "law" },
    { "Mentions légales au 12/01/2022", "2022-01-12f", "footer" },
    { "convention du 12/01/2022", "2022-01-12f", "law" },
    { "© Assurance Maladie 12/01/2022", "2022-01-12f", "footer" },
    { "Version du 12/01/2022", "2022-01-12f", "footer" },
    { "mis à jour le 12/01/2022", "2022-01-12f", "footer" },
    { "Page mise à jour le 12/01/2022", "2022-01-12f", "footer" },
    { "Selon l’article 5. Paris, le 12/01/2022", "2022-01-12", "another sentence" },
    { "Selon le décret du 4 août 2021, ce courrier est daté du 3 février 2022",
      "2021-08-04f 2022-02-03", "only the first" },
    { "En application de l’article R1111-28, ce message, envoyé le 3 février 2022", "2022-02-03",
      "a word of sending stands between" },
    { "SELON L’ARRETE DU 12 JANVIER 2022", "2022-01-12f", "law in upper case" },
    { "document mis à jour le 12/01/2022 ; reçu le 13/01/2022", "2022-01-12f 2022-01-13",
      "another clause" },
    { "© 2022 Assurance Maladie. Paris, le 12/01/2022", "2022-01-12", "another sentence" },
    { "Conformément à la loi, votre espace santé a été créé le 3 février 2022", "2022-02-03",
      "the main clause" },
    { "Selon l’article R1111-28 votre profil est créé le 3 février 2022", "2022-02-03",
      "its verb" },

    { "suite à votre rendez-vous du 12/01/2022", "2022-01-12e", "a visit" },
    { "Votre consultation du 12/01/2022 a été remboursée", "2022-01-12e", "a visit" },
    { "rendez-vous sur notre site, le 12/01/2022", "2022-01-12", "the verb" },
    { "Paiement du 12/01/2022", "2022-01-12e", "a payment" },
    { "Votre espace sera ouvert le 17 mars 2022", "2022-03-17e", "what will be" },
    { "Mon espace santé ouvrira le 17 mars 2022", "2022-03-17e", "what will be" },
    { "Il sera ouvert six semaines après le 3 février 2022", "2022-02-03",
      "the day from which the weeks run" },
    { "Il sera ouvert dans les six semaines suivant le 3 février 2022", "2022-02-03", "the same" },
    { "Il sera ouvert. Paris, le 3 février 2022", "2022-02-03", "another sentence" },
    { "valable six semaines à dater du 3 février 2022", "2022-02-03", "when it was sent" },
    { "Vous êtes affilié depuis le 12/01/2022", "2022-01-12e", "an insurance begins" },
    { "Vos droits sont ouverts à compter du 12/01/2022", "2022-01-12e", "an insurance begins" },
    { "Ce délai court depuis le 12/01/2022", "2022-01-12", "the day of sending" },
    { "Depuis le 1er janvier 2022, chaque assuré a un espace", "2022-01-01e", "since when" },
    { "Bonjour.\nDepuis le 1er janvier 2022", "2022-01-01e", "since when" },
    { "Le service existe depuis le 3 janvier 2022", "2022-01-03e", "since when" },
    { "Vous pouvez vous opposer depuis le 12/01/2022", "2022-01-12", "the time to oppose" },
    { "lancé partout en France le 3 février 2022", "2022-02-03e", "the roll-out" },
    { "Dossier créé le 05/01/2022", "2022-01-05e", "the office’s file" },
    { "Votre espace sera créé le : 05/01/2022", "2022-01-05e", "what will be" },
    { "Le Mois sans tabac a commencé le 1er novembre 2022", "2022-11-01e", "a campaign" },
    { "certification renouvelée le 20/10/2022", "2022-10-20e", "a certificate" },
    { "Prochaine permanence le 5 novembre 2022", "2022-11-05e", "an appointment for all" },
    { "La réunion aura lieu le 5 novembre 2022", "2022-11-05e", "an appointment for all" },
    { "L’application des conditions générales applicables au 1er mars 2022", "2022-03-01f",
      "terms of use" },
    { "Vitré le 12/01/2022", "2022-01-12", "a town that ends as a deed does" },
    { "Mon espace santé le 12/01/2022", "2022-01-12", "no deed" },
    { "Courrier édité le 12/01/2022", "2022-01-12", "the letter’s own" },
    { "expédié le 12/01/2022", "2022-01-12", "the letter’s own" },
    { "remis à La Poste le 12/01/2022", "2022-01-12", "the letter’s own" },
    { "Votre espace a été créé le 12/01/2022", "2022-01-12", "the subject of 2022: it may be" },
    { "Nouvel horaire depuis le 19 octobre 2022", "2022-10-19e", "since when" },
    { "notre agence de Brest déménage le 2 novembre 2022", "2022-11-02e", "the office moves" },
    { "désignée, par jugement du 20 octobre 2022", "2022-10-20e", "a judgment" },
    { "Vous avez six semaines depuis le 12/01/2022", "2022-01-12", "the time to oppose" },
    { "Dernière connexion : 30/10/2022", "2022-10-30e", "the account" },
    { "Prochain prélèvement : 20/10/2022", "2022-10-20e", "a payment" },
    { "Carte Vitale émise le 01/11/2022", "2022-11-01e", "the card" },
    { "Le délai de six semaines a commencé le 12 janvier 2022.", "2022-01-12", "the delay's own beginning" },
    { "Depuis le 12 janvier 2022, vous disposez de six semaines.", "2022-01-12", "the same" },
    { "Vous avez six semaines, depuis le 12 janvier 2022, pour refuser.", "2022-01-12", "between commas" },
    { "Ce courriel vous est parvenu le 12 janvier 2022.", "2022-01-12", "a deed that sends" },
    { "Votre code vous a été attribué le 12 janvier 2022.", "2022-01-12", "the same" },
    { "Nous vous avons contacté le 12 janvier 2022.", "2022-01-12", "the same" },
    { "Choisy-le-roi le 12 janvier 2022", "2022-01-12", "a town is no deed" },
    { "Nos réf. : 12/01/2022", "2022-01-12", "in doubt it counts" },
    { "Campagne lancée par courriel du 12 janvier 2022.", "2022-01-12", "a deed that sends" },
    { "Imprimé le 10/11/2022 - Réf. 15/10/2022-A", "2022-11-10 2022-10-15e", "a reference" },
    { "N/Réf. : 24/2022 - Paris, le 3 février 2022", "2022-02-03", "behind a reference" },
    { "Tarifs au 1er janvier 2022", "2022-01-01e", "prices" },
    { "Modèle CNAM v3 du 25/01/2022", "2022-01-25e", "the printer’s form" },
    { "Modèle 3316 - Paris, le 3 février 2022", "2022-02-03", "the letter’s own date" },
    { "Suite à votre appel du 12/01/2022", "2022-01-12e", "the reader’s own act" },
    { "Suite à votre demande, ce mail vous est adressé le 12/01/2022", "2022-01-12",
      "another clause" },
    { "", "", "nothing" },
    { "\xff 12/01/2022", "2022-01-12", "bytes that are not UTF-8" },
};

static char *describe(const GArray *dates)
{
    static const char contexts[] = { 0, 'b', 'v', 'f', 'e' };
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < dates->len; i++) {
        const struct text_date *date = &g_array_index(dates, struct text_date, i);

        g_string_append_printf(text, "%s%04d-%02d-%02d", i ? " " : "", g_date_get_year(&date->date),
                               g_date_get_month(&date->date), g_date_get_day(&date->date));
        if (contexts[date->context])
            g_string_append_c(text, contexts[date->context]);
    }
    return g_string_free(text, FALSE);
}

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GArray) dates = dates_find(rows[i].text);
        g_autofree char *found = describe(dates);

        if (strcmp(found, rows[i].dates) != 0) {
            g_test_message("%s: \"%s\" gave \"%s\", not \"%s\"", rows[i].why, rows[i].text, found,
                           rows[i].dates);
            g_test_fail();
        }
    }
}

static void test_spans(void)
{
    const char *text = "à Évry, lundi 3 janvier 2022 puis 04/01/2022.";
    g_autoptr(GArray) dates = dates_find(text);
    const struct text_date *first = &g_array_index(dates, struct text_date, 0);
    const struct text_date *second = &g_array_index(dates, struct text_date, 1);

    g_assert_cmpuint(dates->len, ==, 2);
    g_assert_true(g_str_has_prefix(text + first->start, "lundi"));
    g_assert_true(g_str_has_prefix(text + first->end, " puis"));
    g_assert_true(g_str_has_prefix(text + second->start, "04/"));
    g_assert_cmpstr(text + second->end, ==, ".");
}

static void test_many(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) dates = NULL;

    for (guint i = 0; i < 300; i++)
        g_string_append(text, "le 12/01/2022 ");
    dates = dates_find(text->str);
    g_assert_cmpuint(dates->len, ==, 100);
}

/* A text as long as one may be, of dates that no calendar has: soon read, and those around them found,
 * whatever bytes are no UTF-8. */
static void test_impossible(void)
{
    g_autoptr(GString) text = g_string_new("le 12/01/2022 ");
    g_autoptr(GArray) dates = NULL;
    clock_t began; /* of this process: the machine may be busy */

    while (text->len < 256 * 1024)
        g_string_append(text, "30/02/2022 ");
    g_string_append(text, "\xe9\xc3 le 13/01/2022\xff");
    began = clock();
    dates = dates_find(text->str);
    g_assert_cmpint(clock() - began, <, CLOCKS_PER_SEC);
    g_assert_cmpuint(dates->len, ==, 2);
}

static void test_parse(void)
{
    static const struct {
        const char *text;
        gboolean found;
    } starts[] = {
        { "12 janvier 2022", TRUE },
        { " 12/01/2022 et 13/01/2022", TRUE },
        { "mercredi 12 janvier 2022", TRUE },
        { "le 12 janvier 2022", FALSE },
        { "31/02/2022", FALSE },
        { "", FALSE },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(starts); i++) {
        GDate date;

        g_test_message("%s", starts[i].text);
        g_assert_true(dates_parse(starts[i].text, &date) == starts[i].found);
        g_assert_true(g_date_valid(&date) == starts[i].found);
        if (starts[i].found)
            g_assert_cmpint(g_date_get_day(&date) * 100 + g_date_get_month(&date), ==, 1201);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dates/rows", test_rows);
    g_test_add_func("/dates/spans", test_spans);
    g_test_add_func("/dates/many", test_many);
    g_test_add_func("/dates/impossible", test_impossible);
    g_test_add_func("/dates/parse", test_parse);
    return g_test_run();
}
