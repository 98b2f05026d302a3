/* What message.h promises of a value, whatever the bytes were. */
#pragma once

#include <string.h>

#include "fuzz.h"
#include "message/message.h"

static inline void check_text(const char *text)
{
    g_autofree char *composed = NULL;

    g_assert_true(g_utf8_validate(text, -1, NULL));
    composed = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
    g_assert_cmpstr(composed, ==, text);
    g_assert_null(strstr(text, "\n\n\n"));
    g_assert_null(strstr(text, "  "));
    g_assert_null(strpbrk(text, "'`\r"));
}

static inline void check_addresses(const GPtrArray *from)
{
    g_assert_cmpuint(from->len, <=, MESSAGE_MAX_ADDRESSES);
    for (guint i = 0; i < from->len; i++) {
        const struct address *address = from->pdata[i];

        check_text(address->name);
        g_assert_true(g_utf8_validate(address->addr_spec, -1, NULL));
        g_assert_true(g_str_has_suffix(address->addr_spec, address->domain));
    }
}

static inline void check_message(const struct message *message)
{
    check_addresses(message->from);
    check_text(message->subject);
    g_assert_null(strpbrk(message->subject, "\r\n"));
    check_text(message->text);
    g_assert_cmpuint(strlen(message->text), <=, MESSAGE_MAX_TEXT);
    if (message->other_text)
        check_text(message->other_text);
    if (message->message_id)
        g_assert_true(g_utf8_validate(message->message_id, -1, NULL));
    g_assert_cmpuint(message->received->len, <=, MESSAGE_MAX_RECEIVED);
    g_assert_cmpuint(message->forwarded->len, <=, MESSAGE_MAX_FORWARDED);
}

/* The first look at a header must see what the whole reading sees, or a notice is passed over. */
static inline void check_first_look(GBytes *raw, const struct message *message)
{
    AUTO(message) header = message_parse_header(raw, NULL);

    g_assert_nonnull(header);
    g_assert_cmpstr(header->subject, ==, message->subject);
    g_assert_cmpuint(header->from->len, ==, message->from->len);
}

static inline void check_whole(GBytes *raw, const struct message *message)
{
    check_message(message);
    for (guint i = 0; i < message->forwarded->len; i++)
        check_message(message->forwarded->pdata[i]);
    check_first_look(raw, message);
}
