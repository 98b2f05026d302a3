/* Writing markup. */
#include "alert/report_parts.h"

#include <string.h>

#include "alert/markup.h"

void put(struct report *report, const char *markup)
{
    g_string_append(report->html, markup);
}

void putf(struct report *report, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_string_append_vprintf(report->html, format, arguments);
    va_end(arguments);
}

void put_text(struct report *report, const char *text)
{
    markup_text(report->html, text);
}

char *report_fill(const struct report *report, enum report_text text)
{
    return page_fill_template(&report->words, report_text(text, report->words.tongue));
}

void put_say(struct report *report, enum report_text text)
{
    g_autofree char *filled = report_fill(report, text);

    put_text(report, filled);
}

void put_element(struct report *report, const char *tag, enum report_text text)
{
    g_autofree char *filled = report_fill(report, text);

    putf(report, "<%s>", tag);
    markup_line(report->html, filled);
    putf(report, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

static char *fill_all(const struct report *report, const enum text *texts, gsize count)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    g_auto(GStrv) filled = NULL;

    for (gsize i = 0; i < count; i++) {
        g_autofree char *one = page_fill(&report->words, texts[i]);

        g_strv_builder_add(builder, one);
    }
    filled = g_strv_builder_end(builder);
    return g_strjoinv("\n", filled);
}

void put_wordings(struct report *report, const enum text *texts, gsize count)
{
    g_autofree char *filled = fill_all(report, texts, count);
    g_auto(GStrv) lines = g_strsplit(filled, "\n", -1);
    bool listing = false;

    for (char **line = lines; *line; line++) {
        bool item = g_str_has_prefix(*line, "- ");

        if (item != listing)
            put(report, item ? "<ul>\n" : "</ul>\n");
        listing = item;
        put(report, item ? "<li>" : "<p>");
        markup_line(report->html, item ? *line + strlen("- ") : *line);
        put(report, item ? "</li>\n" : "</p>\n");
    }
    if (listing)
        put(report, "</ul>\n");
}

void put_wording(struct report *report, enum text text)
{
    put_wordings(report, &text, 1);
}

void put_row(struct report *report, enum report_text name, const char *value)
{
    if (!value)
        return;
    put(report, "<dt>");
    put_say(report, name);
    put(report, "</dt><dd>");
    markup_line(report->html, value);
    put(report, "</dd>\n");
}

bool report_is_dated(const struct entry *entry)
{
    return g_date_valid(&entry->deadline);
}

bool report_is_running(const struct entry *entry)
{
    return entry->status == STATUS_OPEN || entry->status == STATUS_PROVISIONAL;
}

int report_days_left(const struct report *report, const struct entry *entry)
{
    return words_days_left(entry, report->facts->now);
}
