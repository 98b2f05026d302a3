/* What <style> elements say of elements, classes and ids ("td", ".x", "td.x", "#x"), alone or below
 * others ("div.x p"), outside of conditional @media. Where other selectors set backgrounds, no
 * background is known any more: white text may well stand on blue, and text that shows must never
 * be taken for hidden. */
#pragma once

#include "message/html_style.h"

struct html_rules;
struct html_rules *html_rules_new(void);
void html_rules_free(struct html_rules *rules);

/* Adds the rules of `css`, the content of a <style> element. */
void html_rules_add(struct html_rules *rules, const char *css);

/* Applies what the rules say of `element` with these attributes (NULL: without) to `style`, which
 * its parent's has become. */
void html_rules_apply(const struct html_rules *rules, const char *element, const char *classes,
                      const char *id, struct html_style *style);
