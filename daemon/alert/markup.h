/* Words of ours and of mails as HTML, for the report's page and for alerts by mail. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The colours of both schemes, in one place: the page names them as custom properties, which web
 * mails do not know. The tests measure the contrast. */
#define LIGHT_PAPER "#f4f6f4"
#define LIGHT_CARD "#ffffff"
#define LIGHT_INK "#1c2a2e"
#define LIGHT_SOFT "#4b5b61"
#define LIGHT_LINE "#cfd8d6"
#define LIGHT_ACCENT "#0b5a68"
#define LIGHT_CALM "#e2f1e8"
#define LIGHT_ON_CALM "#14532d"
#define LIGHT_URGENT "#fde4df"
#define LIGHT_ON_URGENT "#8a1c10"
#define DARK_PAPER "#10181b"
#define DARK_CARD "#19232a"
#define DARK_INK "#e9eff0"
#define DARK_SOFT "#b0bfc4"
#define DARK_LINE "#34434a"
#define DARK_ACCENT "#82cbd9"
#define DARK_CALM "#143422"
#define DARK_ON_CALM "#aee8c4"
#define DARK_URGENT "#47190f"
#define DARK_ON_URGENT "#ffcbc1"

/* Escaped, and made harmless. */
void markup_text(GString *html, const char *text);
/* The same, with the command at its end marked as such. */
void markup_line(GString *html, const char *line);
/* Whether `phone` is a plain number, which a telephone may follow at a touch ("tel:"). */
bool markup_is_phone(const char *phone);
