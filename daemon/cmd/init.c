/* vigie init: from a few answers to a configuration that was tried. Until all of it is good nothing
 * is on disk: the trial reads configuration and password from memory. */
#include "cmd/init.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alert/mail_message.h"
#include "alert/wording.h"
#include "base/error.h"
#include "base/fd.h"
#include "base/places.h"
#include "base/replace.h"
#include "base/secret.h"
#include "cmd/cmd.h"
#include "cmd/init_unit.h"
#include "cmd/linger.h"

struct request {
    struct init_answers answers;
    char *file;       /* where the configuration goes */
    char *password;   /* typed, or from stdin; NULL: it comes from elsewhere */
    char *word;       /* of --password */
    char **alerts;    /* words of --alert */
    gboolean force, no_test, unit;
};

static void request_clear(struct request *request)
{
    init_answers_clear(&request->answers);
    init_forget(&request->password);
    g_free(request->word);
    g_free(request->file);
    g_strfreev(request->alerts);
}

static bool usage(const char *text, GError **error)
{
    g_set_error_literal(error, VIGIE_ERROR, EX_USAGE, text);
    return false;
}

/* --- what was said ------------------------------------------------------------------------- */

static bool has_mail(const struct init_answers *answers)
{
    for (guint i = 0; answers->alerts && i < answers->alerts->len; i++)
        if (((const struct init_alert *)g_ptr_array_index(answers->alerts, i))->kind == INIT_MAIL)
            return true;
    return false;
}

/* What is not said is known of the provider, or must be said. */
static bool complete_servers(struct init_answers *answers, GError **error)
{
    AUTO(mail_servers) servers = NULL;
    bool mails = has_mail(answers);

    if (answers->imap && (answers->smtp || !mails))
        return true;
    servers = servers_guess(answers->address, wording_language(answers->language), error);
    if (!servers)
        return false;
    if (servers->note)
        fprintf(stderr, "%s: %s\n", servers->provider, servers->note);
    if (!answers->imap)
        answers->imap = g_steal_pointer(&servers->imap);
    if (!answers->smtp)
        answers->smtp = g_steal_pointer(&servers->smtp);
    if (!answers->imap)
        return usage(_("the mail server of this address is not known; give it: "
                       "--server imaps://HOST"), error);
    return !mails || answers->smtp ||
           usage(_("the SMTP server of this address is not known; give it: --smtp smtps://HOST"),
                 error);
}

static bool complete_password(struct request *request, GError **error)
{
    struct init_answers *answers = &request->answers;
    int ways = !!request->word + !!answers->password_command + !!answers->password_file +
               !!answers->oauth2_command;
    char line[SECRET_MAX] = "";

    if (ways != 1 || (request->word && strcmp(request->word, "-") != 0))
        return usage(_("say where the password comes from, in one way: --password-command COMMAND, "
                       "--password-file FILE, --oauth2-command COMMAND, or --password - "
                       "(from standard input)"), error);
    if (!request->word)
        return true;
    cmd_ask_hidden(_("Password: "), line, sizeof line);
    if (!*line)
        return usage(_("the password is empty; give it as the first line of standard input"), error);
    request->password = g_strdup(line);
    explicit_bzero(line, sizeof line);
    return true;
}

static bool take_words(struct request *request, GError **error)
{
    struct init_answers *answers = &request->answers;

    if (answers->language && strcmp(answers->language, "fr") != 0 &&
        strcmp(answers->language, "en") != 0)
        return usage(_("--language is fr or en"), error);
    for (char **word = request->alerts; word && *word; word++)
        if (!init_alert_word(answers, *word, error))
            return false;
    if (!answers->address)
        return isatty(STDIN_FILENO) ||
               usage(_("without a terminal give at least --address and a way to the password "
                       "(vigie init --help)"), error);
    if (!mail_is_address(answers->address))
        return usage(_("--address is no address; write one, as name@example.fr"), error);
    if (!answers->alerts)
        init_answers_alert(answers, INIT_DESKTOP, NULL);
    return complete_password(request, error) && complete_servers(answers, error);
}

/* --- the trial ----------------------------------------------------------------------------- */

/* A path that leads to `text` in memory, as long as the descriptor is open. */
static char *path_in_memory(const char *text, int *fd, GError **error)
{
    gsize length = strlen(text);

    *fd = memfd_create("vigie-init", MFD_CLOEXEC);
    if (*fd >= 0 && fchmod(*fd, 0600) == 0 && write(*fd, text, length) == (gssize)length)
        return g_strdup_printf("/proc/self/fd/%d", *fd);
    g_set_error(error, VIGIE_ERROR, EX_OSERR, _("no memory for the trial: %s"), g_strerror(errno));
    return NULL;
}

