/* As much of CSS as tells whether a reader sees a text: the declarations of an element. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum html_display {
    HTML_DISPLAY_DEFAULT,
    HTML_DISPLAY_INLINE,
    HTML_DISPLAY_INLINE_BLOCK,
    HTML_DISPLAY_BLOCK
};

#define HTML_COLOUR_UNKNOWN (-1) /* a picture, a gradient, a word that we do not know */
#define HTML_COLOUR_CLEAR (-2)   /* transparent */

/* How an element looks. All but `none` and `display` is inherited; `gone` cannot be undone by what
 * is inside, the others can. */
struct html_style {
    bool none;     /* display:none on this element, which a later declaration may undo */
    bool gone;     /* inside one that is not shown, transparent, without height, far off the page */
    bool hidden;   /* visibility:hidden */
    bool tiny;     /* font-size of a pixel at most */
    bool pre;      /* white space is kept */
    gint32 colour; /* 0xRRGGBB, HTML_COLOUR_UNKNOWN or HTML_COLOUR_CLEAR */
    gint32 background;
    guint64 scopes; /* which ancestors that html_rules speak of are open */
    enum html_display display;
};

/* Applies the declarations `css` ("display: none; color: #fff") to `style`. */
void html_style_apply(struct html_style *style, const char *css);

/* The colour that `value`, in lower case, begins with; HTML_COLOUR_UNKNOWN where it is none that we
 * know. */
gint32 html_colour(const char *value);

/* Whether text of this style shows. */
bool html_style_is_visible(const struct html_style *style);
