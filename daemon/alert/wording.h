/* What an alert says, in French or English: short, formal, plain; what to do first. Never a code
 * unless `reveal`. Dates and weekdays by our own names: the C locale has no French. */
#pragma once

#include "alert/sink.h"

/* One line, at most 100 characters: « Mon espace santé : plus que 3 jours pour vous opposer ». */
char *alert_title(const struct alert *alert, const struct sink_settings *settings,
                  const struct sink_context *context);
/* Plain text, paragraphs parted by empty lines, no line over 76 columns where words allow. */
char *alert_text(const struct alert *alert, const struct sink_settings *settings,
                 const struct sink_context *context);
/* The same for who lays it out himself: lines of any length, a heading begins with "# ". */
char *alert_lines(const struct alert *alert, const struct sink_settings *settings,
                  const struct sink_context *context);
/* Of these, the line that tells the deadline of its one case; NULL where there is none. */
char *alert_deadline_line(const struct alert *alert, const struct sink_settings *settings,
                          const struct sink_context *context);
/* The title that is the same for all that is said of its one case while the time runs; NULL for an
 * alert that says more than that. */
char *alert_case_title(const struct alert *alert, const struct sink_settings *settings,
                       const struct sink_context *context);
/* What it is, the facts and what to run (the first two paragraphs of the text and the last), in
 * lines of any length: for where there is little room. */
char *alert_brief(const struct alert *alert, const struct sink_settings *settings,
                  const struct sink_context *context);

/* « mercredi 23 février 2022 » / "Wednesday 23 February 2022". `language` "fr" or "en". */
char *wording_date(const GDate *date, const char *language);
/* « mercredi 23 février 2022 à 17 h 30 (heure de Paris) ». */
char *wording_instant(gint64 instant, const char *language);
/* The two ways to oppose, step by step (3.3.a and 3.3.b of the terms of use), for `guide` and for
 * the alert mail. `entry` may be NULL (before any notice); its code only where `reveal`. */
char *wording_guide(const struct entry *entry, const struct right *right, gint64 now, bool reveal,
                    const char *language);
/* The same as alert_lines is to alert_text. */
char *wording_guide_lines(const struct entry *entry, const struct right *right, gint64 now,
                          bool reveal, const char *language);
/* A line of an entry's history, which is stored in English; NULL where it stays as it is: in English,
 * or where it is not known here. The caller frees. */
char *wording_event(const char *event, const char *language);
/* "fr" or "en": `wanted` where set, else from LANGUAGE, LC_ALL, LC_MESSAGES, LANG; else "fr". */
const char *wording_language(const char *wanted);