/* A fault of the text in memory is one of the answers, whose line tells the person nothing. */
static void blame_answers(const char *path, GError *error)
{
    g_autofree char *placed = g_strconcat(path, ":", NULL);
    const char *what = g_str_has_prefix(error->message, placed) ? strstr(error->message, ": ") : NULL;
    char *message = what ? g_strconcat(_("the answers"), what, NULL) : NULL;

    if (!message)
        return;
    g_free(error->message);
    error->message = message;
}

/* What is said of them names the file that is to hold them. */
static struct settings *settings_of(const struct init_answers *answers, const char *file,
                                    GError **error)
{
    g_autofree char *text = init_text(answers, error);
    AUTO_FD fd = -1;
    g_autofree char *path = text ? path_in_memory(text, &fd, error) : NULL;
    struct settings *settings = path ? settings_load(path, error) : NULL;

    if (settings) {
        g_free(settings->file);
        settings->file = g_strdup(file);
    } else if (path) {
        blame_answers(path, *error);
    }
    return settings;
}

/* EX_OK where every login and every alert was accepted. */
static int try(const struct globals *globals, struct request *request, GError **error)
{
    struct init_answers trial = request->answers; /* borrows all but the password's path */
    AUTO_FD fd = -1;
    g_autofree char *path =
        request->password ? path_in_memory(request->password, &fd, error) : NULL;
    AUTO(settings) settings = NULL;
    AUTO(rules) rules = NULL;

    if (request->password && !path)
        return EX_OSERR;
    if (path)
        trial.password_file = path;
    settings = settings_of(&trial, request->file, error);
    rules = settings ? cmd_rules(globals, error) : NULL;
    if (!rules)
        return vigie_error_exit(*error);
    return request->no_test ? EX_OK : cmd_check_all(globals, settings, rules, true);
}

/* --- writing ------------------------------------------------------------------------------- */

static bool make_folder(const char *folder, GError **error)
{
    if (g_mkdir_with_parents(folder, 0700) == 0)
        return true;
    g_set_error(error, VIGIE_ERROR, EX_CANTCREAT, _("cannot make %s: %s"), folder,
                g_strerror(errno));
    return false;
}

static bool write_private(const char *path, const char *text, GError **error)
{
    if (replace_private(path, text, strlen(text), error))
        return true;
    vigie_error_adopt(error, EX_CANTCREAT);
    g_prefix_error(error, _("cannot write %s (make room, or see to the rights of its folder): "), path);
    return false;
}

/* Whether `path` is a file of `wanted` that nobody else may read. */
static bool holds(const char *path, const char *wanted)
{
    g_autofree char *text = NULL;
    struct stat facts;
    gsize length;
    bool same;

    if (stat(path, &facts) < 0 || facts.st_uid != geteuid() || (facts.st_mode & 0077) ||
        !S_ISREG(facts.st_mode) || !g_file_get_contents(path, &text, &length, NULL))
        return false;
    same = strcmp(text, wanted) == 0;
    explicit_bzero(text, length);
    return same;
}

/* "password-jean" beside the configuration, or the first such name that is free; or that holds `line`
 * already, so that an init that was cut short leaves no second copy of the password. */
static char *password_file_for(const struct request *request, const char *line)
{
    g_autofree char *folder = g_path_get_dirname(request->file);
    g_autofree char *name = g_strdup(request->answers.address);
    char *path;

    *strchr(name, '@') = '\0';
    g_strdelimit(name, G_DIR_SEPARATOR_S, '-');
    path = g_strdup_printf("%s/password-%s", folder, name);
    for (int i = 2; g_file_test(path, G_FILE_TEST_EXISTS) && !holds(path, line); i++) {
        g_free(path);
        path = g_strdup_printf("%s/password-%s-%d", folder, name, i);
    }
    return path;
}

/* `*made`: the file is new, and goes where the rest fails. */
static bool keep_password(struct request *request, bool *made, GError **error)
{
    g_autofree char *line = NULL;
    bool good;

    *made = false;
    if (!request->password)
        return true;
    line = g_strconcat(request->password, "\n", NULL);
    g_free(request->answers.password_file);
    request->answers.password_file = password_file_for(request, line);
    *made = !holds(request->answers.password_file, line);
    good = !*made || write_private(request->answers.password_file, line, error);
    explicit_bzero(line, strlen(line));
    return good;
}

