/* Global options, before or after the command, and the table of commands. */
#include <fcntl.h>
#include <glib/gi18n.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/closest.h"
#include "base/error.h"
#include "base/language.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "cmd/cmd.h"
#include "config.h"
#include "triage/known.h"

const struct command commands[] = {
    { "init",
      N_("[--address ADDRESS] [--server URL] [--smtp URL] [--ca-file FILE] "
         "[--password-command COMMAND] [--password-file FILE] [--oauth2-command COMMAND] "
         "[--password -] [--alert KIND]… [--language fr|en] [--no-test] [--unit] [--force] "
         "[-o FILE]"),
      N_("a few questions, a trial, and the configuration is written"), cmd_init },
    { "watch", "[--once]", N_("watch the inboxes: record, alert, remind"), cmd_watch },
    { "agent", N_("[--socket PATH]"),
      N_("show on this screen the alerts of the machine's own watch"), cmd_agent },
    { "scan", N_("[--dry-run] [--thorough] [--json] PATH…"),
      N_("old mail: Maildirs, mboxes, message files and folders of these"), cmd_scan },
    { "explain", N_("[--json] [--trust AUTHSERV-ID]… FILE|-"),
      N_("why a message is or is not a case"), cmd_explain },
    { "anonymise", N_("FILE|-"), N_("a sample of a mail for the project, without your data"),
      cmd_anonymise },
    { "list", N_("[--all] [--json] [--reveal] [--owner NAME]"),
      N_("the entries, nearest deadline first"), cmd_list },
    { "show", N_("ID [--json] [--reveal]"), N_("one entry with its history"), cmd_show },
    { "filter", N_("[--pass] [--thorough] [--owner NAME]"),
      N_("one message on standard input, from procmail, maildrop, Sieve or fdm"), cmd_filter },
    { "milter", N_("[--socket SPEC] [--thorough]"),
      N_("read mail while Postfix or Sendmail takes it in"), cmd_milter },
    { "guide", N_("[ID]"), N_("what to do now, step by step"), cmd_guide },
    { "add", N_("--sent YYYY-MM-DD [--code CODE|-] [--person NAME] [--note TEXT] [--owner NAME]"),
      N_("an entry from a paper letter (other users can see a command line: --code - asks)"),
      cmd_add },
    { "edit", N_("ID [--sent DATE [--force]] [--code -] [--person NAME] [--note TEXT]"),
      N_("mend an entry"), cmd_edit },
    { "merge", N_("ID ID"), N_("two entries of one case become the first"), cmd_merge },
    { "close", N_("ID --as opposed|activated|dismissed [--proof FILE]"), N_("close an entry"),
      cmd_close },
    { "reopen", N_("ID"), N_("open a closed entry again"), cmd_reopen },
    { "dossier", N_("ID -o DIR|FILE.zip"),
      N_("what a person would show of a case: history, mails, proof"), cmd_dossier },
    { "forget", N_("ID [--force]"), N_("erase an entry with its proof and its mails, for good"),
      cmd_forget },
    { "trust", N_("ID"), N_("a suspect entry is genuine: open it"), cmd_trust },
    { "backup", N_("DIR"), N_("a copy of the state, to be put in its place one day"), cmd_backup },
    { "report", N_("[-o FILE] [--owner NAME]"),
      N_("everything on one HTML page, to read or to print"), cmd_report },
    { "calendar", N_("[-o FILE] [--todo]"), N_("the deadlines as an iCalendar file"),
      cmd_calendar },
    { "snooze", N_("ID [--until YYYY-MM-DD]"),
      N_("no reminder before tomorrow, or that day; never past the last call"), cmd_snooze },
    { "status", N_("[--json] [--owner NAME] [--alert] [--failed UNIT]"),
      N_("whether everything sees and every alert is delivered"), cmd_status },
    { "check", "[--send]", N_("try the configuration, each login, each alert"), cmd_check },
    { "rules", N_("[list|test [DIR]]"), N_("the rules in force; test them on their samples"),
      cmd_rules_command },
    { NULL, NULL, NULL, NULL },
};

