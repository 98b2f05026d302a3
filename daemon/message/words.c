/* Encoded words to encoded words that hold what they say. */
#include "message/words.h"

#include <glib.h>
#include <string.h>

#include "message/charset.h"

/* One encoded word: =?charset?encoding?text?= */
struct word {
    char *charset;
    char encoding; /* 'b' or 'q' */
    const char *text;
    gsize length;      /* of the text */
    const char *after; /* the word */
};

static bool read_word(const char *p, struct word *word)
{
    gsize charset;
    const char *end;

    if (p[0] != '=' || p[1] != '?')
        return false;
    charset = strcspn(p + 2, "? \t=");
    end = p + 2 + charset;
    if (!charset || end[0] != '?' || !end[1] || !strchr("bBqQ", end[1]) || end[2] != '?')
        return false;
    word->encoding = g_ascii_tolower(end[1]);
    word->text = end + 3;
    end = strstr(word->text, "?=");
    if (!end)
        return false;
    word->length = (gsize)(end - word->text);
    word->after = end + 2;
    word->charset = g_strndup(p + 2, charset);
    word->charset[strcspn(word->charset, "*")] = '\0'; /* a language (RFC 2231) */
    return true;
}

static void append_q(GString *bytes, const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if (text[i] == '=' && i + 2 < length && g_ascii_isxdigit(text[i + 1]) &&
            g_ascii_isxdigit(text[i + 2])) {
            g_string_append_c(bytes, (char)(g_ascii_xdigit_value(text[i + 1]) * 16 +
                                            g_ascii_xdigit_value(text[i + 2])));
            i += 2;
        } else
            g_string_append_c(bytes, text[i] == '_' ? ' ' : text[i]);
    }
}

static void append_decoded(GString *bytes, const struct word *word)
{
    g_autofree char *text = g_strndup(word->text, word->length);
    g_autofree guchar *decoded = NULL;
    gsize length;

    if (word->encoding == 'q') {
        append_q(bytes, word->text, word->length);
        return;
    }
    decoded = g_base64_decode(text, &length);
    g_string_append_len(bytes, (const char *)decoded, (gssize)length);
}

/* Reads the words from `first` on that are in its charset, with nothing but blanks between: they
 * may part a character. Returns what follows them. */
static const char *mend_run(GString *out, struct word *first)
{
    g_autoptr(GString) bytes = g_string_new(NULL);
    g_autofree char *charset = first->charset;
    g_autofree char *utf8 = NULL;
    g_autofree char *encoded = NULL;
    struct word word = *first;
    const char *after;

    for (;;) {
        append_decoded(bytes, &word);
        after = word.after;
        if (!read_word(after + strspn(after, " \t\r\n"), &word))
            break;
        if (g_ascii_strcasecmp(word.charset, charset)) {
            g_free(word.charset);
            break;
        }
        g_free(word.charset);
    }
    utf8 = charset_to_utf8(bytes->str, bytes->len, charset);
    encoded = g_base64_encode((const guchar *)utf8, strlen(utf8));
    g_string_append_printf(out, "=?utf-8?B?%s?=", encoded);
    return after;
}

char *words_mend(const char *raw)
{
    g_autofree char *utf8 = charset_to_utf8(raw, strlen(raw), NULL);
    GString *out = g_string_sized_new(strlen(utf8));
    const char *p = utf8;
    struct word word;

    while (*p) {
        if (read_word(p, &word))
            p = mend_run(out, &word);
        else
            g_string_append_c(out, *p++);
    }
    return g_string_free(out, FALSE);
}
