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

/* A field with the automata that read it. */
struct field {
    struct run runs[TRIAGE_FROM];
    size_t count;
};

/* A state that is not there, of a file that was damaged, stands for any. */
static bool run_goes_on(struct run *run, unsigned symbol)
{
    const struct triage_automaton *automaton = run->automaton;

    run->state = run->rows[(size_t)run->state * automaton->columns + automaton->column[symbol]];
    return run->state != TRIAGE_FOUND && run->state < automaton->states;
}

static bool take_symbol(void *data, unsigned symbol)
{
    struct field *field = data;

    for (size_t i = 0; i < field->count; i++)
        if (!run_goes_on(&field->runs[i], symbol))
            return false;
    return true;
}

static bool is_none(const struct triage_image *image, bool address, const char *value,
                    size_t length)
{
    const struct triage_automaton *automata = address ? image->from : &image->subject;
    struct field field = { .count = address ? TRIAGE_FROM : 1 };
    struct symbol_reader reader = {
        .take = take_symbol, .data = &field, .address = address, .last = ' ', .seen = ' '
    };

    for (size_t i = 0; i < field.count; i++)
        field.runs[i] =
            (struct run){ automata + i, (const uint16_t *)((const char *)image + automata[i].rows),
                          TRIAGE_START };
    return symbols_read(&reader, value, length);
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

    while (p<end && * p> ' ' && *p < 127 && *p != ':')
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

/* Whether the field says that the mail may be a candidate. */
static bool is_telling(struct look *look, const char *field, const char *end)
{
    static const char *const addresses[] = { "to", "cc", "bcc", "sender", "reply-to" };
    const char *value;

    if ((value = value_of(field, end, "subject")))
        return !is_none(look->image, false, value, (size_t)(end - value));
    if ((value = value_of(field, end, "from")))
        return is_cut(look, value, end) ||
               !is_none(look->image, true, value, (size_t)(end - value));
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        if ((value = value_of(field, end, addresses[i])))
            return is_cut(look, value, end);
    return false;
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
    while (look->next < look->end &&
           (is_empty_line(look->next, look->end) ||
            (look->end - look->next > 5 && memcmp(look->next, "From ", 5) == 0)))
        look->next = line_end(look->next, look->end);
}

enum triage triage_look(const struct triage_image *image, const char *mail, size_t length)
{
    struct look look = { image, mail, mail + length, 0, false };
    const char *begin;

    if (image->everything)
        return TRIAGE_MAYBE;
    skip_envelope(&look);
    begin = look.next;
    if (has_telling_field(&look) || !look.has_field)
        return TRIAGE_MAYBE;
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
