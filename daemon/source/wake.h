/* Waking a thread of a source from its pause: an eventfd(2), to be polled for reading. */
#pragma once

#include <stdbool.h>

/* -1 where there is none: the thread works all the same, and ends when told; the log says so. */
int wake_new(const char *account);

/* Thread-safe; a thread that is awake stays so. */
void wake_send(int wake);

/* Forgets that it was woken; whether it was. */
bool wake_take(int wake);
