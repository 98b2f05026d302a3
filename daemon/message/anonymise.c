/* A sample, part by part: GMime decodes and parses values here, but writes no part anew, for its
 * search of a boundary that no part holds may not end (upstream #165). */
#include "message/anonymise.h"

#include <gmime/gmime.h>
#include <string.h>

#include "base/error.h"
#include "message/anonymise_header.h"
#include "message/charset.h"
#include "message/limits.h"
#include "message/message.h"
#include "message/reading.h"
#include "message/standin.h"

#define MIN_BOUNDARY 8

struct work {
    const struct anonymise_context *context;
    struct standin *standin;
    bool learns;  /* the first round: only look for names */
    guint depth, parts;
};

static void anonymise_entity(struct work *work, const char *raw, gsize length, GByteArray *out);

/* Where the line at `at` ends, its newline included. */
static gsize line_end(const char *text, gsize at, gsize length)
{
    const char *newline = memchr(text + at, '\n', length - at);

    return newline ? (gsize)(newline - text) + 1 : length;
}

/* The length of the header with the empty line that ends it. */
static gsize header_length(const char *raw, gsize length)
{
    for (gsize at = 0; at < length;) {
        gsize next = line_end(raw, at, length);

        if (raw[at] == '\n' || (raw[at] == '\r' && next == at + 2))
            return next;
        at = next;
    }
    return length;
}

static void put(GByteArray *out, const char *text, gsize length)
{
    g_byte_array_append(out, (const guint8 *)text, (guint)length);
}

static char *transcode(GMimeEncoding *state, const char *bytes, gsize length, gsize *out_length)
{
    char *out = g_malloc(g_mime_encoding_outlen(state, length) + 1);

    *out_length = g_mime_encoding_flush(state, bytes, length, out);
    out[*out_length] = '\0';
    return out;
}

static char *decode(GMimeContentEncoding encoding, const char *bytes, gsize length, gsize *out)
{
    GMimeEncoding state;

    g_mime_encoding_init_decode(&state, encoding);
    return transcode(&state, bytes, length, out);
}

static bool is_encoded(GMimeContentEncoding encoding)
{
    return encoding == GMIME_CONTENT_ENCODING_BASE64 ||
           encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
}

/* In the transfer encoding of the original, with a line's end so that a boundary may follow. */
static void put_encoded(GByteArray *out, GMimeContentEncoding encoding, const char *bytes,
                        gsize length)
{
    GMimeEncoding state;
    gsize encoded_length;
    g_autofree char *encoded = NULL;

    if (!is_encoded(encoding)) {
        put(out, bytes, length);
        return;
    }
    g_mime_encoding_init_encode(&state, encoding);
    encoded = transcode(&state, bytes, length, &encoded_length);
    put(out, encoded, encoded_length);
    if (!encoded_length || encoded[encoded_length - 1] != '\n')
        put(out, "\n", 1);
}

/* Back into the charset that the part says; what lied about it stays UTF-8. */
static char *to_charset(const char *utf8, const char *charset, gsize *length)
{
    char *bytes = charset ? g_convert(utf8, -1, charset, "UTF-8", NULL, length, NULL) : NULL;

    if (bytes)
        return bytes;
    *length = strlen(utf8);
    return g_strdup(utf8);
}

static void anonymise_text(struct work *work, GMimeContentType *type,
                           GMimeContentEncoding encoding, const char *body, gsize length,
                           GByteArray *out)
{
    gsize raw_length, back_length;
    g_autofree char *raw = decode(encoding, body, length, &raw_length);
    const char *charset = g_mime_content_type_get_parameter(type, "charset");
    g_autofree char *utf8 = charset_to_utf8(raw, MIN(raw_length, MESSAGE_MAX_TEXT), charset);
    bool html = g_mime_content_type_is_type(type, "text", "html");
    g_autofree char *changed = NULL;
    g_autofree char *back = NULL;

    if (work->learns) {
        g_autofree char *normal = text_normalise(utf8, -1);

        standin_learn_text(work->standin, normal);
        return;
    }
    changed = standin_text(work->standin, utf8, html ? SYNTAX_HTML : SYNTAX_TEXT);
    back = to_charset(changed, charset, &back_length);
    put_encoded(out, encoding, back, back_length);
}

