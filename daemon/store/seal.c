/* Sealing codes, by libsodium. */
#include "store/seal.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"

G_STATIC_ASSERT(KEYFILE_KEY_BYTES == crypto_kdf_KEYBYTES);

#define CONTEXT "vigiecod" /* of crypto_kdf: 8 bytes */
#define ID_BYTES 8         /* by which a box names its key */
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
#define HASH_BYTES 16
#define IDENTITY_PREFIX "k:"
#define BOX_LEAST (ID_BYTES + NONCE_BYTES + TAG_BYTES)

/* What is derived of one key of the file. */
struct key {
    guint8 id[crypto_kdf_BYTES_MIN]; /* says nothing of the others */
    guint8 box[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
    guint8 hash[crypto_generichash_KEYBYTES];
};
enum { SUBKEY_ID = 1, SUBKEY_BOX, SUBKEY_HASH };

/* In locked memory that no core dump holds, where the system allows. */
struct ring {
    guint count;
    guint chosen; /* how many of them are of the chosen place */
    struct key keys[2 * KEYFILE_MOST]; /* of the chosen place, then those of the state */
};

/* What a file was when it was read; all 0: not there. */
struct stamp {
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec written, changed;
};

struct seal {
    struct ring *ring;
    char *place, *own; /* the chosen file; the one in the state, which may be the same */
    const struct runner *runner;
    struct stamp place_stamp, own_stamp;
    bool is_given; /* a credential, which systemd alone makes and opens to us */
    bool is_missing, is_own_missing;
    guint readings;
    GError *fault;
};

static void add_key(struct ring *ring, const guint8 key[KEYFILE_KEY_BYTES])
{
    struct key *derived = &ring->keys[ring->count++];

    crypto_kdf_derive_from_key(derived->id, sizeof derived->id, SUBKEY_ID, CONTEXT, key);
    crypto_kdf_derive_from_key(derived->box, sizeof derived->box, SUBKEY_BOX, CONTEXT, key);
    crypto_kdf_derive_from_key(derived->hash, sizeof derived->hash, SUBKEY_HASH, CONTEXT, key);
}

static bool read_keys(struct ring *ring, const char *path, const struct runner *runner, bool private,
                      GError **error)
{
    guint8 keys[KEYFILE_MOST][KEYFILE_KEY_BYTES];
    guint count = 0;
    bool good = keyfile_read(path, runner, private, keys, KEYFILE_MOST, &count, error);

    for (guint i = 0; good && i < count; i++)
        add_key(ring, keys[i]);
    sodium_memzero(keys, sizeof keys);
    return good;
}

/* systemd alone puts files there, and may let a group read them. */
static char *credential(void)
{
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    g_autofree char *path = folder ? g_build_filename(folder, SEAL_CREDENTIAL, NULL) : NULL;

    return path && g_file_test(path, G_FILE_TEST_EXISTS) ? g_steal_pointer(&path) : NULL;
}

static struct stamp stamp_of(const char *path)
{
    struct stat facts;

