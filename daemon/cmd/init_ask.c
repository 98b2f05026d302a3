/* The questions of vigie init. Each shows what Enter alone means; what was answered before is that. */
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "alert/mail_message.h"
#include "alert/wording.h"
#include "base/error.h"
#include "base/secret.h"
#include "cmd/cmd.h"
#include "cmd/init.h"

#define ANSWER_MAX 1024
#define PASSWORD_TRIES 3

/* A word for "none" at a question that wants a text, after some that want yes or no. */
static bool is_no(const char *answer)
{
    static const char *const words[] = { "n", "no", "non", "-", NULL };
    g_autofree char *small = g_ascii_strdown(answer, -1);

    return g_strv_contains(words, small);
}

/* NULL where the input ends. `usual` may be NULL. */
static char *ask(const char *question, const char *usual)
{
    char answer[ANSWER_MAX];

    fprintf(stderr, usual && *usual ? "%s [%s]: " : "%s: ", question, usual);
    if (!fgets(answer, sizeof answer, stdin))
        return NULL;
    g_strstrip(answer);
    return g_strdup(*answer ? answer : usual ? usual : "");
}

static bool ended(GError **error)
{
    g_set_error_literal(error, VIGIE_ERROR, EX_USAGE,
                        _("the input ended before the last question; nothing was written"));
    return false;
}

bool init_ask_yes(const char *question, bool usual)
{
    g_autofree char *asked = g_strdup_printf("%s %s", question, usual ? _("[Y/n]") : _("[y/N]"));
    g_autofree char *answer = ask(asked, NULL);
    /* Both languages, whatever the question was asked in. */
    bool yes = answer && strchr("yYoO", *answer) && *answer;
    bool no = answer && strchr("nN", *answer) && *answer;

    return answer && (yes || (usual && !no));
}

static void replace(char **value, char *answer /* taken */)
{
    g_free(*value);
    *value = answer;
}

static bool ask_address(struct init_answers *answers, GError **error)
{
    for (;;) {
        char *answer = ask(_("Your e-mail address"), answers->address);

        if (!answer)
            return ended(error);
        replace(&answers->address, answer);
        if (mail_is_address(answer))
            return true;
        fprintf(stderr, "%s\n", _("That is no address; write one, as name@example.fr"));
    }
}

/* A host alone is one that takes TLS. NULL where the input ends. */
static char *ask_url(const char *question, const char *scheme, const char *usual)
{
    g_autofree char *answer = ask(question, usual);

    if (!answer || !*answer || strstr(answer, "://"))
        return g_steal_pointer(&answer);
    return g_strconcat(scheme, "://", answer, NULL);
}

static bool ask_servers(struct init_answers *answers, GError **error)
{
    const char *domain = strrchr(answers->address, '@') + 1;
    g_autofree char *likely = g_strconcat("imaps://imap.", domain, NULL);
    AUTO(mail_servers) servers = NULL;
    char *answer;

    fprintf(stderr, "%s\n", _("Looking for the mail server…"));
    servers = servers_guess(answers->address, wording_language(answers->language), error);
    if (!servers)
        return false;
    if (servers->provider)
        fprintf(stderr, "%s%s%s\n", servers->provider, servers->note ? ": " : "",
                servers->note ? servers->note : "");
    answer = ask_url(_("IMAP server (imaps:// is TLS, imap:// STARTTLS)"), "imaps",
                     answers->imap   ? answers->imap
                     : servers->imap ? servers->imap
                                     : likely);
    if (!answer)
        return ended(error);
    replace(&answers->imap, answer);
    if (!answers->smtp)
        answers->smtp = g_steal_pointer(&servers->smtp);
    return true;
}

void init_forget(char **password)
{
    if (*password)
        explicit_bzero(*password, strlen(*password));
    g_clear_pointer(password, g_free);
}

/* '1' to '4', asked for until it is one of them; '\0' where the input ends. */
static char ask_way(void)
{
    for (;;) {
        g_autofree char *way = ask(_("The password: (1) typed now, kept in a file of mode 0600; "
                                     "(2) printed by a command; (3) in a file that exists; "
                                     "(4) a command prints an OAuth 2.0 token"),
                                   "1");

        if (!way)
            return '\0';
        if (strlen(way) == 1 && strchr("1234", *way))
            return *way;
        fprintf(stderr, "%s\n", _("Answer 1, 2, 3 or 4"));
    }
}

/* An empty line is a slip, and refused by every server; the end of the input looks the same. */
static bool ask_typed(char **password, GError **error)
{
    for (int tries = 0; tries < PASSWORD_TRIES; tries++) {
        char typed[SECRET_MAX] = "";

        cmd_ask_hidden(_("Password: "), typed, sizeof typed);
        if (*typed) {
            *password = g_strdup(typed);
            explicit_bzero(typed, sizeof typed);
            return true;
        }
        fprintf(stderr, "%s\n", _("The password is empty; type it (it does not show)"));
    }
    return ended(error);
}

static bool ask_password(struct init_answers *answers, char **password, GError **error)
{
    const char way = ask_way();
    char **place = way == '2'   ? &answers->password_command
                   : way == '3' ? &answers->password_file
                                : &answers->oauth2_command;

    if (!way)
        return ended(error);
    g_clear_pointer(&answers->password_command, g_free);
    g_clear_pointer(&answers->password_file, g_free);
    g_clear_pointer(&answers->oauth2_command, g_free);
    init_forget(password);
    if (way == '1')
        return ask_typed(password, error);
    replace(place, ask(way == '3' ? _("File") : _("Command"), NULL));
    return *place || ended(error);
}

static bool ask_mail(struct init_answers *answers, GError **error)
{
    g_autofree char *question =
        g_strdup_printf(_("Alert by mail to %s?"), answers->address);
    g_autofree char *likely =
        g_strconcat("smtps://smtp.", strrchr(answers->address, '@') + 1, NULL);
    char *answer;

    if (!init_ask_yes(question, true))
        return true;
    answer = ask_url(_("SMTP server (smtps:// is TLS, smtp:// STARTTLS)"), "smtps",
                     answers->smtp ? answers->smtp : likely);
    if (!answer)
        return ended(error);
    replace(&answers->smtp, answer);
    init_answers_alert(answers, INIT_MAIL, NULL);
    return true;
}

static bool ask_word(struct init_answers *answers, enum init_sink kind, const char *question,
                     GError **error)
{
    g_autofree char *answer = ask(question, NULL);

    if (!answer)
        return ended(error);
    if (*answer && !is_no(answer))
        init_answers_alert(answers, kind, answer);
    return true;
}

/* Over SSH, or on a server, nothing shows a notification, and the trial of it would fail. */
static bool has_screen(void)
{
    return g_getenv("DISPLAY") || g_getenv("WAYLAND_DISPLAY");
}

static bool ask_alerts(struct init_answers *answers, GError **error)
{
    g_clear_pointer(&answers->alerts, g_ptr_array_unref);
    if (init_ask_yes(_("Alert on the desktop?"), has_screen()))
        init_answers_alert(answers, INIT_DESKTOP, NULL);
    return ask_mail(answers, error) &&
           ask_word(answers, INIT_NTFY,
                    _("Address of an ntfy topic, for a phone (Enter: none)"), error) &&
           ask_word(answers, INIT_COMMAND, _("A command that takes each alert (Enter: none)"), error);
}

bool init_ask(struct init_answers *answers, char **password, GError **error)
{
    return ask_address(answers, error) && ask_servers(answers, error) &&
           ask_password(answers, password, error) && ask_alerts(answers, error);
}