/* Whether `line` is that of `boundary`, and where what follows it begins ("--" or nothing). */
static bool is_boundary(const char *line, gsize length, const char *boundary)
{
    gsize size = strlen(boundary);
    gsize at = 2 + size;

    if (length < at || strncmp(line, "--", 2) != 0 || strncmp(line + 2, boundary, size) != 0)
        return false;
    if (at + 2 <= length && !strncmp(line + at, "--", 2))
        at += 2;
    while (at < length && g_ascii_isspace(line[at]))
        at++;
    return at == length;
}

/* What stands before the first part or after the last: GMime shows it where there is no part. */
static void anonymise_outside(struct work *work, const char *text, gsize length, GByteArray *out)
{
    g_autofree char *utf8 = charset_to_utf8(text, length, NULL);
    g_autofree char *changed = NULL;

    if (work->learns) {
        standin_learn_text(work->standin, utf8);
        return;
    }
    changed = standin_text(work->standin, utf8, SYNTAX_TEXT);
    put(out, changed, strlen(changed));
}

/* Where the next line of `boundary` begins, from `at` on; `length` where there is none. */
static gsize next_boundary(const char *body, gsize at, gsize length, const char *boundary)
{
    while (at < length && !is_boundary(body + at, line_end(body, at, length) - at, boundary))
        at = line_end(body, at, length);
    return at;
}

static void anonymise_parts(struct work *work, const char *body, gsize length,
                            const char *boundary, const char *other, GByteArray *out)
{
    gsize mark = 2 + strlen(boundary);
    bool inside = false;

    for (gsize start = 0;;) {
        gsize at = next_boundary(body, start, length, boundary);
        gsize next = line_end(body, at, length);

        if (inside)
            anonymise_entity(work, body + start, at - start, out);
        else
            anonymise_outside(work, body + start, at - start, out);
        if (at == length)
            return;
        put(out, "--", 2);
        put(out, other, strlen(other));
        put(out, body + at + mark, next - at - mark);
        inside = next - at - mark < 2 || strncmp(body + at + mark, "--", 2) != 0;
        start = next;
    }
}

/* What the reader takes for an attached message. */
static bool is_message(GMimeContentType *type, const char *written)
{
    GMimeContentDisposition *disposition;
    const char *name;
    bool message;

    if (g_mime_content_type_is_type(type, "multipart", "*"))
        return false;
    disposition = g_mime_content_disposition_parse(NULL, written ? written : "attachment");
    name = g_mime_content_disposition_get_parameter(disposition, "filename");
    message = body_is_message(type, name ? name : g_mime_content_type_get_parameter(type, "name"));
    g_object_unref(disposition);
    return message;
}

/* text/plain, text/html, the bare "text" of old mailers; text to programs goes like a picture. */
static bool is_text(GMimeContentType *type, const char *written)
{
    return !written || g_mime_content_type_is_type(type, "text", "plain") ||
           g_mime_content_type_is_type(type, "text", "html") ||
           g_mime_content_type_is_type(type, "text", "enriched") || !strchr(written, '/');
}

static void anonymise_attached(struct work *work, GMimeContentEncoding encoding, const char *body,
                               gsize length, GByteArray *out)
{
    g_autoptr(GByteArray) inner = g_byte_array_new();
    gsize raw_length;
    g_autofree char *raw = decode(encoding, body, length, &raw_length);

    anonymise_entity(work, raw, raw_length, inner);
    if (!work->learns)
        put_encoded(out, encoding, (const char *)inner->data, inner->len);
}

static void anonymise_body(struct work *work, const GPtrArray *fields, GMimeContentType *type,
                           const char *other, const char *body, gsize length, GByteArray *out)
{
    const char *written = fields_find(fields, "Content-Type");
    const char *named = fields_find(fields, "Content-Transfer-Encoding");
    const char *boundary = g_mime_content_type_get_parameter(type, "boundary");
    g_autofree char *trimmed = g_strstrip(g_strdup(named ? named : ""));
    GMimeContentEncoding encoding = g_mime_content_encoding_from_string(trimmed);

    if (g_mime_content_type_is_type(type, "multipart", "*") && boundary && other) {
        anonymise_parts(work, body, length, boundary, other, out);
    } else if (is_message(type, fields_find(fields, "Content-Disposition"))) {
        anonymise_attached(work, encoding, body, length, out);
    } else if (is_text(type, written)) {
        anonymise_text(work, type, encoding, body, length, out);
    } else if (g_mime_content_type_is_type(type, "multipart", "*")) {
        anonymise_outside(work, body, length, out); /* its boundary is missing */
    } else {
        put(out, "\n", 1);
    }
}