const struct command *command_named(const char *name)
{
    for (const struct command *command = commands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

static void print_help(void)
{
    printf(_("Usage: vigie [OPTION]… COMMAND …\n\nThe lookout for a right that lapses in "
             "silence.\n\n"));
    for (const struct command *command = commands; command->name; command++)
        printf("  %-9s %s\n            %s\n", command->name, _(command->arguments),
               _(command->summary));
    printf(_("\nOptions, before or after the command:\n"
             "  --config FILE    the configuration\n"
             "  --state DIR      the state directory\n"
             "  --rules DIR      rule files of this directory alone\n"
             "  --now TIMESTAMP  the clock of this run (RFC 3339)\n"
             "  --verbose, --quiet, --help (-h), --version (-V)\n"
             "\nvigie help COMMAND tells one of them.\n"));
}

/* What is asked for on the way to a command. */
struct request {
    struct globals globals;
    bool help, version;
};

static const char *const valued[] = { "--config", "--state", "--rules", "--now" };

static bool take_now(struct request *request, const char *text, GError **error)
{
    gint64 now;

    if (!civil_instant_parse(text, &now)) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE,
                    _("--now %s is no RFC 3339 timestamp; write it like 2026-03-02T12:00:00+01:00"),
                    text);
        return false;
    }
    clock_set(&request->globals.clock, now);
    return true;
}

static bool take_value(struct request *request, gsize which, const char *text, GError **error)
{
    char **places[] = { &request->globals.config, &request->globals.state, &request->globals.rules };

    /* An unset variable of a script must not stand for the current directory. */
    if (!*text) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE, _("%s needs a value that is not empty"),
                    valued[which]);
        return false;
    }
    if (which == G_N_ELEMENTS(places))
        return take_now(request, text, error);
    g_free(*places[which]);
    *places[which] = g_strdup(text);
    return true;
}

static bool take_flag(struct request *request, const char *word)
{
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        request->help = true;
    else if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
        request->version = true;
    else if (strcmp(word, "--verbose") == 0)
        log_set_level(LOG_LEVEL_DEBUG);
    else if (strcmp(word, "--quiet") == 0)
        log_set_level(LOG_LEVEL_ERROR);
    else
        return false;
    return true;
}

/* Takes the global option at argv[*index], and its value, where there is one. */
static bool take_global(struct request *request, int argc, char **argv, int *index, bool *taken,
                        GError **error)
{
    const char *word = argv[*index];

    *taken = true;
    if (take_flag(request, word))
        return true;
    for (gsize i = 0; i < G_N_ELEMENTS(valued); i++) {
        gsize length = strlen(valued[i]);

        if (strncmp(word, valued[i], length) != 0)
            continue;
        if (word[length] == '=')
            return take_value(request, i, word + length + 1, error);
        if (word[length] != '\0')
            continue;
        if (*index + 1 < argc)
            return take_value(request, i, argv[++*index], error);
        g_set_error(error, VIGIE_ERROR, EX_USAGE, _("%s needs a value"), word);
        return false;
    }
    *taken = false;
    return true;
}

/* Moves the global options out of argv; what remains is the command and its words. Goes on after the
 * first fault, so that it is known which command has it. */
static void take_globals(struct request *request, int *argc, char **argv, GError **error)
{
    int kept = 1;
    bool only_words = false;

    for (int i = 1; i < *argc; i++) {
        bool taken = false;

        only_words = only_words || strcmp(argv[i], "--") == 0;
        if (!only_words)
            take_global(request, *argc, argv, &i, &taken, *error ? NULL : error);
        if (!taken)
            argv[kept++] = argv[i];
    }
    argv[kept] = NULL;
    *argc = kept;
}

/* `vigie help add` is `vigie add --help`, `vigie -- list` is `vigie list`. */
static void skip_to_command(struct request *request, int *argc, char ***argv)
{
    if (*argc > 1 && strcmp((*argv)[1], "--") == 0) {
        ++*argv;
        --*argc;
    }
    if (*argc > 1 && strcmp((*argv)[1], "help") == 0) {
        request->help = true;
        ++*argv;
        --*argc;
    }
}

