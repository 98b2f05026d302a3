/* Codes, the persons they are for, and dates that a rule's named groups take from a text. */
#include <string.h>

#include "detect/alike.h"
#include "detect/dates.h"
#include "detect/rule.h"

/* Known codes have 12 characters; those of 2021-22 may have had 8 to 12. */
#define CODE_MIN 6
#define CODE_MAX 16
#define CODE_USUAL 12
/* Of one pattern in one text, and cases of one mail: no family is larger. */
#define MAX_HITS 50
#define MAX_CASES 30
/* A long mail has hundreds of words with a capital. */
#define MAX_NAMES 500
#define MAX_PERSON_BYTES 120

struct found_code {
    char *code, *person; /* person: named in the same match; NULL */
    gsize start, end;
};

struct found_person {
    char *name;
    gsize start;
};

struct found {
    GArray *codes, *persons;
};

/* What codes are looked for in: a view's text, or its subject, or both where the subject holds the
 * label. Offsets from `base` on are of `field`, those before it of the subject. */
struct place {
    const char *text, *field;
    gsize base;
};

static void clear_code(gpointer data)
{
    struct found_code *code = data;

    g_free(code->code);
    g_free(code->person);
}

static void clear_person(gpointer data)
{
    g_free(((struct found_person *)data)->name);
}

/* "AbCd 1234-EfGh" without its separators. */
static char *bare_code(const char *text, const struct span *span)
{
    GString *code = g_string_new(NULL);

    for (gsize i = span->start; i < span->end; i++)
        if (g_ascii_isalnum(text[i]))
            g_string_append_c(code, text[i]);
    return g_string_free(code, FALSE);
}

static bool code_is_plausible(const char *code)
{
    const gsize length = strlen(code);

    return length >= CODE_MIN && length <= CODE_MAX;
}

/* Twelve characters of more than one class: what the official application takes. */
static bool code_is_usual(const char *code)
{
    bool small = false, capital = false, digit = false;

    if (strlen(code) != CODE_USUAL)
        return false;
    for (; *code; code++) {
        small |= g_ascii_islower(*code);
        capital |= g_ascii_isupper(*code);
        digit |= g_ascii_isdigit(*code);
    }
    return small + capital + digit > 1;
}

/* A name of two cells is one name. */
static char *person_name(const char *text, const struct span *span)
{
    g_autofree char *name = NULL;

    if (!span->set || span->end - span->start > MAX_PERSON_BYTES)
        return NULL;
    name = g_strstrip(g_strndup(text + span->start, span->end - span->start));
    g_strdelimit(name, "\t\n", ' ');
    return *name && g_utf8_validate(name, -1, NULL) ? g_steal_pointer(&name) : NULL;
}

static struct found_code *code_at(const GArray *codes, const char *code)
{
    for (guint i = 0; i < codes->len; i++) {
        struct found_code *known = &g_array_index(codes, struct found_code, i);

        if (g_str_equal(known->code, code))
            return known;
    }
    return NULL;
}

/* Takes `person`. */
static void add_code(GArray *codes, const char *text, const struct span *span, char *person)
{
    g_autofree char *code = bare_code(text, span);
    struct found_code *known = code_at(codes, code);
    struct found_code fresh = { .start = span->start, .end = span->end };

    if (known && !known->person) {
        known->person = person;
        return;
    }
    if (known || !code_is_plausible(code)) {
        g_free(person);
        return;
    }
    fresh.code = g_steal_pointer(&code);
    fresh.person = person;
    g_array_append_val(codes, fresh);
}

static void add_stated(GArray *stated, const char *text, const struct span *span)
{
    struct stated_date date = { .start = span->start, .end = span->end };
    g_autofree char *words = g_strndup(text + span->start, span->end - span->start);

    if (dates_parse(words, &date.date))
        g_array_append_val(stated, date);
}

static const struct span *telling_span(const struct pattern_hit *hit)
{
    for (int group = GROUP_CODE; group < PATTERN_GROUPS; group++)
        if (hit->groups[group].set)
            return &hit->groups[group];
    return &hit->groups[GROUP_WHOLE];
}

static void take_hit(const struct pattern_hit *hit, const char *text, struct found *found,
                     GArray *stated)
{
    const struct span *code = &hit->groups[GROUP_CODE], *sent = &hit->groups[GROUP_SENT];
    struct found_person person = { .start = hit->groups[GROUP_PERSON].start };

    person.name = person_name(text, &hit->groups[GROUP_PERSON]);
    if (code->set)
        add_code(found->codes, text, code, person.name);
    else if (person.name)
        g_array_append_val(found->persons, person);
    if (sent->set && stated)
        add_stated(stated, text, sent);
}

/* Notes a code, person or date that was found. */
static void note_hit(struct trial *trial, const struct rule *rule, guint index,
                     const struct place *place, const struct span *span)
{
    const bool below = span->start >= place->base;
    const struct span own = { true, span->start - (below ? place->base : 0),
                              span->end - (below ? place->base : 0) };

    trial_note(trial, rule, &rule->code, index, below ? place->field : "subject",
               place->text + (below ? place->base : 0), &own);
}

/* `stated` may be NULL. */
static void collect(struct trial *trial, const struct rule *rule, guint index,
                    const struct place *place, struct found *found, GArray *stated)
{
    const gint64 deadline = trial_deadline(trial);
    struct pattern_hit hit;
    gsize offset = 0;
    guint hits = 0;

    while (hits < MAX_HITS &&
           trial_match(trial, rule, &rule->code, index, place->text, offset, deadline, &hit)) {
        note_hit(trial, rule, index, place, telling_span(&hit));
        take_hit(&hit, place->text, found, stated);
        offset = MAX(hit.groups[GROUP_WHOLE].end, hit.groups[GROUP_WHOLE].start + 1);
        hits++;
    }
    if (!hits)
        trial_note(trial, rule, &rule->code, index, place->field, place->text, NULL);
}

