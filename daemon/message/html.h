/* HTML to the text that a person sees, by libxml2's SAX push parser: no tree, input bounded. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct html_text {
    GString *text;    /* visible text: blocks, rows and <br> end a line, cells are joined by TAB;
                         adjacent inline elements (<b>, <span>) never part a word */
    bool truncated;   /* not all was read: too long, too deep, too many attributes */
    bool hidden;      /* something hidden (display:none, visibility:hidden, zero size, colour of its
                         background) was left out */
    GPtrArray *hosts; /* of char *: hosts of href, lower case */
};

/* `html` is UTF-8 (the caller converts; a charset of a meta element is ignored); at most
 * MESSAGE_MAX_TEXT of it is read. The caller frees with html_text_free. */
struct html_text *html_to_text(const char *html, gsize length);
void html_text_free(struct html_text *text);
