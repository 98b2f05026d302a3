/* What each fuzz target gives: one input tried. A fault aborts; libFuzzer (configure
 * --enable-fuzzing) or replay.c brings the inputs. */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A call that GLib or GMime refuses as wrong is a fault of ours, whatever the input was. */
static inline void fuzz_criticals_are_fatal(void)
{
    g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
}

/* The input as a string of UTF-8, as our callers hand it on. The caller frees. */
static inline char *fuzz_utf8(const uint8_t *data, size_t size)
{
    return g_utf8_make_valid((const char *)data, (gssize)size);
}
