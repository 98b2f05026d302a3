/* Charsets of text parts: what they are called, what they are, and what is done where they are
 * neither. */
#include "message/charset.h"

#include <errno.h>
#include <string.h>

#define REPLACEMENT 0xFFFD

/* 0x80-0x9F; the five that are not assigned stay what ISO 8859-1 makes of them. */
static const guint16 windows_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

gunichar charset_windows_1252(guint8 byte)
{
    return byte >= 0x80 && byte <= 0x9F ? windows_1252[byte - 0x80] : byte;
}

/* Labels under which windows-1252 is sent, and ASCII, which nobody keeps to. All of them often
 * stand on UTF-8, which no text in windows-1252 looks like by chance. */
static const char *const latin_labels[] = {
    "us-ascii", "ascii",        "ansi_x3.4-1968", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1",
    "latin-1",  "windows-1252", "cp1252",         "cp-1252",    "x-ansi",    "utf-8",      "utf8",
};

static bool is_latin(const char *label)
{
    for (gsize i = 0; i < G_N_ELEMENTS(latin_labels); i++)
        if (!g_ascii_strcasecmp(label, latin_labels[i]))
            return true;
    return false;
}

/* UTF-8 where it is, else windows-1252: right for both, for a text that mixes them, and for UTF-8
 * that was cut in the middle of a character. */
static char *from_utf8_or_latin(const char *bytes, gsize length)
{
    GString *text = g_string_sized_new(length + length / 8 + 1);
    const char *end = bytes + length;

    while (bytes < end) {
        const char *stop;

        g_utf8_validate(bytes, end - bytes, &stop);
        g_string_append_len(text, bytes, stop - bytes);
        if (stop < end && *stop) /* validation stops at a NUL too */
            g_string_append_unichar(text, charset_windows_1252((guint8)*stop));
        bytes = stop < end ? stop + 1 : end;
    }
    return g_string_free(text, FALSE);
}

/* Which of the two orders UTF-16 is in: by its mark, else by the side on which Latin letters have
 * their zero. NULL where it cannot be UTF-16. */
static const char *utf16_order(const guint8 *bytes, gsize length, bool labelled)
{
    gsize even = 0, odd = 0;

    if (length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE)
        return "UTF-16LE";
    if (length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
        return "UTF-16BE";
    if (!labelled)
        return NULL;
    for (gsize i = 0; i < length; i++)
        if (!bytes[i])
            i % 2 ? odd++ : even++;
    if (!even && !odd)
        return NULL;
    return odd >= even ? "UTF-16LE" : "UTF-16BE";
}

/* Converts with iconv; what it refuses becomes U+FFFD, and reading goes on a `unit` later. */
static char *from_iconv(const char *bytes, gsize length, const char *label, gsize unit)
{
    g_autoptr(GString) text = NULL;
    GIConv converter = g_iconv_open("UTF-8", label);
    g_autofree char *copy = g_memdup2(bytes, length); /* iconv wants it not const */
    char *in = copy;
    char buffer[4096];

    if (converter == (GIConv)-1)
        return NULL;
    text = g_string_sized_new(length * 2);
    while (length) {
        char *out = buffer;
        gsize room = sizeof buffer;
        bool refused = g_iconv(converter, &in, &length, &out, &room) == (gsize)-1 && errno != E2BIG;

        for (const char *byte = buffer; byte < out; byte++)
            if (*byte)
                g_string_append_c(text, *byte);
        if (!refused)
            continue;
        g_string_append_unichar(text, REPLACEMENT);
        in += MIN(unit, length);
        length -= MIN(unit, length);
    }
    g_iconv_close(converter);
    return g_utf8_make_valid(text->str, (gssize)text->len);
}

char *charset_to_utf8(const char *bytes, gsize length, const char *label)
{
    bool wide = label && (g_ascii_strncasecmp(label, "utf-16", 6) == 0 ||
                          g_ascii_strcasecmp(label, "unicode") == 0 ||
                          g_ascii_strncasecmp(label, "ucs-2", 5) == 0);
    const char *order = utf16_order((const guint8 *)bytes, length, wide);
    char *text = NULL;

    if (order)
        text = from_iconv(bytes, length, order, 2);
    else if (label && !wide && !is_latin(label))
        text = from_iconv(bytes, length, label, 1);
    return text ? text : from_utf8_or_latin(bytes, length);
}

void charset_warm_up(void)
{
    static const char *const used[] = {
        "UTF-16LE",     "UTF-16BE",     "UTF-7",        "UTF-32",       "ISO-8859-1",
        "ISO-8859-2",   "ISO-8859-3",   "ISO-8859-4",   "ISO-8859-5",   "ISO-8859-6",
        "ISO-8859-7",   "ISO-8859-8",   "ISO-8859-9",   "ISO-8859-10",  "ISO-8859-13",
        "ISO-8859-14",  "ISO-8859-15",  "ISO-8859-16",  "windows-1250", "windows-1251",
        "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
        "windows-1257", "windows-1258", "KOI8-R",       "KOI8-U",       "CP437",
        "CP850",        "CP858",        "MACINTOSH",    "GB2312",       "GBK",
        "GB18030",      "BIG5",         "EUC-JP",       "ISO-2022-JP",  "SHIFT_JIS",
        "EUC-KR",       "ISO-2022-KR",  "TIS-620",
    };

    /* Open for good: glibc unloads a module soon after its last converter was closed. */
    static GIConv kept[G_N_ELEMENTS(used)];

    for (gsize i = 0; i < G_N_ELEMENTS(used); i++)
        if (!kept[i])
            kept[i] = g_iconv_open("UTF-8", used[i]);
}