/* A copy: at no time is there no configuration. */
static bool keep_backup(const struct request *request, GError **error)
{
    g_autofree char *backup = g_strconcat(request->file, ".bak", NULL);
    g_autofree char *text = NULL;

    if (!g_file_test(request->file, G_FILE_TEST_EXISTS))
        return true;
    if (replace_allowed(backup, error) && g_file_get_contents(request->file, &text, NULL, error) &&
        write_private(backup, text, error))
        return true;
    vigie_error_adopt(error, EX_CANTCREAT);
    g_prefix_error(error, _("cannot keep %s as %s: "), request->file, backup);
    return false;
}

static bool write_all(struct request *request, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(request->file);
    g_autofree char *text = NULL;
    bool made;

    if (!make_folder(folder, error) || !keep_password(request, &made, error))
        return false;
    text = init_text(&request->answers, error);
    if (text && keep_backup(request, error) && write_private(request->file, text, error))
        return true;
    /* Not where the configuration took its place and only the disk failed afterwards. */
    if (made && !(text && holds(request->file, text)))
        g_unlink(request->answers.password_file);
    return false;
}

/* As one word of ExecStart (systemd.service, systemd.syntax). */
static char *unit_word(const char *path)
{
    g_autoptr(GString) word = g_string_new(NULL);

    for (const char *p = path; *p; p++) {
        if (strchr("\"\\", *p))
            g_string_append_c(word, '\\');
        else if (strchr("%$", *p))
            g_string_append_c(word, *p);
        g_string_append_c(word, *p);
    }
    if (strpbrk(path, " \t\"'\\;"))
        return g_strdup_printf("\"%s\"", word->str);
    return g_string_free(g_steal_pointer(&word), FALSE);
}

/* `text` with our program and the configuration that was written, unless `name` is there already. */
static bool write_unit(const char *folder, const char *name, const char *text, const char *command,
                       GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GString) unit = g_string_new(text);

    if (g_file_test(path, G_FILE_TEST_EXISTS)) {
        printf(_("%s is there already and stays as it is\n"), path);
        return true;
    }
    g_string_replace(unit, "ExecStart=/usr/bin/vigie ", command, 1);
    if (!write_private(path, unit->str, error))
        return false;
    printf(_("%s was written\n"), path);
    return true;
}

/* The watch, and who tells that it fails. */
static bool write_units(const char *file, GError **error)
{
    g_autofree char *launcher = places_launcher();
    g_autofree char *program = unit_word(launcher);
    g_autofree char *conf = unit_word(file);
    g_autofree char *folder = g_build_filename(g_get_user_config_dir(), "systemd", "user", NULL);
    g_autofree char *command = g_strdup_printf("ExecStart=%s --config %s ", program, conf);
    const struct {
        const char *name, *text;
    } units[] = { { "vigie.service", init_unit() },
                  { "vigie-status.service", init_unit_status() },
                  { "vigie-status.timer", init_unit_status_timer() },
                  { "vigie-failure@.service", init_unit_failure() } };

    if (!make_folder(folder, error))
        return false;
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
        if (!write_unit(folder, units[i].name, units[i].text, command, error))
            return false;
    return true;
}

static void say_next(const struct request *request)
{
    printf(_("%s was written (mode 0600)\n"), request->file);
    if (request->unit && !linger_is_on())
        printf("%s\n", linger_warning());
    if (request->unit)
        printf(_("Start it, now and at each login:\n"
                 "    systemctl --user enable --now vigie vigie-status.timer\n"
                 "    loginctl enable-linger        # to run while nobody is logged in\n"));
    else
        printf(_("Start it:\n    vigie --config %s watch\n"), request->file);
}

/* --- the whole ----------------------------------------------------------------------------- */

/* Root's own configuration would go before that of the machine in all that root does: `vigie list`
 * would show an empty state, and pass for the machine's. */
static bool may_be_own(const struct request *request, GError **error)
{
    const char *machine = VIGIE_SYSCONFDIR "/vigie/vigie.conf";

    if (request->file || geteuid() != 0 || !g_file_test(machine, G_FILE_TEST_EXISTS))
        return true;
    g_set_error(error, VIGIE_ERROR, EX_USAGE,
                _("%s is there for the whole machine: add an account and an alert to it "
                  "(man vigie.conf), or run vigie init as the user whose mail it is; -o FILE writes "
                  "elsewhere"),
                machine);
    return false;
}

