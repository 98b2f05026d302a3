/* What a notification says and offers. It is made where the entries are and shown where the screen
 * is, which may be in another process (alert/agents.h): all its words come along. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "alert/sink.h"
#include "base/auto.h"

struct desktop_note {
    gint64 entry;     /* the one it speaks of; 0: of none, or of several */
    enum urgency urgency;
    char *language;   /* "fr" or "en": of the actions */
    char *title, *brief;
    char *guide;      /* plain text, without the code; NULL: not offered */
    bool may_wait;    /* offers to be reminded tomorrow */
    char *question, *explanation; /* asked before the entry is closed; NULL: closing is not offered */
    bool supersedes;  /* it says all that older ones about this entry say: they are withdrawn */
};

/* An answer is offered where context->answers takes one. */
struct desktop_note *desktop_note_new(const struct alert *alert,
                                      const struct sink_settings *settings,
                                      const struct sink_context *context);
void desktop_note_free(struct desktop_note *note);
AUTO_DEFINE(desktop_note)

/* To a message between processes and back. NULL where `packed` (of that type) makes no sense. */
#define DESKTOP_NOTE_TYPE "(xusssmsbmsmsb)"
GVariant *desktop_note_pack(const struct desktop_note *note);
struct desktop_note *desktop_note_unpack(GVariant *packed);
