/* What the watch and a `vigie agent` say to each other over a SEQPACKET socket, in the packets of
 * base/ipc.h: bounded, typed, leftovers refused. A system service cannot reach the bus of a user's
 * session; the agent runs in it. The watch knows the user by SO_PEERCRED alone: nothing is said of a
 * name or a password. The agent gets what it is to show, and nothing else. */
#pragma once

#include "alert/desktop_note.h"

#define AGENT_SOCKET "/run/vigie/agent.sock" /* where `agent-socket` is not set */

/* Watch → agent. */
enum {
    AGENT_WELCOME = 500, /* "": alerts for this user come here */
    AGENT_REFUSED,       /* "": no alert is for this user; the watch hangs up */
    AGENT_REPLACED,      /* "": another agent of this user came; the watch hangs up */
    AGENT_SHOW,          /* AGENT_SHOW_TYPE: serial, the note → AGENT_SHOWN */
    AGENT_WITHDRAW,      /* "(x)": the entry of which nothing is to stand any more */
    /* Agent → watch. */
    AGENT_SHOWN = 520,   /* "(us)": serial, "" or why it cannot be shown now */
    AGENT_ANSWER,        /* "(ux)": enum answer, entry */
};
#define AGENT_SHOW_TYPE "(u" DESKTOP_NOTE_TYPE ")"

/* The address of the socket at `path`. EX_USAGE where the path is longer than an address takes. */
struct sockaddr_un;
bool agent_address(const char *path, struct sockaddr_un *address, GError **error);

/* A listening socket at `path` to which any user may connect: who does, SO_PEERCRED tells. It takes the
 * place of a socket, and of nothing else. -1 and errno. */
int agent_listen(const char *path, const struct sockaddr_un *address, int backlog);
