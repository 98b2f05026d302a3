/* An entry whose words a mail, a person or a server has chosen, from the bytes of an input: the first
 * chooses among what an entry can be, the rest is words parted by NULs. */
#pragma once

#include "../unit/alert_fixture.h"
#include "fuzz.h"

/* The next word as UTF-8, as everything that is stored is; NULL where none is left, or it is empty.
 * The caller frees. */
static inline char *hostile_word(const uint8_t **data, size_t *size)
{
    const uint8_t *word = *data;
    const size_t length = strnlen((const char *)word, *size);
    const size_t step = MIN(length + 1, *size);

    *data += step;
    *size -= step;
    return length > 0 ? fuzz_utf8(word, length) : NULL;
}

static inline struct entry *hostile_entry(uint8_t choice, const uint8_t **data, size_t *size)
{
    struct entry *entry = fixture_entry();

    entry->status = choice % (STATUS_DISMISSED + 1);
    if (status_is_closed(entry->status))
        entry->closed_at = fixture_instant("2026-03-23T12:00:00+01:00");
    if (choice & 0x40)
        entry->last_call = 0;
    entry->changes = 1;
    entry->changed_at = entry->created_at;
    entry->person = hostile_word(data, size);
    entry->note = hostile_word(data, size);
    g_free(entry->code);
    entry->code = hostile_word(data, size);
    g_free(entry->mailbox);
    entry->mailbox = hostile_word(data, size);
    entry->recipient = hostile_word(data, size);
    return entry;
}
