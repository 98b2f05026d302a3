/* source.h's intake over a WORK channel to the keeper. */
#pragma once

#include "source/source.h"

/* Opens a channel of its own for one worker thread of `account`, through `link` (borrowed, may be
 * used by several threads: each packet is one system call). */
struct intake *intake_new(int link, const char *account, GError **error);
