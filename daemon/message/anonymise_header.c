/* Which field is kept, read as text, or replaced whole. */
#include "message/anonymise_header.h"

#include <gmime/gmime.h>
#include <string.h>

#include "message/charset.h"
#include "message/words.h"

/* What is quoted may hold a semicolon; the value may stand on a line of its own. */
#define FILE_NAME                                                                                  \
    "((?:file)?name(?:\\*\\d*)?\\*?\\s*=\\s*\"?)"                                                   \
    "((?<=\")(?:[^\"\\\\]++|\\\\.)++|[^\";\\r\\n]+)"
#define ENCODED_WORD "=\\?[^?\\s]+\\?[BbQq]\\?[^?]*\\?="

enum treatment { AS_IT_IS, AS_TEXT, AS_ADDRESSES, AS_TRACE, AS_TYPE, AS_OPAQUE };

/* A field that is not listed is opaque: whatever somebody put there may name the person. */
static const struct {
    const char *name;
    enum treatment treatment;
} treatments[] = {
    { "MIME-Version", AS_IT_IS },        { "Date", AS_IT_IS },
    { "Resent-Date", AS_IT_IS },         { "Content-Transfer-Encoding", AS_IT_IS },
    { "Precedence", AS_IT_IS },          { "Auto-Submitted", AS_IT_IS },
    { "Content-Language", AS_IT_IS },    { "X-Priority", AS_IT_IS },
    { "Importance", AS_IT_IS },          { "Subject", AS_TEXT },
    { "Content-Description", AS_TEXT },  { "Content-Type", AS_TYPE },
    { "Content-Disposition", AS_TYPE },  { "From", AS_ADDRESSES },
    { "Sender", AS_ADDRESSES },          { "To", AS_ADDRESSES },
    { "Cc", AS_ADDRESSES },              { "Bcc", AS_ADDRESSES },
    { "Reply-To", AS_ADDRESSES },        { "Resent-From", AS_ADDRESSES },
    { "Resent-To", AS_ADDRESSES },       { "Return-Path", AS_ADDRESSES },
    { "Delivered-To", AS_ADDRESSES },    { "X-Original-To", AS_ADDRESSES },
    { "Received", AS_TRACE },            { "Authentication-Results", AS_TRACE },
};

static void field_free(gpointer data)
{
    struct field *field = data;

    g_free(field->name);
    g_free(field->value);
    g_free(field);
}

static enum treatment treatment_of(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(treatments); i++)
        if (!g_ascii_strcasecmp(treatments[i].name, name))
            return treatments[i].treatment;
    return AS_OPAQUE;
}

static gsize line_length(const char *line, gsize length)
{
    const char *newline = memchr(line, '\n', length);

    return newline ? (gsize)(newline - line) + 1 : length;
}

/* Printable, without a space (RFC 5322, 2.2). Any other line may name a person before its colon: an
 * attached mail may begin with the "From …" of an mbox. */
static bool is_field_name(const char *name)
{
    for (const char *p = name; *p; p++)
        if (!g_ascii_isgraph(*p))
            return false;
    return *name;
}

static void add_field(GPtrArray *fields, const char *begin, const char *colon, const char *end)
{
    g_autofree char *name = g_strchomp(g_strndup(begin, (gsize)(colon - begin)));
    struct field *field;

    if (!is_field_name(name))
        return;
    field = g_new0(struct field, 1);
    field->name = g_steal_pointer(&name);
    field->value = charset_to_utf8(colon + 1, (gsize)(end - colon) - 1, NULL);
    g_ptr_array_add(fields, field);
}

GPtrArray *fields_of(const char *header, gsize length)
{
    GPtrArray *fields = g_ptr_array_new_with_free_func(field_free);

    for (gsize at = 0; at < length;) {
        gsize size = line_length(header + at, length - at);
        const char *colon = memchr(header + at, ':', size);

        while (at + size < length && (header[at + size] == ' ' || header[at + size] == '\t'))
            size += line_length(header + at + size, length - at - size);
        if (colon)
            add_field(fields, header + at, colon, header + at + size);
        at += size;
    }
    return fields;
}

const char *fields_find(const GPtrArray *fields, const char *name)
{
    for (guint i = 0; i < fields->len; i++) {
        const struct field *field = fields->pdata[i];

        if (!g_ascii_strcasecmp(field->name, name))
            return field->value;
    }
    return NULL;
}

static char *decoded(const char *run)
{
    g_autofree char *mended = words_mend(run);

    return g_mime_utils_header_decode_text(NULL, mended);
}

static gboolean decode_run(const GMatchInfo *info, GString *out, gpointer data)
{
    g_autofree char *run = g_match_info_fetch(info, 0);
    g_autofree char *text = decoded(run);

    g_string_append(out, text);
    return FALSE;
}

static GRegex *runs_regex(void)
{
    return g_regex_new(ENCODED_WORD "(?:\\s+" ENCODED_WORD ")*", 0, 0, NULL);
}

/* Of the addresses of strangers the names and what stands before the @ ("jean.dupont"). */
static void learn_addresses(const char *value, bool sends, struct standin *standin,
                            bool (*keeps)(const char *domain, gconstpointer data),
                            gconstpointer data)
{
    g_autoptr(GRegex) runs = runs_regex();
    g_autofree char *text = g_regex_replace_eval(runs, value, -1, 0, 0, decode_run, NULL, NULL);
    g_auto(GStrv) one = g_strsplit(text ? text : value, ",", -1);
    bool service = false; /* a sender of the service is nobody's name */

    for (gsize i = 0; one[i]; i++) {
        char *at = strrchr(one[i], '@');
        g_autofree char *domain = at ? g_strndup(at + 1, strcspn(at + 1, "> \t\r\n\"")) : NULL;

        service |= sends && domain && keeps(domain, data);
    }
    for (gsize i = 0; one[i] && !service; i++) {
        char *at = strrchr(one[i], '@');

        if (at)
            *at = '\0';
        standin_learn_name(standin, one[i]);
    }
}

