/* Reads a libconfuse file strictly: its shape first (conf_scan.h), then its keys against the
 * options, and only what passed both is handed to libconfuse. */
#include "base/conf.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "base/closest.h"
#include "base/conf_scan.h"
#include "base/error.h"
#include "base/fd.h"

/* Set while libconfuse parses: it hands no data to its error function. (Its lexer is one global
 * machine too: files are read one after the other, by one thread.) */
static GError **parse_error;

static void on_error(cfg_t *cfg, const char *format, va_list arguments) G_GNUC_PRINTF(2, 0);

static void on_error(cfg_t *cfg, const char *format, va_list arguments)
{
    g_autofree char *message = g_strdup_vprintf(format, arguments);

    if (parse_error && !*parse_error)
        conf_scan_fault(parse_error, cfg->filename, cfg->line, _("%s; see vigie.conf(5)"), message);
}

static int refuse_value(cfg_t *cfg, cfg_opt_t *option, const char *value, const char *fault)
{
    if (parse_error && !*parse_error)
        conf_scan_fault(parse_error, cfg->filename, cfg->line, "%s: \"%s\" %s", option->name, value,
                        fault);
    return -1;
}

/* strtol would take "" for 0 and "010" for 8. */
static int parse_integer(cfg_t *cfg, cfg_opt_t *option, const char *value, void *result)
{
    gint64 number;

    if ((value[0] == '0' && value[1]) ||
        !g_ascii_string_to_signed(value, 10, G_MININT, G_MAXINT, &number, NULL))
        return refuse_value(cfg, option, value, _("is no whole number; write digits"));
    *(long *)result = (long)number;
    return 0;
}

static int parse_boolean(cfg_t *cfg, cfg_opt_t *option, const char *value, void *result)
{
    const int truth = cfg_parse_boolean(value);

    if (truth < 0)
        return refuse_value(cfg, option, value, _("is neither true nor false; write one of them"));
    *(int *)result = truth;
    return 0;
}

static void make_strict(cfg_opt_t *options)
{
    for (cfg_opt_t *option = options; option->name; option++) {
        if (option->type == CFGT_INT && !option->parsecb)
            option->parsecb = parse_integer;
        if (option->type == CFGT_BOOL && !option->parsecb)
            option->parsecb = parse_boolean;
        if (option->type == CFGT_SEC && option->flags & CFGF_TITLE)
            option->flags |= CFGF_NO_TITLE_DUPES;
        if (option->subopts)
            make_strict(option->subopts);
    }
}

static const cfg_opt_t *find_option(const cfg_opt_t *options, const char *name)
{
    for (; options->name; options++)
        if (g_str_equal(options->name, name))
            return options;
    return NULL;
}

/* "\"password-file\" may be meant; ", or nothing. */
static char *meant_key(const cfg_opt_t *options, const char *typed)
{
    g_autoptr(GArray) names = g_array_new(TRUE, FALSE, sizeof(const char *)); /* ends with NULL */
    const char *meant;

    for (; options->name; options++)
        g_array_append_val(names, options->name);
    meant = closest_word(typed, (const char *const *)(gpointer)names->data);
    return meant ? g_strdup_printf(_("\"%s\" may be meant; "), meant) : g_strdup("");
}

static char *known_keys(const cfg_opt_t *options)
{
    g_autoptr(GString) known = g_string_new(NULL);

    for (; options->name; options++)
        g_string_append_printf(known, "%s%s", known->len ? ", " : "", options->name);
    return g_string_free(g_steal_pointer(&known), FALSE);
}

/* What the form of a key says against its option; NULL: nothing. */
static const char *form_fault(const struct conf_place *place, const cfg_opt_t *option)
{
    if (option->type != CFGT_SEC && place->section)
        return _("is a key; write it with = and a value");
    if (option->type == CFGT_SEC && !place->section)
        return _("is a section; write it with { and }");
    if (place->section && place->titled != !!(option->flags & CFGF_TITLE))
        return place->titled ? _("has no name; remove it before the {")
                             : _("needs a name before its {; write one");
    if (place->list && !(option->flags & CFGF_LIST))
        return _("takes one value; remove the { }");
    return NULL;
}

static const struct conf_place *place_at(const GArray *places, guint index)
{
    return &g_array_index(places, struct conf_place, index);
}

static const struct conf_place *earlier_place(const GArray *places, guint from, guint index)
{
    for (guint i = from; i < index; i = place_at(places, i)->end)
        if (g_str_equal(place_at(places, i)->name, place_at(places, index)->name))
            return place_at(places, i);
    return NULL;
}

