/* Waking. */
#include "source/wake.h"

#include <errno.h>
#include <glib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"

int wake_new(const char *account)
{
    int wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

    if (wake < 0)
        log_error(account, "cannot be woken before time: %s", g_strerror(errno));
    return wake;
}

void wake_send(int wake)
{
    guint64 one = 1;

    if (write(wake, &one, sizeof one) < 0)
        return; /* it is awake already */
}

bool wake_take(int wake)
{
    guint64 count;

    return read(wake, &count, sizeof count) > 0;
}
