/* PCRE2 with a clock: compiles the patterns of rule files and matches them in bounded time. */
#include "detect/pattern.h"

#include <pcre2.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "detect/spelling.h"

/* Raw bytes (\C) would cut characters; text is UTF-8, but nothing breaks where it is not. */
#define OPTIONS                                                                  \
    (PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_MATCH_INVALID_UTF | \
     PCRE2_USE_OFFSET_LIMIT | PCRE2_DUPNAMES)
/* Starting points between two looks at the clock: at worst each takes all its steps. (Callouts
 * would look more often, but make every match several times slower.) */
#define STARTS_A_LOOK 512

/* Counted: rules share it where they use one definition. */
struct compiled {
    pcre2_code *code; /* NULL: it is to be compiled yet (`later`), or cannot be */
    char *source;
    bool extracts, names, later;
};

struct pattern {
    struct compiled *compiled;
    char *name;
};

static const char *const group_names[PATTERN_GROUPS] = {
    [GROUP_CODE] = "code",
    [GROUP_PERSON] = "person",
    [GROUP_SENT] = "sent",
    [GROUP_NAME] = "name",
};

static bool has_group(const pcre2_code *code, const char *name)
{
    PCRE2_SPTR first, last;

    return pcre2_substring_nametable_scan(code, (PCRE2_SPTR)name, &first, &last) > 0;
}

static void set_fault(GError **error, int number)
{
    PCRE2_UCHAR message[256];

    pcre2_get_error_message(number, message, sizeof message);
    g_set_error_literal(error, VIGIE_ERROR, EX_CONFIG, (char *)message);
}

static bool compile(struct compiled *compiled, struct pattern_fault *fault, GError **error)
{
    int number = 0;
    PCRE2_SIZE offset = 0;

    compiled->code = pcre2_compile((PCRE2_SPTR)compiled->source, PCRE2_ZERO_TERMINATED, OPTIONS,
                                   &number, &offset, NULL);
    if (!compiled->code) {
        set_fault(error, number);
        if (fault)
            *fault =
                (struct pattern_fault){ offset, number == PCRE2_ERROR_BAD_SUBPATTERN_REFERENCE };
        return false;
    }
    for (int group = GROUP_CODE; group < PATTERN_GROUPS; group++)
        compiled->extracts |= has_group(compiled->code, group_names[group]);
    compiled->names = has_group(compiled->code, group_names[GROUP_NAME]);
    return true;
}

static struct pattern *wrap(const char *source)
{
    struct pattern *pattern = g_new0(struct pattern, 1);

    pattern->compiled = g_rc_box_new0(struct compiled);
    pattern->compiled->source = g_strdup(source);
    return pattern;
}

struct pattern *pattern_new(const char *source, struct pattern_fault *fault, GError **error)
{
    AUTO(pattern) pattern = wrap(source);

    return compile(pattern->compiled, fault, error) ? g_steal_pointer(&pattern) : NULL;
}

struct pattern *pattern_new_later(const char *source)
{
    struct pattern *pattern = wrap(source);

    pattern->compiled->later = true;
    return pattern;
}

/* Compiled by now. */
static const struct compiled *compiled_of(const struct pattern *pattern)
{
    struct compiled *compiled = pattern->compiled;

    if (compiled->later) {
        g_autofree char *written = compiled->source;

        compiled->later = false;
        compiled->source = spelling_of_texts(written);
        compile(compiled, NULL, NULL);
    }
    return compiled;
}

struct pattern *pattern_share(const struct pattern *pattern)
{
    struct pattern *other = g_new0(struct pattern, 1);

    other->compiled = g_rc_box_acquire(pattern->compiled);
    return other;
}

gconstpointer pattern_identity(const struct pattern *pattern)
{
    return pattern->compiled;
}

const char *pattern_source(const struct pattern *pattern)
{
    return compiled_of(pattern)->source;
}

void pattern_speed_up(struct pattern *pattern)
{
    if (compiled_of(pattern)->code)
        (void)pcre2_jit_compile(pattern->compiled->code, PCRE2_JIT_COMPLETE);
}

static void clear_compiled(gpointer data)
{
    struct compiled *compiled = data;

    pcre2_code_free(compiled->code);
    g_free(compiled->source);
}

void pattern_free(struct pattern *pattern)
{
    if (!pattern)
        return;
    g_rc_box_release_full(pattern->compiled, clear_compiled);
    g_free(pattern->name);
    g_free(pattern);
}