/* Checks the places [from, end) of one section, and of those below it, against `options`. */
static bool check(const char *file, const cfg_opt_t *options, const GArray *places, guint from,
                  guint end, GError **error)
{
    for (guint i = from; i < end; i = place_at(places, i)->end) {
        const struct conf_place *place = place_at(places, i), *earlier = NULL;
        const cfg_opt_t *option = find_option(options, place->name);
        const char *fault = option ? form_fault(place, option) : NULL;

        if (!option) {
            g_autofree char *known = known_keys(options);
            g_autofree char *meant = meant_key(options, place->name);

            conf_scan_fault(error, file, place->line, _("unknown key \"%s\"; %sknown here: %s"),
                            place->name, meant, known);
            return false;
        }
        if (!(option->flags & CFGF_MULTI))
            earlier = earlier_place(places, from, i);
        if (earlier)
            conf_scan_fault(error, file, place->line,
                            _("\"%s\" stands on line %d already; keep one of them"), place->name,
                            earlier->line);
        else if (fault)
            conf_scan_fault(error, file, place->line, "\"%s\" %s", place->name, fault);
        if (earlier || fault)
            return false;
        if (place->section && !check(file, option->subopts, places, i + 1, place->end, error))
            return false;
    }
    return true;
}

/* Characters from the beginning of the line to `at`, which stands in `text`. */
static int column_of(const char *text, const char *at)
{
    const char *line = at;

    while (line > text && line[-1] != '\n')
        line--;
    return (int)g_utf8_strlen(line, at - line) + 1;
}

/* "LINE COLUMN" of a key, and after a line break its source: for conf_fault and conf_locate. */
static char *note_of(const char *text, const struct conf_place *place)
{
    const gsize length = place->stop > place->start ? place->stop - place->start : 0;

    return g_strdup_printf("%d %d\n%.*s", place->line, column_of(text, text + place->start),
                           (int)length, text + place->start);
}

/* Notes where everything stood: libconfuse keeps the line of nothing, but a section has a field for
 * it (which holds its last line) and an option one for a comment. */
static void note_lines(cfg_t *section, const char *text, const GArray *places, guint from, guint end)
{
    for (cfg_opt_t *option = section->opts; option->name; option++) {
        guint count = 0;

        for (guint i = from; i < end; i = place_at(places, i)->end) {
            const struct conf_place *place = place_at(places, i);
            g_autofree char *note = NULL;

            if (!g_str_equal(place->name, option->name))
                continue;
            note = note_of(text, place);
            cfg_opt_setcomment(option, note);
            if (place->section) {
                cfg_t *below = cfg_opt_getnsec(option, count++);

                below->line = place->line;
                note_lines(below, text, places, i + 1, place->end);
            }
        }
    }
}

static cfg_t *parse(const char *file, char *text, cfg_opt_t *options, GError **error)
{
    GError *fault = NULL;
    FILE *stream = fmemopen(text, strlen(text), "r");
    cfg_t *cfg = cfg_init(options, CFGF_NONE);
    int result;

    make_strict(cfg->opts);
    cfg->filename = strdup(file);
    cfg_set_error_function(cfg, on_error);
    parse_error = &fault;
    errno = 0; /* libconfuse looks at ERANGE without clearing it */
    result = cfg_parse_fp(cfg, stream);
    parse_error = NULL;
    fclose(stream);
    if (result == CFG_SUCCESS)
        return cfg;
    if (!fault)
        conf_scan_fault(&fault, file, cfg->line, _("not understood; see vigie.conf(5)"));
    g_propagate_error(error, fault);
    cfg_free(cfg);
    return NULL;
}

