/* As much of CSS as tells whether a reader sees a text: inline style attributes, and the plainest
 * rules of <style> elements. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum html_display { HTML_DISPLAY_DEFAULT, HTML_DISPLAY_INLINE, HTML_DISPLAY_BLOCK };

#define HTML_COLOUR_UNKNOWN (-1) /* a picture, a gradient, a word that we do not know */

/* How an element looks. All but `none` and `display` is inherited; `gone` cannot be undone by what
 * is inside, the others can. */
struct html_style {
    bool none;     /* display:none on this element, which a later declaration may undo */
    bool gone;     /* inside one that is not shown, transparent, without height, far off the page */
    bool hidden;   /* visibility:hidden */
    bool tiny;     /* font-size of a pixel at most */
    bool pre;      /* white space is kept */
    gint32 colour; /* 0xRRGGBB or HTML_COLOUR_UNKNOWN */
    gint32 background;
    enum html_display display;
};

/* Applies the declarations `css` ("display: none; color: #fff") to `style`. */
void html_style_apply(struct html_style *style, const char *css);

/* The colour that `value` names; HTML_COLOUR_UNKNOWN where it is none that we know. */
gint32 html_colour(const char *value);

/* Whether text of this style shows. */
bool html_style_is_visible(const struct html_style *style);

/* What <style> elements say of elements and classes ("td", ".x", "td.x"), outside of @media. Where
 * other selectors set backgrounds, no background is known any more: white text may well stand on
 * blue, and text that shows must never be taken for hidden. */
struct html_rules;
struct html_rules *html_rules_new(void);
void html_rules_free(struct html_rules *rules);

/* Adds the rules of `css`, the content of a <style> element. */
void html_rules_add(struct html_rules *rules, const char *css);

/* Applies what the rules say of `element` with the attribute class="`classes`" (NULL: without). */
void html_rules_apply(const struct html_rules *rules, const char *element, const char *classes,
                      struct html_style *style);
