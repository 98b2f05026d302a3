/* Secrets in memory. */
#include "base/secret.h"

#include <string.h>
#include <sys/mman.h>

struct secret {
    gsize length;
    char bytes[SECRET_MAX + 1];
};

struct secret *secret_new(const char *bytes, gsize length)
{
    struct secret *secret = g_new0(struct secret, 1);

    /* Locking may be forbidden (RLIMIT_MEMLOCK); the secret serves all the same. */
    (void)mlock(secret, sizeof *secret);
    secret->length = MIN(length, SECRET_MAX);
    memcpy(secret->bytes, bytes, secret->length);
    return secret;
}

void secret_free(struct secret *secret)
{
    if (!secret)
        return;
    explicit_bzero(secret, sizeof *secret);
    (void)munlock(secret, sizeof *secret);
    g_free(secret);
}

const char *secret_bytes(const struct secret *secret)
{
    return secret->bytes;
}

gsize secret_length(const struct secret *secret)
{
    return secret->length;
}

void secret_first_line(struct secret *secret)
{
    gsize end = strcspn(secret->bytes, "\r\n");

    if (end < secret->length) {
        explicit_bzero(secret->bytes + end, secret->length - end);
        secret->length = end;
    }
}
