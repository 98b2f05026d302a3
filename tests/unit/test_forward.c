/* Originals quoted inline, as the mailers of the French write them. */
#include "message/forward.h"

#include <string.h>
#include <time.h>

#include "base/civil.h"
#include "message/forward_date.h"

#define PARIS_10_14 "2022-01-12T10:14:00+01:00"

/* Reasoned by hand. Paris is at UTC+1 in January, at UTC+2 in July. */
static const struct {
    const char *text, *instant, *why;
} dates[] = {
    { "mer. 12 janv. 2022 à 10:14", PARIS_10_14, "Gmail in French" },
    { "mar. 11 janv. 2022 à 10:14", "2022-01-11T10:14:00+01:00", "mar. is Tuesday" },
    { "mar. 1 mars 2022 à 10:14", "2022-03-01T10:14:00+01:00", "and March" },
    { "mercredi 12 janvier 2022 10:14", PARIS_10_14, "Outlook in French" },
    { "12 janvier 2022 à 10:14:00 UTC+1", PARIS_10_14, "Apple in French" },
    { "1er juillet 2022 à 10:14:00 UTC+2", "2022-07-01T10:14:00+02:00", "the first of a month" },
    { "Wed, 12 Jan 2022 10:14:00 +0100", PARIS_10_14, "RFC 5322" },
    { "Wed, 12 Jan 2022 04:14:00 -0500 (EST)", PARIS_10_14, "from overseas" },
    { "Wed, 12 Jan 2022 09:14:00 GMT", PARIS_10_14, "in Greenwich" },
    { "12/01/2022 10:14", PARIS_10_14, "the day first" },
    { "12/01/22 10:14", PARIS_10_14, "a short year" },
    { "1/12/22 10:14 AM", PARIS_10_14, "AM: the month first" },
    { "January 12, 2022 at 10:14:00 AM GMT+1", PARIS_10_14, "Apple in English" },
    { "Wednesday, January 12, 2022 10:14 AM", PARIS_10_14, "Outlook in English" },
    { "Jan 12, 2022, 12:05 AM", "2022-01-12T00:05:00+01:00", "midnight is 12 AM" },
    { "12 JUIL. 2022 22h05", "2022-07-12T22:05:00+02:00", "capitals, h" },
    { "2022-01-12 10:14", PARIS_10_14, "ISO (Roundcube)" },
    { "12 févr. 2022, 10:14", "2022-02-12T10:14:00+01:00", "an accent" },
    { "12 décembre 2022", "2022-12-12T12:00:00+01:00", "no time: noon" },
    { "31/02/2022 10:14", NULL, "no such day" },
    { "hier", NULL, "no date" },
    { "", NULL, "nothing" },
};

static void test_dates(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(dates); i++) {
        gint64 expected = 0;

        g_test_message("%s: %s", dates[i].why, dates[i].text);
        if (dates[i].instant)
            g_assert_true(civil_instant_parse(dates[i].instant, &expected));
        g_assert_cmpint(forward_date(dates[i].text), ==, expected);
    }
}

#define ADDR "assurance-maladie@info.ameli.fr"
#define SUBJECT "Votre service Mon espace santé a été créé"
#define TEXT "Bonjour,\nVoici le code : AbCd1234EfGh"

