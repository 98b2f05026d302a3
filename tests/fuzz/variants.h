/* Values of a GVariant type from the bytes of an input, which random bytes would hardly form: each byte
 * chooses one thing. */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#define VARIANTS_ITEMS_MOST 4
#define VARIANTS_A_DAY G_GUINT64_CONSTANT(738000) /* a Julian day of GLib's */

/* The input, and the texts of what it is to be. */
struct maker {
    const uint8_t *data;
    size_t left;
    const char *const *texts;
    uint8_t count;
};

/* 0 at the end of the input. */
static inline uint8_t maker_choose(struct maker *maker, uint8_t among)
{
    if (maker->left == 0)
        return 0;
    maker->left--;
    return (uint8_t)(*maker->data++ % among);
}

static inline guint64 maker_number(struct maker *maker)
{
    const uint8_t choice = maker_choose(maker, 16);

    return choice < 10   ? choice
           : choice < 13 ? VARIANTS_A_DAY + maker_choose(maker, 255)
                         : G_MAXUINT64 - choice;
}

static inline GVariant *maker_make(struct maker *maker, const GVariantType *type);

static inline GVariant *maker_items(struct maker *maker, const GVariantType *type)
{
    GVariantBuilder builder;

    g_variant_builder_init(&builder, type);
    if (g_variant_type_is_tuple(type))
        for (const GVariantType *at = g_variant_type_first(type); at; at = g_variant_type_next(at))
            g_variant_builder_add_value(&builder, maker_make(maker, at));
    else
        for (uint8_t count = maker_choose(maker, VARIANTS_ITEMS_MOST); count > 0; count--)
            g_variant_builder_add_value(&builder,
                                        maker_make(maker, g_variant_type_element(type)));
    return g_variant_builder_end(&builder);
}

/* A value of `type`, floating. */
static inline GVariant *maker_make(struct maker *maker, const GVariantType *type)
{
    switch (*g_variant_type_peek_string(type)) {
    case 'u':
        return g_variant_new_uint32((guint32)maker_number(maker));
    case 't':
        return g_variant_new_uint64(maker_number(maker));
    case 'x':
        return g_variant_new_int64((gint64)maker_number(maker));
    case 'b':
        return g_variant_new_boolean(maker_choose(maker, 2));
    case 's':
        return g_variant_new_string(maker->texts[maker_choose(maker, maker->count)]);
    case 'm':
        type = g_variant_type_element(type);
        return maker_choose(maker, 2) ? g_variant_new_maybe(NULL, maker_make(maker, type))
                                      : g_variant_new_maybe(type, NULL);
    default:
        return maker_items(maker, type);
    }
}
