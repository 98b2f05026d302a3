/* What the keeper's calendars are to show, and what was put there. */
#include "alert/calendar.h"
#include "alert/wording.h"
#include "run/keeper_state.h"
#include "store/entries.h"
#include "store/items.h"

/* A file is written whole: nothing of it need be remembered. */
static const char *place_of(const struct sink_settings *settings)
{
    return settings->vdir ? settings->vdir : settings->caldav;
}

static GHashTable *load_items(struct keeper *keeper, const struct sink_settings *settings,
                              GError **error)
{
    const char *place = place_of(settings);

    if (place)
        return items_load(keeper->store, place, error);
    return g_hash_table_new(g_str_hash, g_str_equal);
}

/* Those that the sink may show. */
static void keep_carried(GPtrArray *entries, const struct sink_settings *settings)
{
    for (guint i = entries->len; i > 0; i--)
        if (!sink_carries(settings, ((const struct entry *)entries->pdata[i - 1])->owner))
            g_ptr_array_remove_index(entries, i - 1);
}

struct publication *publication_new(struct keeper *keeper, const struct sink_settings *settings,
                                    GError **error)
{
    const struct calendar_style style = { .right = rules_right(keeper->start->rules),
                                          .key = store_key(keeper->store),
                                          .language = wording_language(settings->language),
                                          .remind_before = keeper->start->settings->remind_before,
                                          .todo = settings->todo,
                                          .reveal = settings->reveal };
    g_autoptr(GPtrArray) entries = entries_list(keeper->store, true, keeper_now(keeper), error);
    GHashTable *items = entries ? load_items(keeper, settings, error) : NULL;
    struct publication *publication;

    if (!items)
        return NULL;
    keep_carried(entries, settings);
    publication = g_new0(struct publication, 1);
    publication->pieces = calendar_pieces(entries, &style);
    publication->whole = calendar_text(entries, &style);
    publication->items = items;
    return publication;
}

void publication_free(struct publication *publication)
{
    g_ptr_array_unref(publication->pieces);
    g_bytes_unref(publication->whole);
    g_hash_table_unref(publication->items);
    g_free(publication);
}

bool publication_note(struct keeper *keeper, const struct sink_settings *settings,
                      const struct publication *publication, GError **error)
{
    const char *place = place_of(settings);

    return !place || items_save(keeper->store, place, publication->items, error);
}
