/* Raw bytes to fewer raw bytes. GMime 3.2 recurses over address groups, keeps each header field and
 * each part in objects of a kilobyte, and has no bounds of its own but on depth. */
#include "message/limits.h"

#include <stdbool.h>
#include <string.h>

#include "message/message.h"

/* "g:g:g:…" is a stack frame a colon in GMime. A list has two a group, and some in names. */
#define MAX_COLONS 100

/* Lines that begin as a boundary does. Each may open a part; a text of this many rules is a table,
 * of which the rest is not missed. */
#define MAX_BOUNDARY_LINES 4000

/* Lines in a row that may be fields of a part, each a GMimeHeader. A text of so many is a log. */
#define MAX_FIELD_RUN 2000

/* Address fields of the whole message: GMime parses each of them, whether anyone asks or not. */
#define MAX_ADDRESS_FIELDS 1000

struct cutter {
    const char *next, *end;
    GByteArray *out;
    guint fields, address_fields, boundary_lines, field_run;
    guint hit;
};

static const char *line_end(const char *line, const char *end)
{
    const char *newline = memchr(line, '\n', (gsize)(end - line));

    return newline ? newline + 1 : end;
}

/* The end of the field, its continuation lines with it. */
static const char *field_end(const char *field, const char *end)
{
    const char *next = line_end(field, end);

    while (next < end && (*next == ' ' || *next == '\t'))
        next = line_end(next, end);
    return next;
}

static bool is_blank(const char *line, const char *end)
{
    return line < end && (*line == '\n' || (*line == '\r' && line + 1 < end && line[1] == '\n'));
}

/* The length of the field name that `line` begins with; 0 where it begins with none. */
static gsize name_length(const char *line, const char *end)
{
    const char *p = line;
    const char *colon;

    while (p < end && ((*p > ' ' && *p < 127) || !*p) && *p != ':') /* NULs are dropped later */
        p++;
    colon = p;
    while (colon < end && (*colon == ' ' || *colon == '\t'))
        colon++;
    return colon < end && *colon == ':' ? (gsize)(p - line) : 0;
}

static bool is_named(const char *line, gsize name, const char *const *names)
{
    for (; *names; names++)
        if (strlen(*names) == name && !g_ascii_strncasecmp(line, *names, name))
            return true;
    return false;
}

static bool is_address_field(const char *line, gsize name)
{
    static const char *const names[] = { "from", "to", "cc", "bcc", "sender", "reply-to", NULL };

    return is_named(line, name, names);
}

/* Of the fields of a part those that may be long enough to be slow. */
static bool is_content_field(const char *line, gsize name)
{
    static const char *const names[] = {
        "content-type",        "content-disposition",       "content-id",
        "content-description", "content-transfer-encoding", NULL
    };

    return is_named(line, name, names);
}

/* Blanks the colons of a list of addresses beyond MAX_COLONS. */
static void thin_colons(struct cutter *cutter, guint8 *field, gsize length)
{
    guint colons = 0;

    for (gsize i = 0; i < length; i++) {
        if (field[i] != ':' || ++colons <= MAX_COLONS)
            continue;
        field[i] = ' ';
        cutter->hit |= LIMIT_HEADER;
    }
}

/* Copies up to MESSAGE_MAX_FIELD of a field, and ends its line. */
static void copy_field(struct cutter *cutter, const char *field, const char *end, bool addresses)
{
    guint before = cutter->out->len;

    if (end - field > MESSAGE_MAX_FIELD) {
        end = field + MESSAGE_MAX_FIELD;
        cutter->hit |= LIMIT_HEADER;
    }
    g_byte_array_append(cutter->out, (const guint8 *)field, (guint)(end - field));
    if (addresses)
        thin_colons(cutter, cutter->out->data + before, cutter->out->len - before);
    if (end == field || end[-1] != '\n')
        g_byte_array_append(cutter->out, (const guint8 *)"\n", 1);
}

static bool take_address_field(struct cutter *cutter)
{
    if (cutter->address_fields++ < MAX_ADDRESS_FIELDS)
        return true;
    cutter->hit |= LIMIT_HEADER;
    return false;
}

static bool take_room(struct cutter *cutter, gsize length)
{
    if (cutter->out->len + MIN(length, MESSAGE_MAX_FIELD) <= MESSAGE_MAX_HEADER)
        return true;
    cutter->hit |= LIMIT_HEADER;
    return false;
}

/* What comes before the header in files: the mark that Windows puts before UTF-8, which would make the
 * name of the first field none; blank lines, the line of an mbox. */
static void skip_envelope(struct cutter *cutter)
{
    static const char mark[] = { '\xEF', '\xBB', '\xBF' };

    if ((gsize)(cutter->end - cutter->next) > sizeof mark &&
        !memcmp(cutter->next, mark, sizeof mark))
        cutter->next += sizeof mark;
    while (cutter->next < cutter->end &&
           (is_blank(cutter->next, cutter->end) ||
            (cutter->end - cutter->next > 5 && !memcmp(cutter->next, "From ", 5))))
        cutter->next = line_end(cutter->next, cutter->end);
}

