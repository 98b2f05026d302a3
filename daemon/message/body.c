/* The parts of a message: which of them are text, and which of the alternatives a person sees. */
#include <string.h>

#include "message/charset.h"
#include "message/html.h"
#include "message/links.h"
#include "message/plain.h"
#include "message/reading.h"

static bool has_words(const GString *text)
{
    for (const char *p = text->str; *p; p += g_utf8_skip[(guint8)*p])
        if (g_unichar_isalnum(g_utf8_get_char(p)))
            return true;
    return false;
}

/* Adds `text`, a paragraph of its own, as far as there is room. */
static void append(struct reading *reading, GString *to, const char *text)
{
    gsize room = MESSAGE_MAX_TEXT - MIN(to->len, MESSAGE_MAX_TEXT);
    gsize length = strlen(text);

    if (!length)
        return;
    if (to->len)
        g_string_append_c(to, '\n');
    if (length > room) {
        reading->hit |= LIMIT_TEXT;
        length = (gsize)(g_utf8_find_prev_char(text, text + room + 1) - text);
    }
    g_string_append_len(to, text, (gssize)length);
}

static GBytes *content_of(GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *stream;
    GBytes *bytes;

    if (!content)
        return g_bytes_new(NULL, 0);
    stream = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(content, stream);
    bytes = g_byte_array_free_to_bytes(
        g_byte_array_ref(g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream))));
    g_object_unref(stream);
    return bytes;
}

static void read_html(struct reading *reading, const char *html, struct body *body)
{
    struct html_text *out = html_to_text(html, strlen(html));
    g_autofree char *text = text_normalise(out->text->str, (gssize)out->text->len);

    append(reading, body->text, text);
    for (guint i = 0; i < out->hosts->len && body->hosts->len < LINKS_MAX; i++)
        if (!g_ptr_array_find_with_equal_func(body->hosts, g_ptr_array_index(out->hosts, i),
                                              g_str_equal, NULL))
            g_ptr_array_add(body->hosts, g_strdup(g_ptr_array_index(out->hosts, i)));
    links_add_from_text(body->hosts, text);
    body->html = true;
    body->hidden |= out->hidden;
    if (out->truncated)
        reading->hit |= LIMIT_TEXT;
    html_text_free(out);
}

static void read_plain(struct reading *reading, GMimeContentType *type, const char *raw,
                       struct body *body)
{
    const char *format = g_mime_content_type_get_parameter(type, "format");
    const char *delsp = g_mime_content_type_get_parameter(type, "delsp");
    g_autofree char *lines = NULL;
    g_autofree char *text = NULL;

    if (format && !g_ascii_strcasecmp(format, "flowed"))
        lines = plain_unflow(raw, delsp && !g_ascii_strcasecmp(delsp, "yes"));
    text = text_normalise(lines ? lines : raw, -1);
    append(reading, body->text, text);
    links_add_from_text(body->hosts, text);
}

static void read_text(struct reading *reading, GMimePart *part, struct body *body)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    g_autoptr(GBytes) content = content_of(part);
    gsize length;
    const char *bytes = g_bytes_get_data(content, &length);
    g_autofree char *utf8 = NULL;

    if (length > MESSAGE_MAX_TEXT) {
        reading->hit |= LIMIT_TEXT;
        length = MESSAGE_MAX_TEXT;
    }
    if (!length)
        return;
    utf8 = charset_to_utf8(bytes, length, g_mime_content_type_get_parameter(type, "charset"));
    if (g_mime_content_type_is_type(type, "text", "html"))
        read_html(reading, utf8, body);
    else
        read_plain(reading, type, utf8, body);
}

/* Text to a program, which would only make alternatives disagree. */
static bool is_for_programs(GMimeContentType *type)
{
    return g_mime_content_type_is_type(type, "text", "calendar") ||
           g_mime_content_type_is_type(type, "text", "vcard") ||
           g_mime_content_type_is_type(type, "text", "x-vcard") ||
           g_mime_content_type_is_type(type, "text", "x-amp-html") ||
           g_mime_content_type_is_type(type, "text", "css");
}

/* text/…, or what old mailers call just "text", which GMime takes for application/octet-stream. */
static bool is_text(GMimePart *part, GMimeContentType *type)
{
    const char *raw = g_mime_object_get_header(GMIME_OBJECT(part), "Content-Type");

    if (g_mime_content_type_is_type(type, "text", "*"))
        return !is_for_programs(type);
    return raw && !strchr(raw, '/') &&
           !g_ascii_strncasecmp(raw + strspn(raw, " \t\r\n"), "text", 4);
}

