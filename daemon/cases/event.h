/* What there is to tell a person, by the names of the contract. */
#pragma once

#include <stdbool.h>

enum event {
    EVENT_NEW,
    EVENT_REMINDER,
    EVENT_LAST_CALL,
    EVENT_EXPIRED,
    EVENT_CLOSED,
    EVENT_FORGED,
    EVENT_AMBIGUOUS,
    EVENT_UNRECOGNISED,
    EVENT_DIGEST,
    EVENT_BLIND,
    EVENT_SEEING,
    EVENT_SET_ASIDE,
    EVENT_SINK_FAILED,
    EVENT_TROUBLE,
    EVENT_HEARTBEAT,
};

const char *event_name(enum event event);
bool event_from_name(const char *name, enum event *event);
