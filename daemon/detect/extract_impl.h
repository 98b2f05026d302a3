/* What extract.c found in one text, and extract_whose.c gives to its people. Internal to
 * detect/extract*. */
#pragma once

#include "detect/rule.h"

struct found_code {
    char *code, *person; /* person: named in the same match; NULL */
    gsize start, end;
};

struct found_person {
    char *name;
    gsize start;
};

struct found {
    GArray *codes, *persons;
};

/* What codes are looked for in: a view's text, or its subject, or both where the subject holds the
 * label. Offsets from `base` on are of `field`, those before it of the subject. */
struct place {
    const char *text, *field;
    gsize base;
};

/* The name in `span` of `text`, in one line; NULL where there is none. The caller frees. */
char *extract_name(const char *text, const struct span *span);

/* Notes for `explain` what pattern `index` of `rule` told, at `span` of the text of `place`. */
void extract_note_hit(struct trial *trial, const struct rule *rule, guint index,
                      const struct place *place, const struct span *span);

/* The only one of `persons` (of struct found_person), by name, which stays theirs; NULL: none, or
 * several. */
const char *whose_only(const GArray *persons);

/* Gives each code that is nobody's the person named before it, or the only one. Codes and persons are in
 * the order of the text. */
void whose_by_place(struct found *found);

/* Then each that is still nobody's, of several, the name that stands by it as others stand by theirs,
 * by the patterns of `rule` with a (?<name>…). */
void whose_by_likeness(struct trial *trial, const struct rule *rule, const struct place *place,
                       struct found *found);
