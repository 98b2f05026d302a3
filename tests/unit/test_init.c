/* vigie init: the table of providers, and that the configuration says what was answered. */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/settings.h"
#include "cmd/init.h"

static const struct {
    const char *domain, *exchanger, *provider, *imap, *why;
} providers[] = {
    { "gmail.com", NULL, "Gmail", "imaps://imap.gmail.com", "by its domain" },
    { "GMAIL.com", NULL, "Gmail", "imaps://imap.gmail.com", "case of a domain means nothing" },
    { "wanadoo.fr", NULL, "Orange", "imaps://imap.orange.fr", "a former name" },
    { "free.fr", NULL, "Free", "imaps://imap.free.fr", "" },
    { "laposte.net", NULL, "La Poste", "imaps://imap.laposte.net", "" },
    { "neuf.fr", NULL, "SFR", "imaps://imap.sfr.fr", "a former name" },
    { "example.fr", "mx1.mail.ovh.net", "OVH", "imaps://ssl0.ovh.net", "by its MX" },
    { "example.fr", "spool.mail.gandi.net", "Gandi", "imaps://mail.gandi.net", "by its MX" },
    { "example.fr", "notmail.ovh.net.example", NULL, NULL, "the end of a name, not any part" },
    { "example.fr", "xmail.ovh.net", NULL, NULL, "by whole labels" },
    { "notgmail.com", NULL, NULL, NULL, "a domain is known whole" },
    { "example.fr", NULL, NULL, NULL, "nobody knows it" },
};

static char *table(void)
{
    const char *source = g_getenv("VIGIE_SRCDIR");

    return g_build_filename(source ? source : ".", "rules", "mail-providers.conf", NULL);
}

static void test_providers(void)
{
    g_autofree char *file = table();

    for (gsize i = 0; i < G_N_ELEMENTS(providers); i++) {
        const char *const exchangers[] = { providers[i].exchanger, NULL };
        g_autoptr(GError) error = NULL;
        AUTO(mail_servers) found = NULL;

        g_test_message("%s %s", providers[i].domain, providers[i].why);
        found = providers_find(file, providers[i].domain, exchangers, "fr", &error);
        g_assert_no_error(error);
        g_assert_cmpstr(found->provider, ==, providers[i].provider);
        g_assert_cmpstr(found->imap, ==, providers[i].imap);
    }
}

static void test_note(void)
{
    g_autofree char *file = table();
    AUTO(mail_servers) french = providers_find(file, "gmail.com", NULL, "fr", NULL);
    AUTO(mail_servers) english = providers_find(file, "gmail.com", NULL, "en", NULL);

    g_assert_nonnull(strstr(french->note, "mot de passe d’application"));
    g_assert_nonnull(strstr(english->note, "app password"));
}

static struct settings *load(const char *text, GError **error)
{
    g_autofree char *file = g_build_filename(g_get_tmp_dir(), "vigie-init-XXXXXX", NULL);
    int fd = g_mkstemp_full(file, 0, 0600);
    struct settings *settings;

    g_close(fd, NULL);
    g_assert_true(g_file_set_contents(file, text, -1, NULL));
    settings = settings_load(file, error);
    g_unlink(file);
    return settings;
}

/* What people call files and commands, and what libconfuse would make of it. */
static const char *const hostile[] = {
    "plain", "with space", "it's", "say \"this\"", "back\\slash", "trailing\\", "${HOME}", "$(id)",
    "`id`", "# no comment", "} alert \"x\" {", "é à ’", "'", "\\'", "/* no comment */",
};

static void test_round_trip(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_autofree char *file = g_strconcat("/", hostile[i], NULL);
        struct init_answers answers = { .address = g_strdup("jean@example.fr"),
                                        .imap = g_strdup("imaps://imap.example.fr"),
                                        .smtp = g_strdup("smtps://smtp.example.fr"),
                                        .password_command = g_strdup(hostile[i]) };
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;
        AUTO(settings) settings = NULL;
        const struct account *account;

        g_test_message("%s", hostile[i]);
        init_answers_alert(&answers, INIT_DESKTOP, NULL);
        init_answers_alert(&answers, INIT_MAIL, NULL);
        init_answers_alert(&answers, INIT_NTFY, "https://ntfy.example/topic");
        init_answers_alert(&answers, INIT_COMMAND, hostile[i]);
        text = init_text(&answers, &error);
        g_assert_no_error(error);
        settings = load(text, &error);
        g_assert_no_error(error);
        account = settings_account(settings, "jean");
        g_assert_cmpstr(account->imap->host, ==, "imap.example.fr");
        g_assert_cmpstr(account->imap->login.user, ==, "jean@example.fr");
        g_assert_cmpstr(g_ptr_array_index(settings->commands, account->imap->login.password_command),
                        ==, hostile[i]);
        g_assert_cmpuint(settings->sinks->len, ==, 4);
        init_answers_clear(&answers);
    }
}

static void test_refused(void)
{
    static const char *const values[] = { "line\nbreak", "bell\a", "latin-1 \xe9" };

    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        struct init_answers answers = { .address = g_strdup("jean@example.fr"),
                                        .imap = g_strdup("imaps://imap.example.fr"),
                                        .password_command = g_strdup(values[i]) };
        g_autoptr(GError) error = NULL;

        g_assert_null(init_text(&answers, &error));
        g_assert_error(error, VIGIE_ERROR, EX_USAGE);
        init_answers_clear(&answers);
    }
}

static const struct {
    const char *word;
    bool good;
} words[] = {
    { "desktop", true },  { "mail", true },      { "mail=a@example.fr", true },
    { "ntfy=https://ntfy.example/t", true },     { "command=cat", true },
    { "desktop=1", false }, { "ntfy", false },   { "ntfy=", false },
    { "command", false }, { "sms", false },      { "", false }, { "mailx", false },
};

static void test_words(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        struct init_answers answers = { 0 };
        g_autoptr(GError) error = NULL;

        g_test_message("%s", words[i].word);
        g_assert_cmpint(init_alert_word(&answers, words[i].word, &error), ==, words[i].good);
        g_assert_cmpint(error != NULL, ==, !words[i].good);
        init_answers_clear(&answers);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/init/providers", test_providers);
    g_test_add_func("/init/note", test_note);
    g_test_add_func("/init/round-trip", test_round_trip);
    g_test_add_func("/init/refused", test_refused);
    g_test_add_func("/init/words", test_words);
    return g_test_run();
}
