/* Any bytes as an mbox file, compressed or not: each message lies behind the one before it, within
 * its bound, and the end comes. */
#include "base/fd.h"
#include "base/ipc.h"
#include "fuzz.h"
#include "source/fields.h"
#include "source/mbox.h"

#define MOST 4096

static void check_fields(GBytes *raw)
{
    gsize length;
    const char *bytes = g_bytes_get_data(raw, &length);
    guint64 value = 0;
    gsize header = fields_header_length(bytes, length);

    g_assert_cmpuint(header, <=, length);
    g_assert_cmpuint(fields_name_length(bytes, length), <=, length);
    fields_content_length(bytes, header, &value);
    fields_are_of_mail(bytes, length);
}

static void read_all(struct stream *stream /* taken */)
{
    AUTO(mbox) mbox = mbox_new(stream, 0, MOST);
    struct mbox_message message;
    g_autoptr(GError) error = NULL;
    guint64 next = 0;

    while (mbox_next(mbox, &message, &error)) {
        g_assert_cmpuint(message.next, >, message.offset);
        g_assert_cmpuint(message.next, >=, next);
        g_assert_cmpuint(g_bytes_get_size(message.raw), <=, MOST);
        next = message.next;
        if (g_bytes_get_size(message.raw) > 0)
            check_fields(message.raw);
        mbox_message_clear(&message);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) text = g_bytes_new(data, size);
    AUTO_FD fd = ipc_memfd_new(text, NULL);
    g_autofree char *file = g_strdup_printf("/proc/self/fd/%d", fd);
    g_autoptr(GError) error = NULL;
    struct stream *stream;

    fuzz_criticals_are_fatal();
    mbox_begins((const char *)data, size);
    stream = stream_open(file, &error);
    g_assert_true(!stream == !!error);
    if (stream)
        read_all(stream);
    return 0;
}
