/* The fetcher: IMAP connections and their secrets, and local Maildirs. It has neither the database nor
 * the parser: every mail goes to the keeper as bytes, and the cursor comes from there. */
#pragma once

#include <stdbool.h>

#include "base/settings.h"

/* Watches all accounts of `settings` until the keeper says LINK_STOP or goes away. `link`: to the
 * keeper; `runner`: to the master. Returns the exit code of the process. */
int fetcher_main(int link, int runner, const struct settings *settings, bool once);
