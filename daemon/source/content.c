/* What is mail and what is not. */
#include "source/content.h"

#include <string.h>

#include "source/fields.h"
#include "source/mbox.h"

/* A control character that no text holds. */
static bool is_binary(const char *head, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if ((guchar)head[i] < 7 || ((guchar)head[i] > 14 && (guchar)head[i] < 27))
            return true;
    return false;
}

enum content content_of(const char *head, gsize length)
{
    gsize at = 0;

    if (length >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0)
        at = 3;
    while (at < length && (head[at] == '\n' || head[at] == '\r'))
        at++;
    if (at == length)
        return CONTENT_EMPTY;
    if (mbox_begins(head + at, length - at))
        return CONTENT_MBOX;
    if (fields_are_of_mail(head + at, length - at))
        return CONTENT_MESSAGE;
    return is_binary(head, length) ? CONTENT_OTHER : CONTENT_TEXT;
}

static bool is_among(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

/* Dovecot, Courier, Maildir++, Thunderbird; what MH, mbsync and OfflineIMAP keep is hidden. */
bool content_file_is_control(const char *name)
{
    static const char *const names[] = { "maildirsize", "maildirfolder", "subscriptions", NULL };
    static const char *const prefixes[] = { ".",           "dovecot.",
                                            "dovecot-uid", "dovecot-keywords",
                                            "dovecot-acl", "courierimap" };
    static const char *const suffixes[] = { ".msf", ".lock" };

    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(name, prefixes[i]))
            return true;
    for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++)
        if (g_str_has_suffix(name, suffixes[i]))
            return true;
    return is_among(name, names);
}

bool content_folder_is_control(const char *name)
{
    static const char *const names[] = { ".notmuch", ".git", ".hg", ".svn", ".cache", NULL };

    return is_among(name, names);
}
