/* Splitting an mbox: a window over the file, searched for "From " lines at the speed of memmem. */
#include "source/mbox.h"

#include <string.h>

#include "source/fields.h"

#define CHUNK (256 * 1024)
#define LOOK 2048               /* a "From " line and the one after it lie within */
#define BEHIND 16               /* bytes that are kept before a place that is looked at */
#define HEADER_MAX (256 * 1024) /* in which a Content-Length is looked for */

struct mbox {
    struct stream *stream;
    gsize limit;
    char *buffer;
    gsize room, start, end; /* of the buffer; [start, end) is not consumed yet */
    guint64 offset;         /* in the file, of buffer[start] */
    guint64 covered;        /* up to here all is the body of a message with a true Content-Length */
    bool ended;             /* nothing comes behind buffer[end] */
};

struct mbox *mbox_new(struct stream *stream, guint64 offset, gsize limit)
{
    struct mbox *mbox = g_new0(struct mbox, 1);

    mbox->stream = stream;
    mbox->offset = offset;
    mbox->limit = limit;
    if (offset)
        stream_seek(stream, offset);
    return mbox;
}

void mbox_free(struct mbox *mbox)
{
    stream_free(mbox->stream);
    g_free(mbox->buffer);
    g_free(mbox);
}

void mbox_message_clear(struct mbox_message *message)
{
    g_clear_pointer(&message->raw, g_bytes_unref);
}

/* --- the window ---------------------------------------------------------------------------- */

static const char *data(const struct mbox *mbox)
{
    return mbox->buffer + mbox->start;
}

static gsize available(const struct mbox *mbox)
{
    return mbox->end - mbox->start;
}

static void consume(struct mbox *mbox, gsize length)
{
    mbox->start += length;
    mbox->offset += length;
}

/* Makes `need` bytes available, or all there are. */
static bool fill(struct mbox *mbox, gsize need, GError **error)
{
    gssize got;

    if (available(mbox) >= need || mbox->ended)
        return true;
    if (mbox->start + need + CHUNK > mbox->room) {
        if (mbox->start)
            memmove(mbox->buffer, data(mbox), available(mbox));
        mbox->end -= mbox->start;
        mbox->start = 0;
        mbox->room = MAX(mbox->room, need + CHUNK);
        mbox->buffer = g_realloc(mbox->buffer, mbox->room);
    }
    got = stream_read(mbox->stream, mbox->buffer + mbox->end, mbox->room - mbox->end, error);
    if (got < 0)
        return false;
    mbox->ended = mbox->end + (gsize)got < mbox->room;
    mbox->end += (gsize)got;
    return true;
}

/* --- what parts two messages --------------------------------------------------------------- */

struct parting {
    bool date, field, blank; /* it shows a date; a field comes after it, an empty line before it */
};

static struct parting parting_at(const char *bytes, gsize length, gsize at)
{
    const char *line = bytes + at;
    const char *newline = memchr(line, '\n', MIN(length - at, LOOK / 2));
    struct parting parting = { 0 };
    gsize next;

    if (!newline) {
        newline = line + (length - at);
        if (length - at > LOOK / 2)
            return parting;
    }
    next = MIN((gsize)(newline - bytes) + 1, length);
    parting.date = mbox_from_line(line, (gsize)(newline - line), NULL);
    parting.field = fields_name_length(bytes + next, length - next) > 0 ||
                    (length - next >= 6 && memcmp(bytes + next, ">From ", 6) == 0);
    parting.blank =
        at == 0 || (at >= 2 && (bytes[at - 2] == '\n' ||
                                (at >= 3 && bytes[at - 2] == '\r' && bytes[at - 3] == '\n')));
    return parting;
}

static bool parts(const struct parting *parting)
{
    return parting->date + parting->field + parting->blank >= 2;
}

static bool is_from(const char *bytes, gsize length)
{
    return length >= 5 && memcmp(bytes, "From ", 5) == 0;
}

