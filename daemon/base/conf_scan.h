/* The shape of a libconfuse file, read before libconfuse reads it: which key stands where, and
 * every fault of form that libconfuse lets through or reports at a wrong line. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A key or a section, in the order of the file. What lies inside a section follows it, up to `end`.
 */
struct conf_place {
    char *name;
    int line;
    guint parent; /* the index of the section around it; CONF_ROOT: none */
    guint end;    /* the index one past its contents */
    gsize start, stop; /* bytes of the text: of the key, one past its value (not for a section) */
    bool section, titled, list;
};
#define CONF_ROOT G_MAXUINT

/* Reads the shape of `text` and overwrites its comments with spaces (libconfuse 3.3 counts three
 * lines for a comment of one). An array of struct conf_place, which the caller unrefs; NULL and
 * EX_CONFIG with `file` and line for a fault. */
GArray *conf_scan(const char *file, char *text, GError **error);

/* Sets EX_CONFIG and "FILE:LINE: message". */
void conf_scan_fault(GError **error, const char *file, int line, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
