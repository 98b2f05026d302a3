/* What commands share: options, places, words turned into values. */
#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/log.h"
#include "base/places.h"
#include "cmd/cmd.h"
#include "store/watchlock.h"

#define UNWATCHED_SECONDS 3600

static bool usage(GError **error, const struct command *command, const char *what)
{
    g_set_error(error, VIGIE_ERROR, EX_USAGE, _("%s; usage: vigie %s %s"), what, command->name,
                _(command->arguments));
    return false;
}

bool cmd_parse(const GOptionEntry *entries, const struct command *command, int *argc, char ***argv,
               int least, int most, GError **error)
{
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) own = NULL;

    g_option_context_set_help_enabled(context, FALSE);
    if (entries)
        g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, argc, argv, &own))
        return usage(error, command, own->message);
    if (*argc > 1 && strcmp((*argv)[1], "--") == 0) {
        ++*argv;
        --*argc;
    }
    if (*argc - 1 < least)
        return usage(error, command, _("something is missing"));
    return *argc - 1 <= most || usage(error, command, _("too many words"));
}

struct settings *cmd_settings(const struct globals *globals, GError **error)
{
    g_autofree char *file = places_config(globals->config);

    return file ? settings_load(file, error) : settings_new_default();
}

struct rules *cmd_rules(const struct globals *globals, GError **error)
{
    return rules_load_from(globals->rules, error);
}

bool cmd_clock_may_write(const struct globals *globals, GError **error)
{
    if (!globals->clock.set || globals->state)
        return true;
    g_set_error_literal(error, VIGIE_ERROR, EX_USAGE,
                        _("--now writes only together with --state: a wrong clock must not touch "
                          "the entries that are watched"));
    return false;
}

struct store *cmd_store(const struct globals *globals, const struct settings *settings,
                        enum store_mode mode, bool writes, GError **error)
{
    AUTO(settings) own = NULL;
    g_autofree char *directory = NULL;
    struct store *store;

    if (writes && !cmd_clock_may_write(globals, error))
        return NULL;
    /* With --state it is asked for the key of the codes alone: a fault there is told elsewhere. */
    if (!settings) {
        g_autoptr(GError) fault = NULL;

        own = cmd_settings(globals, &fault);
        if (!own && !globals->state) {
            g_propagate_error(error, g_steal_pointer(&fault));
            return NULL;
        }
        settings = own;
    }
    directory = places_state(globals->state, settings);
    if (!places_become_owner(directory, error))
        return NULL;
    store = store_open_with(directory, mode,
                            &(struct store_options){ .key_file = settings ? settings->key_file : NULL },
                            error);
    if (!store && g_error_matches(*error, VIGIE_ERROR, EX_NOINPUT)) {
        g_autofree char *tried = places_state_tried(globals->state, settings);

        g_prefix_error(error, _("looked at %s: "), tried);
    }
    return store;
}

gint64 cmd_now(const struct globals *globals)
{
    return clock_now(&globals->clock);
}

GDate cmd_today(const struct globals *globals)
{
    return civil_date(cmd_now(globals), civil_paris());
}

bool cmd_id(const char *text, gint64 *id, GError **error)
{
    guint64 value;

    if (g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT64, &value, NULL)) {
        *id = (gint64)value;
        return true;
    }
    g_set_error(error, VIGIE_ERROR, EX_USAGE, _("%s is no ID; vigie list shows them"), text);
    return false;
}

bool cmd_date(const struct globals *globals, const char *text, GDate *date, GError **error)
{
    GDate today = cmd_today(globals);

    if (!civil_date_parse(text, date)) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE,
                    _("%s is no date that exists; write it as YYYY-MM-DD"), text);
        return false;
    }
    if (g_date_compare(date, &today) <= 0)
        return true;
    g_set_error(error, VIGIE_ERROR, EX_USAGE,
                _("%s lies in the future; the day of sending is asked for, not the deadline"),
                text);
    return false;
}

char *cmd_text(const char *text, bool lines)
{
    g_autoptr(GString) clean = g_string_new(NULL);

    for (; *text; text += g_utf8_skip[(guchar)*text]) {
        gunichar letter = g_utf8_get_char(text);
        bool kept = !g_unichar_iscntrl(letter) || (lines && (letter == '\n' || letter == '\t'));

        g_string_append_unichar(clean, kept ? letter : ' ');
    }
    g_strstrip(clean->str);
    return *clean->str ? g_string_free(g_steal_pointer(&clean), FALSE) : NULL;
}

bool cmd_flush(GError **error)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    g_set_error(error, VIGIE_ERROR, EX_IOERR, _("cannot write to standard output: %s"),
                g_strerror(errno));
    return false;
}

static bool print_json(JsonNode *node, bool pretty, GError **error)
{
    g_autoptr(JsonGenerator) generator = json_generator_new();
    g_autofree char *text = NULL;

    json_generator_set_root(generator, node);
    json_generator_set_pretty(generator, pretty);
    json_generator_set_indent(generator, 1);
    json_node_unref(node);
    text = json_generator_to_data(generator, NULL);
    puts(text);
    return cmd_flush(error);
}

bool cmd_print_json(JsonNode *node, GError **error)
{
    return print_json(node, true, error);
}

bool cmd_print_json_line(JsonNode *node, GError **error)
{
    return print_json(node, false, error);
}

int cmd_width(const char *text, int columns)
{
    return columns + (int)strlen(text) - (int)g_utf8_strlen(text, -1);
}

void cmd_warn_unwatched(const struct store *store, gint64 now)
{
    struct watch_facts facts;

    watchlock_look(store_directory(store), &facts);
    if (!facts.running && ABS(now - facts.last_loop) > UNWATCHED_SECONDS)
        log_warning(NULL, _("no `vigie watch` has run on %s for an hour: nobody would deliver its "
                            "alerts; start the service"),
                    store_directory(store));
}

char *cmd_owner(const char *text)
{
    return text && *text ? g_ascii_strdown(text, -1) : NULL;
}

void cmd_keep_owner(GPtrArray *entries, const char *owner)
{
    for (guint i = entries->len; owner && i > 0; i--)
        if (g_strcmp0(((const struct entry *)g_ptr_array_index(entries, i - 1))->owner, owner) != 0)
            g_ptr_array_remove_index(entries, i - 1);
}
