/* Records of scans. */
#include "triage/known.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "triage/stamp.h"

bool known_call(char *const *argv, uint64_t stamp[2])
{
    /* Where things are, and the language. */
    static const char *const variables[] = {
        "HOME",     "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "STATE_DIRECTORY",
        "LANGUAGE", "LC_ALL",          "LC_MESSAGES",   "LC_CTYPE",       "LANG",
    };
    const uid_t user = geteuid();
    char folder[PATH_MAX];

    if (!getcwd(folder, sizeof folder))
        return false;
    stamp[0] = stamp[1] = 0;
    stamp_add(stamp, (const char *)&user, sizeof user);
    stamp_add(stamp, folder, strlen(folder));
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);

        /* Not set is not empty. */
        stamp_add(stamp, value ? value : "=", value ? strlen(value) : 2);
    }
    for (argv++; *argv; argv++)
        stamp_add(stamp, *argv, strlen(*argv));
    return true;
}

static uint64_t nanoseconds(struct timespec time)
{
    return (uint64_t)time.tv_sec * 1000000000U + (uint64_t)time.tv_nsec;
}

void known_place(const struct stat *facts, uint64_t place[KNOWN_FACTS])
{
    place[0] = facts->st_dev;
    place[1] = facts->st_ino;
    place[2] = (uint64_t)facts->st_size;
    place[3] = nanoseconds(facts->st_mtim);
    place[4] = nanoseconds(facts->st_ctim);
}

bool known_bytes(const char *path, uint64_t bytes[KNOWN_FACTS])
{
    memset(bytes, 0, KNOWN_FACTS * sizeof *bytes);
    return stamp_of_file(path, bytes);
}

static bool is_same(const struct known_entry *entry, const char *path)
{
    uint64_t now[KNOWN_FACTS];
    struct stat facts;

    if (entry->type == KNOWN_BYTES)
        return known_bytes(path, now) && memcmp(now, entry->facts, sizeof now) == 0;
    if (entry->type != KNOWN_PLACE || stat(path, &facts) < 0)
        return false;
    known_place(&facts, now);
    return memcmp(now, entry->facts, sizeof now) == 0;
}

/* Goes over the entries from `at`; false where one has changed, or does not lie within `end`. */
static bool are_same(const char *at, const char *end, uint32_t entries)
{
    for (; entries; entries--) {
        const struct known_entry *entry = (const void *)at;
        const char *path = at + sizeof *entry;

        if ((size_t)(end - at) < sizeof *entry || (size_t)(end - path) < entry->name ||
            entry->name == 0 || entry->name % sizeof(uint64_t) || path[entry->name - 1] ||
            !is_same(entry, path))
            return false;
        at = path + entry->name;
    }
    return at == end;
}

bool known_holds(const struct known_record *known, size_t size, const uint64_t call[2],
                 const uint64_t rules[2])
{
    return size >= sizeof *known && memcmp(known->magic, KNOWN_MAGIC, sizeof known->magic) == 0 &&
           known->text <= size - sizeof *known &&
           memcmp(known->call, call, sizeof known->call) == 0 &&
           memcmp(known->rules, rules, sizeof known->rules) == 0 &&
           are_same((const char *)(known + 1), known_text(known, size), known->entries);
}

const char *known_text(const struct known_record *known, size_t size)
{
    return (const char *)known + size - known->text;
}