/* Each is the notice, forwarded; `instant` NULL where the form has no date. */
static const struct {
    const char *text, *name, *instant, *why;
} forwards[] = {
    { "Regarde\n\n---------- Forwarded message ---------\nDe : L’Assurance Maladie <" ADDR ">\n"
      "Date: mer. 12 janv. 2022 à 10:14\nSubject: " SUBJECT "\nTo: <jean@example.fr>\n\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "Gmail" },
    { "---------- Message transféré ---------\nDe : L’Assurance Maladie <" ADDR ">\n"
      "Date : mer. 12 janv. 2022 à 10:14\nObjet : " SUBJECT "\nÀ : <jean@example.fr>\n\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "Gmail in French" },
    { "Bonne lecture\nDe : L’Assurance Maladie <" ADDR
      ">\nEnvoyé : mercredi 12 janvier 2022 10:14\n"
      "À : Jean Petit <jean@example.fr>\nObjet : " SUBJECT "\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "Outlook, the text at once" },
    { "-----Message d’origine-----\nDe : L’Assurance Maladie [mailto:" ADDR "]\n"
      "Envoyé : mercredi 12 janvier 2022 10:14\nÀ : jean@example.fr\nObjet : " SUBJECT "\n\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "Outlook of old" },
    { "-----Original Message-----\nFrom: " ADDR " <" ADDR
      ">\nSent: Wednesday, January 12, 2022 10:14"
      " AM\nTo: a@example.fr; b@example.fr;\nc@example.fr\nCc:\nSubject: " SUBJECT "\n\n" TEXT,
      "", PARIS_10_14, "Outlook in English, a list over two lines" },
    { "*De :* L’Assurance Maladie <" ADDR ">\n*Envoyé :* mercredi 12 janvier 2022 10:14\n"
      "*À :* jean@example.fr\n*Objet :* " SUBJECT "\n\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "bold made plain" },
    { "Envoyé de mon iPhone\n\nDébut du message réexpédié :\n\nDe: \"L’Assurance Maladie\" <" ADDR
      ">\nDate: 12 janvier 2022 à 10:14:00 UTC+1\nÀ: jean@example.fr\nObjet: " SUBJECT
      "\nRépondre à: x@example.fr\n\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "iPhone" },
    { "Begin forwarded message:\n\n> From: L’Assurance Maladie <" ADDR ">\n> Subject: " SUBJECT
      "\n> Date: January 12, 2022 at 10:14:00 AM GMT+1\n> To: jean@example.fr\n>\n> Bonjour,\n"
      "> Voici le code : AbCd1234EfGh\n\nA bientôt",
      "L’Assurance Maladie", PARIS_10_14, "Apple Mail, quoted, with words after it" },
    { "-------- Message transféré --------\nSujet :\t" SUBJECT "\nDate :\tWed, 12 Jan 2022 10:14:00"
      " +0100\nDe :\tL’Assurance Maladie <" ADDR ">\nPour :\tjean@example.fr\n\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "Thunderbird, its table" },
    { "-------- Message original --------\nObjet: " SUBJECT "\nDate: 2022-01-12 10:14\n"
      "De: L’Assurance Maladie <" ADDR ">\nÀ: jean@example.fr\n\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "Roundcube" },
    { "> Message du 12/01/22 10:14\n> De : \"L’Assurance Maladie\" <" ADDR
      ">\n> A : jean@example.fr\n"
      "> Copie à :\n> Objet : " SUBJECT "\n>\n> Bonjour,\n> Voici le code : AbCd1234EfGh",
      "L’Assurance Maladie", PARIS_10_14, "Orange" },
    { "> Message du 12/01/22 10:14\n> De : \"L’Assurance Maladie\" <" ADDR
      ">\n> A : jean@example.fr\n"
      "> Copie à :\n> Objet : " SUBJECT "\n>\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "Orange in HTML quotes the header alone" },
    { "========================================\n\nMessage du : 12/01/2022 10:14\n"
      "De : \"L’Assurance Maladie\" <" ADDR ">\nA : jean@example.fr\nCopie à :\nSujet : " SUBJECT
      "\n\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "SFR" },
    { "----- Mail transféré -----\nDe: \"L’Assurance Maladie\" <" ADDR ">\nÀ: \"Jean\""
      " <jean@example.fr>\nEnvoyé: Mercredi 12 Janvier 2022 10:14:00\nObjet: " SUBJECT "\n\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "Free (Zimbra)" },
    { "------ Message transféré ------\nDe \"L’Assurance Maladie\" <" ADDR ">\nÀ jean@example.fr\n"
      "Date 12/01/2022 10:14:00\nObjet " SUBJECT "\n\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "eM Client, without colons" },
    { "----------  Message transmis  ----------\n\nSujet : " SUBJECT "\nDate : mercredi 12 janvier "
      "2022, 10:14:00 CET\nDe : L’Assurance Maladie <" ADDR ">\nÀ : jean@example.fr\n\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "KMail" },
    { "----- Message transféré -----\nDe : " ADDR "\nObjet : " SUBJECT "\n\n" TEXT, "", NULL,
      "an address alone, no date" },
    { "From: L’Assurance Maladie <" ADDR
      ">\nMessage-ID: <x@y>\nMIME-Version: 1.0\nSubject: " SUBJECT
      "\nDate: Wed, 12 Jan 2022 10:14:00 +0100\n\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "a whole header, in a bounce" },
    { "De :\nL’Assurance Maladie <" ADDR ">\nDate :\n12/01/2022 10:14\nObjet :\nVotre service Mon\n"
      "espace santé a été créé\nÀ :\njean@example.fr\n\n" TEXT,
      "L’Assurance Maladie", PARIS_10_14, "values below their labels, a wrapped subject" },
};

static void check_forward(gsize i)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    struct message *message;
    const struct address *from;
    gint64 expected = 0;

    g_test_message("%s", forwards[i].why);
    g_assert_false(forward_find(forwards[i].text, 10, found));
    g_assert_cmpuint(found->len, ==, 1);
    message = g_ptr_array_index(found, 0);
    g_assert_cmpint(message->way, ==, MESSAGE_INLINE);
    g_assert_cmpuint(message->from->len, ==, 1);
    from = g_ptr_array_index(message->from, 0);
    g_assert_cmpstr(from->addr_spec, ==, ADDR);
    g_assert_cmpstr(from->domain, ==, "info.ameli.fr");
    g_assert_cmpstr(from->name, ==, forwards[i].name);
    g_assert_cmpstr(message->subject, ==, SUBJECT);
    g_assert_cmpstr(message->text, ==, TEXT);
    if (forwards[i].instant)
        g_assert_true(civil_instant_parse(forwards[i].instant, &expected));
    g_assert_cmpint(message->date, ==, expected);
    message_free(message);
}

static void test_forwards(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(forwards); i++)
        check_forward(i);
}

static const struct {
    const char *text, *why;
} others[] = {
    { "Merci !\n\nLe 12/01/2022 à 10:00, Jean <jean@example.fr> a écrit :\n> Bonjour", "a reply" },
    { "On Wed, Jan 12, 2022 at 10:00 AM Jean <jean@example.fr> wrote:\n> Hello", "in English" },
    { "De : la part de tous\nMerci", "one field" },
    { "Objet : votre dossier\nDate : 12/01/2022\n\nMadame,", "a letter, without a sender" },
    { "Code : AbCd\nDe : 8 h à 17 h\nPour : tous\n", "a sender that has no address, two fields" },
    { "", "nothing" },
};

static void test_others(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        g_autoptr(GPtrArray) found = g_ptr_array_new();

        g_test_message("%s", others[i].why);
        g_assert_false(forward_find(others[i].text, 10, found));
        g_assert_cmpuint(found->len, ==, 0);
    }
}

static void test_nested(void)
{
    static const char text[] =
        "Pour toi\n---------- Forwarded message ---------\nFrom: Jean <jean@example.fr>\n"
        "Date: Thu, 13 Jan 2022 09:00:00 +0100\nSubject: Fwd: code\nTo: marie@example.fr\n\n"
        "Tu as vu ?\n\n-------- Message transféré --------\nDe : <a@info.ameli.fr>\n"
        "Date : 12/01/2022 10:14\nSujet : code\n\nVoici";
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    g_autoptr(GPtrArray) first = g_ptr_array_new();
    struct message *outer, *inner;

    g_assert_false(forward_find(text, 10, found));
    g_assert_cmpuint(found->len, ==, 2);
    outer = g_ptr_array_index(found, 0);
    inner = g_ptr_array_index(found, 1);
    g_assert_cmpstr(outer->text, ==, "Tu as vu ?");
    g_assert_cmpstr(inner->text, ==, "Voici");
    g_assert_true(forward_find(text, 1, first)); /* there were more */
    g_assert_cmpuint(first->len, ==, 1);
    message_free(outer);
    message_free(inner);
    message_free(g_ptr_array_index(first, 0));
}

/* What a mail forwards under the line of a reply. */
static void test_attributed(void)
{
    static const struct {
        const char *text, *instant, *why;
    } rows[] = {
        { "Regarde\n\nLe 12 janv. 2022 à 10:14, L’Assurance Maladie <" ADDR "> a écrit :\n\n"
          "> Bonjour,\n> Voici le code : AbCd1234EfGh", PARIS_10_14, "Apple Mail" },
        { "Le mer. 12 janv. 2022 à 10:14, L’Assurance\nMaladie <" ADDR "> a\nécrit :\n\n"
          "> Bonjour,\n> Voici le code : AbCd1234EfGh", PARIS_10_14, "wrapped" },
        { "On Wed, Jan 12, 2022 at 10:14 AM <" ADDR "> wrote:\n\nBonjour,\nVoici le code : "
          "AbCd1234EfGh", PARIS_10_14, "in English, quoted by its HTML alone" },
        { "Le 12 janv. 2022, L’Assurance Maladie a écrit :\n> Bonjour", NULL, "nobody’s address" },
        { "Le docteur\n\n<" ADDR "> a écrit :\n> Bonjour", NULL, "another paragraph" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = forward_attributed(rows[i].text);
        g_autoptr(GPtrArray) found = g_ptr_array_new();
        struct message *original;
        gint64 expected;

        g_test_message("%s", rows[i].why);
        g_assert_cmpint(!text, ==, !rows[i].instant);
        if (!text)
            continue;
        g_assert_false(forward_find(text, 10, found));
        g_assert_cmpuint(found->len, ==, 1);
        original = g_ptr_array_index(found, 0);
        g_assert_true(civil_instant_parse(rows[i].instant, &expected));
        g_assert_cmpint(original->date, ==, expected);
        g_assert_cmpstr(((struct address *)original->from->pdata[0])->addr_spec, ==, ADDR);
        g_assert_cmpstr(original->text, ==, "Bonjour,\nVoici le code : AbCd1234EfGh");
        message_free(original);
    }
}

static void test_bomb(void)
{
    static const char *const units[] = { "De : a\n", "Cc: a\n", "À :\n", "> Objet : x,\n",
                                         "De : a@b\n" };

    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autoptr(GPtrArray) found = g_ptr_array_new();
        g_autoptr(GString) text = g_string_new(NULL);
        clock_t began = clock(); /* of this process: the machine may be busy */

        while (text->len < MESSAGE_MAX_TEXT)
            g_string_append(text, units[i]);
        forward_find(text->str, 10, found);
        g_assert_cmpint(clock() - began, <, 2 * CLOCKS_PER_SEC);
        for (guint j = 0; j < found->len; j++)
            message_free(g_ptr_array_index(found, j));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/forward/dates", test_dates);
    g_test_add_func("/forward/forwards", test_forwards);
    g_test_add_func("/forward/others", test_others);
    g_test_add_func("/forward/nested", test_nested);
    g_test_add_func("/forward/attributed", test_attributed);
    g_test_add_func("/forward/bomb", test_bomb);
    return g_test_run();
}
