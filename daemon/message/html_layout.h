/* Where lines and cells end in text made from HTML. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum html_kind { HTML_INLINE, HTML_BLOCK, HTML_LINE_BREAK, HTML_ROW, HTML_CELL };

struct html_element {
    const char *name;
    enum html_kind kind;
    bool skipped; /* with all its content: never seen in a mail */
};

/* What is known of the element `name`; NULL where it is a plain inline one. */
const struct html_element *html_element(const char *name);

/* What parts the text so far from the next; the strongest of those that meet counts. */
enum html_gap { HTML_GAP_NONE, HTML_GAP_SPACE, HTML_GAP_TAB, HTML_GAP_LINE, HTML_GAP_BLANK_LINE };

struct html_layout {
    GString *text;
    enum html_gap gap;
    bool line_broken; /* the gap holds a <br> */
};

/* Adds text, its white space collapsed unless `pre`. */
void html_layout_put(struct html_layout *layout, const char *text, gsize length, bool pre);

/* A block begins or ends. */
void html_layout_break(struct html_layout *layout);

/* A block that stands beside its neighbours, as a cell does, begins or ends. */
void html_layout_beside(struct html_layout *layout);

/* A <br>: the second in a row makes an empty line. */
void html_layout_line(struct html_layout *layout);

/* A cell begins, in a row that began where the text was `row_start` long; a row ends. */
void html_layout_cell(struct html_layout *layout, gsize row_start);
void html_layout_row_end(struct html_layout *layout, gsize row_start);
