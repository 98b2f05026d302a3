/* Private to run/milter*.c: the protocol, by libmilter. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "run/milter_worker.h"

/* Listens at `socket`; it stays open in the children. EX_CANTCREAT. Once a process: libmilter keeps
 * it to itself. */
bool milter_session_listen(const char *socket, GError **error);

/* Serves what comes there by threads of its own; returns where libmilter fails. Once a process. */
void milter_session_serve(struct milter_worker *worker);
