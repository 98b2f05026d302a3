/* What a person reads: in both languages, for every event; dates, plurals, and never the code. */
#include "alert/wording.h"

#include "alert/wording_parts.h"
#include "cases/reply.h"

#include "alert_fixture.h"

static const struct {
    const char *date, *fr, *en, *why;
} dates[] = {
    { "2022-02-23", "mercredi 23 février 2022", "Wednesday 23 February 2022", "accents" },
    { "2026-01-01", "jeudi 1er janvier 2026", "Thursday 1 January 2026", "the first of a month" },
    { "2026-08-31", "lundi 31 août 2026", "Monday 31 August 2026", "the last" },
    { "2027-12-05", "dimanche 5 décembre 2027", "Sunday 5 December 2027", "a Sunday" },
};

static void test_dates(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(dates); i++) {
        g_autofree char *fr = NULL, *en = NULL;
        GDate date;

        g_test_message("%s", dates[i].why);
        g_assert_true(civil_date_parse(dates[i].date, &date));
        fr = wording_date(&date, "fr");
        en = wording_date(&date, "en");
        g_assert_cmpstr(fr, ==, dates[i].fr);
        g_assert_cmpstr(en, ==, dates[i].en);
    }
}

static void test_instant(void)
{
    gint64 instant = fixture_instant("2022-02-23T16:30:00Z");
    g_autofree char *fr = wording_instant(instant, "fr");
    g_autofree char *en = wording_instant(instant, "en");
    g_autofree char *sharp = words_hour(FRENCH, 8 * 60);

    g_assert_cmpstr(fr, ==, "mercredi 23 février 2022 à 17\u00a0h\u00a030 (heure de Paris)");
    g_assert_cmpstr(en, ==, "Wednesday 23 February 2022 at 17:30 (Paris time)");
    g_assert_cmpstr(sharp, ==, "8\u00a0h");
}

static const struct {
    int days;
    const char *fr, *en;
} lefts[] = {
    { 0, "aujourd’hui", "today" },
    { 1, "demain", "tomorrow" },
    { 2, "dans 2\u00a0jours", "in 2\u00a0days" },
    { 42, "dans 42\u00a0jours", "in 42\u00a0days" },
    { -1, "hier", "yesterday" },
    { -5, "il y a 5\u00a0jours", "5\u00a0days ago" },
};

static void test_plurals(void)
{
    g_autofree char *zero_fr = words_days(FRENCH, 0), *zero_en = words_days(ENGLISH, 0);
    g_autofree char *one_fr = words_days(FRENCH, 1), *one_en = words_days(ENGLISH, 1);

    g_assert_cmpstr(zero_fr, ==, "0\u00a0jour");
    g_assert_cmpstr(zero_en, ==, "0\u00a0days");
    g_assert_cmpstr(one_fr, ==, "1\u00a0jour");
    g_assert_cmpstr(one_en, ==, "1\u00a0day");
    for (gsize i = 0; i < G_N_ELEMENTS(lefts); i++) {
        g_autofree char *fr = words_left(FRENCH, lefts[i].days);
        g_autofree char *en = words_left(ENGLISH, lefts[i].days);

        g_assert_cmpstr(fr, ==, lefts[i].fr);
        g_assert_cmpstr(en, ==, lefts[i].en);
    }
}

static const struct {
    guint weekdays;
    int opens, closes;
    const char *fr, *en;
} openings[] = {
    { 0x3e, 510, 1050, "du lundi au vendredi, de 8\u00a0h\u00a030 à 17\u00a0h\u00a030", "Monday to Friday, 08:30 to 17:30" },
    { 0x0a, 540, 720, "lundi, mercredi, de 9\u00a0h à 12\u00a0h", "Monday, Wednesday, 09:00 to 12:00" },
};

static void test_openings(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(openings); i++) {
        struct opening opening = { openings[i].weekdays, openings[i].opens, openings[i].closes };
        g_autofree char *fr = words_opening(FRENCH, &opening);
        g_autofree char *en = words_opening(ENGLISH, &opening);

        g_assert_cmpstr(fr, ==, openings[i].fr);
        g_assert_cmpstr(en, ==, openings[i].en);
    }
}