static int line_of(const char *text, const char *at)
{
    int line = 1;

    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

static char *read_text(const char *file, GError **error)
{
    AUTO_FD fd = open(file, O_RDONLY | O_CLOEXEC);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_autofree char *text = NULL;
    const char *bad;
    gsize length;

    if (fd < 0 || !fd_read_most(fd, bytes, CONF_MAX_BYTES + 1, NULL)) {
        g_set_error(error, VIGIE_ERROR, EX_NOINPUT,
                    _("%s cannot be read (%s); give a readable file"), file, g_strerror(errno));
        return NULL;
    }
    length = bytes->len;
    g_byte_array_append(bytes, (const guint8 *)"", 1);
    text = (char *)g_byte_array_free(g_steal_pointer(&bytes), FALSE);
    if (length > CONF_MAX_BYTES) {
        conf_scan_fault(error, file, 1, _("larger than %d bytes; give a configuration file"),
                        CONF_MAX_BYTES);
        return NULL;
    }
    if (!g_utf8_validate_len(text, length, &bad)) {
        conf_scan_fault(error, file, line_of(text, bad),
                        *bad ? _("not UTF-8; save the file as UTF-8") : _("a NUL byte; remove it"));
        return NULL;
    }
    return g_steal_pointer(&text);
}

cfg_t *conf_read(const char *file, cfg_opt_t *options, GError **error)
{
    g_autofree char *text = NULL;

    return conf_read_kept(file, options, &text, error);
}

cfg_t *conf_read_kept(const char *file, cfg_opt_t *options, char **kept, GError **error)
{
    g_autofree char *text = read_text(file, error);
    g_autoptr(GArray) places = NULL;
    cfg_t *cfg;

    *kept = g_strdup(text); /* before it is blanked */
    if (!text)
        return NULL;
    if (g_str_has_prefix(text, "\xef\xbb\xbf")) /* a byte-order mark, as some editors write */
        memset(text, ' ', 3);
    places = conf_scan(file, text, error);
    if (!places || !check(file, options, places, 0, places->len, error))
        return NULL;
    cfg = parse(file, text, options, error);
    if (cfg) {
        note_lines(cfg, text, places, 0, places->len);
        cfg->line = 1;
    }
    return cfg;
}

int conf_line(cfg_t *section, const char *name)
{
    const cfg_opt_t *option = name ? find_option(section->opts, name) : NULL;

    return option && option->comment ? atoi(option->comment) : section->line;
}

void conf_fault(GError **error, cfg_t *section, const char *name, const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list arguments;

    va_start(arguments, format);
    message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    conf_scan_fault(error, section->filename, conf_line(section, name), "%s", message);
}

/* The bytes that one unit of a value takes in the file, and those that it stands for. */
static gsize unit_at(const char *at, char quote, gsize *stands_for)
{
    const char *close = quote == '"' && g_str_has_prefix(at, "${") ? strchr(at, '}') : NULL;

    *stands_for = 1;
    if (close) {
        g_autofree char *name = g_strndup(at + 2, (gsize)(close - at - 2));
        char *otherwise = strstr(name, ":-");
        const char *value;

        if (otherwise)
            *otherwise = '\0';
        value = g_getenv(name);
        if (!value)
            value = otherwise ? otherwise + 2 : "";
        *stands_for = strlen(value);
        return (gsize)(close - at) + 1;
    }
    if (*at == '\\' && at[1] && (quote == '"' || (quote == '\'' && strchr("\\'", at[1]))))
        return 2;
    return 1;
}

/* The value that begins at `at` ends there. */
static const char *value_end(const char *at)
{
    const char quote = *at;
    gsize bytes;

    if (quote != '"' && quote != '\'')
        return at + strcspn(at, " \t\r\n,}");
    for (at++; *at && *at != quote; at += unit_at(at, quote, &bytes))
        continue;
    return *at ? at + 1 : at;
}

/* The value number `index` in the source of a key, comments blanked. */
static const char *value_at(const char *source, guint index)
{
    static const char between[] = " \t\r\n={},+";
    const char *at = source + strcspn(source, "=");

    for (at += strspn(at, between); index > 0 && *at; index--) {
        at = value_end(at);
        at += strspn(at, between);
    }
    return at;
}

/* The byte of `value` (with its quotes) that stands for byte `offset` of what it means. */
static const char *byte_at(const char *value, gsize offset)
{
    const char quote = *value == '"' || *value == '\'' ? *value : '\0';
    gsize means;

    for (value += quote != '\0'; *value && *value != quote; offset -= means) {
        const gsize bytes = unit_at(value, quote, &means);

        if (offset < means)
            break;
        value += bytes;
    }
    return value;
}

void conf_locate(cfg_t *section, const char *name, guint index, gsize offset, int *line,
                 int *column)
{
    const cfg_opt_t *option = find_option(section->opts, name);
    const char *source = option && option->comment ? strchr(option->comment, '\n') : NULL;
    const char *at;

    *line = section->line;
    *column = 1;
    if (!source || sscanf(option->comment, "%d %d", line, column) != 2)
        return;
    at = byte_at(value_at(source + 1, index), offset);
    *line += line_of(source + 1, at) - 1;
    *column = column_of(source + 1, at) + (line_of(source + 1, at) == 1 ? *column - 1 : 0);
}
