/* Fetching a password or an access token. */
#include "base/login.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"

#define LOGIN_COMMAND_SECONDS 60 /* a password manager may ask the person first */

static struct secret *refused(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
static struct secret *refused(GError **error, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error_literal(error, VIGIE_ERROR, VIGIE_EX_LOGIN, text);
    return NULL;
}

static struct secret *from_command(guint command, const char *key, struct runner *runner,
                                   GError **error)
{
    AUTO_RUN_RESULT result = { 0 };

    if (!runner_run(runner, command, NULL, LOGIN_COMMAND_SECONDS, &result, error))
        return NULL;
    if (result.status == RUN_TIMED_OUT)
        return refused(error,
                       _("%s did not end within %d s; run it by hand to see what it waits for"),
                       key, LOGIN_COMMAND_SECONDS);
    if (result.status != 0)
        return refused(error, _("%s ended with %d%s%s; run it by hand to see why"), key,
                       result.status, result.complaint ? _(": ") : "",
                       result.complaint ? result.complaint : "");
    return g_steal_pointer(&result.output);
}

static struct secret *from_file(const struct runner *runner, const char *path, bool private,
                                GError **error)
{
    AUTO_FD fd = runner_open_file(runner, path);
    char buffer[SECRET_MAX];
    struct secret *secret;
    struct stat facts;
    gssize got;

    if (fd < 0 && errno == EAGAIN) { /* no fault of the login */
        g_set_error(error, VIGIE_ERROR, EX_TEMPFAIL, _("cannot open the password file %s: %s"), path,
                    g_strerror(errno));
        return NULL;
    }
    if (fd < 0 || fstat(fd, &facts) < 0)
        return refused(error, _("cannot open the password file %s: %s"), path, g_strerror(errno));
    if (private && S_ISREG(facts.st_mode) && (facts.st_mode & 077))
        return refused(error, _("the password file %s is open to other users; run: chmod 600 %s"),
                       path, path);
    do
        got = read(fd, buffer, sizeof buffer);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return refused(error, _("cannot read the password file %s: %s"), path, g_strerror(errno));
    secret = secret_new(buffer, (gsize)got);
    explicit_bzero(buffer, sizeof buffer);
    return secret;
}

char *login_credential_path(const struct login *login)
{
    const char *directory = getenv("CREDENTIALS_DIRECTORY");

    return directory && login->credential ? g_build_filename(directory, login->credential, NULL)
                                          : NULL;
}

static struct secret *from_credential(const struct login *login, const struct runner *runner,
                                      GError **error)
{
    g_autofree char *path = login_credential_path(login);

    if (path)
        return from_file(runner, path, false, error);
    return refused(
        error,
        _("no credential %s: systemd passed none; add LoadCredential=%s:FILE to the unit"),
        login->credential, login->credential);
}

struct secret *login_secret(const struct login *login, struct runner *runner, bool *is_token,
                            GError **error)
{
    struct secret *secret;

    *is_token = login->oauth2_command != NO_COMMAND;
    if (*is_token)
        secret = from_command(login->oauth2_command, "oauth2-command", runner, error);
    else if (login->password_command != NO_COMMAND)
        secret = from_command(login->password_command, "password-command", runner, error);
    else if (login->password_file)
        secret = from_file(runner, login->password_file, true, error);
    else if (login->credential)
        secret = from_credential(login, runner, error);
    else
        return refused(error, _("no password is configured; set password-command, password-file, "
                                "credential or oauth2-command"));
    if (!secret)
        return NULL;
    secret_first_line(secret);
    if (secret_length(secret) > 0)
        return secret;
    secret_free(secret);
    return refused(error, _("the password is empty; check what is configured to give it"));
}
