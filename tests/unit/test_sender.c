/* Who is official, who poses, and who only speaks of the service. */
#include "detect/sender.h"

#include <string.h>

static const struct {
    const char *name, *addr_spec;
    enum sender sender;
    const char *why;
} rows[] = {
    { "Votre Assurance Maladie", "assurance-maladie@info.ameli.fr", SENDER_OFFICIAL, "the notice's" },
    { "", "x@ameli.fr", SENDER_OFFICIAL, "the domain itself" },
    { "Jean", "x@msa24-47.fr", SENDER_OFFICIAL, "a local MSA" },
    { "", "x@msa-alsace.fr", SENDER_OFFICIAL, "the form of local MSA names" },
    { "", "x@dlg.msa.fr", SENDER_OFFICIAL, "below msa.fr" },
    { "", "x@xameli.fr", SENDER_OTHER, "not below ameli.fr, and no piece of it" },
    { "Votre Assurance Maladie", "no-reply@roofandfloor.com", SENDER_POSING, "an official name" },
    { "AMELI - ne pas répondre", "x@example.com", SENDER_POSING, "a name that begins so" },
    { "CPAM du Rhône", "x@example.com", SENDER_POSING, "likewise" },
    { "Service client Ameli", "x@example.com", SENDER_POSING, "a short name among other words" },
    { "AssuranceMaladie 75", "x@example.com", SENDER_POSING, "without its space" },
    { "Assurance maladies graves", "x@example.com", SENDER_OTHER, "a longer word" },
    { "Assurance", "x@example.com", SENDER_OTHER, "half of a name" },
    { "", "\"assurance-maladie@info.ameli.fr\"@example.com", SENDER_POSING, "before the @" },
    { "Mon espace sante", "x@example.com", SENDER_POSING, "an accent missing" },
    { "Аmеli", "x@example.com", SENDER_POSING, "Cyrillic А and е" },
    { "assurance-maladie@info.ameli.fr", "x@example.com", SENDER_POSING, "an address as a name" },
    { "x (ameli.fr)", "x@example.com", SENDER_POSING, "a host in the name" },
    { "", "x@ameli.com", SENDER_POSING, "another top-level domain" },
    { "", "x@ameli-assurance-maladie.top", SENDER_POSING, "a piece of the name" },
    { "", "x@ameli.fr.example.com", SENDER_POSING, "a sub-domain trick" },
    { "", "x@sante.gouv.fr.example.com", SENDER_POSING, "the same with a domain of three labels" },
    { "", "x@mon-espace-sante-activation.net", SENDER_POSING, "the service's name with hyphens" },
    { "", "x@arneli.fr", SENDER_POSING, "rn for m" },
    { "", "x@ame1i.fr", SENDER_POSING, "1 for l" },
    { "", "x@xn--meli-43d.fr", SENDER_POSING, "Cyrillic а, in punycode" },
    { "", "x@amélie.fr", SENDER_OTHER, "another word" },
    { "Amélie Dupont", "amelie@example.fr", SENDER_OTHER, "a person" },
    { "Le Monde — Mon espace santé", "lettre@lemonde.example", SENDER_OTHER, "a paper names it" },
    { "MSA Safety", "x@example.com", SENDER_OTHER, "MSA is official only as the whole name" },
    { "", "x@camelia.example", SENDER_OTHER, "the word within another" },
    { "Paul Martin", "paul@example.fr", SENDER_OTHER, "a person" },
    { "ΑΜΕLΙ", "x@example.com", SENDER_POSING, "Greek capitals" },
    { "𝐀𝐦𝐞𝐥𝐢", "x@example.com", SENDER_POSING, "mathematical letters" },
    { "Ａｍｅｌｉ", "x@example.com", SENDER_POSING, "full-width letters" },
    { "ᴀᴍᴇʟɪ", "x@example.com", SENDER_POSING, "small capitals" },
    { "Аssuranсе Mаlаdiе", "x@example.com", SENDER_POSING, "Cyrillic in several places" },
    { "Assurance Malaclie", "x@example.com", SENDER_POSING, "cl for d" },
    { "A\u200bme\u2060li", "x@example.com", SENDER_POSING, "zero-width characters" },
    { "", "x@info.am\u200beli.fr", SENDER_POSING, "one in the domain" },
    { "", "x@mon\u00adespace\u2060sante.example", SENDER_POSING, "soft hyphen and word joiner there" },
    { "", "x@ameli\u202e.fr", SENDER_POSING, "an override of the direction" },
    { "", "x@info.ａｍｅｌｉ.fr", SENDER_POSING, "full-width letters there" },
    { "lnfo Assurance Maladie", "x@example.com", SENDER_POSING, "l for I" },
    { "ameli․fr", "x@example.com", SENDER_POSING, "a one-dot leader" },
    { "www.monespacesante.fr", "x@example.com", SENDER_POSING, "a host as a name" },
    { "Assurance Maladie (assurance-maladie@info.ameli.fr)", "x@gmail.com", SENDER_POSING, "both" },
    { "", "x@amelli.fr", SENDER_POSING, "a letter doubled" },
    { "", "x@ammeli.fr", SENDER_POSING, "likewise" },
    { "", "x@aemli.fr", SENDER_POSING, "two exchanged" },
    { "", "x@monespacesant.fr", SENDER_POSING, "a letter left out" },
    { "", "x@monespaccesante.com", SENDER_POSING, "a letter added" },
    { "", "x@monezpacesante.fr", SENDER_POSING, "another letter" },
    { "", "x@mon-espaces-sante.fr", SENDER_POSING, "a plural" },
    { "", "x@asurance-maladie.com", SENDER_POSING, "a letter left out, hyphens" },
    { "", "x@monespacesante.fr-login.top", SENDER_POSING, "a domain and more" },
    { "", "x@ameli-fr.example", SENDER_POSING, "a hyphen for the dot" },
    { "", "x@info.ameli.fr.evil.example", SENDER_POSING, "below a foreign one" },
    { "", "x@ameli75.fr", SENDER_POSING, "with a department" },
    { "", "x@cpam-69.org", SENDER_POSING, "likewise, apart" },
    { "", "x@sante-gouv.fr", SENDER_POSING, "a hyphen for an official dot" },
    { "", "x@esante-gouv-fr.com", SENDER_POSING, "for each of them" },
    { "", "x@mesantegouvernance.fr", SENDER_OTHER, "not an official one" },
    { "", "x@ɑmeli.fr", SENDER_POSING, "a Latin alpha" },
    { "", "x@amelı.fr", SENDER_POSING, "an i without its dot" },
    { "", "x@аmеlі.fr", SENDER_POSING, "three Cyrillic letters" },
    { "", "x@мonespacesante.fr", SENDER_POSING, "Cyrillic м" },
    { "", "x@m0nespacesante.fr", SENDER_POSING, "0 for o" },
    { "", "x@cpаm.fr", SENDER_POSING, "Cyrillic а" },
    { "", "x@ameliorer.fr", SENDER_OTHER, "a verb" },
    { "", "x@hotel-amelia.fr", SENDER_OTHER, "a first name" },
    { "", "x@smeli.com", SENDER_OTHER, "another word" },
    { "", "x@famelis.gr", SENDER_OTHER, "another word" },
    { "", "x@amelie.fr", SENDER_OTHER, "a first name" },
    { "", "amelie@example.fr", SENDER_OTHER, "a first name" },
    { "", "ameli@example.fr", SENDER_OTHER, "a local part alone shows no domain" },
    { "Amelia", "x@amelia.example", SENDER_OTHER, "a first name" },
    { "", "x@amelli.it", SENDER_OTHER, "an Italian name" },
    { "", "x@msasafety.com", SENDER_OTHER, "another firm" },
    { "", "x@espace-sante.example", SENDER_OTHER, "a shop" },
    { "", "x@mongen.fr", SENDER_OTHER, "one letter more than a short name" },
    { "", "x@cnas.fr", SENDER_OTHER, "one letter from a short name" },
    { "Camille Ameli-Durand", "camille.ameli-durand@example.fr", SENDER_OTHER, "a surname" },
    { "Jean Ameli", "jean.ameli@example.fr", SENDER_OTHER, "a surname" },
    { "Améli Durand", "ameli.durand@example.fr", SENDER_OTHER, "a first name" },
    { "Ameli Durand", "contact@evil.example", SENDER_POSING, "an address that says nothing of it" },
    { "Ameli Assurance", "ameli.assurance@gmail.com", SENDER_POSING, "a word of the office" },
    { "Service Ameli", "service.ameli@gmail.com", SENDER_POSING, "likewise" },
    { "Compte Améli", "compte.ameli@gmail.com", SENDER_POSING, "likewise, with an accent" },
    { "Ameli Infos", "ameli.infos@gmail.com", SENDER_POSING, "begins as the service writes itself" },
    { "Remboursement Ameli", "remboursement.ameli@gmail.com", SENDER_POSING, "a word of offices" },
    { "Améli", "ameli@gmail.com", SENDER_POSING, "one word is no person" },
    { "Votre Assurance Maladie via Famille", "famille@lists.example.org", SENDER_POSING,
      "an official name at a foreign domain, whoever carried it" },
    { "", "x@moncompte-monameli.fr", SENDER_POSING, "my ameli" },
    { "Le Figaro Santé", "x@lefigaro.fr", SENDER_OTHER, "a paper" },
    { "Famille Durand", "famille@googlegroups.com", SENDER_OTHER, "a mailing list" },
    { "Santé publique France", "x@santepubliquefrance.fr", SENDER_OTHER, "another agency" },
    { "Mutuelle Santé", "x@mutuelle-sante.example", SENDER_OTHER, "a private insurer" },
};