void pattern_set_name(struct pattern *pattern, const char *name)
{
    g_free(pattern->name);
    pattern->name = g_strdup(name);
}

const char *pattern_name(const struct pattern *pattern)
{
    return pattern->name;
}

bool pattern_extracts(const struct pattern *pattern)
{
    return compiled_of(pattern)->extracts;
}

bool pattern_names(const struct pattern *pattern)
{
    return compiled_of(pattern)->names;
}

gint64 pattern_clock(void)
{
    struct timespec used;

    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used) < 0)
        return g_get_monotonic_time();
    return used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
}

gint64 pattern_deadline(void)
{
    return pattern_clock() + PATTERN_MAX_MS * G_TIME_SPAN_MILLISECOND;
}

static struct span span_of(pcre2_match_data *data, guint number)
{
    const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(data);
    const PCRE2_SIZE start = offsets[2 * number], end = offsets[2 * number + 1];

    /* \K in a lookahead may put the start behind the end. */
    if (start == PCRE2_UNSET || end == PCRE2_UNSET || start > end)
        return (struct span){ .set = false };
    return (struct span){ .set = true, .start = start, .end = end };
}

/* Of several groups of one name, the one that took part in the match. */
static struct span span_named(const pcre2_code *code, pcre2_match_data *data, const char *name)
{
    struct span span = { .set = false };
    PCRE2_SPTR first, last;
    const int entry = pcre2_substring_nametable_scan(code, (PCRE2_SPTR)name, &first, &last);

    for (; entry > 0 && first <= last && !span.set; first += entry)
        span = span_of(data, (guint)first[0] << 8 | first[1]);
    return span;
}

static enum pattern_result result_of(int status)
{
    if (status == PCRE2_ERROR_NOMATCH)
        return PATTERN_NO;
    return status >= 0 ? PATTERN_YES : PATTERN_LIMIT;
}

/* Machine code has a small stack of its own; the interpreter has the heap. */
static int match_piece(const struct pattern *pattern, const char *text, gsize length, gsize offset,
                       pcre2_match_data *data, pcre2_match_context *context)
{
    int status = pcre2_match(pattern->compiled->code, (PCRE2_SPTR)text, length, offset,
                             PCRE2_NOTEMPTY, data, context);

    if (status != PCRE2_ERROR_JIT_STACKLIMIT)
        return status;
    return pcre2_match(pattern->compiled->code, (PCRE2_SPTR)text, length, offset,
                       PCRE2_NOTEMPTY | PCRE2_NO_JIT, data, context);
}

/* In pieces of STARTS_A_LOOK starting points, with a look at the clock between them. */
static int match_in_time(const struct pattern *pattern, const char *text, gsize offset,
                         gint64 deadline, pcre2_match_data *data, pcre2_match_context *context)
{
    const gsize length = strlen(text);

    for (;;) {
        const gsize last = offset + STARTS_A_LOOK;
        int status;

        pcre2_set_offset_limit(context, last);
        status = match_piece(pattern, text, length, offset, data, context);
        if (status != PCRE2_ERROR_NOMATCH || last >= length)
            return status;
        if (pattern_clock() >= deadline)
            return PCRE2_ERROR_MATCHLIMIT;
        for (offset = last + 1; (text[offset] & 0xC0) == 0x80; offset++)
            continue;
    }
}

enum pattern_result pattern_match(const struct pattern *pattern, const char *text, gsize offset,
                                  gint64 deadline, struct pattern_hit *hit)
{
    const pcre2_code *code = compiled_of(pattern)->code;
    pcre2_match_data *data = code ? pcre2_match_data_create_from_pattern(code, NULL) : NULL;
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    enum pattern_result result = PATTERN_LIMIT;

    if (data && context) {
        pcre2_set_match_limit(context, PATTERN_MAX_STEPS);
        pcre2_set_heap_limit(context, PATTERN_MAX_HEAP_KB);
        result = result_of(match_in_time(pattern, text, offset, deadline, data, context));
    }
    if (result == PATTERN_YES) {
        hit->groups[GROUP_WHOLE] = span_of(data, 0);
        for (int group = GROUP_CODE; group < PATTERN_GROUPS; group++)
            hit->groups[group] = span_named(pattern->compiled->code, data, group_names[group]);
    }
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    return result;
}
