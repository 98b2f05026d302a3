/* A text as a reader sees it, each letter with the place in the source that shows it. Internal to
 * message/. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct glyph {
    gunichar c;
    gsize start, end; /* bytes of the source; equal where nothing of it shows this */
    gunichar instead; /* 0: as it is */
    bool settled;     /* for who replaces: an earlier pattern has decided */
};

struct glyphs {
    GString *shown;
    GArray *glyphs; /* of struct glyph */
    GArray *index;  /* of guint: of each byte of `shown` its glyph */
    GArray *tags;   /* of struct glyph: tags, comments and style sheets, start to end */
};

/* `entities`: "&eacute;" shows "é". `tags`: tags, comments and style sheets do not show; a tag that is
 * no inline one parts words. The caller frees by glyphs_free. */
struct glyphs *glyphs_of(const char *text, bool entities, bool tags);
void glyphs_free(struct glyphs *glyphs);

struct glyph *glyphs_at(const struct glyphs *glyphs, int byte);
/* The byte at which the next glyph begins. */
int glyphs_next(const struct glyphs *glyphs, int byte);

/* The source with what stands instead, and with each tag as `tag` gives it. The caller frees. */
char *glyphs_write(const struct glyphs *glyphs, const char *text,
                   char *(*tag)(const char *tag, gconstpointer data), gconstpointer data);
