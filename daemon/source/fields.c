/* Header fields, line by line. */
#include "source/fields.h"

#include <string.h>

gsize fields_name_length(const char *line, gsize length)
{
    gsize at = 0, name;

    while (at < length && line[at] > ' ' && line[at] < 127 && line[at] != ':')
        at++;
    name = at;
    while (at < length && (line[at] == ' ' || line[at] == '\t'))
        at++;
    return at < length && line[at] == ':' ? name : 0;
}

static gsize blank_length(const char *line, gsize length)
{
    if (length >= 1 && line[0] == '\n')
        return 1;
    return length >= 2 && line[0] == '\r' && line[1] == '\n' ? 2 : 0;
}

static gsize leading_blanks(const char *bytes, gsize length)
{
    gsize at = 0, blank;

    while (at < length && (blank = blank_length(bytes + at, length - at)) > 0)
        at += blank;
    return at;
}

/* One past the end of the line. */
static gsize line_length(const char *line, gsize length)
{
    const char *newline = memchr(line, '\n', length);

    return newline ? (gsize)(newline - line) + 1 : length;
}

gsize fields_header_length(const char *bytes, gsize length)
{
    gsize at = leading_blanks(bytes, length), blank;

    while (at < length) {
        at += line_length(bytes + at, length - at);
        blank = blank_length(bytes + at, length - at);
        if (blank > 0)
            return at + blank;
    }
    return 0;
}

static bool is_named(const char *line, gsize name, const char *wanted)
{
    return strlen(wanted) == name && g_ascii_strncasecmp(line, wanted, name) == 0;
}

bool fields_content_length(const char *header, gsize length, guint64 *value)
{
    for (gsize at = 0, line; at < length; at += line) {
        gsize name = fields_name_length(header + at, length - at);
        g_autofree char *text = NULL;

        line = line_length(header + at, length - at);
        if (!is_named(header + at, name, "Content-Length"))
            continue;
        text = g_strndup(header + at + name, line - name);
        return g_ascii_string_to_unsigned(g_strstrip(text + strspn(text, " \t:")), 10, 0,
                                          G_MAXINT64, value, NULL);
    }
    return false;
}

static bool is_of_mail(const char *line, gsize name)
{
    static const char *const names[] = { "From",        "To",           "Subject",
                                         "Date",        "Message-ID",   "Received",
                                         "Return-Path", "Reply-To",     "Delivered-To",
                                         "Cc",          "MIME-Version", "Content-Type",
                                         "Sender",      "X-Original-To" };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (is_named(line, name, names[i]))
            return true;
    return false;
}

/* Before the first field there may be a "From " line of any kind, or the length that Apple Mail
 * puts there. */
bool fields_are_of_mail(const char *bytes, gsize length)
{
    gsize at = leading_blanks(bytes, length);
    bool first = true;

    for (gsize line; at < length; at += line, first = false) {
        gsize name = fields_name_length(bytes + at, length - at);

        line = line_length(bytes + at, length - at);
        if (name > 0 && is_of_mail(bytes + at, name))
            return true;
        if (name == 0 && !first && bytes[at] != ' ' && bytes[at] != '\t' && bytes[at] != '>')
            return false;
    }
    return false;
}
