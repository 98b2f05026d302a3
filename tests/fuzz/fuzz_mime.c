/* Bytes as the choices of who writes a mail: trees of parts, encodings and charsets that random bytes
 * would hardly form. What message.h promises holds, and a plain text that is the first part is read. */
#include <glib.h>

#include "message_checks.h"

#define DEPTH_MOST 40 /* beyond MESSAGE_MAX_DEPTH */
#define PARTS_MOST 200
#define LETTERS "Lisez ceci"

struct writer {
    const uint8_t *data;
    size_t left;
    guint parts;
    GString *mail;
};

/* 0 at the end of the input: there, everything ends soon. */
static uint8_t choose(struct writer *writer, uint8_t among)
{
    if (writer->left == 0)
        return 0;
    writer->left--;
    return (uint8_t)(*writer->data++ % among);
}

static void put(struct writer *writer, const char *text)
{
    g_string_append(writer->mail, text);
}

/* As many bytes of the input as it says next, as they are. */
static GBytes *take(struct writer *writer)
{
    const size_t wanted = choose(writer, 128);
    const size_t length = MIN(wanted, writer->left);
    GBytes *bytes = g_bytes_new(writer->data, length);

    writer->data += length;
    writer->left -= length;
    return bytes;
}

static const char *const types[] = {
    "text/plain", "text/html", "text/enriched", "text/calendar", "image/png", "application/pdf",
    "message/partial; id=x; number=1", "message/external-body; access-type=URL",
    "application/ms-tnef", "text", "/", "text/plain/x", "",
};

static const char *const charsets[] = {
    NULL,           "utf-8",    "iso-8859-1", "windows-1252", "utf-7",     "utf-16",
    "iso-2022-jp",  "hz-gb-2312", "gb18030",  "x-none",       "us-ascii",  "koi8-r",
    "unicode-1-1-utf-7", "utf-8\"; charset=\"utf-16",
};

static const char *const encodings[] = {
    NULL, "7bit", "8bit", "quoted-printable", "base64", "x-uuencode", "binary", "x-none",
};

static const char *const lines[] = {
    "Bonjour,\r\n", "\r\n", "> quoted\r\n", "-- \r\n", "<p>x</p>\r\n", "<div style=\"display:none\">",
    "=?utf-8?q?x?=\r\n", "begin 644 x\r\n", "From x\r\n", "---------- Forwarded message ---------\r\n",
    "From: a@b.example\r\nSubject: x\r\nDate: Mon, 2 Mar 2026 11:00:00 +0100\r\n\r\n",
    "-----Original Message-----\r\n", "De : a\r\nEnvoy=C3=A9 : lundi 2 mars 2026\r\n", "=\r\n", "+AOk-",
    "\x1b$B", "~{", "<!--", "<style>p{display:none}</style>", "&#x202e;", "\xc3", "\xe2\x80\xae",
};

static void put_encoded(struct writer *writer, GBytes *bytes, const char *encoding)
{
    gsize length;
    const char *data = g_bytes_get_data(bytes, &length);

    if (g_strcmp0(encoding, "base64") == 0) {
        g_autofree char *text = g_base64_encode((const guchar *)data, length);

        put(writer, text);
    } else if (g_strcmp0(encoding, "quoted-printable") == 0) {
        for (gsize i = 0; i < length; i++)
            g_string_append_printf(writer->mail, "=%02X", (guint)(guchar)data[i]);
    } else if (length > 0) {
        g_string_append_len(writer->mail, data, (gssize)length);
    }
    put(writer, "\r\n");
}

static void put_body(struct writer *writer, const char *encoding)
{
    for (uint8_t count = choose(writer, 8); count > 0; count--) {
        const uint8_t line = choose(writer, G_N_ELEMENTS(lines) + 1);

        if (line < G_N_ELEMENTS(lines)) {
            put(writer, lines[line]);
        } else {
            g_autoptr(GBytes) bytes = take(writer);

            put_encoded(writer, bytes, encoding);
        }
    }
}

