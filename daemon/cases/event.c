/* The names of events. */
#include "cases/event.h"

#include <glib.h>

static const char *const names[] = {
    [EVENT_NEW] = "new",
    [EVENT_REMINDER] = "reminder",
    [EVENT_LAST_CALL] = "last-call",
    [EVENT_EXPIRED] = "expired",
    [EVENT_CLOSED] = "closed",
    [EVENT_FORGED] = "forged",
    [EVENT_AMBIGUOUS] = "ambiguous",
    [EVENT_UNRECOGNISED] = "unrecognised",
    [EVENT_DIGEST] = "digest",
    [EVENT_BLIND] = "blind",
    [EVENT_SEEING] = "seeing",
    [EVENT_SET_ASIDE] = "set-aside",
    [EVENT_SINK_FAILED] = "sink-failed",
    [EVENT_TROUBLE] = "trouble",
    [EVENT_HEARTBEAT] = "heartbeat",
};

const char *event_name(enum event event)
{
    return names[event];
}

bool event_from_name(const char *name, enum event *event)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_strcmp0(name, names[i]) == 0) {
            *event = (enum event)i;
            return true;
        }
    }
    return false;
}
