/* Troubles as errors, and their names. */
#include "source/trouble.h"

#include <glib/gi18n.h>

#include "base/shown.h"

#define QUOTE_MAX 200 /* bytes: a server may send pages */

/* clang-format off */
G_DEFINE_QUARK(vigie-trouble, trouble)
/* clang-format on */

const char *trouble_name(enum trouble trouble)
{
    switch (trouble) {
    case TROUBLE_UNREACHABLE:
        return "unreachable";
    case TROUBLE_LOGIN:
        return "login";
    case TROUBLE_CERTIFICATE:
        return "certificate";
    case TROUBLE_MAILBOX:
        return "mailbox";
    case TROUBLE_SECRET:
        return "secret";
    case TROUBLE_PROTOCOL:
        return "protocol";
    }
    return "unknown";
}

bool trouble_set(GError **error, enum trouble trouble, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (error)
        *error = g_error_new_valist(TROUBLE_ERROR, (int)trouble, format, args);
    va_end(args);
    return false;
}

bool trouble_is(const GError *error, enum trouble trouble)
{
    return g_error_matches(error, TROUBLE_ERROR, (int)trouble);
}

char *trouble_quote(struct hush *hush, const char *text)
{
    g_autofree char *start = g_strndup(text, QUOTE_MAX);

    if (*text && hush_is_broken_by(hush, text))
        return g_strdup(_("its words are not shown, for they may hold a password"));
    return shown_harmless(start);
}