static int write_and_tell(struct request *request, bool asks, GError **error)
{
    if (!write_all(request, error))
        return vigie_error_exit(*error);
    if (asks && !request->unit)
        request->unit =
            init_ask_yes(_("Write systemd units that run Vigie in your session?"),
                         g_file_test("/run/systemd/system", G_FILE_TEST_IS_DIR));
    if (request->unit && !write_units(request->file, error))
        return vigie_error_exit(*error);
    say_next(request);
    return cmd_flush(error) ? EX_OK : EX_IOERR;
}

static int ask_until_good(const struct globals *globals, struct request *request, GError **error)
{
    for (;;) {
        g_autoptr(GError) fault = NULL;
        int code;

        if (!init_ask(&request->answers, &request->password, error))
            return vigie_error_exit(*error);
        code = try(globals, request, &fault);
        if (fault)
            fprintf(stderr, "%s\n", fault->message);
        if (code == EX_OK)
            return write_and_tell(request, true, error);
        if (init_ask_yes(_("That failed (above: why). Answer once more?"), true))
            continue;
        fprintf(stderr, "vigie: %s\n", _("nothing was written"));
        return code;
    }
}

static int run(const struct globals *globals, struct request *request, GError **error)
{
    int code;

    if (!take_words(request, error) || !replace_allowed(request->file, error))
        return vigie_error_exit(*error);
    if (!request->force && g_file_test(request->file, G_FILE_TEST_EXISTS)) {
        g_set_error(error, VIGIE_ERROR, EX_CANTCREAT,
                    _("%s exists; --force replaces it and keeps it as %s.bak, -o FILE writes "
                      "elsewhere"),
                    request->file, request->file);
        return EX_CANTCREAT;
    }
    if (!request->answers.address)
        return ask_until_good(globals, request, error);
    code = try(globals, request, error);
    if (code == EX_OK)
        return write_and_tell(request, false, error);
    if (!*error)
        fprintf(stderr, "%s\n",
                _("nothing was written; --no-test writes without logging in and alerting"));
    return code;
}

static void absolute(char **path)
{
    char *whole = *path ? g_canonicalize_filename(*path, NULL) : NULL;

    g_free(*path);
    *path = whole;
}

int cmd_init(const struct globals *globals, int argc, char **argv, GError **error)
{
    struct request request = { 0 };
    struct init_answers *answers = &request.answers;
    const GOptionEntry options[] = {
        { "address", 0, 0, G_OPTION_ARG_STRING, &answers->address, NULL, NULL },
        { "server", 0, 0, G_OPTION_ARG_STRING, &answers->imap, NULL, NULL },
        { "smtp", 0, 0, G_OPTION_ARG_STRING, &answers->smtp, NULL, NULL },
        { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, &answers->ca_file, NULL, NULL },
        { "password-command", 0, 0, G_OPTION_ARG_STRING, &answers->password_command, NULL, NULL },
        { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &answers->password_file, NULL, NULL },
        { "oauth2-command", 0, 0, G_OPTION_ARG_STRING, &answers->oauth2_command, NULL, NULL },
        { "password", 0, 0, G_OPTION_ARG_STRING, &request.word, NULL, NULL },
        { "alert", 0, 0, G_OPTION_ARG_STRING_ARRAY, &request.alerts, NULL, NULL },
        { "language", 0, 0, G_OPTION_ARG_STRING, &answers->language, NULL, NULL },
        { "no-test", 0, 0, G_OPTION_ARG_NONE, &request.no_test, NULL, NULL },
        { "unit", 0, 0, G_OPTION_ARG_NONE, &request.unit, NULL, NULL },
        { "force", 0, 0, G_OPTION_ARG_NONE, &request.force, NULL, NULL },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &request.file, NULL, NULL },
        G_OPTION_ENTRY_NULL
    };
    int code = EX_USAGE;

    if (cmd_parse(options, command_named("init"), &argc, &argv, 0, 0, error)) {
        if (!request.file)
            request.file = g_strdup(globals->config);
        if (!may_be_own(&request, error)) {
            request_clear(&request);
            return EX_USAGE;
        }
        if (!request.file)
            request.file = places_config_user();
        absolute(&request.file);
        absolute(&answers->password_file);
        absolute(&answers->ca_file);
        code = run(globals, &request, error);
    }
    request_clear(&request);
    return code;
}
