/* Inside the report: markup being written. Whatever is not ours goes through put_text. */
#pragma once

#include "alert/report.h"
#include "alert/report_texts.h"
#include "alert/wording_parts.h"

struct report {
    const struct report_facts *facts;
    struct page words; /* fills the places of texts */
    GString *html;
};

/* Markup of ours, as it stands. */
void put(struct report *report, const char *markup);
G_GNUC_PRINTF(2, 3) void putf(struct report *report, const char *format, ...);
/* Escaped, and made harmless. */
void put_text(struct report *report, const char *text);

/* The text with its places filled. The caller frees. */
char *report_fill(const struct report *report, enum report_text text);
void put_say(struct report *report, enum report_text text);
/* <tag>text</tag>, commands marked; what `tag` has behind its name are its attributes. */
void put_element(struct report *report, const char *tag, enum report_text text);
/* What alerts say: lines become paragraphs, lines with a dash a list, commands are marked. */
void put_wording(struct report *report, enum text text);
void put_wordings(struct report *report, const enum text *texts, gsize count);
/* A row of a <dl>: nothing where `value` is NULL. */
void put_row(struct report *report, enum report_text name, const char *value);

int report_days_left(const struct report *report, const struct entry *entry);
bool report_is_dated(const struct entry *entry);
/* Its delay is running, or its date is still to be told: there is something to do. */
bool report_is_running(const struct entry *entry);

/* The CSS. Its colours are custom properties, for the test that measures their contrast. */
const char *report_style(void);

/* --- report_timeline.c: the picture and the list of its dates. */
void put_timeline(struct report *report, const struct entry *entry);
/* --- report_entry.c: a case, as a section of the page. */
void put_case(struct report *report, const struct report_case *one);
/* --- report_watch.c: whether everything is watched: one line, and the table. */
void put_watch_line(struct report *report);
void put_watch(struct report *report);
