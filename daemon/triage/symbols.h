/* What the automata read: characters brought down to 7 bits. The value of a field is decoded as
 * message/header.c does, and letters that one of them may stand for in detect/ are one symbol.
 * Internal to triage/; detect/ builds its automata over the same symbols. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Beside these, the printable ASCII characters stand for themselves, in lower case, and for all
 * that are theirs under an accent or look like them (letters_table.h). Apostrophes are all '\''. */
enum symbol {
    SYMBOL_OTHER = 1,   /* some other character */
    SYMBOL_VAGUE,       /* perhaps SYMBOL_OTHER, perhaps nothing: what joins or is not seen */
    SYMBOL_ODD,         /* no automaton reads it: the mail may be a candidate */
    SYMBOL_SPACE_AFTER, /* a space or nothing, after a dot or an @ */
    SYMBOL_SPACE_BEFORE,
    SYMBOL_QUOTE_AFTER, /* a quotation mark or nothing, after what is no part of a word */
    SYMBOL_QUOTE_BEFORE,
    SYMBOL_END, /* of the field */
};

/* In an address the character is SYMBOL_ODD: it stands for several letters there. */
#define SYMBOL_ODD_IN_ADDRESS 0x80

/* The symbol of a character, and its flag. */
unsigned symbol_of(uint32_t character);

/* Longest value, unfolded; a longer one is not read. */
#define SYMBOL_MAX_VALUE 4096

/* The symbols of one field, SYMBOL_END the last; never more than its value has bytes, and that one. */
struct symbols {
    bool address; /* a From: quotes and spaces may vanish, letters may stand for look-alikes */
    size_t count;
    unsigned char list[SYMBOL_MAX_VALUE + 1];
    unsigned last, seen; /* the last one, the last but SYMBOL_VAGUE; at first spaces */
};

/* Reads the raw value (with its folds). False where one was odd: the mail may be a candidate. */
bool symbols_read(struct symbols *symbols, bool address, const char *raw, size_t length);
