/* Reading and giving on a message. */
#include "cmd/incoming.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "cmd/filter_pass.h"
#include "message/message.h"

#define PIECE_BYTES ((gsize)64 * 1024)

void incoming_clear(struct incoming *mail)
{
    g_clear_pointer(&mail->head, g_bytes_unref);
}

bool incoming_read_head(struct incoming *mail, GError **error)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();

    for (gsize i = 0; i < G_N_ELEMENTS(mail->sources); i++) {
        if (mail->sources[i] < 0)
            continue;
        if (!fd_read_most(mail->sources[i], bytes, MESSAGE_MAX_BYTES + 1, error)) {
            g_prefix_error(error, "%s",
                           _("the message was not read to its end, and is not kept: "));
            return false;
        }
        if (bytes->len > MESSAGE_MAX_BYTES)
            break;
        mail->sources[i] = -1;
    }
    mail->head = g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
    return true;
}

/* Where the message goes; what fails takes no more, and the rest goes on. */
struct outlet {
    struct pass *pass;           /* NULL: nothing to standard output */
    struct spool_writer *writer; /* NULL: not into the spool */
    GByteArray *out;
    GError *error;
};

static void outlet_failed(struct outlet *outlet, GError *error /* taken */)
{
    vigie_error_add(&outlet->error, error);
}

static void flush(struct outlet *outlet)
{
    GError *error = NULL;

    if (!fd_write_all(STDOUT_FILENO, outlet->out->data, outlet->out->len, &error)) {
        g_prefix_error(&error, "%s", _("standard output took not all of the message: "));
        outlet_failed(outlet, error);
        g_clear_pointer(&outlet->pass, pass_free);
    }
    g_byte_array_set_size(outlet->out, 0);
}

static void give(struct outlet *outlet, const void *data, gsize length)
{
    GError *error = NULL;

    if (outlet->writer && !spool_write(outlet->writer, data, length, &error)) {
        outlet_failed(outlet, error);
        g_clear_pointer(&outlet->writer, spool_writer_free);
    }
    if (!outlet->pass)
        return;
    pass_take(outlet->pass, data, length, outlet->out);
    flush(outlet);
}

static void give_source(struct outlet *outlet, int fd)
{
    g_autoptr(GByteArray) piece = g_byte_array_new();
    GError *error = NULL;

    do {
        g_byte_array_set_size(piece, 0);
        if (!fd_read_most(fd, piece, PIECE_BYTES, &error)) {
            g_prefix_error(&error, "%s", _("the message was not read to its end: "));
            outlet_failed(outlet, error);
            /* A part that looked whole would be taken for the mail. */
            g_clear_pointer(&outlet->writer, spool_writer_free);
            return;
        }
        give(outlet, piece->data, piece->len);
    } while (piece->len > 0);
}

bool incoming_stream(const struct incoming *mail, const char *verdict, struct spool_writer *writer,
                     gint64 received, GError **error)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    struct outlet outlet = { .pass = verdict ? pass_new(verdict) : NULL,
                             .writer = writer,
                             .out = out };
    GError *own = NULL;
    gsize length;
    const void *data = g_bytes_get_data(mail->head, &length);

    give(&outlet, data, length);
    for (gsize i = 0; i < G_N_ELEMENTS(mail->sources); i++)
        if (mail->sources[i] >= 0)
            give_source(&outlet, mail->sources[i]);
    if (outlet.pass) {
        pass_end(outlet.pass, out);
        flush(&outlet);
    }
    if (outlet.writer && !spool_commit(outlet.writer, received, &own))
        outlet_failed(&outlet, own);
    g_clear_pointer(&outlet.pass, pass_free);
    g_clear_pointer(&outlet.writer, spool_writer_free);
    if (outlet.error)
        g_propagate_error(error, outlet.error);
    return !outlet.error;
}
