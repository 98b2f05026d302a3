/* Codes, the persons they are for, and dates that a rule's named groups take from a text. */
#include <string.h>

#include "detect/dates.h"
#include "detect/extract_impl.h"

/* Known codes have 12 characters; those of 2021-22 may have had 8 to 12. */
#define CODE_MIN 6
#define CODE_MAX 16
#define CODE_USUAL 12
/* Of one pattern in one text, and cases of one mail: no family is larger. */
#define MAX_HITS 50
#define MAX_CASES 30
#define MAX_PERSON_BYTES 120

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
char *extract_name(const char *text, const struct span *span)
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

    person.name = extract_name(text, &hit->groups[GROUP_PERSON]);
    if (code->set)
        add_code(found->codes, text, code, person.name);
    else if (person.name)
        g_array_append_val(found->persons, person);
    if (sent->set && stated)
        add_stated(stated, text, sent);
}

/* Notes a code, person or date that was found. */
void extract_note_hit(struct trial *trial, const struct rule *rule, guint index,
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
        extract_note_hit(trial, rule, index, place, telling_span(&hit));
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

    code->person = g_strdup(whose_only(found.persons));
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
    whose_by_place(&found);
    if (in_text)
        whose_by_likeness(trial, rule, &place, &found);
    for (guint i = 0; i < found.codes->len; i++) {
        const struct found_code *code = &g_array_index(found.codes, struct found_code, i);

        add_case(cases, code->code, code->person);
    }
    for (guint i = 0; !found.codes->len && i < found.persons->len; i++)
        add_case(cases, NULL, g_array_index(found.persons, struct found_person, i).name);
    found_clear(&found);
}
