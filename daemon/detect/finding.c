/* The finding's names, its memory, and its way through a GVariant. */
#include "detect/finding.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"

#define YEAR_MIN 1900 /* as civil_date_parse */
#define YEAR_MAX 2199

static const char *const kinds[] = { "none",       "notice",     "reminder",
                                     "opposition", "activation", "unrecognised" };
static const char *const authenticities[] = { N_("unverified"), N_("authentic"), N_("forged") };
static const char *const sources[] = { NULL,       "body",         "original", "date",
                                       "received", "internaldate", "delivery", "manual" };

static bool from_name(const char *const *names, guint count, const char *name, guint *index)
{
    for (guint i = 0; i < count; i++) {
        if (g_strcmp0(names[i], name) == 0 && name) {
            *index = i;
            return true;
        }
    }
    return false;
}

const char *kind_name(enum kind kind)
{
    return kinds[kind];
}

bool kind_from_name(const char *name, enum kind *kind)
{
    guint index;

    if (!from_name(kinds, G_N_ELEMENTS(kinds), name, &index))
        return false;
    *kind = (enum kind)index;
    return true;
}

const char *authenticity_name(enum authenticity authenticity)
{
    return authenticities[authenticity];
}

bool authenticity_from_name(const char *name, enum authenticity *authenticity)
{
    guint index;

    if (!from_name(authenticities, G_N_ELEMENTS(authenticities), name, &index))
        return false;
    *authenticity = (enum authenticity)index;
    return true;
}

const char *sent_source_name(enum sent_source source)
{
    return sources[source];
}

bool sent_source_from_name(const char *name, enum sent_source *source)
{
    guint index;

    if (!from_name(sources, G_N_ELEMENTS(sources), name, &index))
        return false;
    *source = (enum sent_source)index;
    return true;
}

static void case_free(gpointer data)
{
    struct finding_case *found = data;

    g_free(found->code);
    g_free(found->person);
    g_free(found);
}

static void date_free(gpointer data)
{
    struct finding_date *date = data;

    g_free(date->excerpt);
    g_free(date->why);
    g_free(date);
}

static void trace_free(gpointer data)
{
    struct finding_trace *trace = data;

    g_free(trace->rule);
    g_free(trace->pattern);
    g_free(trace->condition);
    g_free(trace->field);
    g_free(trace->excerpt);
    g_free(trace);
}

struct finding *finding_new(void)
{
    struct finding *finding = g_new0(struct finding, 1);

    finding->subject = g_strdup("");
    finding->reasons = g_ptr_array_new_with_free_func(g_free);
    finding->cases = g_ptr_array_new_with_free_func(case_free);
    g_date_clear(&finding->sent, 1);
    g_date_clear(&finding->dated, 1);
    finding->dates = g_ptr_array_new_with_free_func(date_free);
    finding->trace = g_ptr_array_new_with_free_func(trace_free);
    finding->faults = g_ptr_array_new_with_free_func(g_free);
    finding->marks = g_ptr_array_new_with_free_func(g_free);
    return finding;
}

void finding_free(struct finding *finding)
{
    g_free(finding->rule);
    g_free(finding->message_id);
    g_free(finding->from);
    g_free(finding->subject);
    g_free(finding->recipient);
    g_ptr_array_unref(finding->reasons);
    g_ptr_array_unref(finding->cases);
    g_free(finding->original_id);
    g_ptr_array_unref(finding->dates);
    g_ptr_array_unref(finding->trace);
    g_ptr_array_unref(finding->faults);
    g_ptr_array_unref(finding->marks);
    g_clear_pointer(&finding->reply, mail_reply_free);
    g_free(finding);
}

/* Header fields may hold any byte; a GVariant only UTF-8. */
static GVariant *text(const char *string)
{
    return g_variant_new_take_string(g_utf8_make_valid(string ? string : "", -1));
}

static GVariant *maybe_text(const char *string)
{
    return g_variant_new_maybe(G_VARIANT_TYPE_STRING, string ? text(string) : NULL);
}

static GVariant *texts(const GPtrArray *strings)
{
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE("as"));
    for (guint i = 0; i < strings->len; i++)
        g_variant_builder_add_value(&builder, text(g_ptr_array_index(strings, i)));
    return g_variant_builder_end(&builder);
}

static guint32 julian(const GDate *date)
{
    return g_date_valid(date) ? g_date_get_julian(date) : 0;
}