static int compare_codes(gconstpointer a, gconstpointer b)
{
    const struct found_code *left = a, *right = b;

    return left->start < right->start ? -1 : left->start > right->start;
}

static int compare_persons(gconstpointer a, gconstpointer b)
{
    const struct found_person *left = a, *right = b;

    return left->start < right->start ? -1 : left->start > right->start;
}

/* All codes of one mail have one form: where one has the usual form, the others are none. */
static void keep_usual(GArray *codes)
{
    bool usual = false;

    for (guint i = 0; i < codes->len; i++)
        usual |= code_is_usual(g_array_index(codes, struct found_code, i).code);
    for (guint i = codes->len; usual && i-- > 0;)
        if (!code_is_usual(g_array_index(codes, struct found_code, i).code))
            g_array_remove_index(codes, i);
}

/* The only person named, or NULL. */
static const char *only_person(const GArray *persons)
{
    const char *name = NULL;

    for (guint i = 0; i < persons->len; i++) {
        const char *other = g_array_index(persons, struct found_person, i).name;

        if (name && g_utf8_collate(name, other) != 0)
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

static void join_persons(struct found *found)
{
    gsize from = 0;

    if (pair_in_order(found))
        return;
    for (guint i = 0; i < found->codes->len; i++) {
        struct found_code *code = &g_array_index(found->codes, struct found_code, i);

        if (!code->person && found->codes->len == 1)
            code->person = g_strdup(only_person(found->persons));
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
                                   person_name(text, &hit.groups[GROUP_NAME]) };

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
        note_hit(trial, rule, index, place, &name->name);
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
static void name_by_likeness(struct trial *trial, const struct rule *rule,
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

static bool case_exists(GPtrArray *cases, const char *code, const char *person)
{
    for (guint i = 0; i < cases->len; i++) {
        struct finding_case *known = cases->pdata[i];

        if (code && g_strcmp0(known->code, code) == 0) {
            if (!known->person)
                known->person = g_strdup(person);
            return true;
        }
        if (!code && g_strcmp0(known->person, person) == 0)
            return true;
    }
    return cases->len >= MAX_CASES;
}

static void add_case(GPtrArray *cases, const char *code, const char *person)
{
    struct finding_case *fresh;

    if (case_exists(cases, code, person))
        return;
    fresh = g_new0(struct finding_case, 1);
    fresh->code = g_strdup(code);
    fresh->person = g_strdup(person);
    g_ptr_array_add(cases, fresh);
}

static struct found found_new(void)
{
    struct found found = { .codes = g_array_new(FALSE, FALSE, sizeof(struct found_code)),
                           .persons = g_array_new(FALSE, FALSE, sizeof(struct found_person)) };

    g_array_set_clear_func(found.codes, clear_code);
    g_array_set_clear_func(found.persons, clear_person);
    return found;
}

static void found_clear(struct found *found)
{
    g_array_unref(found->codes);
    g_array_unref(found->persons);
}

static struct found collect_all(struct trial *trial, const struct rule *rule,
                                const struct place *place, GArray *stated)
{
    struct found found = found_new();

    for (guint i = 0; i < rule->code.patterns->len; i++)
        if (!pattern_names(rule->code.patterns->pdata[i]))
            collect(trial, rule, i, place, &found, stated);
    return found;
}

/* Where the text alone shows no code: the subject may hold the label, or the code itself. */
static void look_in_both(struct trial *trial, const struct rule *rule, const struct view *view,
                         struct found *found)
{
    g_autofree char *both = g_strconcat(view->message->subject, "\n\n", view->text, NULL);
    const struct place place = { both, view->field, strlen(view->message->subject) + 2 };

    found_clear(found);
    *found = collect_all(trial, rule, &place, NULL);
}

/* Where the text names nobody for its only code, the subject may. */
static void look_for_person(struct trial *trial, const struct rule *rule, const struct view *view,
                            struct found_code *code)
{
    const struct place place = { view->message->subject, "subject", 0 };
    struct found found = collect_all(trial, rule, &place, NULL);

    code->person = g_strdup(only_person(found.persons));
    found_clear(&found);
}

/* Whether offsets are still those of the view's text. */
static bool look_in_subject(struct trial *trial, const struct rule *rule, const struct view *view,
                            struct found *found)
{
    struct found_code *first =
        found->codes->len ? &g_array_index(found->codes, struct found_code, 0) : NULL;

    if (!*view->message->subject)
        return true;
    if (!first)
        look_in_both(trial, rule, view, found);
    else if (found->codes->len == 1 && !found->persons->len && !first->person)
        look_for_person(trial, rule, view, first);
    return first;
}

void extract(struct trial *trial, const struct rule *rule, const struct view *view,
             GPtrArray *cases, GArray *stated)
{
    const struct place place = { view->text, view->field, 0 };
    struct found found = collect_all(trial, rule, &place, stated);
    const bool in_text = look_in_subject(trial, rule, view, &found);

    keep_usual(found.codes);
    g_array_sort(found.codes, compare_codes);
    g_array_sort(found.persons, compare_persons);
    join_persons(&found);
    if (in_text)
        name_by_likeness(trial, rule, &place, &found);
    for (guint i = 0; i < found.codes->len; i++) {
        const struct found_code *code = &g_array_index(found.codes, struct found_code, i);

        add_case(cases, code->code, code->person);
    }
    for (guint i = 0; !found.codes->len && i < found.persons->len; i++)
        add_case(cases, NULL, g_array_index(found.persons, struct found_person, i).name);
    found_clear(&found);
}
