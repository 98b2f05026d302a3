/* Filling and laying out texts. */
#include "alert/wording_parts.h"

#include <string.h>

#include "alert/wording.h"
#include "base/shown.h"

#define COLUMNS 76

void page_begin(struct page *page, enum tongue tongue)
{
    page->tongue = tongue;
    page->columns = COLUMNS;
    page->marks_headings = false;
    page->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    page->text = g_string_new(NULL);
}

void page_lay_out_later(struct page *page)
{
    page->columns = G_MAXLONG;
    page->marks_headings = true;
}

char *page_end(struct page *page)
{
    g_hash_table_unref(page->values);
    return g_string_free(page->text, FALSE);
}

/* What no font may know is left out as well: it would stand as a box in a title. */
static bool is_harmless(gunichar c)
{
    return !shown_is_obeyed(c) && g_unichar_isdefined(c);
}

char *words_harmless(char *value)
{
    g_autofree char *valid = g_utf8_make_valid(value, -1);
    GString *clean = g_string_new(NULL);

    for (const char *at = valid; *at; at = g_utf8_find_next_char(at, NULL)) {
        gunichar c = g_utf8_get_char(at);

        g_string_append_unichar(clean, is_harmless(c) ? c : ' ');
    }
    g_free(value);
    return g_string_free(clean, FALSE);
}

void page_set(struct page *page, const char *name, char *value)
{
    if (value)
        g_hash_table_insert(page->values, g_strdup(name), words_harmless(value));
    else
        g_hash_table_remove(page->values, name);
}

void page_set_right(struct page *page, const struct right *right)
{
    page_set(page, "title", g_strdup(right->title));
    page_set(page, "phone", g_strdup(right->phone));
    page_set(page, "site", g_strdup(right->site));
    page_set(page, "hours", words_opening(page->tongue, &right->opening));
}

static char *code_of(const struct entry *entry, bool reveal)
{
    if (reveal && entry->status != STATUS_SUSPECT)
        return g_strdup(entry->code);
    return entry_code_masked(entry);
}

static void set_deadline(struct page *page, const struct entry *entry, gint64 now)
{
    int days = words_days_left(entry, now);

    page_set(page, "deadline", wording_date(&entry->deadline, language_of(page->tongue)));
    page_set(page, "left", words_left(page->tongue, days));
    page_set(page, "days", words_days(page->tongue, days));
}

void page_set_entry(struct page *page, const struct entry *entry, gint64 now, bool reveal)
{
    page_set(page, "id", g_strdup_printf("%" G_GINT64_FORMAT, entry->id));
    page_set(page, "person", g_strdup(entry->person));
    page_set(page, "code", code_of(entry, reveal));
    page_set(page, "last_call",
             entry->last_call ? wording_instant(entry->last_call, language_of(page->tongue))
                              : NULL);
    if (g_date_valid(&entry->deadline))
        set_deadline(page, entry, now);
}

/* A place without a value is a fault of ours; the test fills every text. */
static const char *fill_place(const struct page *page, GString *out, const char *place)
{
    const char *end = strchr(place, '}');
    g_autofree char *name = g_strndup(place + 1, (gsize)(end - place - 1));
    const char *value = g_hash_table_lookup(page->values, name);

    g_string_append(out, value ? value : "?");
    return end;
}

char *page_fill_template(const struct page *page, const char *template)
{
    GString *out = g_string_new(NULL);

    for (const char *at = template; *at; at++) {
        if (*at == '{')
            at = fill_place(page, out, at);
        else if (*at == '~')
            g_string_append(out, NBSP);
        else
            g_string_append_c(out, *at);
    }
    return g_string_free(out, FALSE);
}

char *page_fill(const struct page *page, enum text text)
{
    return page_fill_template(page, wording_text(text, page->tongue));
}

/* "  1. " and "- ": what follows stands under the first word. */
static gsize indent_of(const char *line)
{
    gsize spaces = strspn(line, " ");
    gsize sign = strspn(line + spaces, "0123456789.-");

    return sign && line[spaces + sign] == ' ' ? spaces + sign + 1 : spaces;
}

static void wrap_line(GString *out, const char *line, glong columns)
{
    gsize indent = indent_of(line);
    g_auto(GStrv) words = g_strsplit(line + indent, " ", -1);
    glong column = (glong)indent;

    g_string_append_len(out, line, (gssize)indent);
    for (gsize i = 0; words[i]; i++) {
        glong width = g_utf8_strlen(words[i], -1);

        if (i > 0 && column + 1 + width > columns) {
            g_string_append_printf(out, "\n%*s", (int)indent, "");
            column = (glong)indent;
        } else if (i > 0) {
            g_string_append_c(out, ' ');
            column++;
        }
        g_string_append(out, words[i]);
        column += width;
    }
    g_string_append_c(out, '\n');
}

void page_line(struct page *page, enum text text)
{
    g_autofree char *filled = page_fill(page, text);
    g_auto(GStrv) lines = g_strsplit(filled, "\n", -1);

    for (gsize i = 0; lines[i]; i++)
        wrap_line(page->text, lines[i], page->columns);
}

void page_gap(struct page *page)
{
    if (page->text->len > 0 && !g_str_has_suffix(page->text->str, "\n\n"))
        g_string_append_c(page->text, '\n');
}

void page_paragraph(struct page *page, enum text text)
{
    page_gap(page);
    page_line(page, text);
}

void page_heading(struct page *page, enum text text)
{
    page_gap(page);
    if (page->marks_headings)
        g_string_append(page->text, "# ");
    page_line(page, text);
}