    if (stat(path, &facts) < 0)
        return (struct stamp){ 0 };
    return (struct stamp){ facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtim, facts.st_ctim };
}

static bool stamp_is(const struct stamp *one, const char *path)
{
    const struct stamp now = stamp_of(path);

    return now.device == one->device && now.inode == one->inode && now.size == one->size &&
           now.written.tv_sec == one->written.tv_sec && now.written.tv_nsec == one->written.tv_nsec &&
           now.changed.tv_sec == one->changed.tv_sec && now.changed.tv_nsec == one->changed.tv_nsec;
}

/* Stamps first: what changes meanwhile is read anew the next time. */
static void load(struct seal *seal)
{
    bool is_own = g_str_equal(seal->place, seal->own);
    g_autoptr(GError) own = NULL;

    seal->place_stamp = stamp_of(seal->place);
    seal->own_stamp = stamp_of(seal->own);
    seal->ring->count = 0;
    g_clear_error(&seal->fault);
    read_keys(seal->ring, seal->place, is_own || seal->is_given ? NULL : seal->runner,
              !seal->is_given && !is_own, &seal->fault);
    seal->ring->chosen = seal->ring->count;
    seal->is_missing = g_error_matches(seal->fault, VIGIE_ERROR, EX_NOINPUT);
    if (is_own)
        seal->is_own_missing = seal->is_missing;
    else
        seal->is_own_missing = !read_keys(seal->ring, seal->own, NULL, false, &own) &&
                               g_error_matches(own, VIGIE_ERROR, EX_NOINPUT);
}

static bool rings_equal(const struct ring *one, const struct ring *other)
{
    return one->count == other->count &&
           sodium_memcmp(one->keys, other->keys, one->count * sizeof one->keys[0]) == 0;
}

static bool says_the_same(const GError *one, const GError *other)
{
    return g_strcmp0(one ? one->message : NULL, other ? other->message : NULL) == 0;
}

void seal_refresh(struct seal *seal)
{
    struct ring *before = seal->ring;
    g_autoptr(GError) fault = NULL;

    if (stamp_is(&seal->place_stamp, seal->place) && stamp_is(&seal->own_stamp, seal->own))
        return;
    seal->ring = sodium_malloc(sizeof *seal->ring);
    if (!seal->ring) {
        seal->ring = before;
        return;
    }
    fault = g_steal_pointer(&seal->fault);
    load(seal);
    if (!rings_equal(seal->ring, before) || !says_the_same(seal->fault, fault))
        seal->readings++;
    if (seal->fault && before->chosen > 0) {
        sodium_free(seal->ring);
        seal->ring = before;
        seal->is_missing = seal->is_own_missing = false; /* none is made in its place */
    } else {
        sodium_free(before);
    }
}

guint seal_readings(const struct seal *seal)
{
    return seal->readings;
}

struct seal *seal_new(const char *state, const char *key_file, const struct runner *runner,
                      GError **error)
{
    struct ring *ring = sodium_init() < 0 ? NULL : sodium_malloc(sizeof *ring);
    g_autofree char *given = key_file ? NULL : credential();
    struct seal *seal;

    if (!ring) {
        g_set_error_literal(error, VIGIE_ERROR, EX_OSERR,
                            _("the system gives neither random bytes nor memory for the key of the "
                              "codes; try again"));
        return NULL;
    }
    seal = g_new0(struct seal, 1);
    seal->ring = ring;
    seal->own = g_build_filename(state, SEAL_KEY_NAME, NULL);
    seal->is_given = given;
    seal->runner = runner;
    seal->place = g_strdup(key_file ? key_file : given ? given : seal->own);
    load(seal);
    return seal;
}

void seal_free(struct seal *seal)
{
    if (!seal)
        return;
    sodium_free(seal->ring);
    g_clear_error(&seal->fault);
    g_free(seal->place);
    g_free(seal->own);
    g_free(seal);
}

bool seal_ready(struct seal *seal, bool used)
{
    bool is_own = g_str_equal(seal->place, seal->own);
    g_autoptr(GError) error = NULL;

    if (seal->is_missing && !seal->is_given && (is_own || !used)) {
        if (keyfile_make(seal->place, &error)) {
            load(seal);
        } else {
            g_clear_error(&seal->fault);
            seal->fault = g_steal_pointer(&error);
        }
    }
    if (seal->ring->count == 0 && seal->is_own_missing && keyfile_make(seal->own, NULL))
        load(seal);
    return seal->ring->count > 0;
}

const char *seal_fault(const struct seal *seal)
{
    return seal->fault ? seal->fault->message : NULL;
}

const char *seal_place(const struct seal *seal)
{
    return seal->place;
}

/* What a box is bound to. The caller frees. */
static char *purpose_of(gint64 id)
{
    return g_strdup_printf("code of entry %" G_GINT64_FORMAT, id);
}

GBytes *seal_close(const struct seal *seal, gint64 id, const char *code)
{
    const struct key *key = &seal->ring->keys[0];
    g_autofree char *purpose = purpose_of(id);
    gsize length = strlen(code);
    guint8 *box;

    if (seal->ring->count == 0)
        return NULL;
    box = g_malloc(BOX_LEAST + length);
    memcpy(box, key->id, ID_BYTES);
    randombytes_buf(box + ID_BYTES, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(box + ID_BYTES + NONCE_BYTES, NULL,
                                               (const guint8 *)code, length,
                                               (const guint8 *)purpose, strlen(purpose), NULL,
                                               box + ID_BYTES, key->box);
    return g_bytes_new_take(box, BOX_LEAST + length);
}

static const struct key *key_of(const struct seal *seal, const guint8 *box, gsize length)
{
    for (guint i = 0; length >= BOX_LEAST && i < seal->ring->count; i++)
        if (memcmp(box, seal->ring->keys[i].id, ID_BYTES) == 0)
            return &seal->ring->keys[i];
    return NULL;
}

char *seal_open(const struct seal *seal, gint64 id, const void *box, gsize length)
{
    const guint8 *bytes = box;
    const struct key *key = key_of(seal, bytes, length);
    g_autofree char *purpose = purpose_of(id);
    g_autofree char *code = key ? g_malloc0(length - BOX_LEAST + 1) : NULL;

    if (!key || crypto_aead_xchacha20poly1305_ietf_decrypt(
                    (guint8 *)code, NULL, NULL, bytes + ID_BYTES + NONCE_BYTES,
                    length - ID_BYTES - NONCE_BYTES, (const guint8 *)purpose, strlen(purpose),
                    bytes + ID_BYTES, key->box) < 0)
        return NULL;
    return g_steal_pointer(&code);
}

bool seal_is_own(const struct seal *seal, const void *box, gsize length)
{
    const struct key *key = key_of(seal, box, length);

    return key && key >= &seal->ring->keys[seal->ring->chosen];
}

const char *seal_own_place(const struct seal *seal)
{
    return seal->own;
}

bool seal_is_current(const struct seal *seal, const void *box, gsize length)
{
    return seal->ring->count > 0 && key_of(seal, box, length) == &seal->ring->keys[0];
}

char *seal_identity(const struct seal *seal, guint key, const char *text)
{
    guint8 hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];

    if (key >= seal->ring->count)
        return NULL;
    crypto_generichash(hash, sizeof hash, (const guint8 *)text, strlen(text),
                       seal->ring->keys[key].hash, sizeof seal->ring->keys[key].hash);
    return g_strconcat(IDENTITY_PREFIX, sodium_bin2hex(hex, sizeof hex, hash, sizeof hash), NULL);
}

bool seal_is_identity(const char *identity)
{
    const gsize digits = (gsize)2 * HASH_BYTES;

    return g_str_has_prefix(identity, IDENTITY_PREFIX) &&
           strspn(identity + strlen(IDENTITY_PREFIX), "0123456789abcdef") == digits &&
           strlen(identity) == strlen(IDENTITY_PREFIX) + digits;
}
