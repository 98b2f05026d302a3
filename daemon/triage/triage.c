/* Finds From and Subject in a header block as message/limits.c and GMime do, and runs the automata
 * over them. */
#include "triage/triage.h"

#include <string.h>

#include "triage/symbols.h"

/* Of message/message.h and message/limits.c, beyond which a header counts as truncated and the mail
 * as a candidate. */
#define MAX_FIELD ((size_t)32 * 1024)
#define MAX_COLONS 100
#define MAX_ADDRESS_FIELDS 1000

_Static_assert(TRIAGE_FROM == 3, "finds_in_from runs as many");

struct look {
    const struct triage_image *image;
    const char *next, *end;
    unsigned address_fields;
    bool has_field;
};

/* One automaton over one field. */
struct run {
    const struct triage_automaton *automaton;
    const uint16_t *rows;
    uint32_t state;
};

/* A state that is not there, of a file that was damaged, stands for any; TRIAGE_FOUND is the first. */
static inline bool goes_on(struct run *run, unsigned symbol)
{
    const struct triage_automaton *automaton = run->automaton;

    run->state = run->rows[(size_t)run->state * automaton->columns + automaton->column[symbol]];
    return run->state - 1 < automaton->states - 1;
}

static struct run run_new(const struct triage_image *image,
                          const struct triage_automaton *automaton)
{
    return (struct run){ automaton, (const uint16_t *)((const char *)image + automaton->rows),
                         TRIAGE_START };
}

/* Side by side: while one waits for memory, another goes on. */
static bool finds_in_from(const struct triage_image *image, const struct symbols *symbols)
{
    struct run a = run_new(image, &image->from[0]), b = run_new(image, &image->from[1]),
               c = run_new(image, &image->from[2]);

    for (size_t i = 0; i < symbols->count; i++)
        if (!goes_on(&a, symbols->list[i]) || !goes_on(&b, symbols->list[i]) ||
            !goes_on(&c, symbols->list[i]))
            return true;
    return false;
}

static bool finds_in_subject(const struct triage_image *image, const struct symbols *symbols)
{
    struct run run = run_new(image, &image->subject);

    for (size_t i = 0; i < symbols->count; i++)
        if (!goes_on(&run, symbols->list[i]))
            return true;
    return false;
}

static bool is_none(const struct triage_image *image, bool address, const char *value,
                    size_t length)
{
    struct symbols symbols; /* never cleared: that would cost more than all else */

    return symbols_read(&symbols, address, value, length) &&
           !(address ? finds_in_from(image, &symbols) : finds_in_subject(image, &symbols));
}

