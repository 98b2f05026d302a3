/* Any bytes as what a watch and an agent say to each other: a note for the screen is refused, or
 * reads as it is written. */
#include "alert/agent_link.h"
#include "alert/desktop_note.h"
#include "base/ipc.h"
#include "fuzz.h"

static void check_note(GVariant *packed)
{
    AUTO(desktop_note) note = desktop_note_unpack(packed);
    g_autoptr(GVariant) once = NULL, twice = NULL;
    AUTO(desktop_note) again = NULL;

    if (!note)
        return;
    g_assert_cmpuint(note->urgency, <=, URGENCY_HIGHEST);
    g_assert_true(note->language && note->title && note->brief);
    once = g_variant_ref_sink(desktop_note_pack(note));
    again = desktop_note_unpack(once);
    g_assert_nonnull(again);
    twice = g_variant_ref_sink(desktop_note_pack(again));
    g_assert_true(g_variant_equal(once, twice));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autoptr(GVariant) packed = NULL, show = NULL, inner = NULL;

    fuzz_criticals_are_fatal();
    packed = g_variant_ref_sink(
        g_variant_new_from_bytes(G_VARIANT_TYPE(DESKTOP_NOTE_TYPE), bytes, FALSE));
    check_note(packed);
    show = g_variant_ref_sink(
        g_variant_new_from_bytes(G_VARIANT_TYPE(AGENT_SHOW_TYPE), bytes, FALSE));
    inner = g_variant_get_child_value(show, 1);
    check_note(inner);
    return 0;
}
