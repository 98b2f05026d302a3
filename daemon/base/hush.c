/* Marks of secrets, and the forms in which a text may hold them. */
#include "base/hush.h"

#include <sodium.h>
#include <string.h>
#include <sys/random.h>

#define PIECE 8 /* bytes: as many nobody says by chance */
#define MARK_BITS 40
#define PIECES_MOST 256 /* of one secret: of a token of 2 KB not each byte begins one */
#define MARKS_MOST 4096 /* tokens of hours ago have expired */
#define LAYERS 2        /* of encodings, one in another */

struct hush {
    gatomicrefcount references;
    GMutex lock; /* of what follows */
    guint8 key[crypto_shorthash_KEYBYTES];
    GHashTable *marks;       /* set of gint64 */
    bool lengths[PIECE + 1]; /* of the pieces among them */
    bool hides_all;
};

struct hush *hush_new(void)
{
    struct hush *hush = g_new0(struct hush, 1);

    g_atomic_ref_count_init(&hush->references);
    g_mutex_init(&hush->lock);
    if (getentropy(hush->key, sizeof hush->key) < 0)
        g_error("the system gives no random numbers");
    hush->marks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    return hush;
}

struct hush *hush_ref(struct hush *hush)
{
    g_atomic_ref_count_inc(&hush->references);
    return hush;
}

void hush_free(struct hush *hush)
{
    if (!hush || !g_atomic_ref_count_dec(&hush->references))
        return;
    g_hash_table_unref(hush->marks);
    g_mutex_clear(&hush->lock);
    explicit_bzero(hush, sizeof *hush);
    g_free(hush);
}

void hush_expect(struct hush *hush)
{
    g_mutex_lock(&hush->lock);
    hush->hides_all = g_hash_table_size(hush->marks) == 0;
    g_mutex_unlock(&hush->lock);
}

bool hush_knows(struct hush *hush)
{
    bool knows;

    g_mutex_lock(&hush->lock);
    knows = g_hash_table_size(hush->marks) > 0;
    g_mutex_unlock(&hush->lock);
    return knows;
}

/* --- pieces ----------------------------------------------------------------------------------- */

/* In place: without what quoting adds and what folding changes. The new length. */
static gsize reduce(guint8 *bytes, gsize length)
{
    gsize kept = 0;

    for (gsize i = 0; i < length; i++)
        if (bytes[i] > ' ' && bytes[i] != 127 && bytes[i] != '"' && bytes[i] != '\'' &&
            bytes[i] != '\\')
            bytes[kept++] = (guint8)g_ascii_tolower((gchar)bytes[i]);
    return kept;
}

/* SipHash: thousands are made to look at one text, and an HMAC takes ten times as long. */
static gint64 mark_of(const struct hush *hush, const guint8 *piece, gsize length)
{
    guint8 hash[crypto_shorthash_BYTES];
    guint64 mark;

    crypto_shorthash(hash, piece, length, hush->key);
    memcpy(&mark, hash, sizeof mark);
    return (gint64)(mark >> (64 - MARK_BITS));
}

static void add_mark(struct hush *hush, const guint8 *piece, gsize length)
{
    gint64 *mark = g_new(gint64, 1);

    *mark = mark_of(hush, piece, length);
    g_hash_table_add(hush->marks, mark);
    hush->lengths[length] = true;
}

static void add_marks(struct hush *hush, const guint8 *bytes, gsize length)
{
    const gsize step = 1 + length / PIECES_MOST;

    if (g_hash_table_size(hush->marks) > MARKS_MOST)
        g_hash_table_remove_all(hush->marks);
    hush->hides_all = length == 0; /* nothing but blanks and quotes */
    if (length < PIECE && length > 0)
        add_mark(hush, bytes, length);
    for (gsize at = 0; at + PIECE <= length; at += step)
        add_mark(hush, bytes + at, PIECE);
}

