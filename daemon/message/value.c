/* Making and freeing a struct message. */
#include "message/value.h"

#include <string.h>

#define RIGHT_TO_LEFT_OVERRIDE 0x202E
#define POP_DIRECTION 0x202C

/* `name` as it is shown: an override of the direction turns around what follows, up to its end. */
static char *as_shown(const char *name)
{
    g_autofree char *valid = g_utf8_make_valid(name, -1);
    const char *begin = g_utf8_strchr(valid, -1, RIGHT_TO_LEFT_OVERRIDE);
    const char *end = begin ? g_utf8_strchr(begin, -1, POP_DIRECTION) : NULL;
    g_autofree char *turned = begin ? g_utf8_strreverse(begin, end ? end - begin : -1) : NULL;

    if (!begin)
        return g_steal_pointer(&valid);
    return g_strdup_printf("%.*s%s%s", (int)(begin - valid), valid, turned, end ? end : "");
}

struct address *message_address_new(const char *name, const char *addr_spec)
{
    struct address *address = g_new0(struct address, 1);
    const char *at = strrchr(addr_spec, '@');
    g_autofree char *domain = g_utf8_strdown(at ? at + 1 : "", -1);
    g_autofree char *shown = as_shown(name ? name : "");

    address->name = text_normalise(shown, -1);
    g_strdelimit(address->name, "\n\t", ' ');
    address->domain = g_strdup(g_strstrip(domain));
    if (at)
        address->addr_spec = g_strdup_printf("%.*s@%s", (int)(at - addr_spec), addr_spec, domain);
    else
        address->addr_spec = g_strdup(addr_spec);
    return address;
}

void message_address_free(gpointer data)
{
    struct address *address = data;

    g_free(address->name);
    g_free(address->addr_spec);
    g_free(address->domain);
    g_free(address);
}

static void received_free(gpointer data)
{
    struct received *received = data;

    g_free(received->by);
    g_free(received);
}

static void authres_field_free(gpointer data)
{
    struct authres_field *field = data;

    g_free(field->value);
    g_free(field);
}

static void forwarded_free(gpointer message)
{
    message_free(message);
}

struct message *message_new(enum message_way way)
{
    struct message *message = g_new0(struct message, 1);

    message->way = way;
    message->from = g_ptr_array_new_with_free_func(message_address_free);
    message->subject = g_strdup("");
    message->received = g_ptr_array_new_with_free_func(received_free);
    message->authres = g_ptr_array_new_with_free_func(authres_field_free);
    message->references = g_ptr_array_new_with_free_func(g_free);
    message->text = g_strdup("");
    message->hosts = g_ptr_array_new_with_free_func(g_free);
    message->notes = g_ptr_array_new_with_free_func(g_free);
    message->forwarded = g_ptr_array_new_with_free_func(forwarded_free);
    return message;
}

void message_free(struct message *message)
{
    if (!message)
        return;
    g_free(message->message_id);
    g_ptr_array_unref(message->from);
    g_free(message->subject);
    g_free(message->recipient);
    g_clear_pointer(&message->pdf, g_bytes_unref);
    g_ptr_array_unref(message->received);
    g_ptr_array_unref(message->authres);
    g_ptr_array_unref(message->references);
    g_free(message->text);
    g_free(message->other_text);
    g_ptr_array_unref(message->hosts);
    g_ptr_array_unref(message->notes);
    g_ptr_array_unref(message->forwarded);
    g_free(message);
}
