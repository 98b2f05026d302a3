/* Whose each code is, where the match that found it does not say. */
#include <string.h>

#include "detect/alike.h"
#include "detect/extract_impl.h"

/* A long mail has hundreds of words with a capital. */
#define MAX_NAMES 500

const char *whose_only(const GArray *persons)
{
    const char *name = NULL;

    for (guint i = 0; i < persons->len; i++) {
        const char *other = g_array_index(persons, struct found_person, i).name;

        if (name && !g_str_equal(name, other))
            return NULL;
        name = other;
    }
    return name;
}

/* A person has one code: whoever is named together with his is not meant by another. */
static bool person_has_code(const GArray *codes, const char *name)
{
    for (guint i = 0; i < codes->len; i++) {
        const char *person = g_array_index(codes, struct found_code, i).person;

        if (person && alike_is_person(person, name))
            return true;
    }
    return false;
}

/* The person last named before the code, and after the code before it: one section a child. */
static const char *person_before(const struct found *found, gsize from, gsize until)
{
    const char *name = NULL;

    for (guint i = 0; i < found->persons->len; i++) {
        const struct found_person *person = &g_array_index(found->persons, struct found_person, i);

        if (person->start >= from && person->start < until &&
            !person_has_code(found->codes, person->name))
            name = person->name;
    }
    return name;
}

/* The different names of `persons`, in their order; they stay theirs. */
static GPtrArray *names_of(const GArray *persons)
{
    GPtrArray *names = g_ptr_array_new();

    for (guint i = 0; i < persons->len; i++) {
        char *name = g_array_index(persons, struct found_person, i).name;

        if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
            g_ptr_array_add(names, name);
    }
    return names;
}

/* « Léa et Hugo … respectivement A et B »: as many names, all before the first of as many codes. */
static bool pair_in_order(struct found *found)
{
    g_autoptr(GPtrArray) names = names_of(found->persons);
    const gsize first =
        found->codes->len ? g_array_index(found->codes, struct found_code, 0).start : 0;

    if (names->len < 2 || names->len != found->codes->len ||
        g_array_index(found->persons, struct found_person, found->persons->len - 1).start > first)
        return false;
    for (guint i = 0; i < found->codes->len; i++)
        if (g_array_index(found->codes, struct found_code, i).person)
            return false;
    for (guint i = 0; i < found->codes->len; i++)
        g_array_index(found->codes, struct found_code, i).person = g_strdup(names->pdata[i]);
    return true;
}

void whose_by_place(struct found *found)
{
    gsize from = 0;

    if (pair_in_order(found))
        return;
    for (guint i = 0; i < found->codes->len; i++) {
        struct found_code *code = &g_array_index(found->codes, struct found_code, i);

        if (!code->person && found->codes->len == 1)
            code->person = g_strdup(whose_only(found->persons));
        if (!code->person)
            code->person = g_strdup(person_before(found, from, code->start));
        from = code->start;
    }
}

static void clear_name(gpointer data)
{
    g_free(((struct alike_name *)data)->text);
}

/* All that may be a name, by pattern `index` of `rule`. */
static GArray *collect_names(struct trial *trial, const struct rule *rule, guint index,
                             const char *text)
{
    GArray *names = g_array_new(FALSE, FALSE, sizeof(struct alike_name));
    const gint64 deadline = trial_deadline(trial);
    struct pattern_hit hit;
    gsize offset = 0;

    g_array_set_clear_func(names, clear_name);
    while (names->len < MAX_NAMES &&
           trial_match(trial, rule, &rule->code, index, text, offset, deadline, &hit)) {
        struct alike_name name = { hit.groups[GROUP_WHOLE], hit.groups[GROUP_NAME],
                                   extract_name(text, &hit.groups[GROUP_NAME]) };

        if (name.text)
            g_array_append_val(names, name);
        offset = MAX(hit.groups[GROUP_WHOLE].end, hit.groups[GROUP_WHOLE].start + 1);
    }
    return names;
}

/* Of the codes from number `first` on. */
static GArray *places_of(const struct found *found, guint first)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(struct alike_code));

    for (guint i = first; i < found->codes->len; i++) {
        const struct found_code *code = &g_array_index(found->codes, struct found_code, i);
        const struct alike_code one = { code->start, code->end, code->person };

        g_array_append_val(places, one);
    }
    return places;
}

/* The names that stand alike before the codes from number `first` on, or after all codes. Those
 * that may be other codes' are nobody's: a wrong one is worse than none. */
static GPtrArray *names_alike(const char *text, const GArray *names, const struct found *found,
                              guint first)
{
    g_autoptr(GArray) codes = places_of(found, first);
    g_autoptr(GPtrArray) before = alike_names(text, codes, names);
    g_autoptr(GPtrArray) after = first ? NULL : alike_names_after(text, codes, names);

    if (before && (after || (first && alike_one_more(text, codes, names, before))))
        return NULL;
    return before ? g_steal_pointer(&before) : g_steal_pointer(&after);
}

/* The codes from number `first` on, of which one is nobody's: whose, by pattern `index`, which
 * found `names`. Whether it tells. */
static bool name_alike(struct trial *trial, const struct rule *rule, guint index,
                       const struct place *place, const GArray *names, struct found *found,
                       guint first)
{
    g_autoptr(GPtrArray) chosen = names_alike(place->text, names, found, first);

    for (guint i = 0; chosen && i < chosen->len; i++) {
        struct found_code *code = &g_array_index(found->codes, struct found_code, first + i);
        const struct alike_name *name = chosen->pdata[i];

        if (code->person)
            continue;
        code->person = g_strdup(name->text);
        extract_note_hit(trial, rule, index, place, &name->name);
    }
    return chosen;
}

/* Whether of several codes from number `first` on one is nobody's. */
static bool some_are_nobodys(const struct found *found, guint first)
{
    bool some = false;

    for (guint i = first; i < found->codes->len; i++)
        some |= !g_array_index(found->codes, struct found_code, i).person;
    return some && found->codes->len > first + 1;
}

/* The first code may be the reader's own, and without a name. */
void whose_by_likeness(struct trial *trial, const struct rule *rule,
                       const struct place *place, struct found *found)
{
    for (guint i = 0; i < rule->code.patterns->len && some_are_nobodys(found, 0); i++) {
        g_autoptr(GArray) names = NULL;

        if (!pattern_names(rule->code.patterns->pdata[i]))
            continue;
        names = collect_names(trial, rule, i, place->text);
        if (!name_alike(trial, rule, i, place, names, found, 0) && some_are_nobodys(found, 1))
            name_alike(trial, rule, i, place, names, found, 1);
    }
}
