/* Whose each of several codes is by the names that stand alike by them. */
#include "detect/alike.h"

#include <string.h>

/* In `text` a name stands between [ and ], a code is # or, where it is known to be Tom's, @ (the
 * marks are taken out). Expected: the chosen names joined by blanks; NULL where none stand so. */
struct row {
    const char *text, *expected, *why;
};

static const struct row rows[] = {
    { "[Léa]\nvotre mot est #\n[Tom]\nvotre mot est #", "Léa Tom", "a line each" },
    { "[Léa], trois ans\n#\n[Tom], un an\n#", "Léa Tom", "the same sign after them" },
    { "\t[Léa]\t#\n\t[Tom]\t#", "Léa Tom", "a cell each" },
    { "Pour le profil d’[Ambre], dites # ; pour celui de [Tom], dites #.", "Ambre Tom",
      "an elided article is the article" },
    { "[Léa] aura # et [Tom] aura #.", "Léa Tom", "the same word after them, another before" },
    { "voici [Léa] : #\nvoici [Tom] # ", "Léa Tom", "the same word before them, another after" },
    { "Voici [Léa] : #\nVOICI [Tom] # ", "Léa Tom", "in other letters" },
    { "[Sans] réponse de vous :\n[Léa] :\n#\n[Tom] :\n#\n", "Léa Tom", "both neighbours say more" },
    { "[Zoé] :\nà la suite\n[Léa] :\n#\n[Tom] :\n#\n", "Léa Tom", "the nearest to its code" },
    { "[Léa]\n#\n[Tom]\n#\n[Zoé]\n#", "Léa Tom Zoé", "three" },
    { "[Tom]\n@\n[Léa]\n#", "Tom Léa", "one of them is known" },
    { "[Léa]\n@\n[Zoé]\n#", NULL, "another than the one that is known" },
    { "[Tom Roux]\n@\n[Léa Roux]\n#", "Tom Roux Léa Roux", "known by the given name" },
    { "[Ici]\n#\n[Ici]\n#", NULL, "one word twice is the form's, not a name" },
    { "[Léa]\n#\n[Léa Roux]\n#", NULL, "one person twice" },
    { "[Léa] est là #\nsuite #\n", NULL, "no name by the second" },
    { "# voici\n[Léa] et # avec\n[Tom]", NULL, "no name by the first" },
    { "par [Léa] vient # puis sur [Tom] va #", NULL, "in no way alike" },
    { "[Léa]\n#\n[Tom]\n#\nfin\n#", NULL, "none by the third" },
    { "[Membre]\tmot\nvous\t#\n[Léa]\t#", NULL, "not as many cells from its code" },
    { "[Chers] parents,\n\nvoici\n\nà vous\n#\n[Léa] Roux\n#", NULL, "too many lines from its code" },
    { "[Chers] parents, voici tout ce que nous avons à vous dire de ce qui vient : #\n[Léa] Roux : #", NULL,
      "too far from its code" },
    { "[Léa] Roux, née le 3 mai 2018 à Aix : #\n[Tom] Roux : #", "Léa Tom", "a little farther" },
    { "[Léa] ici, née à [Aix] : #\n[Tom] là, né à [Lyon] : #", "Léa Tom", "a town is no person" },
    { "Enfant : née le 3 mai 2018 à [Aix] : #\nEnfant : né le 4 mai 2020 à [Lyon] : #", NULL,
      "nor is one alone" },
    { "attribué à [Léa] : #\nattribué à [Tom] : #", "Léa Tom", "a person has things too" },
};

/* Each name after its code. */
static const struct row after_rows[] = {
    { "# attribué à [Léa]\n# attribué à [Tom]\n# attribué à [Zoé]", "Léa Tom Zoé", "a line each" },
    { "# attribué à [Léa] / # attribué à [Tom] / # attribué à [Zoé]\nFin", "Léa Tom Zoé",
      "an item each, the last one ended otherwise" },
    { "# ([Léa])\n# ([Tom])", "Léa Tom", "in brackets" },
    { "# attribué à [Léa], née à [Aix]\n# attribué à [Tom], né à [Lyon]", "Léa Tom", "towns after them" },
    { "# attribué\nà [Léa]\n# attribué\nà [Tom]", "Léa Tom", "wrapped" },
    { "#\n[Léa]\n#\n[Tom]\n", NULL, "a line each of their own: before the next, or after" },
    { "#. Celui de [Léa] : #. Celui de [Tom] viendra.", NULL, "each name begins anew" },
    { "# et pour [Léa] : # et pour [Tom] rien", NULL, "nothing parts the name from the next code" },
    { "# attribué à [Léa]\n# attribué à [Tom]\n#", NULL, "none by the third" },
    { "# attribué à [Léa]\n# attribué à [Léa]", NULL, "one person twice" },
};

