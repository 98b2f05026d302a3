/* What the tests of alerts have in common: the right, a case, a sink. The case: sent on Monday
 * 2 March 2026, so that its deadline is Monday 13 April, 17:30 the last call. */
#pragma once

#include <string.h>

#include "alert/sink.h"
#include "base/civil.h"
#include "base/mark.h"
#include "detect/right.h"

#define FIXTURE_CODE "vC4xZ3aQ2wS1"
#define FIXTURE_MASKED "vC****S1"

static inline gint64 fixture_instant(const char *text)
{
    gint64 instant = 0;

    g_assert_true(civil_instant_parse(text, &instant));
    return instant;
}

static inline struct right *fixture_right(void)
{
    struct right *right = g_new0(struct right, 1);

    right->title = (char *)(gsize)"Mon espace santé";
    right->days = 42;
    right->phone = (char *)(gsize)"3422";
    right->site = (char *)(gsize)"monespacesante.fr";
    right->opening = (struct opening){ 0x3e, 8 * 60 + 30, 17 * 60 + 30 }; /* Monday to Friday */
    right->holidays = g_array_new(FALSE, FALSE, sizeof(struct holiday));
    right->easter = g_array_new(FALSE, FALSE, sizeof(int));
    return right;
}

static inline void fixture_right_free(struct right *right)
{
    g_array_unref(right->holidays);
    g_array_unref(right->easter);
    g_free(right);
}

static inline struct entry *fixture_entry(void)
{
    struct entry *entry = entry_new();

    entry->id = 3;
    entry->status = STATUS_OPEN;
    entry->code = g_strdup(FIXTURE_CODE);
    g_assert_true(civil_date_parse("2026-03-02", &entry->sent));
    g_assert_true(civil_date_parse("2026-04-13", &entry->deadline));
    entry->sent_source = SENT_BODY;
    entry->last_call = fixture_instant("2026-04-13T17:30:00+02:00");
    entry->created_at = fixture_instant("2026-03-03T12:00:00+01:00");
    entry->account = g_strdup("jean");
    entry->mailbox = g_strdup("INBOX");
    entry->origin = g_strdup("imap");
    entry->message_id = g_strdup("<x@y>");
    return entry;
}

/* An alert about that case where the event speaks of one, else about an account. */
static inline struct alert *fixture_alert(enum event event)
{
    struct alert *alert = alert_new(event);

    alert->id = g_strdup("3:reminder:2026-04-10");
    alert->due_at = fixture_instant("2026-04-10T08:00:00+02:00");
    if (event < EVENT_BLIND || event == EVENT_HEARTBEAT)
        g_ptr_array_add(alert->entries, fixture_entry());
    else
        alert->account = g_strdup("jean");
    return alert;
}

static const guint8 fixture_key[MARK_KEY_BYTES] = "0123456789abcdef0123456789abcde";