static const struct {
    const char *event, *fr, *why;
} events[] = {
    { "added by hand", "ajouté à la main", "nothing to fill in" },
    { "added by hand once more", "ajouté à la main une fois de plus", "the whole, not its start" },
    { "opened from a notice (unverified)", "ouvert d’après un avis (non vérifié)", "two words" },
    { "merged with entry 12", "réuni avec le dossier 12", "a number stays" },
    { "sending date 2026-03-02 (before: unknown), from another copy",
      "date d’envoi 2026-03-02 (avant" NBSP ": inconnue), d’après un autre exemplaire",
      "more than its like by hand" },
    { "edited by hand; sending date 2026-03-02 (before: 2026-03-04); code; note",
      "corrigé à la main" NBSP "; date d’envoi 2026-03-02 (avant" NBSP ": 2026-03-04)" NBSP
      "; code" NBSP "; note",
      "several changes at once" },
    { "closed by hand as opposed, proof SHA-256 ab12",
      "clos à la main (opposition), SHA-256 du justificatif" NBSP ": ab12", "not: opposed, proof" },
    { "closed as activated by the authentic confirmation <a of b@c> of 2026-03-02T12:00:00+01:00",
      "clos (activation) par la confirmation authentique <a du b@c> of 2026-03-02T12:00:00+01:00",
      "a Message-ID with words of the line in it: readable still, and nothing lost" },
    { "closed as opposed by a reply from a@b.fr (<x@y>), proof SHA-256 ab12",
      "clos (opposition) par une réponse de a@b.fr (<x@y>), SHA-256 du justificatif" NBSP ": ab12",
      "an answer with its proof" },
    { "closed as activated by a reply from a@b.fr (no Message-ID)",
      "clos (activation) par une réponse de a@b.fr (sans Message-ID)", "and without" },
    { "snoozed until 2026-03-17T08:00:00+01:00 by a reply from a@b.fr (<x@y>)",
      "rappels repoussés jusqu’au 2026-03-17T08:00:00+01:00 par une réponse de a@b.fr (<x@y>)",
      "not: until all of that" },
    { "closed as opposed by the desktop", "clos (opposition) depuis l’écran", "a click" },
    { "snoozed until 2026-03-17T08:00:00+01:00 by the desktop of jean",
      "rappels repoussés jusqu’au 2026-03-17T08:00:00+01:00 depuis l’écran de jean",
      "by another user's agent" },
    { "edited by hand; something new", NULL, "a part that is not known: all stays as it is" },
    { "", NULL, "nothing" },
};

static void test_history(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(events); i++) {
        g_autofree char *fr = wording_event(events[i].event, "fr");
        g_autofree char *en = wording_event(events[i].event, "en");

        g_test_message("%s", events[i].why);
        g_assert_cmpstr(fr, ==, events[i].fr);
        g_assert_null(en);
    }
}

static const struct {
    const char *wanted, *language, *lc_all, *lang, *expected, *why;
} languages[] = {
    { "en", "fr", "fr_FR.UTF-8", "fr_FR.UTF-8", "en", "the sink's own wins" },
    { NULL, "", "", "", "fr", "nothing known: French" },
    { NULL, "", "C", "en_GB.UTF-8", "fr", "a unit's C says nothing of the person" },
    { NULL, "", "", "en_GB.UTF-8", "en", "LANG" },
    { NULL, "", "fr_FR.UTF-8", "en_GB.UTF-8", "fr", "LC_ALL before LANG" },
    { NULL, "de:en", "", "fr_FR.UTF-8", "en", "the first of the list that we speak" },
    { NULL, "", "", "de_DE.UTF-8", "fr", "a language that we do not speak" },
};

