/* A bar, a rate, and the time that is left. */
#include "cmd/progress.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/log.h"

#define INTERVAL (G_TIME_SPAN_SECOND / 10)
#define SURE_AFTER 1.0 /* seconds after which a guess of what is left is worth something */
#define MIN_BAR 10
#define MAX_BAR 60
#define DEFAULT_COLUMNS 80

struct progress {
    bool wanted, drawn;
    gint64 began, last; /* monotonic */
};

struct progress *progress_new(void)
{
    struct progress *progress = g_new0(struct progress, 1);

    progress->wanted = isatty(STDERR_FILENO) && log_shows(LOG_LEVEL_NOTICE);
    progress->began = g_get_monotonic_time();
    return progress;
}

void progress_free(struct progress *progress)
{
    if (!progress)
        return;
    progress_clear(progress);
    g_free(progress);
}

static char *time_left(const struct progress_facts *facts, double elapsed)
{
    guint64 seconds;

    if (elapsed < SURE_AFTER || facts->done == 0)
        return g_strdup("");
    seconds = (guint64)(elapsed / (double)facts->done * (double)(facts->total - facts->done));
    if (seconds < 3600)
        return g_strdup_printf(_(", %d:%02d left"), (int)(seconds / 60), (int)(seconds % 60));
    return g_strdup_printf(_(", %d h %02d left"), (int)(seconds / 3600), (int)(seconds / 60 % 60));
}

static char *facts_text(const struct progress_facts *facts, double elapsed)
{
    const unsigned long long percent = facts->total ? facts->done * 100 / facts->total : 0;
    const unsigned long long rate = elapsed > 0 ? (unsigned long long)((double)facts->mails / elapsed) : 0;
    g_autofree char *left = time_left(facts, elapsed);

    return g_strdup_printf(_("%llu %%  %llu mails, %llu/s%s"), percent,
                           (unsigned long long)facts->mails, rate, left);
}

char *progress_line(const struct progress_facts *facts, double elapsed, guint columns)
{
    const struct progress_facts sane = { MIN(facts->done, facts->total), facts->total,
                                         facts->mails };
    g_autofree char *text = facts_text(&sane, elapsed);
    const glong length = g_utf8_strlen(text, -1);
    const glong room = MIN((glong)columns - length - 5, MAX_BAR);
    g_autoptr(GString) line = g_string_new(NULL);
    glong filled;

    if (room < MIN_BAR)
        return g_utf8_substring(text, 0, MIN(length, MAX((glong)columns - 1, 0)));
    filled = sane.total ? (glong)(sane.done * (guint64)room / sane.total) : 0;
    g_string_append_c(line, '[');
    for (glong i = 0; i < room; i++)
        g_string_append_c(line, i < filled ? '#' : '.');
    g_string_append_printf(line, "] %s", text);
    return g_string_free(g_steal_pointer(&line), FALSE);
}

static guint columns_of_terminal(void)
{
    struct winsize size;

    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                           : DEFAULT_COLUMNS;
}

void progress_show(struct progress *progress, const struct progress_facts *facts)
{
    gint64 now = g_get_monotonic_time();
    g_autofree char *line = NULL;

    if (!progress->wanted || now - progress->last < INTERVAL)
        return;
    line = progress_line(facts, (double)(now - progress->began) / G_TIME_SPAN_SECOND,
                         columns_of_terminal());
    fprintf(stderr, "\r%s\033[K", line);
    fflush(stderr);
    progress->drawn = true;
    progress->last = now;
}

void progress_clear(struct progress *progress)
{
    if (!progress->drawn)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    progress->drawn = false;
    progress->last = 0;
}
