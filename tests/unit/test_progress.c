/* The line fits the terminal, and says what a person can reckon from it. */
#include <string.h>

#include "cmd/progress.h"

static const struct {
    struct progress_facts facts;
    double elapsed;
    guint columns;
    bool bar;
    const char *text, *why;
} rows[] = {
    { { 0, 100, 0 }, 0, 40, true, "0 %  0 mails, 0/s", "the start; nothing is known" },
    { { 25, 100, 50 }, 0.5, 40, true, "25 %  50 mails, 100/s", "too early to say what is left" },
    { { 50, 100, 5000 }, 10, 60, true, "50 %  5000 mails, 500/s, 0:10 left",
      "half in ten seconds: ten are left" },
    { { 1, 1000, 10 }, 10, 60, true, "0 %  10 mails, 1/s, 2 h 46 left",
      "9990 s, which are 2 h 46 min 30 s" },
    { { 120, 100, 10 }, 10, 50, true, "100 %  10 mails, 1/s, 0:00 left", "more than was thought" },
    { { 0, 0, 0 }, 2, 40, true, "0 %  0 mails, 0/s", "nothing to do" },
    { { 50, 100, 5000 }, 10, 40, false, "50 %  5000 mails, 500/s, 0:10 left", "no room for a bar" },
    { { 50, 100, 5000 }, 10, 30, false, "50 %  5000 mails, 500/s, 0:10", "nor for all" },
};

static void test_line(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *line =
            progress_line(&rows[i].facts, rows[i].elapsed, rows[i].columns);
        const char *text = rows[i].bar ? strstr(line, "] ") : line;

        g_test_message("%s", rows[i].why);
        g_assert_cmpuint(g_utf8_strlen(line, -1), <, rows[i].columns);
        g_assert_nonnull(text);
        g_assert_cmpstr(text + (rows[i].bar ? 2 : 0), ==, rows[i].text);
    }
}

/* Of the bar as much is filled as is done. */
static void test_bar(void)
{
    for (guint done = 0; done <= 20; done++) {
        const struct progress_facts facts = { done, 20, 0 };
        g_autofree char *line = progress_line(&facts, 0, 200);
        guint filled = 0;

        for (const char *at = line; *at; at++)
            filled += *at == '#';
        g_assert_cmpuint(filled, ==, done * 3); /* a bar is at most 60 wide */
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cmd/progress/line", test_line);
    g_test_add_func("/cmd/progress/bar", test_bar);
    return g_test_run();
}
