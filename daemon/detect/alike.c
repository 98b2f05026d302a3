/* How a name stands: what comes right before and right after it, a word, a sign or the end of a line.
 * A name that ends a line in one section ends it in the next, and « l’espace d’Ambre, utilisez » comes
 * again as « celui de Basile, utilisez ». */
#include "detect/alike.h"

#include <string.h>

/* How much farther than the nearest another name may be: a longer birth date, one word more. */
#define FARTHER 2
#define FARTHER_BYTES 40

/* Both neighbours alike say more than one of them. */
enum likeness { LIKE_BOTH, LIKE_BEFORE, LIKE_AFTER, LIKENESSES };

bool alike_is_person(const char *name, const char *other)
{
    return g_str_has_prefix(name, other) || g_str_has_prefix(other, name);
}

static bool is_apostrophe(gunichar c)
{
    return c == 0x2019 || c == '\'';
}

/* The end of a line or cell is told, other blanks are not. */
static bool is_passed(gunichar c)
{
    return c == ' ' || c == 0xA0;
}

/* « d’ » is « de ». */
static char *neighbour(const char *start, const char *end)
{
    g_autofree char *word = g_strndup(start, (gsize)(end - start));
    char *lower = g_utf8_strdown(word, -1);

    if (!strcmp(lower, "d’")) {
        g_free(lower);
        return g_strdup("de");
    }
    return lower;
}

static const char *next_char(const char *text)
{
    return text + g_utf8_skip[(guchar)*text];
}

/* The word or sign before byte `at` of `text`; "\n" at its beginning. */
static char *before(const char *text, gsize at)
{
    const char *end = text + at, *start;

    while (end > text && is_passed(g_utf8_get_char(g_utf8_prev_char(end))))
        end = g_utf8_prev_char(end);
    if (end == text)
        return g_strdup("\n");
    start = g_utf8_prev_char(end);
    if (!g_unichar_isalpha(g_utf8_get_char(start)) && !is_apostrophe(g_utf8_get_char(start)))
        return neighbour(start, end);
    while (start > text && g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(start))))
        start = g_utf8_prev_char(start);
    return neighbour(start, end);
}

/* The word or sign from byte `at` of `text` on; "\n" at its end. */
static char *after(const char *text, gsize at)
{
    const char *start = text + at, *end;

    while (is_passed(g_utf8_get_char(start)))
        start = next_char(start);
    if (!*start)
        return g_strdup("\n");
    end = next_char(start);
    while (g_unichar_isalpha(g_utf8_get_char(start)) && g_unichar_isalpha(g_utf8_get_char(end)))
        end = next_char(end);
    return neighbour(start, end);
}

/* How each of the names stands, told once. */
struct standing {
    char *before, *after;
};

struct table {
    const char *text;
    const GArray *codes, *names;
    GArray *standings; /* of struct standing, one for each name */
};

static void clear_standing(gpointer data)
{
    struct standing *standing = data;

    g_free(standing->before);
    g_free(standing->after);
}

static const struct alike_code *code_of(const struct table *table, guint index)
{
    return &g_array_index(table->codes, struct alike_code, index);
}

static struct alike_name *name_of(const struct table *table, guint index)
{
    return &g_array_index(table->names, struct alike_name, index);
}

static GArray *standings_of(const char *text, const GArray *names)
{
    GArray *standings = g_array_new(FALSE, FALSE, sizeof(struct standing));

    g_array_set_clear_func(standings, clear_standing);
    for (guint i = 0; i < names->len; i++) {
        const struct alike_name *name = &g_array_index(names, struct alike_name, i);
        const struct standing standing = { before(text, name->whole.start),
                                           after(text, name->whole.end) };

        g_array_append_val(standings, standing);
    }
    return standings;
}

static bool stand_alike(const struct table *table, guint one, guint other, enum likeness likeness)
{
    const struct standing *left = &g_array_index(table->standings, struct standing, one);
    const struct standing *right = &g_array_index(table->standings, struct standing, other);

    return (likeness == LIKE_AFTER || !strcmp(left->before, right->before)) &&
           (likeness == LIKE_BEFORE || !strcmp(left->after, right->after));
}

static bool is_taken(const GPtrArray *chosen, const char *name)
{
    for (guint i = 0; i < chosen->len; i++)
        if (alike_is_person(((struct alike_name *)chosen->pdata[i])->text, name))
            return true;
    return false;
}

static guint count(const char *text, gsize from, gsize until, char c)
{
    guint count = 0;

    for (gsize i = from; i < until; i++)
        count += text[i] == c;
    return count;
}

/* Whether each name is as far from its code as the first one is: in as many cells, about as many lines
 * (wrapped text breaks where it will), and of the same order in bytes. */
static bool as_far(const char *text, const GArray *codes, const GPtrArray *chosen)
{
    gsize nearest = G_MAXSIZE, farthest = 0;
    guint cells = 0, lines = 0;

    for (guint i = 0; i < chosen->len; i++) {
        const gsize from = ((const struct alike_name *)chosen->pdata[i])->whole.end;
        const gsize until = g_array_index(codes, struct alike_code, i).start;
        const guint here = count(text, from, until, '\n');

        nearest = MIN(nearest, until - from);
        farthest = MAX(farthest, until - from);
        if (i == 0) {
            cells = count(text, from, until, '\t');
            lines = here;
        } else if (cells != count(text, from, until, '\t') || MAX(lines, here) - MIN(lines, here) > 1) {
            return false;
        }
    }
    return farthest <= FARTHER * nearest + FARTHER_BYTES;
}

/* Whether `name` lies between the code before number `index` and that code. */
static bool is_before(const struct table *table, guint index, const struct alike_name *name)
{
    return name->whole.end <= code_of(table, index)->start &&
           (index == 0 || name->whole.start >= code_of(table, index - 1)->end);
}

/* The last name before code number `index` that stands as number `model` does; NULL. */
static struct alike_name *last_alike(const struct table *table, guint index, guint model,
                                     enum likeness likeness)
{
    const char *person = code_of(table, index)->person;

    for (guint i = table->names->len; i-- > 0;) {
        struct alike_name *name = name_of(table, i);

        if (is_before(table, index, name) && stand_alike(table, i, model, likeness) &&
            (!person || alike_is_person(person, name->text)))
            return name;
    }
    return NULL;
}

static GPtrArray *names_like(const struct table *table, guint model, enum likeness likeness)
{
    g_autoptr(GPtrArray) chosen = g_ptr_array_new();

    for (guint i = 0; i < table->codes->len; i++) {
        struct alike_name *name = last_alike(table, i, model, likeness);

        if (!name || is_taken(chosen, name->text))
            return NULL;
        g_ptr_array_add(chosen, name);
    }
    return as_far(table->text, table->codes, chosen) ? g_steal_pointer(&chosen) : NULL;
}

/* The names between the first two codes are few, and one of them is a model of all. */
GPtrArray *alike_names(const char *text, const GArray *codes, const GArray *names)
{
    g_autoptr(GArray) standings = standings_of(text, names);
    const struct table table = { text, codes, names, standings };

    for (int likeness = LIKE_BOTH; likeness < LIKENESSES; likeness++)
        for (guint model = names->len; model-- > 0;) {
            GPtrArray *chosen = NULL;

            if (is_before(&table, 1, name_of(&table, model)))
                chosen = names_like(&table, model, (enum likeness)likeness);
            if (chosen)
                return chosen;
        }
    return NULL;
}