bool mbox_begins(const char *bytes, gsize length)
{
    struct parting parting;

    if (!is_from(bytes, length))
        return false;
    parting = parting_at(bytes, length, 0);
    return parts(&parting);
}

/* Where behind `*at` in the window two messages part. At `*at` at least, all before was looked at.
 */
static bool find(struct mbox *mbox, gsize *at, GError **error)
{
    while (*at < available(mbox)) {
        const char *hit = memmem(data(mbox) + *at, available(mbox) - *at, "\nFrom ", 6);
        struct parting parting;
        bool covered;

        if (!hit) {
            *at = MAX(*at, available(mbox) - MIN(available(mbox), 5));
            return false;
        }
        *at = (gsize)(hit - data(mbox)) + 1;
        if (!fill(mbox, *at + LOOK, error))
            return false;
        parting = parting_at(data(mbox), available(mbox), *at);
        covered = mbox->offset + *at < mbox->covered;
        if (covered ? parting.date && parting.field : parts(&parting))
            return true;
    }
    return false;
}

/* --- Content-Length ------------------------------------------------------------------------ */

/* Whether a message may end at `end`, an offset in the file: there is its end, or a parting line.
 */
static bool ends_at(struct mbox *mbox, guint64 end, GError **error)
{
    g_autofree char *near = g_malloc0(LOOK + 3);
    gssize got = 0;
    struct parting parting;
    gsize skip = 0;

    if (stream_is_compressed(mbox->stream)) {
        if (end - mbox->offset > mbox->limit || !fill(mbox, end - mbox->offset + LOOK, error))
            return false;
        if (end - mbox->offset <= available(mbox)) {
            got = (gssize)MIN(LOOK, available(mbox) - (end - mbox->offset));
            memcpy(near, data(mbox) + (end - mbox->offset), (gsize)got);
        }
    } else if (end <= (guint64)stream_facts(mbox->stream)->st_size) {
        got = stream_read_at(mbox->stream, near, LOOK, end, error);
    } else {
        return false;
    }
    while (skip < 4 && (near[skip] == '\n' || near[skip] == '\r'))
        skip++;
    if (got <= (gssize)skip)
        return got == (gssize)skip && !stream_is_compressed(mbox->stream);
    if (!is_from(near + skip, (gsize)got - skip))
        return false;
    parting = parting_at(near + skip, (gsize)got - skip, 0);
    return parts(&parting);
}

/* Where by its Content-Length the message ends whose header begins the window; 0 where it has none,
 * or one that does not lead to an end. */
static guint64 told_end(struct mbox *mbox, GError **error)
{
    gsize body = 0;
    guint64 length;

    for (gsize need = LOOK; !body && need < HEADER_MAX; need *= 4) {
        if (!fill(mbox, need, error))
            return 0;
        body = fields_header_length(data(mbox), available(mbox));
        if (mbox->ended)
            break;
    }
    if (!body || !fields_content_length(data(mbox), body, &length) || length > G_MAXINT64)
        return 0;
    length += mbox->offset + body;
    return ends_at(mbox, length, error) ? length : 0;
}

/* --- a message ----------------------------------------------------------------------------- */

/* Moves `length` bytes from the window to `raw`, as far as the limit lets them. */
static void take(struct mbox *mbox, GByteArray *raw, gsize length)
{
    gsize kept = raw->len < mbox->limit ? MIN(length, mbox->limit - raw->len) : 0;

    g_byte_array_append(raw, (const guint8 *)data(mbox), (guint)kept);
    consume(mbox, length);
}

/* Adds what comes up to `end` and leaves it in the window. */
static bool add_covered(struct mbox *mbox, GByteArray *raw, guint64 end, GError **error)
{
    gsize length = (gsize)MIN(end - mbox->offset, mbox->limit - MIN(raw->len, mbox->limit));

    if (!fill(mbox, length, error))
        return false;
    g_byte_array_append(raw, (const guint8 *)data(mbox), (guint)MIN(length, available(mbox)));
    return true;
}

