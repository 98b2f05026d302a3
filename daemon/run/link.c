/* Packing of header blocks. */
#include "run/link.h"

GBytes *link_pack_headers(const GPtrArray *headers)
{
    g_autoptr(GVariant) packed = NULL;
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE("aay"));
    for (guint i = 0; i < headers->len; i++)
        g_variant_builder_add_value(
            &builder,
            g_variant_new_from_bytes(G_VARIANT_TYPE_BYTESTRING, g_ptr_array_index(headers, i), TRUE));
    packed = g_variant_ref_sink(g_variant_builder_end(&builder));
    return g_variant_get_data_as_bytes(packed);
}

GPtrArray *link_unpack_headers(GBytes *packed)
{
    g_autoptr(GVariant) array =
        g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE("aay"), packed, FALSE));
    GPtrArray *headers;

    if (!g_variant_is_normal_form(array))
        return NULL;
    headers = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    for (gsize i = 0; i < g_variant_n_children(array); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(array, i);

        g_ptr_array_add(headers, g_variant_get_data_as_bytes(one));
    }
    return headers;
}