/* Whether one more name stands after the last code as those before the codes stand after others: the
 * first code is somebody else's. */
static const struct row more_rows[] = {
    { "# à [Léa] / # à [Tom] / # à [Zoé]", "", "they may be those of the codes before them" },
    { "#\n[Léa]\n#\n[Tom]\n#\n[Zoé]\n", "", "a line each" },
    { "#\n[Léa], un an\n#\n[Tom], un an\n#\n\n[Cordialement],", NULL, "farther from its code" },
    { "#\n[Léa] :\n#\n[Tom] :\n#\n[Bien] à vous", NULL, "not alike" },
    { "#\n[Léa] :\n#\n[Tom] :\n#", NULL, "none" },
};

struct sample {
    GString *text;
    GArray *names, *codes;
};

static void clear_name(gpointer data)
{
    g_free(((struct alike_name *)data)->text);
}

static void add_code(struct sample *sample, const char *person)
{
    const struct alike_code code = { sample->text->len, sample->text->len + 3, person };

    g_array_append_val(sample->codes, code);
    g_string_append(sample->text, "1x2");
}

static void end_name(struct sample *sample, gsize start)
{
    const struct span span = { true, start, sample->text->len };
    const struct alike_name name = { span, span, g_strdup(sample->text->str + start) };

    g_array_append_val(sample->names, name);
}

static struct sample sample_of(const char *row)
{
    struct sample sample = { g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(struct alike_name)),
                             g_array_new(FALSE, FALSE, sizeof(struct alike_code)) };
    gsize start = 0;

    g_array_set_clear_func(sample.names, clear_name);
    for (; *row; row++)
        if (*row == '#' || *row == '@')
            add_code(&sample, *row == '@' ? "Tom" : NULL);
        else if (*row == ']')
            end_name(&sample, start);
        else if (*row == '[')
            start = sample.text->len;
        else
            g_string_append_c(sample.text, *row);
    return sample;
}

static char *chosen_text(const GPtrArray *chosen)
{
    GString *text = chosen ? g_string_new(NULL) : NULL;

    for (guint i = 0; chosen && i < chosen->len; i++)
        g_string_append_printf(text, "%s%s", i ? " " : "", ((struct alike_name *)chosen->pdata[i])->text);
    return text ? g_string_free(text, FALSE) : NULL;
}

static void sample_clear(struct sample *sample)
{
    g_string_free(sample->text, TRUE);
    g_array_unref(sample->names);
    g_array_unref(sample->codes);
}

static void check(const struct row *list, gsize length,
                  GPtrArray *(*names)(const char *, const GArray *, const GArray *))
{
    for (gsize i = 0; i < length; i++) {
        struct sample sample = sample_of(list[i].text);
        g_autoptr(GPtrArray) chosen = names(sample.text->str, sample.codes, sample.names);
        g_autofree char *found = chosen_text(chosen);

        g_test_message("%s", list[i].why);
        g_assert_cmpstr(found, ==, list[i].expected);
        sample_clear(&sample);
    }
}

static void test_rows(void)
{
    check(rows, G_N_ELEMENTS(rows), alike_names);
}

static void test_after(void)
{
    check(after_rows, G_N_ELEMENTS(after_rows), alike_names_after);
}

static void test_more(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(more_rows); i++) {
        struct sample sample = sample_of(more_rows[i].text);
        g_autoptr(GPtrArray) chosen = NULL;

        g_array_remove_index(sample.codes, 0);
        chosen = alike_names(sample.text->str, sample.codes, sample.names);
        g_test_message("%s", more_rows[i].why);
        g_assert_nonnull(chosen);
        g_assert_cmpint(alike_one_more(sample.text->str, sample.codes, sample.names, chosen), ==,
                        more_rows[i].expected != NULL);
        sample_clear(&sample);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/alike/rows", test_rows);
    g_test_add_func("/alike/after", test_after);
    g_test_add_func("/alike/one-more", test_more);
    return g_test_run();
}
