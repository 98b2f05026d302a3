/* Which language, where the locale that is asked for may not be installed. */
#include "base/language.h"

#include <glib.h>
#include <libintl.h>
#include <locale.h>
#include <stdbool.h>

#include "base/places.h"
#include "config.h"

/* The locale that the environment asks for, for messages; "" for none. */
static const char *wanted_locale(void)
{
    static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

    for (gsize i = 0; i < G_N_ELEMENTS(variables); i++) {
        const char *value = g_getenv(variables[i]);

        if (value && *value)
            return value;
    }
    return "";
}

/* English has no catalogue: gettext would pass over it, and take the French of "en:fr". */
static bool is_english(const char *wanted)
{
    g_auto(GStrv) languages = g_strsplit(g_getenv("LANGUAGE") ?: "", ":", -1);

    if (g_str_equal(wanted, "C") || g_str_equal(wanted, "POSIX"))
        return true;
    for (char **language = languages; *language; language++) {
        if (g_str_has_prefix(*language, "fr"))
            return false;
        if (g_str_has_prefix(*language, "en"))
            return true;
    }
    return false;
}

/* gettext speaks no other language in a locale that is C, and none at all that is not installed:
 * C.UTF-8 is always there, and in it LANGUAGE decides. */
static void stand_in(const char *wanted)
{
    const char *languages = g_getenv("LANGUAGE");

    setlocale(LC_ALL, "C.UTF-8");
    if (*wanted && !(languages && *languages))
        g_setenv("LANGUAGE", wanted, TRUE);
}

void language_unset(void)
{
    setlocale(LC_MESSAGES, "C");
}

void language_set(void)
{
    const char *wanted = wanted_locale();
    g_autofree char *catalogues = places_catalogues();

    if (!setlocale(LC_ALL, "") || !g_get_charset(NULL))
        stand_in(wanted);
    if (is_english(wanted))
        language_unset();
    bindtextdomain(PACKAGE, catalogues);
    bind_textdomain_codeset(PACKAGE, "UTF-8");
    textdomain(PACKAGE);
    (void)gettext("");
}