static struct right *load_right(void)
{
    g_autofree char *dir = g_build_filename(g_getenv("VIGIE_SRCDIR"), "rules", NULL);
    const char *const dirs[] = { dir, NULL };
    g_autoptr(GError) error = NULL;
    struct right *right = right_load(dirs, &error);

    g_assert_no_error(error);
    return right;
}

static void test_rows(void)
{
    AUTO(right) right = load_right();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = text_normalise(rows[i].name, -1), *why = NULL;
        g_autofree char *addr_spec = g_strdup(rows[i].addr_spec);
        struct address address = { name, addr_spec, strrchr(addr_spec, '@') + 1 };

        g_test_message("%s <%s>: %s", rows[i].name, rows[i].addr_spec, rows[i].why);
        g_assert_cmpint(sender_judge(right, &address, &why), ==, rows[i].sender);
        g_assert_cmpint(why != NULL, ==, rows[i].sender == SENDER_POSING);
    }
}

static void test_right(void)
{
    AUTO(right) right = load_right();

    g_assert_cmpuint(right->days, ==, 42);
    g_assert_cmpstr(right->phone, ==, "3422");
    g_assert_cmpint(right->opening.opens, ==, 8 * 60 + 30);
    g_assert_cmpint(right->opening.closes, ==, 17 * 60 + 30);
    g_assert_cmpuint(right->holidays->len, ==, 8);
    g_assert_cmpuint(right->easter->len, ==, 3);
    g_assert_true(right->opening.weekdays & 1u << G_DATE_FRIDAY);
    g_assert_false(right->opening.weekdays & 1u << G_DATE_SATURDAY);
    g_assert_true(right_is_certain(right, "info.AMELI.fr"));
    g_assert_true(right_is_official(right, "msa-alsace.fr"));
    g_assert_false(right_is_certain(right, "msa-alsace.fr"));
    g_assert_false(right_is_official(right, "fr"));
    g_assert_false(right_is_official(right, ""));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sender/rows", test_rows);
    g_test_add_func("/sender/right", test_right);
    return g_test_run();
}
