/* What the wording is made of: texts with {named} places, in both languages; the words that fill
 * them; paragraphs. Each sink has its language, so that one process speaks both: gettext, which
 * takes its language from the process, serves the rest of the program but not the alerts. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "alert/wording_texts.h"
#include "cases/entry.h"
#include "detect/right.h"

#define NBSP "\u00a0"

/* From the name of a language, "fr" or "en", and back. */
enum tongue tongue_of(const char *language);
const char *language_of(enum tongue tongue);

/* « 2 mars », « 1er mai », "2 March". */
char *words_day(enum tongue tongue, const GDate *date);
/* « 17 h 30 », « 8 h », "17:30". */
char *words_hour(enum tongue tongue, int minute);
char *words_opening(enum tongue tongue, const struct opening *opening);
/* « 1 jour », « 2 jours »; the plural's rule is the tongue's. */
char *words_count(enum tongue tongue, int count, const char *one, const char *many);
char *words_days(enum tongue tongue, int days);
/* « aujourd’hui », « demain », « dans 3 jours », « il y a 2 jours ». */
char *words_left(enum tongue tongue, int days);

/* Days from the civil day of `now` to the deadline, and whether that has passed: it is known and was
 * before that day. */
int words_days_left(const struct entry *entry, gint64 now);
bool words_is_past(const struct entry *entry, gint64 now);

/* `value` (taken) with control characters and what turns the direction of text blanked, and made
 * valid UTF-8. */
char *words_harmless(char *value);

/* A page being written: what fills the places, and what was said so far. */
struct page {
    enum tongue tongue;
    glong columns;      /* at which lines are wrapped */
    bool marks_headings;
    GHashTable *values; /* of char * by char * */
    GString *text;
};
void page_begin(struct page *page, enum tongue tongue);
/* Lines stay as long as they are, and a heading begins with "# ". */
void page_lay_out_later(struct page *page);
/* The text so far; frees the rest. */
char *page_end(struct page *page);

/* Sets {name}; takes `value` (NULL: unsets), made harmless: names and errors come from mails and
 * servers. */
void page_set(struct page *page, const char *name, char *value);
/* The values that every text about `right`, and about `entry`, may use. */
void page_set_right(struct page *page, const struct right *right);
void page_set_entry(struct page *page, const struct entry *entry, gint64 now, bool reveal);
/* {subject}: the right's name, with the person of `entry` (NULL: none) where one is known. */
void page_set_subject(struct page *page, const struct right *right, const struct entry *entry);

/* `template`, or `text`, with its places filled, in one string that the caller frees. */
char *page_fill_template(const struct page *page, const char *template);
char *page_fill(const struct page *page, enum text text);
/* Adds a line, wrapped at `columns` (76 unless changed); what continues it stands under its first
 * word. */
void page_line(struct page *page, enum text text);
/* Adds an empty line, unless there is nothing or one already. */
void page_gap(struct page *page);
/* A paragraph of its own. */
void page_paragraph(struct page *page, enum text text);
/* A line above what follows. */
void page_heading(struct page *page, enum text text);