static const char *meant_command(const char *word)
{
    const char *names[G_N_ELEMENTS(commands)];

    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
        names[i] = commands[i].name;
    return closest_word(word, names);
}

static int no_command(const char *word, GError **error)
{
    const char *meant = word ? meant_command(word) : NULL;

    if (meant)
        g_set_error(error, VIGIE_ERROR, EX_USAGE,
                    _("there is no command %s; vigie %s may be meant (vigie --help names all)"), word,
                    meant);
    else if (word)
        g_set_error(error, VIGIE_ERROR, EX_USAGE, _("there is no command %s; see vigie --help"),
                    word);
    else
        g_set_error_literal(error, VIGIE_ERROR, EX_USAGE,
                            _("no command given; vigie init sets Vigie up, vigie list shows what "
                              "it found, vigie --help names all commands"));
    return EX_USAGE;
}

static int run_command(struct request *request, int argc, char **argv, GError **error)
{
    const struct command *command;

    skip_to_command(request, &argc, &argv);
    command = argc > 1 ? command_named(argv[1]) : NULL;
    if (!command && (argc > 1 || !(request->help || request->version)))
        return no_command(argv[1], error);
    if (!request->help && !request->version)
        return command->run(&request->globals, argc - 1, argv + 1, error);
    if (request->version)
        printf("vigie %s\n", PACKAGE_VERSION);
    else if (command)
        printf(_("Usage: vigie %s %s\n\n%s.\n"), command->name, _(command->arguments),
               _(command->summary));
    else
        print_help();
    return cmd_flush(error) ? EX_OK : EX_IOERR;
}

/* Filter loses no mail for an option that is wrong: words that stand before the command, and are no
 * global options, go behind it, for it to say so. */
static bool filter_is_meant(int argc, char **argv)
{
    int command = 1;

    while (command < argc && argv[command][0] == '-')
        command += strcmp(argv[command], "--owner") == 0 && command + 1 < argc ? 2 : 1;
    if (command == argc || strcmp(argv[command], "filter") != 0)
        return false;
    for (char *word = argv[command]; command > 0; command--)
        argv[command] = command > 1 ? argv[command - 1] : word;
    return true;
}

/* Where one of the three is closed, the next file opened would take its number, and get what is said
 * there: the lock of the state, say. What fills the gap cannot be read, nor written, so that input
 * or output missing remains a fault. */
static void fill_standard_descriptors(void)
{
    static const int mode[] = { O_WRONLY, O_RDONLY, O_WRONLY };

    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", mode[fd]) != fd)
            return;
}

/* Where the password file does not know us, GLib takes / for our home, and says so at each start. */
static void find_home(void)
{
    if (!getenv("HOME") && !getpwuid(getuid()))
        setenv("HOME", "/", TRUE);
}

int main(int argc, char **argv)
{
    struct request request = { 0 };
    g_autoptr(GError) error = NULL;
    int code = EX_USAGE;

    fill_standard_descriptors();
    sandbox_no_dump(); /* any command may hold a code, a password or a mail */
    if (!known_call(argv, request.globals.call))
        memset(request.globals.call, 0, sizeof request.globals.call);
    find_home();
    request.globals.words = g_memdup2(argv, (gsize)(argc + 1) * sizeof *argv);
    language_set();
    umask(077);
    take_globals(&request, &argc, argv, &error);
    if (filter_is_meant(argc, argv))
        request.globals.fault = g_steal_pointer(&error);
    if (!error)
        code = run_command(&request, argc, argv, &error);
    if (error) {
        vigie_error_print(error);
        code = vigie_error_exit(error);
    }
    g_clear_error(&request.globals.fault);
    g_free(request.globals.words);
    g_free(request.globals.config);
    g_free(request.globals.state);
    g_free(request.globals.rules);
    return code;
}
