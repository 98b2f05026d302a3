/* Reads and copies by the system's calls alone. */
#include "launch/message.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define FIELD "X-Vigie"
#define VERDICT FIELD ": none"

/* Waits where a descriptor was left not to block. */
static bool is_to_try_again(int fd, short events)
{
    struct pollfd wait = { .fd = fd, .events = events };

    if (errno == EINTR)
        return true;
    return errno == EAGAIN && (poll(&wait, 1, -1) >= 0 || errno == EINTR);
}

static ssize_t read_some(void *bytes, size_t room)
{
    ssize_t got;

    do
        got = read(STDIN_FILENO, bytes, room);
    while (got < 0 && is_to_try_again(STDIN_FILENO, POLLIN));
    return got;
}

static bool write_all(const char *bytes, size_t length)
{
    while (length) {
        const ssize_t put = write(STDOUT_FILENO, bytes, length);

        if (put < 0 && !is_to_try_again(STDOUT_FILENO, POLLOUT))
            return false;
        bytes += put > 0 ? put : 0;
        length -= put > 0 ? (size_t)put : 0;
    }
    return true;
}

static void say(const char *text)
{
    if (write(STDERR_FILENO, text, strlen(text)) < 0)
        return; /* nobody listens */
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

bool head_read(struct head *head)
{
    size_t line = 0;

    head->length = 0;
    head->whole = false;
    while (!head->whole && head->length < sizeof head->bytes) {
        const ssize_t got =
            read_some(head->bytes + head->length, sizeof head->bytes - head->length);

        if (got < 0)
            return false;
        head->length += (size_t)got;
        head->whole = !got || has_empty_line(head, &line);
    }
    return true;
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
static bool pass_head(const struct head *head)
{
    char out[sizeof head->bytes + sizeof VERDICT + 2];
    const bool envelope = head->length >= 5 && memcmp(head->bytes, "From ", 5) == 0;
    size_t at = envelope ? line_end(head, 0) : 0, end = line_end(head, at);
    size_t length = append(out, 0, head->bytes, at);
    bool drops = false;

    length = append(out, length, VERDICT, strlen(VERDICT));
    length = end > at + 1 && head->bytes[end - 2] == '\r' ? append(out, length, "\r\n", 2)
                                                          : append(out, length, "\n", 1);
    for (; at < head->length && !is_empty_line(head, at, end); at = end, end = line_end(head, at)) {
        if (head->bytes[at] != ' ' && head->bytes[at] != '\t')
            drops = is_ours(head->bytes + at, head->bytes + end);
        if (!drops)
            length = append(out, length, head->bytes + at, end - at);
    }
    length = append(out, length, head->bytes + at, head->length - at);
    return write_all(out, length);
}

bool message_take(struct head *head, bool pass)
{
    bool passes = true;
    ssize_t got;

    /* Who reads our output may end first, and the size of files may be limited: errors like others.
     */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    if (pass)
        passes = pass_head(head);
    while ((got = read_some(head->bytes, sizeof head->bytes)) > 0)
        if (pass && passes)
            passes = write_all(head->bytes, (size_t)got);
    if (!passes)
        say("vigie: standard output took not all of the message\n");
    if (got < 0)
        say("vigie: the message was not read to its end\n");
    return passes && got == 0;
}
