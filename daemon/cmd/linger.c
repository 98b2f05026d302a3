/* Who lingers has a file of his name in one folder (loginctl(1) makes it). */
#include "cmd/linger.h"

#include <glib.h>
#include <glib/gi18n.h>

#define LINGER_FOLDER "/var/lib/systemd/linger"

static bool is_enabled(void)
{
    static const char *const wanted[] = { "default.target.wants/vigie.service",
                                          "timers.target.wants/vigie-once.timer" };

    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        g_autofree char *own =
            g_build_filename(g_get_user_config_dir(), "systemd/user", wanted[i], NULL);
        g_autofree char *all = g_build_filename("/etc/systemd/user", wanted[i], NULL);

        if (g_file_test(own, G_FILE_TEST_IS_SYMLINK) || g_file_test(all, G_FILE_TEST_IS_SYMLINK))
            return true;
    }
    return false;
}

bool linger_is_on(void)
{
    g_autofree char *file = g_build_filename(LINGER_FOLDER, g_get_user_name(), NULL);

    return g_file_test(file, G_FILE_TEST_EXISTS);
}

bool linger_is_wanting(void)
{
    return is_enabled() && !linger_is_on();
}

const char *linger_warning(void)
{
    return _("warning: the unit of your session ends when you log out, and nobody watches then; "
             "loginctl enable-linger lets it run on (where that is denied: sudo loginctl "
             "enable-linger NAME)");
}
