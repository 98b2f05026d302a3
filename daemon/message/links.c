/* Hosts of links, taken from URLs by hand: no library is needed to find what stands between the
 * slashes, and hostile URLs seldom keep to RFC 3986. */
#include "message/links.h"

#include <stdbool.h>
#include <string.h>

/* RFC 1035: no name is longer. */
#define MAX_HOST 253

static const char *after_scheme(const char *url)
{
    gsize scheme = g_ascii_strncasecmp(url, "http", 4) ? 0 : 4;

    if (scheme && g_ascii_tolower(url[scheme]) == 's')
        scheme++;
    if (!scheme || url[scheme] != ':')
        return NULL;
    return url + scheme + 1;
}

/* Without a port and the signs of a sentence around it: « (voir https://www.ameli.fr) ». Letters of
 * any language may stand in a host. */
static gsize host_length(const char *host)
{
    gsize length = 0;

    while (host[length] && (g_ascii_isalnum(host[length]) || strchr("-._", host[length]) ||
                            (guchar)host[length] >= 0x80))
        length++;
    while (length && host[length - 1] == '.')
        length--;
    return length;
}

void links_add(GPtrArray *hosts, const char *url)
{
    const char *begin = after_scheme(url + strspn(url, " \t\r\n"));
    const char *at;
    g_autofree char *authority = NULL;
    g_autofree char *host = NULL;

    if (!begin || hosts->len >= LINKS_MAX)
        return;
    begin += strspn(begin, "/\\"); /* as browsers do */
    authority = g_strndup(begin, strcspn(begin, "/\\?#\"<> \t\r\n"));
    at = strrchr(authority, '@'); /* https://www.ameli.fr@evil.example/ goes to evil.example */
    host = g_utf8_strdown(at ? at + 1 : authority, -1);
    if (*host != '[')
        host[host_length(host)] = '\0';
    if (!*host || strlen(host) > MAX_HOST)
        return;
    if (!g_ptr_array_find_with_equal_func(hosts, host, g_str_equal, NULL))
        g_ptr_array_add(hosts, g_steal_pointer(&host));
}

static bool begins_url(const char *text)
{
    const char *begin = after_scheme(text);

    return begin && begin[0] == '/' && begin[1] == '/';
}

gsize links_url_length(const char *text)
{
    return begins_url(text) ? strcspn(text, " \t\r\n<>\"") : 0;
}

void links_add_from_text(GPtrArray *hosts, const char *text)
{
    for (const char *p = text; *p && hosts->len < LINKS_MAX; p++)
        if (begins_url(p)) /* how long it is would be quadratic: one URL may hold many */
            links_add(hosts, p);
}
