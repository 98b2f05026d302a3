/* How a name stands: what comes right before and right after it, a word, a sign or the end of a
 * line. A name that ends a line in one section ends it in the next, and « l’espace d’Ambre,
 * utilisez » comes again as « celui de Basile, utilisez ». */
#include "detect/alike.h"

#include <string.h>

/* How much farther than the nearest another name may be: a longer birth date, one word more. */
#define FARTHER 2
#define FARTHER_BYTES 40
/* From a town back to « née », over a birth date. */
#define LOOK_BACK 40

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
    bool place; /* « née à Aix » */
};

struct table {
    const char *text;
    const GArray *codes, *names;
    GArray *standings; /* of struct standing, one for each name */
    bool follow;       /* each name is looked for after its code */
    bool all;          /* names after « à » too, which most often are towns */
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

/* Whether the name at byte `at`, « à » before it, is where somebody was born or lives: « née le 3
 * mai 2018 à ». */
static bool is_place(const char *text, gsize at)
{
    static const char *const verbs[] = {
        "né", "Né", "Fait", "habit", "demeur", "domicili", "résid"
    };
    const gsize from = at > LOOK_BACK ? at - LOOK_BACK : 0;

    for (gsize i = at; i-- > from && !strchr("\n:", text[i]);)
        for (gsize verb = 0; verb < G_N_ELEMENTS(verbs); verb++)
            if (g_str_has_prefix(text + i, verbs[verb]) &&
                (i == 0 || strchr(" ,(\t\n", text[i - 1])))
                return true;
    return false;
}

static GArray *standings_of(const char *text, const GArray *names)
{
    GArray *standings = g_array_new(FALSE, FALSE, sizeof(struct standing));

    g_array_set_clear_func(standings, clear_standing);
    for (guint i = 0; i < names->len; i++) {
        const struct alike_name *name = &g_array_index(names, struct alike_name, i);
        struct standing standing = { before(text, name->whole.start), after(text, name->whole.end),
                                     false };

        standing.place = !strcmp(standing.before, "à") && is_place(text, name->whole.start);
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

/* What lies between a name and its code. */
static struct span between(const struct table *table, const struct alike_name *name, guint index)
{
    const struct alike_code *code = code_of(table, index);

    return table->follow ? (struct span){ true, code->end, name->whole.start }
                         : (struct span){ true, name->whole.end, code->start };
}

/* Whether each name is as far from its code as the first one is: in as many cells, about as many
 * lines (wrapped text breaks where it will), and of the same order in bytes. */
static bool as_far(const struct table *table, const GPtrArray *chosen)
{
    const char *text = table->text;
    gsize nearest = G_MAXSIZE, farthest = 0;
    guint cells = 0, lines = 0;

    for (guint i = 0; i < chosen->len; i++) {
        const struct span gap = between(table, chosen->pdata[i], i);
        const gsize from = gap.start, until = gap.end;
        const guint here = count(text, from, until, '\n');

        nearest = MIN(nearest, until - from);
        farthest = MAX(farthest, until - from);
        if (i == 0) {
            cells = count(text, from, until, '\t');
            lines = here;
        } else if (cells != count(text, from, until, '\t') ||
                   MAX(lines, here) - MIN(lines, here) > 1) {
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

static bool is_after(const struct table *table, guint index, const struct alike_name *name)
{
    return name->whole.start >= code_of(table, index)->end &&
           (index + 1 == table->codes->len || name->whole.end <= code_of(table, index + 1)->start);
}

static bool may_be_person(const struct table *table, guint index)
{
    const struct standing *standing = &g_array_index(table->standings, struct standing, index);

    return !standing->place && (table->all || strcmp(standing->before, "à") != 0);
}

/* The name nearest to code number `index`, on the side where names are, that stands as number
 * `model` does; NULL. */
static struct alike_name *nearest_alike(const struct table *table, guint index, guint model,
                                        enum likeness likeness)
{
    const char *person = code_of(table, index)->person;

    for (guint i = 0; i < table->names->len; i++) {
        const guint at = table->follow ? i : table->names->len - 1 - i;
        struct alike_name *name = name_of(table, at);

        if ((table->follow ? is_after : is_before)(table, index, name) &&
            may_be_person(table, at) && stand_alike(table, at, model, likeness) &&
            (!person || alike_is_person(person, name->text)))
            return name;
    }
    return NULL;
}

/* Whether a sentence, a line (not one that was wrapped) or an item ends in [from, until). */
static bool breaks(const char *text, gsize from, gsize until)
{
    for (gsize i = from; i < until; i++)
        if (strchr(".;,!?/|", text[i]) ||
            (text[i] == '\n' && !g_unichar_islower(g_utf8_get_char(text + i + 1))))
            return true;
    return false;
}

/* Whether a name goes on what its code began, and the next code begins anew: else it may be that
 * one's. */
static bool go_on(const struct table *table, const GPtrArray *chosen)
{
    for (guint i = 0; i < chosen->len; i++) {
        const struct alike_name *name = chosen->pdata[i];

        if (breaks(table->text, code_of(table, i)->end, name->whole.start) ||
            (i + 1 < chosen->len &&
             !breaks(table->text, name->whole.end, code_of(table, i + 1)->start)))
            return false;
    }
    return true;
}

static GPtrArray *names_like(const struct table *table, guint model, enum likeness likeness)
{
    g_autoptr(GPtrArray) chosen = g_ptr_array_new();

    for (guint i = 0; i < table->codes->len; i++) {
        struct alike_name *name = nearest_alike(table, i, model, likeness);

        if (!name || is_taken(chosen, name->text))
            return NULL;
        g_ptr_array_add(chosen, name);
    }
    return as_far(table, chosen) && (!table->follow || go_on(table, chosen))
               ? g_steal_pointer(&chosen)
               : NULL;
}

/* A word before it tells alone, the end of a line does not. */
static bool follows_word(const struct table *table, guint index)
{
    const struct standing *standing = &g_array_index(table->standings, struct standing, index);

    return g_unichar_isalpha(g_utf8_get_char(standing->before));
}

/* After the last name comes whatever ends the mail: the word before it tells. */
static bool may_tell(const struct table *table, guint model, enum likeness likeness)
{
    return !table->follow || likeness == LIKE_BOTH ||
           (likeness == LIKE_BEFORE && follows_word(table, model));
}

/* The names between the first two codes are few, and one of them is a model of all. */
static GPtrArray *look(const struct table *table)
{
    for (int likeness = LIKE_BOTH; likeness < LIKENESSES; likeness++)
        for (guint model = table->names->len; model-- > 0;) {
            GPtrArray *chosen = NULL;

            if (is_before(table, 1, name_of(table, model)) &&
                may_tell(table, model, (enum likeness)likeness))
                chosen = names_like(table, model, (enum likeness)likeness);
            if (chosen)
                return chosen;
        }
    return NULL;
}

static bool has_towns(const struct table *table)
{
    for (guint i = 0; i < table->names->len; i++)
        if (!strcmp(g_array_index(table->standings, struct standing, i).before, "à"))
            return true;
    return false;
}

/* Names after « à » where no others stand alike. */
static GPtrArray *look_twice(struct table *table)
{
    GPtrArray *chosen = look(table);

    table->all = true;
    return chosen || !has_towns(table) ? chosen : look(table);
}

GPtrArray *alike_names(const char *text, const GArray *codes, const GArray *names)
{
    g_autoptr(GArray) standings = standings_of(text, names);
    struct table table = { text, codes, names, standings, false, false };

    return look_twice(&table);
}

GPtrArray *alike_names_after(const char *text, const GArray *codes, const GArray *names)
{
    g_autoptr(GArray) standings = standings_of(text, names);
    struct table table = { text, codes, names, standings, true, false };

    return look_twice(&table);
}

/* Whether name number `index` is no farther from the last code than `next`, which belongs to the
 * last but by the other reading to the code before it, is from that one. */
static bool is_as_near(const struct table *table, guint index, const struct alike_name *next)
{
    const guint last = table->codes->len - 1;
    const gsize here = code_of(table, last)->end, there = code_of(table, last - 1)->end;
    const struct alike_name *name = name_of(table, index);

    return count(table->text, here, name->whole.start, '\n') <=
               count(table->text, there, next->whole.start, '\n') &&
           name->whole.start - here <= FARTHER * (next->whole.start - there) + FARTHER_BYTES;
}

bool alike_one_more(const char *text, const GArray *codes, const GArray *names,
                    const GPtrArray *chosen)
{
    g_autoptr(GArray) standings = standings_of(text, names);
    const struct table table = { text, codes, names, standings, true, true };
    const struct alike_name *model = chosen->pdata[chosen->len - 1];
    const guint number = (guint)(model - name_of(&table, 0));

    for (guint i = number + 1; i < names->len; i++)
        if (is_after(&table, codes->len - 1, name_of(&table, i)) && is_as_near(&table, i, model) &&
            (stand_alike(&table, i, number, LIKE_BOTH) ||
             (follows_word(&table, i) && stand_alike(&table, i, number, LIKE_BEFORE))))
            return true;
    return false;
}