/* A line without a name ends the header, as if the empty line had been forgotten, unless fields go
 * on after it: then it is dropped, for GMime would end the header there. */
static bool header_goes_on(const struct cutter *cutter)
{
    const char *next = field_end(cutter->next, cutter->end);

    return next < cutter->end && name_length(next, cutter->end);
}

static GString *without_nuls(const char *begin, const char *end)
{
    GString *field = g_string_sized_new((gsize)(end - begin) + 1);

    while (begin < end) {
        const char *nul = memchr(begin, '\0', (gsize)(end - begin));

        g_string_append_len(field, begin, (nul ? nul : end) - begin);
        begin = nul ? nul + 1 : end;
    }
    return field;
}

static void copy_header_field(struct cutter *cutter, const char *begin, const char *after)
{
    g_autoptr(GString) field = NULL;
    const char *end;
    gsize name;
    bool addresses;

    if (!take_room(cutter, (gsize)(after - begin)))
        return;
    field = without_nuls(begin, after);
    end = field->str + field->len;
    name = name_length(field->str, end);
    addresses = is_address_field(field->str, name);
    if (!name || (addresses && !take_address_field(cutter)))
        return;
    copy_field(cutter, field->str, end, addresses);
    cutter->fields++;
}

static void copy_header(struct cutter *cutter)
{
    while (cutter->next < cutter->end && !is_blank(cutter->next, cutter->end)) {
        const char *after = field_end(cutter->next, cutter->end);

        if (!name_length(cutter->next, cutter->end) && !header_goes_on(cutter))
            return;
        copy_header_field(cutter, cutter->next, after);
        cutter->next = after;
    }
    if (is_blank(cutter->next, cutter->end))
        cutter->next = line_end(cutter->next, cutter->end);
}

/* A line of the body that is, or may be, a field of a part or of a message in it. */
static bool copy_body_field(struct cutter *cutter)
{
    gsize name = name_length(cutter->next, cutter->end);
    bool addresses = name && is_address_field(cutter->next, name);
    const char *after;

    cutter->field_run = name ? cutter->field_run + 1 : 0;
    if (cutter->field_run > MAX_FIELD_RUN) {
        /* In a text (a style sheet has such lines) it stays; in a header it goes on with the field before. */
        cutter->hit |= LIMIT_HEADER;
        after = field_end(cutter->next, cutter->end);
        g_byte_array_append(cutter->out, (const guint8 *)" ", 1);
        g_byte_array_append(cutter->out, (const guint8 *)cutter->next, (guint)(after - cutter->next));
        cutter->next = after;
        return true;
    }
    if (!addresses && !(name && is_content_field(cutter->next, name)))
        return false;
    after = field_end(cutter->next, cutter->end);
    if (addresses && !take_address_field(cutter)) /* in a text it stays; in a header it is none */
        g_byte_array_append(cutter->out, (const guint8 *)".", 1);
    copy_field(cutter, cutter->next, after, addresses);
    cutter->next = after;
    return true;
}

static void copy_body(struct cutter *cutter)
{
    while (cutter->next < cutter->end) {
        const char *after;

        if (copy_body_field(cutter))
            continue;
        after = line_end(cutter->next, cutter->end);
        if (after - cutter->next > 2 && cutter->next[0] == '-' && cutter->next[1] == '-' &&
            cutter->boundary_lines++ >= MAX_BOUNDARY_LINES) {
            cutter->hit |= LIMIT_PARTS;
            return;
        }
        g_byte_array_append(cutter->out, (const guint8 *)cutter->next,
                            (guint)(after - cutter->next));
        cutter->next = after;
    }
}

struct limited limits_cut(GBytes *raw, gboolean header_only)
{
    gsize length;
    const char *data = g_bytes_get_data(raw, &length);
    const char *bytes = data ? data : ""; /* GBytes of nothing may have none */
    struct cutter cutter = { bytes, bytes + MIN(length, MESSAGE_MAX_BYTES), g_byte_array_new() };
    struct limited limited = { NULL };

    if (length > MESSAGE_MAX_BYTES && !header_only)
        cutter.hit |= LIMIT_BYTES;
    skip_envelope(&cutter);
    copy_header(&cutter);
    g_byte_array_append(cutter.out, (const guint8 *)"\n", 1);
    if (!header_only)
        copy_body(&cutter);
    limited.fields = cutter.fields;
    limited.hit = cutter.hit;
    limited.bytes = g_byte_array_free_to_bytes(cutter.out);
    return limited;
}

void limits_note(guint hit, GPtrArray *notes)
{
    static const struct {
        enum limit limit;
        const char *sentence;
    } sentences[] = {
        { LIMIT_BYTES, "The message is too long; its end was not read." },
        { LIMIT_HEADER,
          "The header is too long or holds too many addresses; a part was not read." },
        { LIMIT_PARTS, "The message has too many parts or nests too deeply; some were not read." },
        { LIMIT_TEXT, "The text is too long or too intricate; a part of it was not read." },
        { LIMIT_FORWARDED, "The message holds too many others; some were not read." },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(sentences); i++)
        if (hit & sentences[i].limit)
            g_ptr_array_add(notes, g_strdup(sentences[i].sentence));
}