static void put_leaf(struct writer *writer)
{
    const char *type = types[choose(writer, G_N_ELEMENTS(types))];
    const char *charset = charsets[choose(writer, G_N_ELEMENTS(charsets))];
    const char *encoding = encodings[choose(writer, G_N_ELEMENTS(encodings))];
    const uint8_t more = choose(writer, 16);

    g_string_append_printf(writer->mail, "Content-Type: %s", type);
    if (charset)
        g_string_append_printf(writer->mail, "; charset=\"%s\"", charset);
    put(writer, more & 1 ? "; format=flowed; delsp=yes\r\n" : "\r\n");
    if (encoding)
        g_string_append_printf(writer->mail, "Content-Transfer-Encoding: %s\r\n", encoding);
    if (more & 2)
        put(writer, "Content-Disposition: attachment; filename*0*=utf-8''x; filename*1=y\r\n");
    if (more & 4)
        put(writer, "Content-ID: <x@y>\r\n");
    put(writer, "\r\n");
    put_body(writer, encoding);
}

static void put_header(struct writer *writer)
{
    static const char *const fields[] = {
        "From: A <a@b.example>\r\n", "From: =?utf-8?q?=C3=A9?= <a@b.example>, c@d.example\r\n",
        "From: g:a@b.example;\r\n", "Subject: =?utf-8?b?w6k=?= x\r\n", "Subject: \r\n x\r\n",
        "Date: Mon, 2 Mar 2026 11:00:00 +0100\r\n", "Date: x\r\n", "Message-ID: <x@y>\r\n",
        "References: <a@b> <c@d>\r\n", "Received: from a by b; Mon, 2 Mar 2026 11:00:00 +0100\r\n",
        "Authentication-Results: mx.test; dkim=pass header.d=b.example\r\n", "List-Id: <x>\r\n",
        "To: undisclosed-recipients:;\r\n", "X:\r\n", " folded\r\n",
    };

    put(writer, "MIME-Version: 1.0\r\n");
    for (uint8_t count = choose(writer, 8); count > 0; count--)
        put(writer, fields[choose(writer, G_N_ELEMENTS(fields))]);
}

static void put_part(struct writer *writer, guint depth);

static void put_multipart(struct writer *writer, guint depth)
{
    static const char *const kinds[] = { "mixed", "alternative", "related", "digest", "signed",
                                         "report", "encrypted", "x" };
    const char *kind = kinds[choose(writer, G_N_ELEMENTS(kinds))];
    const uint8_t trap = choose(writer, 8);
    /* Some share the boundary of what is around them, or begin as it does. */
    g_autofree char *boundary = trap == 1 ? g_strdup("b") : g_strdup_printf("b%u", depth);

    g_string_append_printf(writer->mail, "Content-Type: multipart/%s; boundary=\"%s\"\r\n\r\n", kind,
                           boundary);
    if (trap == 2)
        put(writer, "preamble\r\n");
    for (uint8_t count = (uint8_t)(1 + choose(writer, 5)); count > 0; count--) {
        g_string_append_printf(writer->mail, "--%s%s\r\n", boundary, trap == 3 ? "  " : "");
        put_part(writer, depth + 1);
        put(writer, "\r\n");
    }
    if (trap != 4)
        g_string_append_printf(writer->mail, "--%s--\r\n", boundary);
}

static void put_part(struct writer *writer, guint depth)
{
    const uint8_t choice = choose(writer, 8);

    if (depth > DEPTH_MOST || writer->parts++ > PARTS_MOST || choice < 4) {
        put_leaf(writer);
    } else if (choice < 7) {
        put_multipart(writer, depth);
    } else {
        put(writer, "Content-Type: message/rfc822\r\n\r\n");
        put_header(writer);
        put_part(writer, depth + 1);
    }
}

/* Two trees: the whole mail, and one behind a first part that everybody must see. */
static void check_tree(const uint8_t *data, size_t size, bool shown)
{
    struct writer writer = { data, size, 0, g_string_new("Subject: x\r\n") };
    g_autoptr(GBytes) raw = NULL;
    AUTO(message) message = NULL;

    put_header(&writer);
    if (shown)
        put(&writer, "Content-Type: multipart/mixed; boundary=first\r\n\r\n--first\r\n"
                     "Content-Type: text/plain; charset=utf-8\r\n\r\n" LETTERS "\r\n--first\r\n");
    put_part(&writer, 0);
    raw = g_string_free_to_bytes(writer.mail);
    message = message_parse(raw, NULL);
    g_assert_nonnull(message);
    check_whole(raw, message);
    if (shown)
        g_assert_nonnull(strstr(message->text, LETTERS));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_criticals_are_fatal();
    check_tree(data, size, false);
    check_tree(data, size, true);
    return 0;
}
