/* The history of an entry in French. It is stored in English, by those who write it: cases/decide,
 * store/entries, alert/snooze, run/keeper_reply and the commands. */
#include "alert/wording_parts.h"

#include <string.h>

#include "alert/wording.h"

#define MOST_GAPS 5

/* What stands at %s is taken over, in the same order, and said in French where `words` has it. The
 * first that fits is taken. */
static const struct {
    const char *english, *french;
} lines[] = {
    { "opened from a %s (%s)", "ouvert d’après %s (%s)" },
    { "sending date %s (before: %s), from another copy",
      "date d’envoi %s (avant" NBSP ": %s), d’après un autre exemplaire" },
    { "sending date %s (before: %s)", "date d’envoi %s (avant" NBSP ": %s)" },
    { "code added from another copy", "code ajouté d’après un autre exemplaire" },
    { "person added from another copy", "personne ajoutée d’après un autre exemplaire" },
    { "an authentic copy arrived", "un exemplaire authentique est arrivé" },
    { "an %s copy arrived: no longer suspect",
      "un exemplaire (%s) est arrivé" NBSP ": le dossier n’est plus suspect" },
    { "recognised as a notice", "reconnu comme un avis" },
    { "closed as %s by the authentic confirmation %s of %s",
      "clos (%s) par la confirmation authentique %s du %s" },
    { "a further confirmation (%s, %s) %s of %s changes nothing: it is %s already",
      "une autre confirmation (%s, %s), %s, du %s, ne change rien" NBSP ": déjà clos (%s)" },
    { "closed by hand as %s, proof SHA-256 %s",
      "clos à la main (%s), SHA-256 du justificatif" NBSP ": %s" },
    { "closed by hand as %s", "clos à la main (%s)" },
    { "closed as %s by a reply from %s (%s), proof SHA-256 %s",
      "clos (%s) par une réponse de %s (%s), SHA-256 du justificatif" NBSP ": %s" },
    { "closed as %s by a reply from %s (%s)", "clos (%s) par une réponse de %s (%s)" },
    { "closed as %s by the desktop of %s", "clos (%s) depuis l’écran de %s" },
    { "closed as %s by the desktop", "clos (%s) depuis l’écran" },
    { "a reply from %s (%s) changes nothing: it is %s already",
      "une réponse de %s (%s) ne change rien" NBSP ": déjà clos (%s)" },
    { "a reply from %s (%s) changes nothing: it is suspect",
      "une réponse de %s (%s) ne change rien" NBSP ": le dossier est suspect" },
    { "a reply from %s (%s) brings the proof, proof SHA-256 %s",
      "une réponse de %s (%s) apporte le justificatif, SHA-256" NBSP ": %s" },
    { "a reply from %s (%s) brings the proof, too large to be read from the mail",
      "une réponse de %s (%s) apporte le justificatif, trop gros pour être repris du message" },
    { "a reply from %s (%s) asks to wait: it cannot be put off",
      "une réponse de %s (%s) demande d’attendre" NBSP ": ce n’est plus possible" },
    { "reopened by hand", "rouvert à la main" },
    { "trusted by hand: no longer suspect",
      "tenu pour authentique à la main" NBSP ": le dossier n’est plus suspect" },
    { "added by hand", "ajouté à la main" },
    { "added by hand once more", "ajouté à la main une fois de plus" },
    { "edited by hand", "corrigé à la main" },
    { "code", "code" },
    { "person", "personne" },
    { "note", "note" },
    { "merged with entry %s", "réuni avec le dossier %s" },
    { "snoozed until %s by a reply from %s (%s)",
      "rappels repoussés jusqu’au %s par une réponse de %s (%s)" },
    { "snoozed until %s by the desktop of %s",
      "rappels repoussés jusqu’au %s depuis l’écran de %s" },
    { "snoozed until %s by the desktop", "rappels repoussés jusqu’au %s depuis l’écran" },
    { "snoozed until %s", "rappels repoussés jusqu’au %s" },
};

static const struct {
    const char *english, *french;
} words[] = {
    { "notice", "un avis" },
    { "reminder", "un rappel" },
    { "unrecognised", "un message non reconnu" },
    { "authentic", "authentique" },
    { "unverified", "non vérifié" },
    { "forged", "falsifié" },
    { "opposed", "opposition" },
    { "activated", "activation" },
    { "dismissed", "sans suite" },
    { "unknown", "inconnue" },
    { "(no Message-ID)", "sans Message-ID" },
    { "no Message-ID", "sans Message-ID" },
};

static const char *french_word(const char *word)
{
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_str_equal(word, words[i].english))
            return words[i].french;
    return word;
}

/* What stands in the gaps of `form` where `text` has that form, else NULL. */
static char **gaps_of(const char *text, const char *form)
{
    g_auto(GStrv) pieces = g_strsplit(form, "%s", MOST_GAPS + 1);
    g_autoptr(GStrvBuilder) gaps = g_strv_builder_new();

    if (!g_str_has_prefix(text, pieces[0]))
        return NULL;
    text += strlen(pieces[0]);
    for (char **piece = pieces + 1; *piece; piece++) {
        const char *end = **piece ? strstr(text, *piece) : text + strlen(text);
        g_autofree char *gap = end ? g_strndup(text, (gsize)(end - text)) : NULL;

        if (!gap)
            return NULL;
        g_strv_builder_add(gaps, gap);
        text = end + strlen(*piece);
    }
    return *text ? NULL : g_strv_builder_end(gaps);
}

static char *fill(const char *form, char *const *gaps)
{
    g_auto(GStrv) pieces = g_strsplit(form, "%s", MOST_GAPS + 1);
    GString *text = g_string_new(pieces[0]);

    for (guint i = 0; gaps[i]; i++) {
        g_string_append(text, french_word(gaps[i]));
        g_string_append(text, pieces[i + 1]);
    }
    return g_string_free(text, FALSE);
}

static char *french_line(const char *line)
{
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_auto(GStrv) gaps = gaps_of(line, lines[i].english);

        if (gaps)
            return fill(lines[i].french, gaps);
    }
    return NULL;
}

char *wording_event(const char *event, const char *language)
{
    g_auto(GStrv) parts = g_strsplit(event, "; ", -1);
    g_autoptr(GString) text = g_string_new(NULL);

    if (tongue_of(language) == ENGLISH || !*parts)
        return NULL;
    for (char **part = parts; *part; part++) {
        g_autofree char *said = french_line(*part);

        if (!said)
            return NULL;
        g_string_append_printf(text, "%s%s", part == parts ? "" : NBSP "; ", said);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}