static GVariant *cases_to_variant(const GPtrArray *cases)
{
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE("a(msms)"));
    for (guint i = 0; i < cases->len; i++) {
        const struct finding_case *found = g_ptr_array_index(cases, i);

        g_variant_builder_add(&builder, "(@ms@ms)", maybe_text(found->code),
                              maybe_text(found->person));
    }
    return g_variant_builder_end(&builder);
}

static GVariant *dates_to_variant(const GPtrArray *dates)
{
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE("a(uubss)"));
    for (guint i = 0; i < dates->len; i++) {
        const struct finding_date *date = g_ptr_array_index(dates, i);

        g_variant_builder_add(&builder, "(uub@s@s)", julian(&date->date), (guint32)date->source,
                              date->counts, text(date->excerpt), text(date->why));
    }
    return g_variant_builder_end(&builder);
}

static GVariant *trace_to_variant(const GPtrArray *traces)
{
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE("a(ssssbttmst)"));
    for (guint i = 0; i < traces->len; i++) {
        const struct finding_trace *trace = g_ptr_array_index(traces, i);

        g_variant_builder_add(&builder, "(@s@s@s@sbtt@mst)", text(trace->rule), text(trace->pattern),
                              text(trace->condition), text(trace->field), trace->matched, (guint64)trace->start,
                              (guint64)trace->end, maybe_text(trace->excerpt),
                              (guint64)trace->excerpt_start);
    }
    return g_variant_builder_end(&builder);
}

static GVariant *answer_to_variant(const struct mail_reply *answer)
{
    return g_variant_new_maybe(G_VARIANT_TYPE("(uasub)"),
                               answer ? g_variant_new("(u@asub)", (guint32)answer->word,
                                                      texts(answer->cited), (guint32)answer->auth,
                                                      answer->pdf_cut)
                                      : NULL);
}

GVariant *finding_to_variant(const struct finding *finding)
{
    return g_variant_new(
        "(u@ms@ms@ms@s@msu@as@a(msms)uuu@ms@s@s@a(uubss)@a(ssssbttmst)@as@as@m(uasub)b)", (guint32)finding->kind,
        maybe_text(finding->rule), maybe_text(finding->message_id), maybe_text(finding->from),
        text(finding->subject), maybe_text(finding->recipient), (guint32)finding->authenticity,
        texts(finding->reasons), cases_to_variant(finding->cases), julian(&finding->sent),
        (guint32)finding->sent_source, julian(&finding->dated), maybe_text(finding->original_id),
        text(finding->content_hash), text(finding->shape), dates_to_variant(finding->dates),
        trace_to_variant(finding->trace), texts(finding->faults), texts(finding->marks),
        answer_to_variant(finding->reply), finding->truncated);
}

/* The sender is a process that has read hostile mail: nothing of it is taken on trust. */
static bool read_date(guint32 day, GDate *date)
{
    g_date_clear(date, 1);
    if (day == 0)
        return true;
    if (!g_date_valid_julian(day) || day > G_MAXINT32)
        return false;
    g_date_set_julian(date, day);
    return g_date_get_year(date) >= YEAR_MIN && g_date_get_year(date) <= YEAR_MAX;
}

static bool read_enum(guint32 value, gsize count, int *out)
{
    *out = (int)value;
    return value < count;
}

static bool read_hash(const char *hash, char *out)
{
    const gsize length = strlen(hash);

    if ((length != 0 && length != 64) || strspn(hash, "0123456789abcdef") != length)
        return false;
    memcpy(out, hash, length + 1);
    return true;
}

static void read_texts(GVariantIter *iter, GPtrArray *strings)
{
    char *string;

    while (g_variant_iter_next(iter, "s", &string))
        g_ptr_array_add(strings, string);
}

static void read_cases(GVariantIter *iter, GPtrArray *cases)
{
    char *code, *person;

    while (g_variant_iter_next(iter, "(msms)", &code, &person)) {
        struct finding_case *found = g_new0(struct finding_case, 1);

        found->code = code;
        found->person = person;
        g_ptr_array_add(cases, found);
    }
}

static bool read_dates(GVariantIter *iter, GPtrArray *dates)
{
    guint32 day, source;
    gboolean counts;
    char *excerpt, *why;

    while (g_variant_iter_next(iter, "(uubss)", &day, &source, &counts, &excerpt, &why)) {
        struct finding_date *date = g_new0(struct finding_date, 1);
        int known;

        date->excerpt = excerpt;
        date->why = why;
        date->counts = counts;
        g_ptr_array_add(dates, date);
        if (!read_date(day, &date->date) || !read_enum(source, G_N_ELEMENTS(sources), &known))
            return false;
        date->source = (enum sent_source)known;
    }
    return true;
}

