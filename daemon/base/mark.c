/* Marks: HMAC-SHA-256, cut to 128 bits. */
#include "base/mark.h"

#include <string.h>

#define PREFIX "vigie."
#define ID_CHARS 16
#define MAC_CHARS 32
#define MARK_CHARS (strlen(PREFIX) + ID_CHARS + 1 + MAC_CHARS)

static char *mac_of(const guint8 *key, const char *id)
{
    char *mac = g_compute_hmac_for_string(G_CHECKSUM_SHA256, key, MARK_KEY_BYTES, id, ID_CHARS);

    mac[MAC_CHARS] = '\0';
    return mac;
}

char *mark_new(const guint8 key[MARK_KEY_BYTES], const char *alert_id)
{
    g_autofree char *id = g_compute_checksum_for_string(G_CHECKSUM_SHA256, alert_id, -1);
    g_autofree char *mac = NULL;

    id[ID_CHARS] = '\0';
    mac = mac_of(key, id);
    return g_strconcat(PREFIX, id, ".", mac, NULL);
}

bool mark_is_ours(const guint8 key[MARK_KEY_BYTES], const char *mark)
{
    g_autofree char *lower = g_ascii_strdown(mark, -1);
    g_autofree char *mac = NULL;
    const char *id = lower + strlen(PREFIX);
    guint8 difference = 0;

    if (strlen(lower) != MARK_CHARS || !g_str_has_prefix(lower, PREFIX) || id[ID_CHARS] != '.')
        return false;
    mac = mac_of(key, id);
    for (gsize i = 0; i < MAC_CHARS; i++)
        difference |= (guint8)(mac[i] ^ id[ID_CHARS + 1 + i]);
    return difference == 0;
}

bool mark_may_be_in(const char *text)
{
    return strcasestr(text, PREFIX) != NULL;
}

/* To the first empty line, in whichever line ends. */
bool mark_may_be_in_header(GBytes *raw)
{
    gsize length;
    const char *bytes = g_bytes_get_data(raw, &length);
    g_autofree char *text = g_strndup(bytes ? bytes : "", length);
    char *end = strstr(text, "\n\n");
    char *crlf = strstr(text, "\n\r\n");

    if (end)
        *end = '\0';
    if (crlf)
        *crlf = '\0';
    return mark_may_be_in(text);
}