bool body_is_message(GMimeContentType *type, const char *file_name)
{
    g_autofree char *name = g_ascii_strdown(file_name ? file_name : "", -1);

    return g_mime_content_type_is_type(type, "message", "rfc822") ||
           g_mime_content_type_is_type(type, "message", "global") ||
           /* SpamAssassin's report_safe 2: the original as plain text */
           !g_strcmp0(g_mime_content_type_get_parameter(type, "x-spam-type"), "original") ||
           g_str_has_suffix(name, ".eml");
}

static bool is_pdf(GMimePart *part, GMimeContentType *type)
{
    const char *file_name = g_mime_part_get_filename(part);
    g_autofree char *name = g_ascii_strdown(file_name ? file_name : "", -1);

    return g_mime_content_type_is_type(type, "application", "pdf") ||
           g_str_has_suffix(name, ".pdf");
}

static void read_part(struct reading *reading, GMimePart *part, struct body *body)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));

    if (body_is_message(type, g_mime_part_get_filename(part))) {
        g_autoptr(GBytes) raw = content_of(part);

        reading_attached_raw(reading, raw, body->attached);
    } else if (is_text(part, type)) {
        read_text(reading, part, body);
    } else if (reading->wants_pdf && !reading->pdf && is_pdf(part, type)) {
        reading->pdf = content_of(part);
    }
}

static struct body alternative_new(const struct body *of)
{
    return (struct body){ .text = g_string_new(NULL),
                          .other = g_string_new(NULL),
                          .hosts = of->hosts,
                          .attached = of->attached };
}

/* The last that has words, HTML before plain text: what mailers show. */
static guint choose(const GArray *alternatives)
{
    guint chosen = 0;
    guint best = 0;

    for (guint i = 0; i < alternatives->len; i++) {
        const struct body *one = &g_array_index(alternatives, struct body, i);
        guint rank = has_words(one->text) ? (one->html ? 2 : 1) : 0;

        if (rank >= best) {
            best = rank;
            chosen = i;
        }
    }
    return chosen;
}

static void join(struct reading *reading, const GArray *alternatives, struct body *body)
{
    guint chosen = choose(alternatives);
    const struct body *shown = &g_array_index(alternatives, struct body, chosen);

    append(reading, body->text, shown->text->str);
    append(reading, body->other, shown->other->str);
    body->html |= shown->html;
    for (guint i = 0; i < alternatives->len; i++) {
        const struct body *one = &g_array_index(alternatives, struct body, i);

        body->hidden |= one->hidden;
        body->disagrees |= one->disagrees;
        if (i == chosen || !has_words(one->text) ||
            !plain_says_else(one->text->str, shown->text->str))
            continue;
        append(reading, body->other, one->text->str);
        body->disagrees = true;
    }
}

static void read_alternatives(struct reading *reading, GMimeMultipart *multipart, struct body *body)
{
    g_autoptr(GArray) alternatives = g_array_new(FALSE, FALSE, sizeof(struct body));

    for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
        struct body one = alternative_new(body);

        body_read(reading, g_mime_multipart_get_part(multipart, i), &one);
        g_array_append_val(alternatives, one);
    }
    join(reading, alternatives, body);
    for (guint i = 0; i < alternatives->len; i++) {
        g_string_free(g_array_index(alternatives, struct body, i).text, TRUE);
        g_string_free(g_array_index(alternatives, struct body, i).other, TRUE);
    }
}

static void read_multipart(struct reading *reading, GMimeMultipart *multipart, struct body *body)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(multipart));
    int count = g_mime_multipart_get_count(multipart);

    if (!count && g_mime_multipart_get_prologue(multipart)) {
        /* its boundary is missing or never comes: all of it is what stands before the first part */
        g_autofree char *utf8 =
            charset_to_utf8(g_mime_multipart_get_prologue(multipart),
                            strlen(g_mime_multipart_get_prologue(multipart)), NULL);

        read_plain(reading, type, utf8, body);
    } else if (count && g_mime_content_type_is_type(type, "multipart", "alternative")) {
        read_alternatives(reading, multipart, body);
    } else {
        for (int i = 0; i < count; i++)
            body_read(reading, g_mime_multipart_get_part(multipart, i), body);
    }
}

void body_read(struct reading *reading, GMimeObject *object, struct body *body)
{
    if (reading->parts >= MESSAGE_MAX_PARTS || reading->depth >= MESSAGE_MAX_DEPTH) {
        reading->hit |= LIMIT_PARTS;
        return;
    }
    reading->parts++;
    reading->depth++;
    if (GMIME_IS_MULTIPART(object))
        read_multipart(reading, GMIME_MULTIPART(object), body);
    else if (GMIME_IS_MESSAGE_PART(object))
        reading_attached(reading, g_mime_message_part_get_message(GMIME_MESSAGE_PART(object)),
                         body->attached);
    else if (GMIME_IS_PART(object))
        read_part(reading, GMIME_PART(object), body);
    reading->depth--;
}
