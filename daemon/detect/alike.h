/* Whose each of several codes is, where no words tell: of the names around the codes, those that stand
 * alike by each of them (a heading each, a clause each), whatever the words are. Pure. Internal to
 * detect/. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "detect/pattern.h"

/* One name that may be meant; `whole` also holds what belongs to it (a title), `name` lies in it. */
struct alike_name {
    struct span whole, name;
    char *text; /* as printed */
};

/* One code, in the order of the text. `person`: whose it is known to be, or NULL. */
struct alike_code {
    gsize start, end;
    const char *person;
};

/* For each of the `codes` (of struct alike_code, two at least) the name that stands before it as the
 * others' names stand before theirs (as far, in as many cells, between the same words or signs):
 * different ones, and the known person's by a code that has one.
 * Returns an array of as many pointers to struct alike_name of `names` (in the order of the text); the
 * caller unrefs. NULL where no names stand so. */
GPtrArray *alike_names(const char *text, const GArray *codes, const GArray *names);

/* The same of names that each stand after their code, in one item with it: « X attribué à Léa ; Y attribué
 * à Tom ». */
GPtrArray *alike_names_after(const char *text, const GArray *codes, const GArray *names);

/* Whether one more of `names` stands after the last of `codes` as the `chosen` of alike_names stand after
 * the codes before theirs: they may as well be those codes'. */
bool alike_one_more(const char *text, const GArray *codes, const GArray *names,
                    const GPtrArray *chosen);

/* Whether one is the other, or the other with a family name. */
bool alike_is_person(const char *name, const char *other);