/* Consumes up to the next parting line, or to the end. */
static bool take_body(struct mbox *mbox, GByteArray *raw, GError **error)
{
    g_autoptr(GError) own = NULL;
    gsize at = 0;

    for (;;) {
        if (find(mbox, &at, &own)) {
            take(mbox, raw, at);
            return true;
        }
        if (!own && mbox->ended) {
            take(mbox, raw, available(mbox));
            return true;
        }
        if (!own && at > BEHIND) {
            take(mbox, raw, at - BEHIND);
            at = BEHIND;
        }
        if (own || !fill(mbox, available(mbox) + 1, &own)) {
            g_propagate_error(error, g_steal_pointer(&own));
            return false;
        }
    }
}

/* Consumes the "From " line. */
static gint64 take_from_line(struct mbox *mbox)
{
    const char *newline = memchr(data(mbox), '\n', available(mbox));
    gsize length = newline ? (gsize)(newline - data(mbox)) : available(mbox);
    gint64 delivered = 0;

    if (!is_from(data(mbox), length))
        return 0;
    mbox_from_line(data(mbox), length, &delivered);
    consume(mbox, newline ? length + 1 : length);
    return delivered;
}

/* Takes one ">" from each line of the body that begins with ">From ", and the empty line that parts
 * the message from the next one. */
static void unquote(GByteArray *raw)
{
    char *bytes = (char *)raw->data;
    gsize out = fields_header_length(bytes, raw->len), in = out;
    const char *hit;

    while (in < raw->len && (hit = memmem(bytes + in, raw->len - in, ">From ", 6))) {
        gsize at = (gsize)(hit - bytes), line = at;
        bool begins;

        while (line > in && bytes[line - 1] == '>')
            line--;
        begins = line == 0 || bytes[line - 1] == '\n';
        at += begins ? 0 : 6;
        memmove(bytes + out, bytes + in, at - in);
        out += at - in;
        in = at + begins;
    }
    if (in > out)
        memmove(bytes + out, bytes + in, raw->len - in);
    out += raw->len - in;
    if (out >= 2 && memcmp(bytes + out - 2, "\n\n", 2) == 0)
        out--;
    else if (out >= 3 && memcmp(bytes + out - 3, "\n\r\n", 3) == 0)
        out -= 2;
    g_byte_array_set_size(raw, (guint)out);
}

/* Goes to the first line that is not empty; FALSE at the end. */
static bool find_start(struct mbox *mbox, GError **error)
{
    do {
        while (available(mbox) > 0 && (*data(mbox) == '\n' || *data(mbox) == '\r'))
            consume(mbox, 1);
        if (!fill(mbox, LOOK, error))
            return false;
    } while (available(mbox) > 0 && (*data(mbox) == '\n' || *data(mbox) == '\r'));
    return available(mbox) > 0;
}

/* Reads the header and the body behind a "From " line. */
static bool take_message(struct mbox *mbox, GByteArray *raw, GError **error)
{
    g_autoptr(GError) own = NULL;
    guint64 end = 0;

    if (mbox_begins(data(mbox), available(mbox))) /* a "From " line alone */
        return true;
    if (mbox->offset >= mbox->covered)
        end = told_end(mbox, &own);
    mbox->covered = MAX(mbox->covered, end);
    if (!own && take_body(mbox, raw, &own) &&
        (end <= mbox->offset || add_covered(mbox, raw, end, &own)))
        return true;
    g_propagate_error(error, g_steal_pointer(&own));
    return false;
}

bool mbox_next(struct mbox *mbox, struct mbox_message *message, GError **error)
{
    g_autoptr(GByteArray) raw = g_byte_array_new();

    if (!find_start(mbox, error))
        return false;
    message->offset = mbox->offset;
    message->delivered = take_from_line(mbox);
    if (!fill(mbox, LOOK, error) || !take_message(mbox, raw, error))
        return false;
    unquote(raw);
    message->next = mbox->offset;
    message->raw = g_byte_array_free_to_bytes(g_steal_pointer(&raw));
    return true;
}
