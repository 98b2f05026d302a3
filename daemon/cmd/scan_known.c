/* What the launcher is told of a scan. */
#include "cmd/scan_known.h"

#include <string.h>

#include "base/places.h"
#include "source/fresh.h"
#include "store/store.h"
#include "triage/known.h"
#include "triage/stamp.h"

#define MAX_ENTRIES 2000 /* each costs the launcher a stat(2) */

struct scan_known {
    struct known_record head;
    GByteArray *entries;
    char **rules, **configurations;
    uint64_t texts[PLACES_CONFIGS][KNOWN_FACTS]; /* of the configurations, before they were read */
    char *state, *text;
    bool doubt;
};

static bool stamp_configurations(const struct scan_known *known,
                                 uint64_t texts[PLACES_CONFIGS][KNOWN_FACTS])
{
    memset(texts, 0, sizeof known->texts);
    for (gsize i = 0; known->configurations[i]; i++) {
        g_autofree char *text = NULL;

        /* A variable of the environment would be one more thing to compare. */
        if (g_file_get_contents(known->configurations[i], &text, NULL, NULL) && strchr(text, '$'))
            return false;
        if (!known_bytes(known->configurations[i], texts[i]))
            return false;
    }
    return true;
}

struct scan_known *scan_known_new(const struct globals *globals)
{
    struct scan_known *known = g_new0(struct scan_known, 1);

    memcpy(known->head.magic, KNOWN_MAGIC, sizeof known->head.magic);
    memcpy(known->head.call, globals->call, sizeof known->head.call);
    known->entries = g_byte_array_new();
    known->rules = places_rules(NULL);
    known->configurations = places_configs(globals->config);
    known->doubt = globals->rules || globals->clock.set || !(globals->call[0] | globals->call[1]) ||
                   !stamp_of((const char *const *)known->rules, known->head.rules) ||
                   !stamp_configurations(known, known->texts);
    return known;
}

void scan_known_free(struct scan_known *known)
{
    if (!known)
        return;
    g_byte_array_unref(known->entries);
    g_strfreev(known->rules);
    g_strfreev(known->configurations);
    g_free(known->state);
    g_free(known->text);
    g_free(known);
}

static void add(struct scan_known *known, const char *path, enum known_type type,
                const uint64_t facts[KNOWN_FACTS])
{
    static const guint8 zeros[sizeof(uint64_t)];
    const gsize length = strlen(path), more = sizeof zeros - length % sizeof zeros;
    struct known_entry entry = { .type = type, .name = (uint32_t)(length + more) };

    memcpy(entry.facts, facts, sizeof entry.facts);
    g_byte_array_append(known->entries, (const guint8 *)&entry, sizeof entry);
    g_byte_array_append(known->entries, (const guint8 *)path, (guint)length);
    g_byte_array_append(known->entries, zeros, (guint)more);
    known->head.entries++;
}

void scan_known_place(struct scan_known *known, const char *path, const struct stat *facts)
{
    uint64_t place[KNOWN_FACTS];

    if (!known || known->doubt)
        return;
    if (!facts || known->head.entries == MAX_ENTRIES ||
        fresh_is(fresh_changed(facts), FRESH_SURE_NS)) {
        known->doubt = true;
        return;
    }
    known_place(facts, place);
    add(known, path, KNOWN_PLACE, place);
}

void scan_known_maildir(struct scan_known *known, const char *path)
{
    static const char *const folders[] = { "new", "cur" };

    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *folder = g_build_filename(path, folders[i], NULL);
        struct stat facts;

        scan_known_place(known, folder, stat(folder, &facts) == 0 ? &facts : NULL);
    }
}

void scan_known_say(struct scan_known *known, const char *state, const char *text)
{
    known->state = g_strdup(state);
    known->text = g_strdup(text);
}

/* The state as the scan left it: one that is put in its place later may know nothing of these mails. */
static bool add_state(struct scan_known *known)
{
    static const char *const files[] = { "vigie.db", "vigie.db-wal" };

    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(known->state, files[i], NULL);
        uint64_t bytes[KNOWN_FACTS];

        if (!known_bytes(path, bytes))
            return false;
        add(known, path, KNOWN_BYTES, bytes);
    }
    return true;
}

/* Whether rules and configuration are what they were when they had not been read yet. */
static bool is_as_before(const struct scan_known *known)
{
    uint64_t texts[PLACES_CONFIGS][KNOWN_FACTS], rules[2];

    return stamp_of((const char *const *)known->rules, rules) &&
           memcmp(rules, known->head.rules, sizeof rules) == 0 &&
           stamp_configurations(known, texts) && memcmp(texts, known->texts, sizeof texts) == 0;
}

void scan_known_save(struct scan_known *known)
{
    g_autoptr(GByteArray) record = g_byte_array_new();

    if (known->doubt || !known->text || !is_as_before(known))
        return;
    for (gsize i = 0; known->configurations[i]; i++)
        add(known, known->configurations[i], KNOWN_BYTES, known->texts[i]);
    if (!add_state(known))
        return;
    known->head.text = (uint32_t)strlen(known->text);
    g_byte_array_append(record, (const guint8 *)&known->head, sizeof known->head);
    g_byte_array_append(record, known->entries->data, known->entries->len);
    g_byte_array_append(record, (const guint8 *)known->text, known->head.text);
    cmd_cache_write(KNOWN_NAME, record->data, record->len);
}