/* A short one holds no id, and two of them could become one. */
static char *other_boundary(const struct work *work, const char *boundary)
{
    return strlen(boundary) < MIN_BOUNDARY ? g_strdup(boundary)
                                           : standin_opaque(work->standin, boundary);
}

static void anonymise_entity(struct work *work, const char *raw, gsize length, GByteArray *out)
{
    gsize header = header_length(raw, length);
    g_autoptr(GPtrArray) fields = NULL;
    const char *written, *boundary;
    g_autofree char *other = NULL;
    GMimeContentType *type;

    if (work->depth >= MESSAGE_MAX_DEPTH || work->parts >= MESSAGE_MAX_PARTS)
        return;
    work->depth++;
    work->parts++;
    fields = fields_of(raw, header);
    written = fields_find(fields, "Content-Type");
    type = g_mime_content_type_parse(NULL, written ? written : "text/plain");
    boundary = g_mime_content_type_get_parameter(type, "boundary");
    other = boundary ? other_boundary(work, boundary) : NULL;
    if (work->learns)
        fields_learn(fields, work->standin, work->context->keeps, work->context->data);
    else
        fields_write(fields, work->standin, boundary, other, out);
    if (!work->learns && (header < length || (header && raw[header - 1] == '\n')))
        put(out, "\n", 1);
    anonymise_body(work, fields, type, other, raw + header, length - header, out);
    g_object_unref(type);
    work->depth--;
}

/* The display name of a sender of the service, which is no person's. It may be an address, and be written
 * backwards: message_parse has it as it is read. */
static void spare_name(struct standin *standin, const char *name)
{
    g_autofree char *backwards = name ? g_utf8_strreverse(name, -1) : NULL;

    standin_spare(standin, name);
    if (!name || !strchr(name, '@'))
        return;
    standin_spare_address(standin, name);
    standin_spare_address(standin, backwards);
}

/* An original's sender of the service, as it stands in a quoted header: its address stays whole. */
static void spare_senders(struct work *work, const struct message *message)
{
    for (guint i = 0; i < message->from->len; i++) {
        const struct address *address = message->from->pdata[i];

        if (work->context->keeps(address->domain, work->context->data)) {
            standin_spare_address(work->standin, address->addr_spec);
            spare_name(work->standin, address->name);
        }
    }
    for (guint i = 0; i < message->forwarded->len; i++)
        spare_senders(work, message->forwarded->pdata[i]);
}

/* What a reader would see, where tags and line ends part no name. */
static void learn_shown(struct work *work, const struct message *message)
{
    standin_learn_text(work->standin, message->text);
    if (message->other_text)
        standin_learn_text(work->standin, message->other_text);
    for (guint i = 0; i < message->forwarded->len; i++)
        learn_shown(work, message->forwarded->pdata[i]);
}

static void learn_known(struct work *work, const struct message *message)
{
    const struct anonymise_context *context = work->context;

    for (gsize i = 0; context->service_names && context->service_names[i]; i++)
        standin_spare(work->standin, context->service_names[i]);
    spare_senders(work, message);
    for (gsize i = 0; context->codes && context->codes[i]; i++)
        standin_learn_code(work->standin, context->codes[i]);
    for (gsize i = 0; context->persons && context->persons[i]; i++)
        standin_learn_name(work->standin, context->persons[i]);
    learn_shown(work, message);
}

GBytes *message_anonymise(GBytes *raw, const struct anonymise_context *context, GError **error)
{
    AUTO(message) message = message_parse(raw, error);
    AUTO(standin) standin = NULL;
    struct work work = { .context = context, .learns = true };
    GByteArray *out;
    struct limited limited;
    g_autoptr(GBytes) bytes = NULL;
    const char *data;
    gsize length;

    if (!message)
        return NULL;
    limited = limits_cut(raw, FALSE);
    bytes = limited.bytes;
    data = g_bytes_get_data(bytes, &length);
    standin = standin_new(raw, context->keeps, context->data);
    work.standin = standin;
    learn_known(&work, message);
    out = g_byte_array_new();
    anonymise_entity(&work, data, length, out);
    work.learns = false;
    work.parts = 0;
    g_byte_array_set_size(out, 0);
    anonymise_entity(&work, data, length, out);
    return g_byte_array_free_to_bytes(out);
}