static void test_language(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
        g_test_message("%s", languages[i].why);
        g_setenv("LANGUAGE", languages[i].language, TRUE);
        g_setenv("LC_ALL", languages[i].lc_all, TRUE);
        g_unsetenv("LC_MESSAGES");
        g_setenv("LANG", languages[i].lang, TRUE);
        g_assert_cmpstr(wording_language(languages[i].wanted), ==, languages[i].expected);
    }
}

/* Breaks at spaces only; a word that is longer than a line stays whole. */
static void check_layout(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_assert_null(strstr(text, "\n\n\n"));
    g_assert_true(g_str_has_suffix(text, "\n"));
    for (gsize i = 0; lines[i]; i++) {
        if (g_utf8_strlen(lines[i], -1) > 76)
            g_assert_null(strchr(g_strstrip(lines[i]), ' '));
    }
}

static void check_words(const char *words)
{
    g_assert_null(strstr(words, FIXTURE_CODE));
    g_assert_null(strchr(words, '?'));
    g_assert_null(strchr(words, '{'));
    g_assert_null(strchr(words, '~'));
    g_assert_null(strchr(words, '\''));
}

/* Each event, each status, with and without a date, on some days: no hole, no code, in its lines. */
static void test_every_event(void)
{
    static const char *const days[] = { "2026-03-03T12:00:00+01:00", "2026-04-12T12:00:00+02:00",
                                        "2026-04-13T08:30:00+02:00", "2026-04-13T19:00:00+02:00",
                                        "2026-04-20T12:00:00+02:00" };
    struct right *right = fixture_right();

    for (int row = 0; row <= EVENT_HEARTBEAT * 4 + 3; row++) {
        AUTO(alert) alert = fixture_alert((enum event)(row / 4));
        struct sink_settings settings = { .language = (char *)(gsize)(row & 1 ? "fr" : "en"),
                                          .replies = true };

        alert->detail = row & 1 ? g_strdup("vigie close 3 --as opposed") : NULL;
        if (row & 2 && alert->entries->len)
            g_date_clear(&((struct entry *)g_ptr_array_index(alert->entries, 0))->deadline, 1);
        for (gsize day = 0; day < G_N_ELEMENTS(days); day++) {
            struct sink_context context = { right, fixture_key, fixture_instant(days[day]), NULL };
            g_autofree char *title = alert_title(alert, &settings, &context);
            g_autofree char *text = alert_text(alert, &settings, &context);

            g_test_message("%s %s %s", event_name(alert->event), settings.language, days[day]);
            g_assert_cmpint(g_utf8_strlen(title, -1), <=, 100);
            g_assert_null(strchr(title, '\n'));
            check_words(title);
            check_words(text);
            check_layout(text);
        }
    }
    fixture_right_free(right);
}

