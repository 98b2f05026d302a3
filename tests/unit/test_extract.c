/* Codes and persons from texts of many forms, by the notice rule's own patterns. */
#include "detect/detect.h"

#include <string.h>

/* Expected: "CODE" or "CODE=Person", joined by blanks; "-" for a case without a code. */
static const struct {
    const char *text, *expected, *why;
} rows[] = {
    { "Votre code provisoire : vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1", "a colon" },
    { "Votre code provisoire est vC4xZ3aQ2wS1.", "vC4xZ3aQ2wS1", "a verb, and a full stop after" },
    { "Votre code provisoire\n\nvC4xZ3aQ2wS1\n\nIl est personnel.", "vC4xZ3aQ2wS1", "lines apart" },
    { "Votre code provisoire\tvC4xZ3aQ2wS1", "vC4xZ3aQ2wS1", "cells of a table" },
    { "CODE CONFIDENTIEL – vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1", "capitals and a dash" },
    { "Code d'activation « vC4xZ3aQ2wS1 »", "vC4xZ3aQ2wS1", "quotes" },
    { "Votre code personnel et confidentiel est le suivant : vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1",
      "two adjectives" },
    { "vC4xZ3aQ2wS1 est votre code provisoire.", "vC4xZ3aQ2wS1", "the code first" },
    { "Voici le code qui vous sera demandé sur le site : vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1",
      "words between" },
    { "Code provisoire : AbCd 1234 EfGh", "AbCd1234EfGh", "groups of four" },
    { "Code provisoire : AbC d12 34E fGh", "AbCd1234EfGh", "groups of three" },
    { "Code provisoire : AbCd-1234-EfGh", "AbCd1234EfGh", "dashes" },
    { "Code provisoire : A b C d 1 2 3 4 E f G h", "AbCd1234EfGh", "letter by letter" },
    { "Code provisoire : ABCD1234", "ABCD1234", "eight characters, as in 2021" },
    { "Code provisoire : ABCD1234 pour vous opposer", "ABCD1234", "a word after it" },
    { "Code provisoire : AbCd 1234 pour vous opposer", "AbCd1234", "a word of a group's length" },
    { "Code provisoire : 48291735", "48291735", "digits alone" },
    { "Code provisoire : aBcDeFgHiJkL", "aBcDeFgHiJkL", "chance gave no digit" },
    { "Référence : ZZ99887766XX\nCode provisoire : ABCD1234\nSecond code provisoire : vC4xZ3aQ2wS1",
      "vC4xZ3aQ2wS1", "twelve are preferred" },
    { "Votre code provisoire vous est envoyé par courrier. Appelez le 3422.", "-",
      "no number of the telephone" },
    { "Votre code provisoire : 3422", "-", "too short" },
    { "Votre code CONFIDENTIEL vous parviendra", "-", "a word in capitals" },
    { "Votre code provisoire : confidentiel", "-", "a word" },
    { "Votre code provisoire\n12 janvier 2022", "-", "a date" },
    { "Votre code provisoire : 20220112", "-", "a date without separators" },
    { "Votre code provisoire : 0612345678", "-", "a telephone number" },
    { "Votre code provisoire : 482913", "-", "six digits are a one-time code" },
    { "Votre code postal : 75012", "-", "a postcode" },
    { "Votre code provisoire : https://t.ameli.fr/Ab12Cd34Ef56", "-", "a path" },
    { "Votre code provisoire ?id=Ab12Cd34Ef56", "-", "a parameter" },
    { "Votre code provisoire : Ab12Cd34Ef56@example.fr", "-", "an address" },
    { "Votre code provisoire #ab12cd", "-", "a colour" },
    { "Votre code provisoire sera demandé avec votre numéro 1850578006084", "-", "a NIR" },
    { "Pour votre enfant Léa. Votre code provisoire : vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1=Léa", "a child" },
    { "Code provisoire de votre enfant Léa Martin : vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1=Léa Martin",
      "in the label" },
    { "Codes provisoires :\nLéa : vC4xZ3aQ2wS1\nTom : R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "a line each" },
    { "Prénom\tCode provisoire\nLéa\tvC4xZ3aQ2wS1\nJean-Marc\tR4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Jean-Marc", "a table" },
    { "Prénom\tNé le\tCode\nLéa\t12/03/2021\tvC4xZ3aQ2wS1", "vC4xZ3aQ2wS1=Léa", "a cell between" },
    { "Léa Martin\nCode provisoire : vC4xZ3aQ2wS1\n\nTom Martin\nCode provisoire : R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Léa Martin R4wq8ZnB1cYu=Tom Martin", "a section each" },
    { "Votre code provisoire : vC4xZ3aQ2wS1\nPour votre fille Zoé, code provisoire : R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1 R4wq8ZnB1cYu=Zoé", "the reader's own and a child's" },
    { "Le majeur que vous représentez, M. Jean Dupont. Code provisoire : vC4xZ3aQ2wS1",
      "vC4xZ3aQ2wS1=Jean Dupont", "an adult represented" },
    { "Pour vos enfants Léa, Tom et Zoé, les codes suivront par courrier.", "-=Léa -=Tom -=Zoé",
      "persons without a code" },
    { "Code confidentiel n° vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1", "a number sign" },
    { "Votre code secret est <vC4xZ3aQ2wS1>", "vC4xZ3aQ2wS1", "angle brackets" },
    { "Munissez-vous de votre code confidentiel. Le voici :\n\n   vC4xZ3aQ2wS1\n", "vC4xZ3aQ2wS1",
      "alone on its line, a sentence after the label" },
    { "Code provisoire : ABC 123 DEF", "ABC123DEF", "three groups of three" },
    { "Votre code provisoire est valable du 12/01/2022 au 23/02/2022", "-", "dates" },
    { "Votre code provisoire a 12 caractères. Décret n° 2021-1048. Art. R1111-28.", "-",
      "references" },
    { "Votre code provisoire vous a été envoyé au 06 12 34 56 78", "-", "a number in pairs" },
    { "1. Léa – code provisoire : vC4xZ3aQ2wS1\n2. Tom – code provisoire : R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "a numbered list" },
    { "Enfant 1 : Léa\nCode : vC4xZ3aQ2wS1\nEnfant 2 : Tom\nCode : R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "numbered children" },
    { "Pour Léa : vC4xZ3aQ2wS1\nPour Tom : R4wq8ZnB1cYu", "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom",
      "without a label on the line" },
    { "Le code provisoire d'Emma est vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1=Emma", "an elision" },
    { "Code\tPrénom\nvC4xZ3aQ2wS1\tLéa\nR4wq8ZnB1cYu\tTom", "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom",
      "the code's column first" },
    { "LÉA\tvC4xZ3aQ2wS1\tTOM\tR4wq8ZnB1cYu", "vC4xZ3aQ2wS1=LÉA R4wq8ZnB1cYu=TOM",
      "two children in one row" },
    { "Pour Mme Jeanne Dupont, que vous représentez, le code provisoire est vC4xZ3aQ2wS1",
      "vC4xZ3aQ2wS1=Jeanne Dupont", "an adult, named first" },
    { "Bonjour Marie Dupont,\nVotre code provisoire : vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1",
      "who is greeted is the reader" },
    { "Les codes provisoires de vos enfants Léa et Tom sont respectivement vC4xZ3aQ2wS1 et "
      "R4wq8ZnB1cYu.",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "as many codes as names, in their order" },
    { "Votre enfant Léa est concernée.\nVotre code : R4wq8ZnB1cYu\nCode de Léa Martin : vC4xZ3aQ2wS1",
      "R4wq8ZnB1cYu vC4xZ3aQ2wS1=Léa Martin", "who has a code of his own has no other" },
    { "Enfant\tLéa\tTom\nNé le\t12/01/2022\t13/05/2015\nCode\tvC4xZ3aQ2wS1\tR4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "a column each, a row of dates between" },
    { "Nom\tPrénom\tCode\nMARTIN\tLéa\tvC4xZ3aQ2wS1\nMARTIN\tTom\tR4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=MARTIN Léa R4wq8ZnB1cYu=MARTIN Tom", "a name of two cells" },
    { "Votre code provisoire : KXWZBNRTVQPL", "KXWZBNRTVQPL", "capitals that are no word" },
    { "Votre code provisoire : XXXXXXXXXXXX", "-", "a place holder" },
    { "Votre code provisoire : INDISPONIBLE", "-", "a word in capitals, after the colon" },
    { "Code provisoire (dossier 2022AB345678) : vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1", "a dossier's number" },
    { "Votre code provisoire suivra.\nIBAN : FR76 3000 6000 0112 3456 7890 189", "-", "an IBAN" },
    { "Votre code provisoire : vC4xZ3aQ2wS1\n\nZZ99887766XX\n", "vC4xZ3aQ2wS1",
      "a token below the code that the label introduced" },
    { "Élodie L'Hostis - code provisoire : vC4xZ3aQ2wS1\nTom D'Arc - code provisoire : R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Élodie L’Hostis R4wq8ZnB1cYu=Tom D’Arc", "an elided article within a name" },
    { "Votre fils aîné, Tom (né le 4 mai 2010), et son code provisoire : vC4xZ3aQ2wS1",
      "vC4xZ3aQ2wS1=Tom", "which of the sons" },
    { "Votre petite Léa nous rejoint. Code provisoire : vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1=Léa",
      "said with affection" },
    { "Vous êtes la tutrice de votre mère, Mme Jeanne Roche. Code provisoire : vC4xZ3aQ2wS1",
      "vC4xZ3aQ2wS1=Jeanne Roche", "a ward who is kin" },
    { "Codes provisoires :\nLéa → vC4xZ3aQ2wS1\nTom => R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "arrows" },
    { "Les codes provisoires de Léa et Tom sont respectivement vC4xZ3aQ2wS1 et R4wq8ZnB1cYu.",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "in their order, the names within the label" },
    { "NOM Prénom   Né(e) le   Code confidentiel\nROUX Léa   14/07/2011   vC4xZ3aQ2wS1\n"
      "ROUX Tom   23/02/2014   R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=ROUX Léa R4wq8ZnB1cYu=ROUX Tom", "columns of blanks, dates between" },
    { "Léa Roux\tNée le\t03/05/2018\nCode provisoire\tvC4xZ3aQ2wS1\n"
      "Tom Roux\tNé le\t19/10/2020\nCode provisoire\tR4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Léa Roux R4wq8ZnB1cYu=Tom Roux", "a name beside two rows" },
    { "Léa Roux\nnée le 03/05/2018\ncode provisoire : vC4xZ3aQ2wS1\n\n"
      "Tom Roux\nné le 19/10/2020\ncode provisoire : R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Léa Roux R4wq8ZnB1cYu=Tom Roux", "a line about the birth between" },
    { "👧 Léa\nCode d'activation\nvC4xZ3aQ2wS1\n👦 Tom\nCode d'activation\nR4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "a picture before the name" },
    { "C O D E   P R O V I S O I R E\n\nvC4xZ3aQ2wS1", "vC4xZ3aQ2wS1", "a label letter by letter" },
    { "Votre code provisoire vous parvient par un courrier distinct.\nNuméro de dossier : "
      "7Kd82LmQ0pZx", "-", "a dossier's number where no code is shown" },
    { "Pour l'espace santé d'Ambre, utilisez le code vC4xZ3aQ2wS1 ; pour celui de Tom, utilisez le "
      "code R4wq8ZnB1cYu.",
      "vC4xZ3aQ2wS1=Ambre R4wq8ZnB1cYu=Tom", "a clause each" },
    { "Léa a pour code provisoire vC4xZ3aQ2wS1 et Tom a pour code provisoire R4wq8ZnB1cYu.",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "the name is the subject" },
    { "Léa : votre code est vC4xZ3aQ2wS1\nTom : votre code est R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "a word between the name and the label" },
    { "Léa, 3 ans\nCode provisoire : vC4xZ3aQ2wS1\nTom, 16 mois\nCode provisoire : R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "the age in the heading" },
    { "Bénéficiaire n° 1 : Léa Roux (fille)\nCode provisoire : vC4xZ3aQ2wS1\n"
      "Bénéficiaire n° 2 : Tom Roux (fils)\nCode provisoire : R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Léa Roux R4wq8ZnB1cYu=Tom Roux", "numbered, with what each is" },
    { "Premier code provisoire : vC4xZ3aQ2wS1\nSecond code provisoire : R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1 R4wq8ZnB1cYu", "words that stand alike and are no names" },
    { "Bonjour Marie Dupont,\nVotre code provisoire : vC4xZ3aQ2wS1\nLe code de Tom : R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1 R4wq8ZnB1cYu=Tom", "the reader beside a child" },
    { "Profil de « Ambre ». Code provisoire : vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1=Ambre",
      "a name in quotes" },
    { "Au nom de Tom Roux, votre fils. Code provisoire : vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1=Tom Roux",
      "named before what he is to the reader" },
    { "Monsieur Jean Klein, votre époux, dont vous êtes la mandataire. Code : vC4xZ3aQ2wS1",
      "vC4xZ3aQ2wS1=Jean Klein", "a ward who is the reader's husband" },
    { "Votre code provisoire : vC4xZ3aQ2wS1\n\n-- \nRéf. envoi : Xk29Lm10Qa77\nSuivi : 9sKd82LmQ0pZ",
      "vC4xZ3aQ2wS1", "numbers of the sending below" },
    { "Connectez-vous, puis saisissez vC4xZ3aQ2wS1 lorsque le code vous est demandé.",
      "vC4xZ3aQ2wS1", "what to type, and for what" },
    { "Né en\tCode provisoire\nM. Jean Roux\t1941\tvC4xZ3aQ2wS1\nMme Ana Blanc\t1938\t"
      "R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Jean Roux R4wq8ZnB1cYu=Ana Blanc", "the dot of a title ends no sentence" },
    { "LE BRAS Yann : code provisoire vC4xZ3aQ2wS1\nD'ALMEIDA Rose : code provisoire R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=LE BRAS Yann R4wq8ZnB1cYu=D’ALMEIDA Rose", "a particle in capitals comes first" },
    { "Code provisoire de Mme Le Goff, que vous représentez : vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1=Le Goff",
      "a particle after a title" },
    { "Enfant\tCode provisoire\nJef VAN DER BERG\tvC4xZ3aQ2wS1\nInês da Silva\tR4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Jef VAN DER BERG R4wq8ZnB1cYu=Inês da Silva", "particles of other countries" },
    { "Membre du foyer\tCode\nVous-même\tvC4xZ3aQ2wS1\nLéa\tR4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1 R4wq8ZnB1cYu=Léa", "the reader in the table is nobody's name" },
    { "Code adhérent\tA1B2C3D4E5F6\nCode provisoire\tvC4xZ3aQ2wS1", "vC4xZ3aQ2wS1",
      "another code, beside it" },
    { "Vous représentez légalement M. Ahmed Zaoui. Code provisoire : vC4xZ3aQ2wS1",
      "vC4xZ3aQ2wS1=Ahmed Zaoui", "who is represented, by title" },
    { "Mesure de protection exercée au profit de Madame Irène Vidal.\nCode provisoire : vC4xZ3aQ2wS1",
      "vC4xZ3aQ2wS1=Irène Vidal", "who is protected, by title" },
    { "vC4xZ3aQ2wS1 : code provisoire d'Ambre\nR4wq8ZnB1cYu : code provisoire de Tom",
      "vC4xZ3aQ2wS1=Ambre R4wq8ZnB1cYu=Tom", "the code first on each line" },
    { "Votre code : Xc5Vb8Nm3QwE\n\nLéa (né(e) le 03/05/2018)\nCode provisoire : vC4xZ3aQ2wS1\n"
      "Tom (né(e) le 19/10/2020)\nCode provisoire : R4wq8ZnB1cYu",
      "Xc5Vb8Nm3QwE vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "names alike after the reader's own code" },
    { "Code : Xc5Vb8Nm3QwE attribué à Léa\nCode : vC4xZ3aQ2wS1 attribué à Tom\n"
      "Code : R4wq8ZnB1cYu attribué à Zoé",
      "Xc5Vb8Nm3QwE=Léa vC4xZ3aQ2wS1=Tom R4wq8ZnB1cYu=Zoé", "each name after its code" },
    { "Code : Xc5Vb8Nm3QwE attribué à Léa / Code : vC4xZ3aQ2wS1 attribué à Tom / "
      "Code : R4wq8ZnB1cYu attribué à Zoé",
      "Xc5Vb8Nm3QwE=Léa vC4xZ3aQ2wS1=Tom R4wq8ZnB1cYu=Zoé", "in one line" },
    { "Enfant Léa, née à Aix\nLe code provisoire est vC4xZ3aQ2wS1\nEnfant Tom, né à Lyon\n"
      "Le code provisoire est R4wq8ZnB1cYu",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "towns are no persons" },
    { "Pour Léa, saisissez le code vC4x Z3aQ 2wS1. Pour Tom, saisissez le code R4wq 8ZnB 1cYu.",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "groups after the bare word, itself no group" },
    { "Codes provisoires\nvC4x Z3aQ 2wS1 (Léa)\nR4wq 8ZnB 1cYu (Tom)",
      "vC4xZ3aQ2wS1=Léa R4wq8ZnB1cYu=Tom", "groups before a name" },
    { "Codes provisoires\nvC4xZ3aQ2wS1 (Léa d'Arc)\n4wq8ZnB1cYuR (Tom d'Arc)",
      "vC4xZ3aQ2wS1=Léa d’Arc 4wq8ZnB1cYuR=Tom d’Arc", "a name with an article, before the next code" },
    { "Cordialement,\nMadame Irène Vidal, directrice\nCode provisoire : vC4xZ3aQ2wS1", "vC4xZ3aQ2wS1",
      "a title alone makes no ward" },
};

static char *cases_text(const GPtrArray *cases)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < cases->len; i++) {
        const struct finding_case *one = cases->pdata[i];

        g_string_append_printf(text, "%s%s", i ? " " : "", one->code ? one->code : "-");
        if (one->person)
            g_string_append_printf(text, "=%s", one->person);
    }
    return g_string_free(text, FALSE);
}

static void test_rows(void)
{
    g_autofree char *dir = g_build_filename(g_getenv("VIGIE_SRCDIR"), "rules", NULL);
    const char *const dirs[] = { dir, NULL };
    g_autoptr(GError) error = NULL;
    AUTO(rules) rules = rules_load(dirs, NULL, &error);
    const struct detect_context context = { .rules = rules, .now = 1641978000 };

    g_assert_no_error(error);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *raw = g_strdup_printf(
            "From: a@info.ameli.fr\nContent-Type: text/plain; charset=utf-8\n\n"
            "Votre profil Mon espace santé sera créé automatiquement ; vous pouvez vous opposer "
            "dans les six semaines.\n\n%s\n", rows[i].text);
        g_autoptr(GBytes) bytes = g_bytes_new(raw, strlen(raw));
        AUTO(message) message = message_parse(bytes, NULL);
        AUTO(finding) finding = detect(&context, message, NULL);
        g_autofree char *found = cases_text(finding->cases);

        g_test_message("%s", rows[i].why);
        g_assert_cmpstr(kind_name(finding->kind), ==, "notice");
        g_assert_cmpstr(found, ==, rows[i].expected);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/extract/rows", test_rows);
    return g_test_run();
}
