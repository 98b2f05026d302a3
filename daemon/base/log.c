/* Diagnostics on standard error. One write(2) a line, so that lines of several processes and
 * threads never mix. */
#include "base/log.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/journal.h"

static enum log_level log_level = LOG_LEVEL_NOTICE;
static const char *log_process = "vigie";
static bool log_left_journal;
static int log_journal = -1;

void log_set_level(enum log_level level)
{
    log_level = level;
}

bool log_shows(enum log_level level)
{
    return level <= log_level;
}

void log_set_process(const char *name)
{
    log_process = name;
}

void log_leave_journal(void)
{
    log_left_journal = true;
}

void log_keep_journal(void)
{
    if (log_journal < 0 && journal_takes_stderr())
        log_journal = journal_open();
}

/* Control characters become blanks: a line of ours is one line. */
static void flatten(char *text)
{
    for (char *p = text; *p; p++)
        if ((guchar)*p < 0x20 || *p == 0x7f)
            *p = ' ';
}

static bool to_journal(int priority, const char *account, const char *message)
{
    g_autofree char *flat = g_strdup(account);
    g_autofree char *fields = NULL;
    AUTO_FD own = -1;

    if (log_left_journal || !journal_takes_stderr())
        return false;
    if (flat)
        flatten(flat);
    fields = journal_fields(priority, log_process, flat, message);
    if (log_journal < 0)
        own = journal_open();
    return journal_send(log_journal >= 0 ? log_journal : own, JOURNAL_SOCKET, fields);
}

/* syslog priorities of sd-daemon(3): <3> error … <7> debug. */
static void G_GNUC_PRINTF(3, 0)
log_line(enum log_level level, const char *account, const char *format, va_list args)
{
    g_autofree char *text = NULL;
    g_autoptr(GString) line = NULL;

    if (!log_shows(level))
        return;
    text = g_strdup_vprintf(format, args);
    flatten(text);
    line = g_string_new(log_process);
    g_string_append(line, ": ");
    if (account)
        g_string_append_printf(line, "%s: ", account);
    g_string_append(line, text);
    if (to_journal(3 + (int)level, account, line->str))
        return;
    if (getenv("JOURNAL_STREAM")) {
        g_autofree char *priority = g_strdup_printf("<%d>", 3 + (int)level);

        g_string_prepend(line, priority);
    }
    g_string_append_c(line, '\n');
    /* A closed standard error must not stop the watch. */
    if (write(STDERR_FILENO, line->str, line->len) < 0)
        return;
}

#define LOG_VERB(verb, level)                                                                      \
    void log_##verb(const char *account, const char *format, ...)                                  \
    {                                                                                              \
        va_list args;                                                                              \
        va_start(args, format);                                                                    \
        log_line(level, account, format, args);                                                    \
        va_end(args);                                                                              \
    }

LOG_VERB(error, LOG_LEVEL_ERROR)
LOG_VERB(warning, LOG_LEVEL_WARNING)
LOG_VERB(notice, LOG_LEVEL_NOTICE)
LOG_VERB(info, LOG_LEVEL_INFO)
LOG_VERB(debug, LOG_LEVEL_DEBUG)