void fields_learn(const GPtrArray *fields, struct standin *standin,
                  bool (*keeps)(const char *domain, gconstpointer data), gconstpointer data)
{
    for (guint i = 0; i < fields->len; i++) {
        const struct field *field = fields->pdata[i];

        if (treatment_of(field->name) == AS_ADDRESSES)
            learn_addresses(field->value, !g_ascii_strcasecmp(field->name, "From"), standin, keeps,
                            data);
    }
}

struct rewriting {
    const struct standin *standin;
    bool addresses;
};

/* As `text` would be written in a field: in encoded words where it needs them. */
static gboolean rewrite_run(const GMatchInfo *info, GString *out, gpointer data)
{
    const struct rewriting *rewriting = data;
    g_autofree char *run = g_match_info_fetch(info, 0);
    g_autofree char *text = decoded(run);
    g_autofree char *changed = standin_text(rewriting->standin, text, SYNTAX_TEXT);
    g_autofree char *encoded =
        !strcmp(text, changed)  ? g_strdup(run)
        : rewriting->addresses  ? g_mime_utils_header_encode_phrase(NULL, changed, "utf-8")
                                : g_mime_utils_header_encode_text(NULL, changed, "utf-8");

    g_string_append(out, encoded);
    return FALSE;
}

static void append_changed(GString *out, const struct standin *standin, const char *text,
                           gssize length)
{
    g_autofree char *part = length < 0 ? g_strdup(text) : g_strndup(text, (gsize)length);
    g_autofree char *changed = standin_text(standin, part, SYNTAX_TEXT);

    g_string_append(out, changed);
}

/* Encoded words by what they say, what stands between them as text. */
static char *rewrite(const struct standin *standin, const char *value, bool addresses)
{
    g_autoptr(GRegex) runs = runs_regex();
    struct rewriting rewriting = { standin, addresses };
    GString *out = g_string_new(NULL);
    g_autoptr(GMatchInfo) info = NULL;
    int done = 0;

    for (g_regex_match(runs, value, 0, &info); g_match_info_matches(info);
         g_match_info_next(info, NULL)) {
        int start, end;

        g_match_info_fetch_pos(info, 0, &start, &end);
        append_changed(out, standin, value + done, start - done);
        rewrite_run(info, out, &rewriting);
        done = end;
    }
    append_changed(out, standin, value + done, -1);
    return g_string_free(out, FALSE);
}

static gboolean rename_file(const GMatchInfo *info, GString *out, gpointer data)
{
    g_autofree char *key = g_match_info_fetch(info, 1);
    g_autofree char *name = g_match_info_fetch(info, 2);
    char *dot = strrchr(name, '.');
    g_autofree char *ending = g_strdup(dot && strlen(dot) <= 6 ? dot : "");
    g_autofree char *changed = NULL;

    name[strlen(name) - strlen(ending)] = '\0';
    changed = standin_opaque(((const struct rewriting *)data)->standin, name);
    g_string_append_printf(out, "%s%s%s", key, changed, ending);
    return FALSE;
}

static char *rewrite_type(const struct standin *standin, const char *value, const char *boundary,
                          const char *other)
{
    struct rewriting rewriting = { standin, false };
    g_autoptr(GRegex) names = g_regex_new(FILE_NAME, G_REGEX_CASELESS, 0, NULL);
    g_autofree char *changed =
        g_regex_replace_eval(names, value, -1, 0, 0, rename_file, &rewriting, NULL);
    g_autofree char *lower = changed ? g_ascii_strdown(changed, -1) : NULL;
    const char *key = lower && boundary ? strstr(lower, "boundary") : NULL;
    const char *at = key ? strstr(changed + (key - lower) + strlen("boundary"), boundary) : NULL;
    g_autofree char *before = at ? g_strndup(changed, (gsize)(at - changed)) : NULL;

    return at ? g_strconcat(before, other, at + strlen(boundary), NULL)
              : g_steal_pointer(&changed);
}

void fields_write(const GPtrArray *fields, const struct standin *standin, const char *boundary,
                  const char *other, GByteArray *out)
{
    for (guint i = 0; i < fields->len; i++) {
        const struct field *field = fields->pdata[i];
        enum treatment treatment = treatment_of(field->name);
        g_autofree char *value =
            treatment == AS_TEXT || treatment == AS_ADDRESSES
                ? rewrite(standin, field->value, treatment == AS_ADDRESSES)
            : treatment == AS_TRACE ? standin_text(standin, field->value, SYNTAX_TRACE)
            : treatment == AS_TYPE  ? rewrite_type(standin, field->value, boundary, other)
            : treatment == AS_IT_IS ? g_strdup(field->value)
                                    : standin_opaque(standin, field->value);

        g_byte_array_append(out, (const guint8 *)field->name, (guint)strlen(field->name));
        g_byte_array_append(out, (const guint8 *)":", 1);
        g_byte_array_append(out, (const guint8 *)value, (guint)strlen(value));
    }
}
