/* The keeper and the key of the codes. */
#include "base/log.h"
#include "run/keeper_state.h"
#include "store/codes.h"
#include "store/outbox.h"

void keeper_make_key(const struct keeper_start *start)
{
    const char *file = start->settings->key_file;

    if (file && !g_file_test(file, G_FILE_TEST_EXISTS))
        store_free(store_open_with(start->state, STORE_CREATE,
                                   &(struct store_options){ .key_file = file }, NULL));
}

bool keeper_look_at_key(struct keeper *keeper, GError **error)
{
    g_autoptr(GError) fault = NULL;
    gint64 now = keeper_now(keeper), count = 0;
    g_autofree char *why = NULL, *detail = NULL;
    g_autofree char *key = g_strdup_printf("key-%" G_GINT64_FORMAT, now / (24 * 3600));

    if (!codes_settle(keeper->store, error) ||
        !codes_locked(keeper->store, &count, &why, error))
        return false;
    if (codes_check(keeper->store, &fault) && !why)
        return true;
    detail = g_strdup_printf("%s. Deadlines and reminders are as before; a code that is missing "
                             "stands in its mail",
                             why ? why : fault->message);
    log_warning(NULL, "%s", detail);
    return outbox_raise(keeper->store, EVENT_TROUBLE, key, NULL, detail, now, error);
}

void keeper_follow_key(struct keeper *keeper)
{
    guint readings = codes_readings(keeper->store);
    g_autoptr(GError) error = NULL;

    if (readings == keeper->key_readings)
        return;
    keeper->key_readings = readings;
    log_notice(NULL, "the key of the codes has changed: it is read anew");
    if (!keeper_look_at_key(keeper, &error))
        keeper_store_failed(keeper, error);
}
