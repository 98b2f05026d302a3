/* What a file among mail is, by its name and its first bytes. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* As many first bytes as it takes to know. */
#define CONTENT_HEAD 8192

enum content {
    CONTENT_EMPTY,
    CONTENT_MBOX,
    CONTENT_MESSAGE,
    CONTENT_TEXT,  /* without a mail's header */
    CONTENT_OTHER, /* pictures, databases */
};
enum content content_of(const char *head, gsize length);

/* Names of files and folders that mail programs keep beside the mail: indexes, locks, lists. */
bool content_file_is_control(const char *name);
bool content_folder_is_control(const char *name);
