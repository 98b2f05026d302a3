/* Modified UTF-7: base64 of UTF-16BE between & and -, with "," for "/" and without padding. */
#include "source/utf7.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

static void append_units(GString *wire, const gunichar2 *units, glong count)
{
    g_autofree guchar *bytes = g_malloc(2 * (gsize)count);
    g_autofree char *encoded = NULL;

    for (glong i = 0; i < count; i++) {
        bytes[2 * i] = (guchar)(units[i] >> 8);
        bytes[2 * i + 1] = (guchar)(units[i] & 0xff);
    }
    encoded = g_base64_encode(bytes, 2 * (gsize)count);
    g_strdelimit(encoded, "/", ',');
    encoded[strcspn(encoded, "=")] = '\0';
    g_string_append_printf(wire, "&%s-", encoded);
}

static bool is_plain(char byte)
{
    return byte >= 0x20 && byte <= 0x7e;
}

char *utf7_encode(const char *name)
{
    g_autoptr(GString) wire = g_string_new(NULL);

    if (!g_utf8_validate(name, -1, NULL))
        return NULL;
    while (*name) {
        const char *end = name;
        g_autofree gunichar2 *units = NULL;
        glong count;

        if (is_plain(*name)) {
            g_string_append_c(wire, *name);
            if (*name == '&')
                g_string_append_c(wire, '-');
            name++;
            continue;
        }
        while (*end && !is_plain(*end))
            end++;
        units = g_utf8_to_utf16(name, end - name, NULL, &count, NULL);
        append_units(wire, units, count);
        name = end;
    }
    return g_string_free(g_steal_pointer(&wire), FALSE);
}

/* One shift, `length` characters of base64 long; NULL where it is malformed. */
static char *decode_shift(const char *shift, gsize length)
{
    g_autofree char *base64 = g_strndup(shift, length);
    g_autofree guchar *bytes = NULL;
    g_autofree gunichar2 *units = NULL;
    gsize size;

    if (strspn(base64, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,") !=
        length)
        return NULL;
    g_strdelimit(base64, ",", '/');
    while (strlen(base64) % 4 != 0) {
        char *padded = g_strconcat(base64, "=", NULL);

        g_free(base64);
        base64 = padded;
    }
    bytes = g_base64_decode(base64, &size);
    if (size == 0 || size % 2 != 0)
        return NULL;
    units = g_new(gunichar2, size / 2);
    for (gsize i = 0; i < size / 2; i++) {
        units[i] = (gunichar2)(bytes[2 * i] << 8 | bytes[2 * i + 1]);
        if (units[i] == 0)
            return NULL; /* it would end the name, which might then be another mailbox's */
    }
    return g_utf16_to_utf8(units, (glong)(size / 2), NULL, NULL, NULL);
}

char *utf7_decode(const char *wire)
{
    g_autoptr(GString) name = g_string_new(NULL);

    while (*wire) {
        g_autofree char *part = NULL;
        const char *end;

        if (!is_plain(*wire))
            return NULL;
        if (*wire != '&') {
            g_string_append_c(name, *wire++);
            continue;
        }
        end = strchr(++wire, '-');
        if (!end)
            return NULL;
        part = end == wire ? g_strdup("&") : decode_shift(wire, (gsize)(end - wire));
        if (!part)
            return NULL;
        g_string_append(name, part);
        wire = end + 1;
    }
    return g_string_free(g_steal_pointer(&name), FALSE);
}