static const struct {
    enum event event;
    const char *now, *language, *title, *words, *why;
    const char *not_words;
    enum status status;
    const char *person;
} rows[] = {
    { EVENT_NEW, "2026-03-03T12:00:00+01:00", "fr", "Mon espace santé\u00a0: vous pouvez vous opposer jusqu’au lundi 13 avril 2026", "Date limite\u00a0: lundi 13 avril 2026 (dans 41\u00a0jours)", "until when" },
    { EVENT_NEW, "2026-03-03T12:00:00+01:00", "fr", NULL, "vigie guide 3", "what to run" },
    { EVENT_NEW, "2026-03-03T12:00:00+01:00", "fr", NULL, "3422 (du lundi au vendredi", "one way" },
    { EVENT_NEW, "2026-03-03T12:00:00+01:00", "fr", NULL, "- sur monespacesante.fr", "the other" },
    { EVENT_NEW, "2026-03-03T12:00:00+01:00", "fr", NULL, "Code\u00a0: vC****S1", "masked" },
    { EVENT_NEW, "2026-03-03T12:00:00+01:00", "en", "Mon espace santé (Zoé): you can oppose until Monday 13 April 2026", "For: Zoé", "for whom", .person = "Zoé" },
    { EVENT_NEW, "2026-03-03T12:00:00+01:00", "fr", NULL, "Pour\u00a0: Zoé  alert", "control characters and bidi overrides are blanked", .person = "Zoé\n\u202ealert" },
    { EVENT_REMINDER, "2026-04-10T08:00:00+02:00", "fr", "Mon espace santé\u00a0: plus que 3\u00a0jours pour vous opposer", "lundi 13 avril 2026 à 17\u00a0h\u00a030", "the last moment to telephone" },
    { EVENT_REMINDER, "2026-04-12T08:00:00+02:00", "fr", "Mon espace santé\u00a0: demain, dernier jour pour vous opposer", "(demain)", "the eve" },
    { EVENT_REMINDER, "2026-04-13T08:00:00+02:00", "fr", "Mon espace santé\u00a0: aujourd’hui, dernier jour pour vous opposer", "(aujourd’hui)", "the day" },
    { EVENT_REMINDER, "2026-04-13T18:00:00+02:00", "fr", NULL, "- sur monespacesante.fr", "after 17:30 no word of the telephone", "3422" },
    { EVENT_REMINDER, "2026-04-14T07:00:00+02:00", "fr", "Mon espace santé\u00a0: le délai pour vous opposer est passé", "Tout n’est pas perdu", "delivered too late: says so" },
    { EVENT_LAST_CALL, "2026-04-13T08:30:00+02:00", "fr", "Mon espace santé\u00a0: dernier jour pour téléphoner au 3422", "Appelez maintenant", "the morning" },
    { EVENT_LAST_CALL, "2026-04-13T18:00:00+02:00", "fr", "Mon espace santé\u00a0: opposez-vous maintenant sur monespacesante.fr", "ne répond plus", "the evening" },
    { EVENT_EXPIRED, "2026-04-14T08:00:00+02:00", "fr", "Mon espace santé\u00a0: le délai pour vous opposer est passé", "clôturer", "what remains" },
    { EVENT_FORGED, "2026-03-03T12:00:00+01:00", "fr", "Message suspect\u00a0: ne cliquez sur rien", "vigie trust 3", "nothing to do", "Code", STATUS_SUSPECT },
    { EVENT_CLOSED, "2026-03-03T12:00:00+01:00", "fr", "Mon espace santé\u00a0: opposition enregistrée, dossier 3 clos", "justificatif", "keep the proof", NULL, STATUS_OPPOSED },
    { EVENT_CLOSED, "2026-03-03T12:00:00+01:00", "en", "Mon espace santé: account activated, case 3 closed", "If this was not you", "not wanted", NULL, STATUS_ACTIVATED },
    { EVENT_DIGEST, "2026-05-03T12:00:00+02:00", "fr", NULL, "- dossier 3\u00a0: date limite le lundi 13 avril 2026 (il y a 20\u00a0jours)", "each with its date", NULL, STATUS_EXPIRED },
    { EVENT_DIGEST, "2026-04-10T09:00:00+02:00", "fr", "Mon espace santé\u00a0: dates limites à ne pas manquer (1)", "- dossier 3\u00a0: date limite le lundi 13 avril 2026 (dans 3\u00a0jours)", "of reminders due together", "passée" },
    { EVENT_BLIND, "2026-04-10T09:00:00+02:00", "fr", "Vigie ne peut plus lire le compte jean", "vendredi 10 avril 2026 à 8\u00a0h", "since when" },
};

static void test_texts(void)
{
    struct right *right = fixture_right();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        AUTO(alert) alert = fixture_alert(rows[i].event);
        struct sink_settings settings = { .language = (char *)(gsize)rows[i].language };
        struct sink_context context = { right, fixture_key, fixture_instant(rows[i].now), NULL };
        g_autofree char *title = NULL, *text = NULL;

        g_test_message("%s: %s", event_name(rows[i].event), rows[i].why);
        if (alert->entries->len) {
            struct entry *entry = g_ptr_array_index(alert->entries, 0);

            entry->status = rows[i].status;
            entry->person = g_strdup(rows[i].person);
        }
        title = alert_title(alert, &settings, &context);
        text = alert_text(alert, &settings, &context);
        g_strdelimit(text, "\n", ' ');
        if (rows[i].title)
            g_assert_cmpstr(title, ==, rows[i].title);
        g_test_message("%s", text);
        g_assert_nonnull(strstr(text, rows[i].words));
        if (rows[i].not_words)
            g_assert_null(strstr(text, rows[i].not_words));
    }
    fixture_right_free(right);
}