static bool read_trace(GVariantIter *iter, GPtrArray *traces)
{
    char *rule, *pattern, *condition, *field, *excerpt;
    gboolean matched;
    guint64 start, end, excerpt_start;

    while (g_variant_iter_next(iter, "(ssssbttmst)", &rule, &pattern, &condition, &field,
                               &matched, &start, &end, &excerpt, &excerpt_start)) {
        struct finding_trace *trace = g_new0(struct finding_trace, 1);

        trace->rule = rule;
        trace->pattern = pattern;
        trace->condition = condition;
        trace->field = field;
        trace->matched = matched;
        trace->start = start;
        trace->end = end;
        trace->excerpt = excerpt;
        trace->excerpt_start = excerpt_start;
        g_ptr_array_add(traces, trace);
        if (start > end || excerpt_start > (excerpt ? strlen(excerpt) : 0))
            return false;
    }
    return true;
}

/* `maybe` is taken. */
static bool read_answer(GVariant *maybe, struct finding *finding)
{
    g_autoptr(GVariant) owned = maybe;
    g_autoptr(GVariant) given = g_variant_get_maybe(owned);
    g_autoptr(GVariantIter) cited = NULL;
    guint32 word, auth;
    gboolean pdf_cut;

    if (!given)
        return true;
    g_variant_get(given, "(uasub)", &word, &cited, &auth, &pdf_cut);
    if (word == REPLY_NONE || word > REPLY_LATER || auth > AUTH_FAILED)
        return false;
    finding->reply = mail_reply_new((enum reply_word)word);
    finding->reply->auth = (enum auth_verdict)auth;
    finding->reply->pdf_cut = pdf_cut;
    read_texts(cited, finding->reply->cited);
    return true;
}

static bool read_all(GVariant *variant, struct finding *finding)
{
    g_autoptr(GVariantIter) reasons = NULL, cases = NULL, dates = NULL, traces = NULL,
                            faults = NULL, marks = NULL;
    guint32 kind, authenticity, sent, source, dated;
    int known_kind, known_authenticity, known_source;
    gboolean truncated;
    const char *hash, *shape;
    GVariant *answer;

    g_clear_pointer(&finding->subject, g_free);
    g_variant_get(variant, "(umsmsmssmsuasa(msms)uuums&s&sa(uubss)a(ssssbttmst)asas@m(uasub)b)", &kind,
                  &finding->rule, &finding->message_id, &finding->from, &finding->subject,
                  &finding->recipient, &authenticity, &reasons, &cases, &sent, &source,
                  &dated, &finding->original_id, &hash, &shape, &dates, &traces, &faults, &marks, &answer,
                  &truncated);
    if (!read_answer(answer, finding) ||
        !read_enum(kind, G_N_ELEMENTS(kinds), &known_kind) ||
        !read_enum(authenticity, G_N_ELEMENTS(authenticities), &known_authenticity) ||
        !read_enum(source, G_N_ELEMENTS(sources), &known_source) ||
        !read_date(sent, &finding->sent) || !read_date(dated, &finding->dated) ||
        !read_hash(hash, finding->content_hash) ||
        !read_hash(shape, finding->shape) ||
        !read_dates(dates, finding->dates) || !read_trace(traces, finding->trace))
        return false;
    finding->kind = (enum kind)known_kind;
    finding->authenticity = (enum authenticity)known_authenticity;
    finding->sent_source = (enum sent_source)known_source;
    finding->truncated = truncated;
    read_texts(reasons, finding->reasons);
    read_cases(cases, finding->cases);
    read_texts(faults, finding->faults);
    read_texts(marks, finding->marks);
    return finding->kind != KIND_NOTICE || finding->cases->len > 0;
}

struct finding *finding_from_variant(GVariant *variant, GError **error)
{
    AUTO(finding) finding = finding_new();

    if (!variant || !g_variant_is_of_type(variant, G_VARIANT_TYPE(FINDING_TYPE)) ||
        !g_variant_is_normal_form(variant) || !read_all(variant, finding)) {
        g_set_error(error, VIGIE_ERROR, EX_SOFTWARE,
                    "a finding from the reader is malformed; please report it");
        return NULL;
    }
    return g_steal_pointer(&finding);
}
