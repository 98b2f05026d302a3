/* Reads and copies by the system's calls alone. */
#include "launch/message.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define FIELD "X-Vigie"
#define MAX_VERDICT 16
/* What a reader takes of a message, and a byte more (MESSAGE_MAX_BYTES of message/message.h). */
#define MAX_HELD ((rlim_t)2 * 1024 * 1024 + 1)

/* Waits where a descriptor was left not to block. */
static bool is_to_try_again(int fd, short events)
{
    struct pollfd wait = { .fd = fd, .events = events };

    if (errno == EINTR)
        return true;
    return errno == EAGAIN && (poll(&wait, 1, -1) >= 0 || errno == EINTR);
}

static ssize_t read_from(int fd, void *bytes, size_t room)
{
    ssize_t got;

    do
        got = read(fd, bytes, room);
    while (got < 0 && is_to_try_again(fd, POLLIN));
    return got;
}

static ssize_t read_some(const struct head *head, void *bytes, size_t room)
{
    const ssize_t got = head->before >= 0 ? read_from(head->before, bytes, room) : 0;

    return got ? got : read_from(STDIN_FILENO, bytes, room);
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        const ssize_t put = write(fd, bytes, length);

        if (put < 0 && !is_to_try_again(fd, POLLOUT))
            return false;
        bytes += put > 0 ? put : 0;
        length -= put > 0 ? (size_t)put : 0;
    }
    return true;
}

/* The end of the line at `at`: behind its newline, or all there is. */
static size_t line_end(const struct head *head, size_t at)
{
    const char *newline = memchr(head->bytes + at, '\n', head->length - at);

    return newline ? (size_t)(newline - head->bytes) + 1 : head->length;
}

static bool is_empty_line(const struct head *head, size_t at, size_t end)
{
    return (end - at == 1 && head->bytes[at] == '\n') ||
           (end - at == 2 && memcmp(head->bytes + at, "\r\n", 2) == 0);
}

/* Goes on from the line at *at to the empty line, as far as there are whole lines. */
static bool has_empty_line(const struct head *head, size_t *at)
{
    while (*at < head->length) {
        const size_t end = line_end(head, *at);

        if (is_empty_line(head, *at, end))
            return true;
        if (head->bytes[end - 1] != '\n')
            return false;
        *at = end;
    }
    return false;
}

static bool cannot_read(void)
{
    fprintf(stderr, "vigie: the message was not read to its end: %s\n", strerror(errno));
    return false;
}

bool head_read(struct head *head, int before)
{
    size_t line = 0;

    head->before = before;
    head->length = 0;
    head->whole = false;
    while (!head->whole && head->length < sizeof head->bytes) {
        const ssize_t got =
            read_some(head, head->bytes + head->length, sizeof head->bytes - head->length);

        if (got < 0)
            return cannot_read();
        head->length += (size_t)got;
        head->whole = !got || has_empty_line(head, &line);
    }
    return true;
}

bool head_is_plain(const struct head *head)
{
    return head->whole && head->length && !strchr("\r\n \t", head->bytes[0]);
}

static bool is_ours(const char *line, const char *end)
{
    const size_t name = strlen(FIELD);

    if ((size_t)(end - line) <= name || strncasecmp(line, FIELD, name) != 0)
        return false;
    for (line += name; line < end && (*line == ' ' || *line == '\t'); line++)
        continue;
    return line < end && *line == ':';
}

static size_t append(char *out, size_t length, const char *bytes, size_t more)
{
    memcpy(out + length, bytes, more);
    return length + more;
}

/* The field below a "From " line, and the header without such fields as came in. */
static bool pass_head(const struct head *head, const char *verdict)
{
    char out[sizeof head->bytes + sizeof FIELD + MAX_VERDICT + sizeof ": \r\n"];
    const bool envelope = head->length >= 5 && memcmp(head->bytes, "From ", 5) == 0;
    size_t at = envelope ? line_end(head, 0) : 0, end = line_end(head, at);
    size_t length = append(out, 0, head->bytes, at);
    bool drops = false;

    length = append(out, length, FIELD ": ", strlen(FIELD ": "));
    length = append(out, length, verdict, strnlen(verdict, MAX_VERDICT));
    length = end > at + 1 && head->bytes[end - 2] == '\r' ? append(out, length, "\r\n", 2)
                                                          : append(out, length, "\n", 1);
    for (; at < head->length && !is_empty_line(head, at, end); at = end, end = line_end(head, at)) {
        if (head->bytes[at] != ' ' && head->bytes[at] != '\t')
            drops = is_ours(head->bytes + at, head->bytes + end);
        if (!drops)
            length = append(out, length, head->bytes + at, end - at);
    }
    length = append(out, length, head->bytes + at, head->length - at);
    return write_all(STDOUT_FILENO, out, length);
}

bool message_take(struct head *head, const char *verdict, int copy)
{
    bool passes = !verdict || pass_head(head, verdict);
    bool copies = copy < 0 || write_all(copy, head->bytes, head->length);
    ssize_t got;

    while ((got = read_some(head, head->bytes, sizeof head->bytes)) > 0) {
        if (verdict && passes)
            passes = write_all(STDOUT_FILENO, head->bytes, (size_t)got);
        if (copy >= 0 && copies)
            copies = write_all(copy, head->bytes, (size_t)got);
    }
    if (!passes)
        fputs("vigie: standard output took not all of the message\n", stderr);
    if (!copies)
        fputs("vigie: the message cannot be kept: see whether the disk is full\n", stderr);
    if (got < 0)
        cannot_read();
    return passes && copies && got == 0;
}

/* How long a file may become here. */
static size_t room_of_file(void)
{
    struct rlimit limit;

    return getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur < MAX_HELD ? limit.rlim_cur
                                                                            : MAX_HELD;
}

static bool cannot_hold(void)
{
    fprintf(stderr, "vigie: what was read of the message cannot be kept: %s\n", strerror(errno));
    return false;
}

/* False where that fails, which was said. A socket tells once that its peer broke off: who reads on sees an
 * end like any other. */
static bool hold_rest(int fd, size_t length, bool *whole)
{
    const size_t room = room_of_file();
    char piece[16 * 1024];

    while (length < room) {
        const size_t most = room - length < sizeof piece ? room - length : sizeof piece;
        const ssize_t got = read_from(STDIN_FILENO, piece, most);

        *whole = got == 0;
        if (got < 0)
            return cannot_read();
        if (got == 0)
            return true;
        if (!write_all(fd, piece, (size_t)got))
            return cannot_hold();
        length += (size_t)got;
    }
    return true;
}

/* From its begin, and never to be changed. */
static bool is_sealed(int fd)
{
    return lseek(fd, 0, SEEK_SET) == 0 &&
           fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0;
}

int message_hold(const struct head *head, bool *whole)
{
    const int fd = memfd_create("vigie-head", MFD_ALLOW_SEALING);

    *whole = false;
    if (((fd >= 0 && write_all(fd, head->bytes, head->length)) || cannot_hold()) &&
        hold_rest(fd, head->length, whole) && (is_sealed(fd) || cannot_hold()))
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}
