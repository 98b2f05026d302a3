/* The answers as a commented configuration. */
#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "cmd/init.h"

static void alert_free(gpointer data)
{
    struct init_alert *alert = data;

    g_free(alert->value);
    g_free(alert);
}

void init_answers_clear(struct init_answers *answers)
{
    char **texts[] = { &answers->address, &answers->imap, &answers->smtp, &answers->language,
                       &answers->password_command, &answers->password_file,
                       &answers->oauth2_command, &answers->ca_file };

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        g_clear_pointer(texts[i], g_free);
    g_clear_pointer(&answers->alerts, g_ptr_array_unref);
}

void init_answers_alert(struct init_answers *answers, enum init_sink kind, const char *value)
{
    struct init_alert *alert = g_new0(struct init_alert, 1);

    if (!answers->alerts)
        answers->alerts = g_ptr_array_new_with_free_func(alert_free);
    alert->kind = kind;
    alert->value = g_strdup(value);
    g_ptr_array_add(answers->alerts, alert);
}

bool init_alert_word(struct init_answers *answers, const char *word, GError **error)
{
    static const struct {
        const char *name;
        bool value;
    } kinds[] = { [INIT_DESKTOP] = { "desktop", false }, [INIT_MAIL] = { "mail", false },
                  [INIT_NTFY] = { "ntfy", true }, [INIT_COMMAND] = { "command", true } };

    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        gsize length = strlen(kinds[i].name);
        const char *value = NULL;

        if (strncmp(word, kinds[i].name, length) != 0 || (word[length] && word[length] != '='))
            continue;
        if (word[length] == '=' && word[length + 1])
            value = word + length + 1;
        if ((kinds[i].value && !value) || (i == INIT_DESKTOP && word[length]))
            break;
        init_answers_alert(answers, (enum init_sink)i, value);
        return true;
    }
    g_set_error(error, VIGIE_ERROR, EX_USAGE,
                _("--alert %s is none of desktop, mail, mail=ADDRESS, ntfy=URL, command=COMMAND"),
                word);
    return false;
}

/* In double quotes where nothing in it means more than itself there, else in single ones, where only
 * these two signs do. */
static bool quote(GString *out, const char *value, GError **error)
{
    bool plain = !strpbrk(value, "\"\\$");

    if (!g_utf8_validate(value, -1, NULL)) {
        g_set_error_literal(error, VIGIE_ERROR, EX_USAGE,
                            _("an answer is no UTF-8 text; the configuration cannot hold it"));
        return false;
    }
    g_string_append_c(out, plain ? '"' : '\'');
    for (const char *p = value; *p; p++) {
        if (g_ascii_iscntrl(*p)) {
            g_set_error(error, VIGIE_ERROR, EX_USAGE,
                        _("an answer holds a control character (byte %u of it); write it without"),
                        (guint)(p - value) + 1);
            return false;
        }
        if (!plain && (*p == '\\' || *p == '\''))
            g_string_append_c(out, '\\');
        g_string_append_c(out, *p);
    }
    g_string_append_c(out, plain ? '"' : '\'');
    return true;
}

/* "    key = "value"   # comment"; nothing for NULL. */
static bool line(GString *out, const char *key, const char *value, const char *comment,
                 GError **error)
{
    if (!value)
        return true;
    g_string_append_printf(out, "    %-16s = ", key);
    if (!quote(out, value, error))
        return false;
    if (comment)
        g_string_append_printf(out, "   # %s", comment);
    g_string_append_c(out, '\n');
    return true;
}

static bool login(GString *out, const struct init_answers *answers, GError **error)
{
    return line(out, "user", answers->address, NULL, error) &&
           line(out, "password-file", answers->password_file, _("its first line; mode 0600"),
                error) &&
           line(out, "password-command", answers->password_command, _("prints the password"),
                error) &&
           line(out, "oauth2-command", answers->oauth2_command, _("prints a token"), error) &&
           line(out, "ca-file", answers->ca_file, NULL, error);
}

static bool account(GString *out, const struct init_answers *answers, GError **error)
{
    g_autofree char *name =
        g_strndup(answers->address, (gsize)(strchr(answers->address, '@') - answers->address));

    g_string_append(out, "account ");
    if (!quote(out, name, error))
        return false;
    g_string_append(out, " {\n");
    if (!line(out, "imap", answers->imap, NULL, error) || !login(out, answers, error))
        return false;
    g_string_append(
        out,
        _("    # mailboxes      = { \"INBOX\", \"Junk\" }   # default: INBOX and the junk folder\n"
          "    # trust          = { \"…\" }              # vigie check proposes it\n"
          "}\n"));
    return true;
}

static bool mail(GString *out, const struct init_answers *answers, const char *to, GError **error)
{
    return line(out, "to", to ? to : answers->address, NULL, error) &&
           line(out, "from", answers->address, NULL, error) &&
           line(out, "smtp", answers->smtp, NULL, error) && login(out, answers, error);
}

static bool alert(GString *out, const struct init_answers *answers, guint index, GError **error)
{
    static const char *const kinds[] = { "desktop", "mail", "webhook", "command" };
    const struct init_alert *one = g_ptr_array_index(answers->alerts, index);
    bool good = true;

    g_string_append_printf(out, "\nalert \"%s-%u\" {\n    %-16s = %s\n", kinds[one->kind], index + 1,
                           "kind", kinds[one->kind]);
    if (one->kind == INIT_MAIL)
        good = mail(out, answers, one->value, error);
    else if (one->kind == INIT_NTFY)
        good = line(out, "url", one->value, _("who knows this address reads the alerts"), error);
    else if (one->kind == INIT_COMMAND)
        good = line(out, "command", one->value, _("one alert as JSON on its stdin"), error);
    if (one->kind == INIT_NTFY)
        g_string_append_printf(out, "    %-16s = ntfy\n", "format");
    good = good && line(out, "language", answers->language, NULL, error);
    g_string_append(out, "}\n");
    return good;
}

char *init_text(const struct init_answers *answers, GError **error)
{
    g_autoptr(GString) out =
        g_string_new(_("# Vigie's configuration. `vigie check` tries it; after a "
                       "change: `systemctl --user reload vigie`.\n\n"));

    if (!account(out, answers, error))
        return NULL;
    for (guint i = 0; answers->alerts && i < answers->alerts->len; i++)
        if (!alert(out, answers, i, error))
            return NULL;
    g_string_append(out,
                    _("\n# remind-before = { 28, 14, 7, 3, 1, 0 }   # days before the deadline\n"
                      "# quiet-hours   = \"22:00-07:30\"            # \"\" for none\n"
                      "# heartbeat     = true                     # a monthly sign of life\n"));
    return g_string_free(g_steal_pointer(&out), FALSE);
}
