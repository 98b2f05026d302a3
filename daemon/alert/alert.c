/* The alert as a value. */
#include "alert/sink.h"

struct alert *alert_new(enum event event)
{
    struct alert *alert = g_new0(struct alert, 1);

    alert->event = event;
    alert->entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    return alert;
}

void alert_free(struct alert *alert)
{
    g_free(alert->id);
    g_ptr_array_unref(alert->entries);
    g_free(alert->account);
    g_free(alert->detail);
    g_free(alert->thread);
    g_free(alert);
}
