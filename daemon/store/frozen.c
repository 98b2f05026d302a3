/* Reading the files of a database without SQLite's locks, and playing its log into it. The format:
 * https://www.sqlite.org/fileformat2.html, sections 1.3 and 4. */
#include "store/frozen.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"

#define TRIES 5
#define LOG_HEADER 32
#define FRAME_HEADER 24
#define LOG_MAGIC 0x377f0682 /* the last bit: the words of its checksums are big-endian */

/* --- the files ------------------------------------------------------------------------------- */

struct files {
    GByteArray *base, *log;
};

static guint8 *grown(GByteArray *bytes, gsize size)
{
    g_byte_array_set_size(bytes, (guint)size);
    return bytes->data;
}

/* A file that is not there is empty. */
static bool read_file(const char *path, GByteArray *bytes, struct stat *facts)
{
    AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

    memset(facts, 0, sizeof *facts);
    g_byte_array_set_size(bytes, 0);
    if (fd < 0)
        return errno == ENOENT;
    if (fstat(fd, facts) < 0 || !S_ISREG(facts->st_mode) || facts->st_size > FROZEN_MOST)
        return false;
    grown(bytes, (gsize)facts->st_size);
    for (gsize got = 0; got < bytes->len;) {
        gssize more = pread(fd, bytes->data + got, bytes->len - got, (off_t)got);

        if (more <= 0)
            return false;
        got += (gsize)more;
    }
    return true;
}

static bool is_as_it_was(const char *path, const struct stat *before)
{
    struct stat now = { 0 };

    if (lstat(path, &now) < 0)
        memset(&now, 0, sizeof now);
    return now.st_ino == before->st_ino && now.st_size == before->st_size &&
           now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

/* As of one moment, where nobody writes: a process that does has its shared memory, with which SQLite
 * would have read as well. */
static bool read_both(const char *path, const struct files *files)
{
    g_autofree char *log = g_strconcat(path, "-wal", NULL);
    struct stat of_base, of_log;

    for (guint i = 0; i < TRIES; i++) {
        if (!read_file(log, files->log, &of_log) || !read_file(path, files->base, &of_base))
            return false;
        if (is_as_it_was(log, &of_log) && is_as_it_was(path, &of_base))
            return files->base->len > 0;
    }
    return false;
}

/* --- the log --------------------------------------------------------------------------------- */

static guint32 number(const guint8 *bytes)
{
    guint32 value;

    memcpy(&value, bytes, sizeof value);
    return GUINT32_FROM_BE(value);
}

struct checksum {
    guint32 one, two;
    bool big; /* endian */
};

static void add(struct checksum *sum, const guint8 *bytes, gsize size)
{
    for (gsize i = 0; i + 8 <= size; i += 8) {
        guint32 first = number(bytes + i), second = number(bytes + i + 4);

        sum->one += (sum->big ? first : GUINT32_SWAP_LE_BE(first)) + sum->two;
        sum->two += (sum->big ? second : GUINT32_SWAP_LE_BE(second)) + sum->one;
    }
}

static bool agrees(const struct checksum *sum, const guint8 *bytes)
{
    return number(bytes) == sum->one && number(bytes + 4) == sum->two;
}

struct log {
    const guint8 *bytes;
    gsize length;
    guint32 page; /* bytes of one */
    struct checksum sum;
};

static bool begin(struct log *log, const GByteArray *bytes)
{
    const guint8 *at = bytes->data;

    if (bytes->len < LOG_HEADER || (number(at) & ~1u) != LOG_MAGIC)
        return false;
    *log = (struct log){ .bytes = at, .length = bytes->len, .page = number(at + 8),
                         .sum = { 0, 0, number(at) & 1 } };
    add(&log->sum, at, LOG_HEADER - 8);
    return log->page >= 512 && log->page <= 65536 && (log->page & (log->page - 1)) == 0 &&
           agrees(&log->sum, at + LOG_HEADER - 8);
}

/* The frame at `at` as far as it is of this log and whole. */
static bool is_good(struct log *log, gsize at)
{
    const guint8 *frame = log->bytes + at;

    if (at + FRAME_HEADER + log->page > log->length || number(frame) == 0 ||
        memcmp(frame + 8, log->bytes + 16, 8) != 0) /* the salt */
        return false;
    add(&log->sum, frame, 8);
    add(&log->sum, frame + FRAME_HEADER, log->page);
    return agrees(&log->sum, frame + 16);
}

/* Where the last whole transaction ends, and how many pages the database has then. */
static gsize end_of_whole(struct log *log, guint32 *pages)
{
    const gsize step = FRAME_HEADER + log->page;
    gsize end = LOG_HEADER;

    *pages = 0;
    for (gsize at = LOG_HEADER; is_good(log, at); at += step)
        if (number(log->bytes + at + 4) > 0) {
            *pages = number(log->bytes + at + 4);
            end = at + step;
        }
    return end;
}

static bool play(const struct files *files)
{
    struct log log;
    guint32 pages;
    gsize end;

    if (!begin(&log, files->log))
        return true; /* none, or one that was begun and not used */
    end = end_of_whole(&log, &pages);
    if (pages == 0)
        return true;
    if ((guint64)pages * log.page > FROZEN_MOST)
        return false;
    grown(files->base, (gsize)pages * log.page);
    for (gsize at = LOG_HEADER; at < end; at += FRAME_HEADER + log.page) {
        guint32 page = number(log.bytes + at);

        if (page <= pages) /* one beyond was cut off by a later transaction */
            memcpy(files->base->data + (gsize)(page - 1) * log.page, log.bytes + at + FRAME_HEADER,
                   log.page);
    }
    return true;
}

/* --- in memory ------------------------------------------------------------------------------- */

static bool open_copy(struct store *store, GByteArray *base)
{
    gsize size = base->len;
    guint8 *copy = size >= 100 ? sqlite3_malloc64(size) : NULL;

    if (!copy || sqlite3_open_v2(":memory:", &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                                 NULL) != SQLITE_OK) {
        sqlite3_free(copy);
        return false;
    }
    memcpy(copy, base->data, size);
    copy[18] = copy[19] = 1; /* no log in memory */
    return sqlite3_deserialize(store->db, "main", copy, (sqlite3_int64)size, (sqlite3_int64)size,
                               SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) ==
           SQLITE_OK;
}

bool frozen_open(struct store *store, const char *path)
{
    g_autoptr(GByteArray) base = g_byte_array_new(), log = g_byte_array_new();
    const struct files files = { base, log };

    return read_both(path, &files) && play(&files) && open_copy(store, base);
}
