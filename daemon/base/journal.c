/* The journal's datagrams. */
#include "base/journal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

bool journal_takes_stderr(void)
{
    const char *stream = getenv("JOURNAL_STREAM");
    struct stat facts;
    char *end;
    guint64 device, inode;

    if (!stream || fstat(STDERR_FILENO, &facts) < 0)
        return false;
    device = g_ascii_strtoull(stream, &end, 10);
    if (*end != ':')
        return false;
    inode = g_ascii_strtoull(end + 1, &end, 10);
    return !*end && device == facts.st_dev && inode == facts.st_ino;
}

char *journal_fields(int priority, const char *process, const char *account, const char *message)
{
    return g_strdup_printf("PRIORITY=%d\nSYSLOG_IDENTIFIER=vigie\nVIGIE_PROCESS=%s\n%s%s%sMESSAGE=%s\n",
                           priority, process, account ? "VIGIE_ACCOUNT=" : "",
                           account ? account : "", account ? "\n" : "", message);
}

int journal_open(void)
{
    return socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

bool journal_send(int fd, const char *path, const char *fields)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    size_t length = strlen(fields);

    if (fd < 0 || strlen(path) >= sizeof address.sun_path)
        return false;
    memcpy(address.sun_path, path, strlen(path) + 1);
    return sendto(fd, fields, length, MSG_NOSIGNAL | MSG_DONTWAIT, (struct sockaddr *)&address,
                  sizeof address) == (ssize_t)length;
}
