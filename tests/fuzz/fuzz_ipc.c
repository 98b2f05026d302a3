/* Any bytes from another process of ours, as a packet and as a finding: refused, or read so that
 * writing it again gives the same. And bytes as the choices of who makes a finding of the right type,
 * which random bytes would hardly form. */
#include <sys/socket.h>

#include "base/fd.h"
#include "base/ipc.h"
#include "detect/finding.h"
#include "fuzz.h"

static void check_finding(GVariant *variant)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) once = NULL, twice = NULL;
    AUTO(finding) finding = finding_from_variant(variant, &error);
    AUTO(finding) again = NULL;

    g_assert_true(!finding == !!error);
    if (!finding)
        return;
    once = g_variant_ref_sink(finding_to_variant(finding));
    again = finding_from_variant(once, &error);
    g_assert_no_error(error);
    twice = g_variant_ref_sink(finding_to_variant(again));
    g_assert_true(g_variant_equal(once, twice));
}

static void check_packet(const uint8_t *data, size_t size)
{
    struct ipc_message message = { .fd = -1 };
    AUTO_FD ours = -1;
    AUTO_FD theirs = -1;
    int fds[2];

    g_assert_true(ipc_pair(fds, NULL));
    ours = fds[0];
    theirs = fds[1];
    if (send(theirs, data, size, MSG_NOSIGNAL) != (gssize)size)
        return; /* larger than a socket takes */
    fd_close(&theirs);
    if (!ipc_receive(ours, &message, NULL))
        return;
    g_assert_true(!message.payload || g_variant_is_normal_form(message.payload));
    if (ipc_expect(&message, message.type, FINDING_TYPE, NULL))
        check_finding(message.payload);
    ipc_message_clear(&message);
}

#define ITEMS_MOST 4
#define A_DAY G_GUINT64_CONSTANT(738000) /* a Julian day of GLib's */

struct maker {
    const uint8_t *data;
    size_t left;
};

/* 0 at the end of the input. */
static uint8_t choose(struct maker *maker, uint8_t among)
{
    if (maker->left == 0)
        return 0;
    maker->left--;
    return (uint8_t)(*maker->data++ % among);
}

static GVariant *make_text(struct maker *maker)
{
    static const char *const texts[] = {
        "", "a", "é", "2022-01-12", "mon-espace-sante-notice", "<x@y.example>", "aB3dE5fG7hJ9",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", "\t\n\x1b",
    };

    return g_variant_new_string(texts[choose(maker, G_N_ELEMENTS(texts))]);
}

static guint64 make_number(struct maker *maker)
{
    const uint8_t choice = choose(maker, 16);

    return choice < 10 ? choice : choice < 13 ? A_DAY + choose(maker, 255) : G_MAXUINT64 - choice;
}

static GVariant *make(struct maker *maker, const GVariantType *type);

static GVariant *make_items(struct maker *maker, const GVariantType *type)
{
    GVariantBuilder builder;

    g_variant_builder_init(&builder, type);
    if (g_variant_type_is_tuple(type))
        for (const GVariantType *at = g_variant_type_first(type); at; at = g_variant_type_next(at))
            g_variant_builder_add_value(&builder, make(maker, at));
    else
        for (uint8_t count = choose(maker, ITEMS_MOST); count > 0; count--)
            g_variant_builder_add_value(&builder, make(maker, g_variant_type_element(type)));
    return g_variant_builder_end(&builder);
}

/* A value of `type`, floating. */
static GVariant *make(struct maker *maker, const GVariantType *type)
{
    switch (*g_variant_type_peek_string(type)) {
    case 'u':
        return g_variant_new_uint32((guint32)make_number(maker));
    case 't':
        return g_variant_new_uint64(make_number(maker));
    case 'b':
        return g_variant_new_boolean(choose(maker, 2));
    case 's':
        return make_text(maker);
    case 'm':
        type = g_variant_type_element(type);
        return choose(maker, 2) ? g_variant_new_maybe(NULL, make(maker, type))
                                : g_variant_new_maybe(type, NULL);
    default:
        return make_items(maker, type);
    }
}

static void check_made(const uint8_t *data, size_t size)
{
    struct maker maker = { data, size };
    g_autoptr(GVariant) made =
        g_variant_ref_sink(make(&maker, G_VARIANT_TYPE(FINDING_TYPE)));

    check_finding(made);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autoptr(GVariant) variant = NULL;

    fuzz_criticals_are_fatal();
    check_packet(data, size);
    variant = g_variant_ref_sink(
        g_variant_new_from_bytes(G_VARIANT_TYPE(FINDING_TYPE), bytes, FALSE));
    check_finding(variant);
    check_made(data, size);
    return 0;
}