/* How a case was closed by an answer, and who is asked for one. */
static const struct {
    enum event event;
    enum status status;
    bool replies, proof;
    const char *detail, *words, *not_words, *why;
} answers[] = {
    { EVENT_REMINDER, STATUS_OPEN, true, false, NULL, "Répondez FAIT", "clôt", "how to answer" },
    { EVENT_UNRECOGNISED, STATUS_PROVISIONAL, true, false, NULL, "Répondez FAIT", "clôt", "so too" },
    { EVENT_REMINDER, STATUS_OPEN, false, false, NULL, "vigie guide 3", "Répondez",
      "nobody would see the answer" },
    { EVENT_FORGED, STATUS_SUSPECT, true, false, NULL, "Ne cliquez", "Répondez",
      "nothing is to be done" },
    { EVENT_CLOSED, STATUS_OPPOSED, true, true, REPLY_TOLD, "avez joint est conservé", "--proof",
      "with the proof" },
    { EVENT_CLOSED, STATUS_OPPOSED, true, false, REPLY_TOLD, "--as opposed --proof FICHIER",
      "avez joint", "without" },
    { EVENT_CLOSED, STATUS_OPPOSED, true, false, REPLY_TOLD_CUT, "trop gros", "est conservé",
      "with one that was too large" },
    { EVENT_CLOSED, STATUS_ACTIVATED, true, false, REPLY_TOLD, "que vous gardez", "justificatif",
      "the profile is kept" },
    { EVENT_CLOSED, STATUS_ACTIVATED, true, false, NULL, "Si ce n’est pas vous", "répondu",
      "by a mail of the service: may be somebody else's doing" },
};

static void test_answers(void)
{
    struct right *right = fixture_right();
    struct sink_context context = { right, fixture_key,
                                    fixture_instant("2026-04-10T08:00:00+02:00"), NULL };

    for (gsize i = 0; i < G_N_ELEMENTS(answers); i++) {
        AUTO(alert) alert = fixture_alert(answers[i].event);
        struct entry *entry = g_ptr_array_index(alert->entries, 0);
        struct sink_settings settings = { .language = (char *)(gsize)"fr",
                                          .replies = answers[i].replies };
        g_autofree char *text = NULL;

        g_test_message("%s", answers[i].why);
        entry->status = answers[i].status;
        entry->proof.file = g_strdup(answers[i].proof ? "/s/p.pdf" : NULL);
        alert->detail = g_strdup(answers[i].detail);
        text = alert_text(alert, &settings, &context);
        g_strdelimit(text, "\n", ' ');
        g_assert_nonnull(strstr(text, answers[i].words));
        g_assert_null(strstr(text, answers[i].not_words));
        g_assert_cmpint(strstr(text, "vigie reopen 3") != NULL, ==,
                        answers[i].event == EVENT_CLOSED);
    }
    fixture_right_free(right);
}

/* A row that is missing in the middle of a table is no error to the compiler. */
static void test_no_text_missing(void)
{
    for (enum text text = 0; text < TEXT_COUNT; text++) {
        g_test_message("text %d", (int)text);
        g_assert_nonnull(wording_text(text, FRENCH));
        g_assert_nonnull(wording_text(text, ENGLISH));
    }
}

/* What it is, when, what to run; not the ways, for which a notification has no room. */
static void test_brief(void)
{
    struct right *right = fixture_right();
    struct sink_context context = { right, fixture_key,
                                    fixture_instant("2026-04-10T08:00:00+02:00"), NULL };
    struct sink_settings settings = { .language = (char *)(gsize)"en" };
    AUTO(alert) alert = fixture_alert(EVENT_REMINDER);
    g_autofree char *brief = alert_brief(alert, &settings, &context);

    g_assert_cmpstr(brief, ==,
                    "You can still oppose the automatic opening of Mon espace santé. Without a step "
                    "from you, it is opened after the deadline.\n"
                    "Deadline: Monday 13 April 2026 (in 3\u00a0days), until midnight (Paris)\n"
                    "Telephone at the latest: Monday 13 April 2026 at 17:30 (Paris time)\n"
                    "Code: vC****S1\n"
                    "Step by step, with your code: vigie guide 3");
    fixture_right_free(right);
}

