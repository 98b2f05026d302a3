/* The first look at a mail: from its header as it lies in the file, whether it may be a candidate
 * of the rules. Plain C on memory that others own: it loads nothing, allocates nothing, and so
 * costs next to nothing for the mail that is none of ours.
 *
 * Sound, not exact: TRIAGE_NO is only said where detect_candidate (detect/detect.h) would say no
 * too. Whatever is not understood, too long or too odd is TRIAGE_MAYBE. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of a header block. A longer one is TRIAGE_MAYBE: callers need not read on. */
#define TRIAGE_MAX_HEADER ((size_t)64 * 1024)

/* The image of a table, as detect/triage_table.h makes it and a file keeps it: this head, then the
 * rows of all automata, in the byte order of the machine. */
#define TRIAGE_MAGIC "VIGIETRI"
#define TRIAGE_VERSION 1
#define TRIAGE_SYMBOLS 128
/* The state in which a candidate was found. */
#define TRIAGE_FOUND 0
/* The state before the first symbol. */
#define TRIAGE_START 1

/* Automata that read a From: one for all would have more states than the three. */
#define TRIAGE_FROM 3

/* States by symbols (triage/symbols.h), of which many act alike: `column` says which. */
struct triage_automaton {
    uint64_t rows; /* offset in the image of uint16_t[states][columns]: the next state */
    uint32_t states, columns;
    uint8_t column[TRIAGE_SYMBOLS];
};

struct triage_image {
    char magic[8];
    uint32_t version;
    uint32_t everything; /* not 0: each mail is a candidate */
    uint64_t size;       /* of the image */
    uint64_t stamp[2];   /* of the rules that it was made from */
    struct triage_automaton subject;
    struct triage_automaton from[TRIAGE_FROM]; /* each reads a From */
};

enum triage { TRIAGE_NO, TRIAGE_MAYBE };

/* Whether the `size` bytes at `image`, aligned for uint64_t, are whole and of this version. */
bool triage_is_image(const void *image, size_t size);

/* Looks at the header block that `mail` begins with, up to the empty line or to its end, with or
 * without a leading mbox line. `image` was found good by triage_is_image. */
enum triage triage_look(const struct triage_image *image, const char *mail, size_t length);
/* The same; `*whole`: the empty line that ends the header is among the bytes. Where it is not, the answer is
 * about a part of the header, and TRIAGE_NO says nothing about the mail. */
enum triage triage_look_on(const struct triage_image *image, const char *mail, size_t length,
                           bool *whole);