static bool is_blank(const char *p)
{
    return p[0] == ' ' || p[0] == '\t';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static const char *line_end(const char *line, const char *end)
{
    const char *newline = memchr(line, '\n', (size_t)(end - line));

    return newline ? newline + 1 : end;
}

static const char *field_end(const char *field, const char *end)
{
    const char *next = line_end(field, end);

    while (next < end && is_blank(next))
        next = line_end(next, end);
    return next;
}

static bool is_empty_line(const char *line, const char *end)
{
    return *line == '\n' || (*line == '\r' && line + 1 < end && line[1] == '\n');
}

/* The value of the field, where its name is `name`. */
static const char *value_of(const char *field, const char *end, const char *name)
{
    for (; *name; name++, field++)
        if (field >= end || lower(*field) != *name)
            return NULL;
    while (field < end && is_blank(field))
        field++;
    return field < end && *field == ':' ? field + 1 : NULL;
}

static bool has_name(const char *field, const char *end)
{
    const char *p = field;

    while (p < end && p[0] > ' ' && p[0] < 127 && p[0] != ':')
        p++;
    if (p == field)
        return false;
    while (p < end && is_blank(p))
        p++;
    return p < end && *p == ':';
}

/* An address field with so many colons, or the last of so many fields, would be cut. */
static bool is_cut(struct look *look, const char *value, const char *end)
{
    unsigned colons = 0;

    while ((value = memchr(value, ':', (size_t)(end - value)))) {
        colons++;
        value++;
    }
    return colons >= MAX_COLONS || ++look->address_fields >= MAX_ADDRESS_FIELDS;
}

/* Whether it is such a field, and would be. */
static bool is_cut_field(struct look *look, const char *field, const char *end, const char *name)
{
    const char *value = value_of(field, end, name);

    return value && is_cut(look, value, end);
}

/* Whether the field says that the mail may be a candidate. */
static bool is_telling(struct look *look, const char *field, const char *end)
{
    const char *value;

    switch (lower(*field)) {
    case 'f':
        value = value_of(field, end, "from");
        return value && (is_cut(look, value, end) ||
                         !is_none(look->image, true, value, (size_t)(end - value)));
    case 's':
        value = value_of(field, end, "subject");
        return value ? !is_none(look->image, false, value, (size_t)(end - value))
                     : is_cut_field(look, field, end, "sender");
    case 't':
        return is_cut_field(look, field, end, "to");
    case 'c':
        return is_cut_field(look, field, end, "cc");
    case 'b':
        return is_cut_field(look, field, end, "bcc");
    case 'r':
        return is_cut_field(look, field, end, "reply-to");
    default:
        return false;
    }
}

static bool has_telling_field(struct look *look)
{
    while (look->next < look->end && !is_empty_line(look->next, look->end)) {
        const char *field = look->next;
        const char *end = look->next = field_end(field, look->end);

        if ((size_t)(end - field) > MAX_FIELD || is_telling(look, field, end))
            return true;
        look->has_field = look->has_field || has_name(field, end);
    }
    return false;
}

static void skip_envelope(struct look *look)
{
    static const char mark[] = { '\xEF', '\xBB', '\xBF' };

    if ((size_t)(look->end - look->next) > sizeof mark &&
        memcmp(look->next, mark, sizeof mark) == 0)
        look->next += sizeof mark;
    while (look->next < look->end &&
           (is_empty_line(look->next, look->end) ||
            (look->end - look->next > 5 && memcmp(look->next, "From ", 5) == 0)))
        look->next = line_end(look->next, look->end);
}

enum triage triage_look(const struct triage_image *image, const char *mail, size_t length)
{
    bool whole;

    return triage_look_on(image, mail, length, &whole);
}

enum triage triage_look_on(const struct triage_image *image, const char *mail, size_t length,
                           bool *whole)
{
    struct look look = { image, mail, mail + length, 0, false };
    const char *begin;

    *whole = false;
    if (image->everything)
        return TRIAGE_MAYBE;
    skip_envelope(&look);
    begin = look.next;
    if (has_telling_field(&look) || !look.has_field)
        return TRIAGE_MAYBE;
    *whole = look.next < look.end;
    /* NULs are dropped before names are read. */
    if ((size_t)(look.next - mail) > TRIAGE_MAX_HEADER ||
        memchr(begin, '\0', (size_t)(look.next - begin)))
        return TRIAGE_MAYBE;
    return TRIAGE_NO;
}

static bool has_rows(const struct triage_automaton *automaton, size_t size)
{
    const uint64_t cells = (uint64_t)automaton->states * automaton->columns;

    if (automaton->states <= TRIAGE_START || automaton->states > UINT16_MAX ||
        !automaton->columns || automaton->columns > TRIAGE_SYMBOLS)
        return false;
    for (size_t i = 0; i < TRIAGE_SYMBOLS; i++)
        if (automaton->column[i] >= automaton->columns)
            return false;
    return automaton->rows % sizeof(uint16_t) == 0 &&
           automaton->rows >= sizeof(struct triage_image) && automaton->rows <= size &&
           cells * sizeof(uint16_t) <= size - automaton->rows;
}

bool triage_is_image(const void *image, size_t size)
{
    const struct triage_image *head = image;

    if (size < sizeof *head || memcmp(head->magic, TRIAGE_MAGIC, sizeof head->magic) != 0 ||
        head->version != TRIAGE_VERSION || head->size != size)
        return false;
    if (head->everything)
        return true;
    for (size_t i = 0; i < TRIAGE_FROM; i++)
        if (!has_rows(&head->from[i], size))
            return false;
    return has_rows(&head->subject, size);
}
