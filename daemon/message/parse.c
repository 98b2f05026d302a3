/* A message, whole: limits first, then GMime, then what is in it. */
#include <glib/gi18n.h>
#include <libxml/parser.h>
#include <string.h>

#include "base/error.h"
#include "base/mark.h"
#include "message/charset.h"
#include "message/forward.h"
#include "message/header.h"
#include "message/reading.h"
#include "message/value.h"

#define PDF_EDGE 1024 /* within which its first and its last sign stand */

static void initialise(void)
{
    static gsize once;

    if (g_once_init_enter(&once)) {
        g_mime_init();
        xmlInitParser();
        g_once_init_leave(&once, 1);
    }
}

static GMimeMessage *parse_bytes(GBytes *bytes)
{
    gsize length;
    const char *data = g_bytes_get_data(bytes, &length);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data, length);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

static bool same_original(const struct message *a, const struct message *b)
{
    return a->date == b->date && !strcmp(a->subject, b->subject) && !strcmp(a->text, b->text);
}

/* Adds the originals quoted in `text`, but those that the other alternative quoted already. */
static void find_quoted(struct reading *reading, const char *text, GPtrArray *originals)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    guint before = originals->len;

    if (forward_find(text, MESSAGE_MAX_FORWARDED - reading->originals, found))
        reading->hit |= LIMIT_FORWARDED;
    for (guint i = 0; i < found->len; i++) {
        struct message *original = g_ptr_array_index(found, i);
        bool known = false;

        for (guint j = 0; j < before; j++)
            known |= same_original(original, g_ptr_array_index(originals, j));
        if (known) {
            message_free(original);
            continue;
        }
        g_ptr_array_add(originals, original);
        reading->originals++;
    }
}

/* Some mailers forward as they reply, under « X a écrit : »; then the subject alone tells. */
static void find_attributed(struct reading *reading, const struct message *message,
                            GPtrArray *originals)
{
    g_autofree char *text = NULL;

    if (originals->len || !header_is_forward_subject(message->subject))
        return;
    text = forward_attributed(message->text);
    if (text)
        find_quoted(reading, text, originals);
}

static void note_body(struct message *message, const struct body *body)
{
    if (body->hidden)
        g_ptr_array_add(message->notes, g_strdup(_("The HTML hides some text from the reader.")));
    if (body->disagrees)
        g_ptr_array_add(message->notes,
                        g_strdup(_("The plain text says something else than the HTML.")));
}

/* Reads the parts of `mime` into `message`, and what is forwarded in them into `originals`. */
static void read_body(struct reading *reading, GMimeMessage *mime, struct message *message,
                      GPtrArray *originals)
{
    GMimeObject *part = g_mime_message_get_mime_part(mime);
    struct body body = { .text = g_string_new(NULL),
                         .other = g_string_new(NULL),
                         .hosts = message->hosts,
                         .attached = g_ptr_array_new() };
    g_autoptr(GPtrArray) quoted = g_ptr_array_new();

    if (part)
        body_read(reading, part, &body);
    note_body(message, &body);
    g_free(message->text);
    message->text = g_string_free(body.text, FALSE);
    message->other_text = g_string_free(body.other, body.other->len == 0);
    find_quoted(reading, message->text, quoted);
    if (message->other_text)
        find_quoted(reading, message->other_text, quoted);
    find_attributed(reading, message, quoted);
    g_ptr_array_extend_and_steal(originals, g_steal_pointer(&quoted));
    g_ptr_array_extend_and_steal(originals, body.attached);
}

/* An attachment costs memory: it is decoded only where it may be a proof. */
static bool cites_an_alert(const struct message *message)
{
    for (guint i = 0; i < message->references->len; i++)
        if (mark_may_be_in(g_ptr_array_index(message->references, i)))
            return true;
    return false;
}

/* Where a PDF has both its beginning and its end (ISO 32000-1, 7.5.2 and 7.5.5, and what readers
 * grant), it is whole: the mail may have been cut anywhere. What only is called one is none. */
static void take_pdf(struct message *message, GBytes *pdf)
{
    gsize length;
    const char *bytes = g_bytes_get_data(pdf, &length);
    gsize edge = MIN(length, PDF_EDGE);

    if (length == 0 || !memmem(bytes, edge, "%PDF-", strlen("%PDF-"))) {
        g_bytes_unref(pdf);
        return;
    }
    message->pdf_cut = !memmem(bytes + length - edge, edge, "%%EOF", strlen("%%EOF"));
    if (message->pdf_cut)
        g_bytes_unref(pdf);
    else
        message->pdf = pdf;
}

static void note_limits(struct message *message, guint hit)
{
    message->truncated = hit != 0;
    limits_note(hit, message->notes);
}

void reading_attached(struct reading *reading, GMimeMessage *mime, GPtrArray *originals)
{
    guint before = reading->hit;
    struct message *message;

    if (!mime)
        return;
    if (reading->originals >= MESSAGE_MAX_FORWARDED) {
        reading->hit |= LIMIT_FORWARDED;
        return;
    }
    reading->originals++;
    message = message_new(MESSAGE_ATTACHED);
    g_ptr_array_add(originals, message);
    header_read(message, GMIME_OBJECT(mime));
    read_body(reading, mime, message, originals);
    note_limits(message, reading->hit & ~before);
}

void reading_attached_raw(struct reading *reading, GBytes *raw, GPtrArray *originals)
{
    struct limited limited = limits_cut(raw, FALSE);
    g_autoptr(GBytes) bytes = limited.bytes;
    GMimeMessage *mime;

    reading->hit |= limited.hit;
    if (!limited.fields)
        return; /* it only is called a message */
    mime = parse_bytes(bytes);
    reading_attached(reading, mime, originals);
    g_clear_object(&mime);
}

/* Parses `raw` as far as it is a message at all. The caller unrefs. */
static GMimeMessage *parse(GBytes *raw, gboolean header_only, guint *hit, GError **error)
{
    struct limited limited = limits_cut(raw, header_only);
    g_autoptr(GBytes) bytes = limited.bytes;
    GMimeMessage *mime = NULL;

    initialise();
    *hit = limited.hit;
    if (limited.fields)
        mime = parse_bytes(bytes);
    if (!mime)
        g_set_error(
            error, VIGIE_ERROR, EX_DATAERR, "%s",
            g_bytes_get_size(raw)
                ? _("the input has no header and so is no mail; give a whole message, source "
                    "and all")
                : _("the input is empty; give a whole message"));
    return mime;
}

struct message *message_parse(GBytes *raw, GError **error)
{
    struct reading reading = { 0 };
    GMimeMessage *mime = parse(raw, FALSE, &reading.hit, error);
    struct message *message;

    if (!mime)
        return NULL;
    message = message_new(MESSAGE_DIRECT);
    header_read(message, GMIME_OBJECT(mime));
    reading.wants_pdf = cites_an_alert(message);
    read_body(&reading, mime, message, message->forwarded);
    if (reading.pdf)
        take_pdf(message, reading.pdf);
    note_limits(message, reading.hit);
    g_object_unref(mime);
    return message;
}

struct message *message_parse_header(GBytes *raw, GError **error)
{
    guint hit;
    GMimeMessage *mime = parse(raw, TRUE, &hit, error);
    struct message *message;

    if (!mime)
        return NULL;
    message = message_new(MESSAGE_DIRECT);
    header_read(message, GMIME_OBJECT(mime));
    note_limits(message, hit);
    g_object_unref(mime);
    return message;
}

void message_warm_up(void)
{
    initialise();
    charset_warm_up();
}
