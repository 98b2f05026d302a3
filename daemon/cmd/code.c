/* A code as a person gives it: typed on the command line, in a pipe, or without echo on a terminal;
 * and what else is typed without echo. */
#include <errno.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/error.h"
#include "cmd/cmd.h"

#define CODE_LEAST 4
#define CODE_MOST 32
#define LINE_MAX_BYTES 256 /* a code, and what a paste brings around it */

/* As printed and as pasted: in groups, with no-break spaces, dashes or points between them. */
static bool is_separator(gunichar letter)
{
    return g_unichar_isspace(letter) || g_unichar_type(letter) == G_UNICODE_DASH_PUNCTUATION ||
           g_unichar_type(letter) == G_UNICODE_FORMAT || letter == '.';
}

static char *read_code(const char *text, GError **error)
{
    char code[CODE_MOST + 1] = "";
    gsize length = 0;
    bool good = g_utf8_validate(text, -1, NULL);
    char *copy = NULL;

    for (; good && *text; text += g_utf8_skip[(guchar)*text]) {
        if (is_separator(g_utf8_get_char(text)))
            continue;
        good = g_ascii_isalnum(*text) && length < CODE_MOST;
        if (good)
            code[length++] = *text;
    }
    if (good && length >= CODE_LEAST)
        copy = g_strdup(code);
    else
        g_set_error_literal(
            error, VIGIE_ERROR, EX_USAGE,
            _("that is no code: it has 12 letters and digits, as the letter shows them"));
    explicit_bzero(code, sizeof code);
    return copy;
}

static volatile sig_atomic_t caught;

static void note_signal(int number)
{
    caught = number;
}

static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

/* Ctrl-C at the question must not leave a terminal without echo: the signal waits until it is
 * mended. Without SA_RESTART, so that the reading ends. */
static void catch_ending(struct sigaction before[G_N_ELEMENTS(ending)])
{
    struct sigaction action = { .sa_handler = note_signal };

    caught = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(ending); i++)
        sigaction(ending[i], &action, &before[i]);
}

static void let_end(const struct sigaction before[G_N_ELEMENTS(ending)])
{
    for (gsize i = 0; i < G_N_ELEMENTS(ending); i++)
        sigaction(ending[i], &before[i], NULL);
    if (caught)
        raise(caught);
}

/* Byte by byte, so that no buffer of stdio keeps it. */
static void read_line(char *line, gsize size)
{
    gsize length = 0;
    gssize got = 1;

    while (length < size - 1 && (got > 0 || (errno == EINTR && !caught))) {
        got = read(STDIN_FILENO, line + length, 1);
        if (got == 0 || (got > 0 && line[length] == '\n'))
            break;
        if (got > 0)
            length++;
    }
    line[length] = '\0';
}

void cmd_ask_hidden(const char *question, char *line, gsize size)
{
    struct sigaction actions[G_N_ELEMENTS(ending)];
    struct termios quiet, before;

    if (tcgetattr(STDIN_FILENO, &before) < 0) {
        read_line(line, size);
        return;
    }
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    catch_ending(actions);
    /* Before the question is to be seen, so that no answer to it is echoed or flushed away. */
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    fputs(question, stderr);
    read_line(line, size);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
    fputc('\n', stderr);
    let_end(actions);
}

char *cmd_code_word(const char *word, GError **error)
{
    char line[LINE_MAX_BYTES] = "";
    char *code;

    if (strcmp(word, "-") != 0)
        return read_code(word, error);
    cmd_ask_hidden(_("Code: "), line, sizeof line);
    code = read_code(line, error);
    explicit_bzero(line, sizeof line);
    return code;
}