void hush_learn(struct hush *hush, const struct secret *secret)
{
    guint8 bytes[SECRET_MAX];
    gsize length = secret_length(secret);

    memcpy(bytes, secret_bytes(secret), length);
    length = reduce(bytes, length);
    g_mutex_lock(&hush->lock);
    add_marks(hush, bytes, length);
    g_mutex_unlock(&hush->lock);
    explicit_bzero(bytes, sizeof bytes);
}

static bool holds_piece(const struct hush *hush, const guint8 *bytes, gsize length)
{
    for (gsize size = 1; size <= PIECE; size++)
        for (gsize at = 0; hush->lengths[size] && at + size <= length; at++) {
            gint64 mark = mark_of(hush, bytes + at, size);

            if (g_hash_table_contains(hush->marks, &mark))
                return true;
        }
    return false;
}

/* --- forms ------------------------------------------------------------------------------------ */

static int base64_value(guint8 digit)
{
    if (g_ascii_isupper(digit))
        return digit - 'A';
    if (g_ascii_islower(digit))
        return digit - 'a' + 26;
    if (g_ascii_isdigit(digit))
        return digit - '0' + 52;
    return digit == '+' || digit == '-' ? 62 : digit == '/' || digit == '_' ? 63 : -1;
}

static int hexadecimal_value(guint8 digit)
{
    return g_ascii_xdigit_value((gchar)digit);
}

/* What is looked at, and what stands in it; it shrinks from layer to layer. */
struct form {
    guint8 bytes[HUSH_LOOKED_AT];
    gsize length;
};

/* What the digits of `form` say, of `width` bits each, from number `first` on; what is none is
 * passed over. */
static void decode(const struct form *form, int (*value)(guint8), guint width, guint first,
                   struct form *said)
{
    guint32 bits = 0;
    guint count = 0;

    said->length = 0;
    for (gsize i = 0; i < form->length; i++) {
        int digit = value(form->bytes[i]);

        if (digit < 0 || (first > 0 && first-- > 0))
            continue;
        bits = (bits << width | (guint32)digit) & 0xffffff;
        count += width;
        if (count >= 8) {
            said->bytes[said->length++] = (guint8)(bits >> (count - 8));
            count -= 8;
        }
    }
}

/* %XX and =XX as the bytes that they stand for. False: there are none. */
static bool unescape(const struct form *form, struct form *plain)
{
    bool any = false;

    plain->length = 0;
    for (gsize i = 0; i < form->length; i++) {
        guint8 byte = form->bytes[i];

        if ((byte == '%' || byte == '=') && i + 2 < form->length &&
            hexadecimal_value(form->bytes[i + 1]) >= 0 &&
            hexadecimal_value(form->bytes[i + 2]) >= 0) {
            byte = (guint8)(hexadecimal_value(form->bytes[i + 1]) << 4 |
                            hexadecimal_value(form->bytes[i + 2]));
            i += 2;
            any = true;
        }
        plain->bytes[plain->length++] = byte;
    }
    return any;
}

static bool is_in(const struct hush *hush, const struct form *form, guint layers)
{
    struct form other = *form;
    bool found;

    found = holds_piece(hush, other.bytes, reduce(other.bytes, other.length));
    if (layers == 0 || found)
        return found;
    if (unescape(form, &other))
        found = is_in(hush, &other, layers - 1);
    /* Where a group of digits begins is not known. */
    for (guint first = 0; !found && first < 4; first++) {
        decode(form, base64_value, 6, first, &other);
        found = is_in(hush, &other, layers - 1);
    }
    for (guint first = 0; !found && first < 2; first++) {
        decode(form, hexadecimal_value, 4, first, &other);
        found = is_in(hush, &other, layers - 1);
    }
    return found;
}

bool hush_is_broken_by(struct hush *hush, const char *text)
{
    struct form form = { .length = strnlen(text, HUSH_LOOKED_AT) };
    bool broken;

    memcpy(form.bytes, text, form.length);
    g_mutex_lock(&hush->lock);
    broken = hush->hides_all || (g_hash_table_size(hush->marks) > 0 && is_in(hush, &form, LAYERS));
    g_mutex_unlock(&hush->lock);
    return broken;
}