static void test_reveal(void)
{
    struct right *right = fixture_right();
    struct sink_context context = { right, fixture_key,
                                    fixture_instant("2026-03-03T12:00:00+01:00"), NULL };
    struct sink_settings settings = { .reveal = true, .language = (char *)(gsize)"fr" };
    AUTO(alert) alert = fixture_alert(EVENT_NEW);
    struct entry *entry = g_ptr_array_index(alert->entries, 0);
    g_autofree char *shown = alert_text(alert, &settings, &context);
    g_autofree char *suspect = NULL;

    g_assert_nonnull(strstr(shown, FIXTURE_CODE));
    entry->status = STATUS_SUSPECT;
    suspect = alert_text(alert, &settings, &context);
    g_assert_null(strstr(suspect, FIXTURE_CODE));
    fixture_right_free(right);
}

/* From Friday 10 April 2026, 12:00, to Monday 17:30: two openings of the telephone. */
static void test_guide(void)
{
    struct right *right = fixture_right();
    AUTO(entry) entry = fixture_entry();
    gint64 now = fixture_instant("2026-04-10T12:00:00+02:00");
    g_autofree char *shown = wording_guide(entry, right, now, true, "fr");
    g_autofree char *masked = wording_guide(entry, right, now, false, "fr");
    g_autofree char *before = wording_guide(NULL, right, now, true, "fr");
    g_autofree char *late = wording_guide(entry, right, now + 7 * 86400, true, "fr");

    check_layout(shown);
    check_layout(before);
    g_assert_nonnull(strstr(shown, FIXTURE_CODE));
    g_assert_nonnull(strstr(shown, "pour téléphoner\u00a0: 2\n"));
    g_assert_nonnull(strstr(shown, "vigie close 3 --as opposed --proof FICHIER"));
    g_assert_nonnull(strstr(shown, "LES ENFANTS D’ABORD"));
    g_assert_nonnull(strstr(shown, "Il répond le vendredi 10 avril 2026 jusqu’à 17\u00a0h\u00a030.\n"));
    g_assert_nonnull(strstr(shown, "expiré"));
    g_assert_null(strstr(before, "expiré"));
    g_assert_null(strstr(masked, FIXTURE_CODE));
    g_assert_nonnull(strstr(masked, FIXTURE_MASKED));
    g_assert_nonnull(strstr(before, "Générer"));
    g_assert_nonnull(strstr(before, "sans code"));
    g_assert_nonnull(strstr(late, "clôturé"));
    g_assert_null(strstr(late, FIXTURE_CODE));
    entry->status = STATUS_SUSPECT;
    g_free(g_steal_pointer(&shown));
    shown = wording_guide(entry, right, now, true, "en");
    g_assert_null(strstr(shown, FIXTURE_CODE));
    fixture_right_free(right);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wording/answers", test_answers);
    g_test_add_func("/wording/dates", test_dates);
    g_test_add_func("/wording/instant", test_instant);
    g_test_add_func("/wording/plurals", test_plurals);
    g_test_add_func("/wording/openings", test_openings);
    g_test_add_func("/wording/history", test_history);
    g_test_add_func("/wording/language", test_language);
    g_test_add_func("/wording/every-event", test_every_event);
    g_test_add_func("/wording/texts", test_texts);
    g_test_add_func("/wording/no-text-missing", test_no_text_missing);
    g_test_add_func("/wording/brief", test_brief);
    g_test_add_func("/wording/reveal", test_reveal);
    g_test_add_func("/wording/guide", test_guide);
    return g_test_run();
}
