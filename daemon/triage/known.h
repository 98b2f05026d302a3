/* What a `vigie scan` came to that left nothing to read: a record in the user's cache by which the launcher
 * answers the same question, as long as nothing changed. Plain C, as all here.
 *
 * It holds where the same was asked (words, folder, language, user), the rules are the same, the
 * configuration and the database are so byte for byte, and each folder and file that was looked at has the
 * same inode, size and times. In any doubt it does not, and the whole program looks. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KNOWN_NAME "scan.known"
#define KNOWN_MAGIC "VIGIEKN1"

/* The record, of 8 bytes aligned: this head, entries, then what is printed. */
struct known_record {
    char magic[8];
    uint64_t call[2], rules[2];
    uint32_t entries, text; /* how many, and the text's length */
};

enum known_type {
    KNOWN_PLACE, /* facts: device, inode, size, times in nanoseconds of change of content and of inode */
    KNOWN_BYTES, /* facts: a stamp of what the file holds */
};
#define KNOWN_FACTS 5

struct known_entry {
    uint32_t type, name; /* length of the path behind this head, with zeros up to the next 8 bytes */
    uint64_t facts[KNOWN_FACTS];
};

/* The question, as it was asked of this process: `argv` without its first word. False where the folder
 * cannot be told. */
bool known_call(char *const *argv, uint64_t stamp[2]);

struct stat;
void known_place(const struct stat *facts, uint64_t place[KNOWN_FACTS]);
/* False where the file cannot be read, or is too long to be compared at each scan. None at all counts as
 * one of its own kind. */
bool known_bytes(const char *path, uint64_t bytes[KNOWN_FACTS]);

/* Whether the `size` bytes at `known`, aligned for uint64_t, are a whole record, and it holds. */
bool known_holds(const struct known_record *known, size_t size, const uint64_t call[2],
                 const uint64_t rules[2]);
/* Of one that holds: `text` bytes. */
const char *known_text(const struct known_record *known, size_t size);
