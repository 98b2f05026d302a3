/* vigie edit and vigie merge: mending entries, history kept. */
#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "cases/deadline.h"
#include "cmd/cmd.h"
#include "store/entries.h"

struct words {
    char *sent, *code, *person, *note;
    gboolean force;
};

/* What is to change, each word turned into its value. */
struct edit {
    const struct words *words;
    const struct right *right;
    char *code; /* NULL: as it is */
    GDate sent; /* invalid: as it is */
};

static void wipe(char *code)
{
    if (code)
        explicit_bzero(code, strlen(code));
    g_free(code);
}

/* A later day means a later deadline: the one mistake that may cost the right. */
static bool change_date(struct entry *entry, const struct edit *edit, GString *history,
                        GError **error)
{
    g_autofree char *before = civil_date_format(&entry->sent);
    const char *sent = edit->words->sent;

    if (!sent)
        return true;
    if (before && g_date_compare(&edit->sent, &entry->sent) > 0 && !edit->words->force) {
        g_set_error(
            error, VIGIE_ERROR, EX_USAGE,
            _("%s is later than %s, and would make the deadline later; add --force if you are "
              "sure of the day of sending"),
            sent, before);
        return false;
    }
    deadline_set(entry, edit->right, &edit->sent, SENT_MANUAL);
    g_string_append_printf(history, "; sending date %s (before: %s)", sent,
                           before ? before : "unknown");
    return true;
}

static void change_text(char **value, const char *word, bool lines, const char *name,
                        GString *history)
{
    if (!word)
        return;
    g_free(*value);
    *value = cmd_text(word, lines);
    g_string_append_printf(history, "; %s", name);
}

static bool change(struct entry *entry, gpointer data, GString *history, GError **error)
{
    const struct edit *edit = data;

    g_string_append(history, "edited by hand");
    if (!change_date(entry, edit, history, error))
        return false;
    if (edit->code) {
        wipe(entry->code);
        entry->code = g_strdup(edit->code);
        g_string_append(history, "; code");
    }
    change_text(&entry->person, edit->words->person, false, "person", history);
    change_text(&entry->note, edit->words->note, true, "note", history);
    /* The user has looked at it: it is no longer a guess. */
    if (entry->status == STATUS_PROVISIONAL)
        entry->status = STATUS_OPEN;
    return true;
}

/* All is asked for before the state is opened: a person takes time. */
static int edit(const struct globals *globals, gint64 id, const struct words *words, GError **error)
{
    AUTO(rules) rules = cmd_rules(globals, error);
    AUTO(store) store = NULL;
    struct edit edit = { .words = words };
    bool good = rules && (!words->sent || cmd_date(globals, words->sent, &edit.sent, error)) &&
                (!words->code || (edit.code = cmd_code_word(words->code, error)));

    if (good) {
        edit.right = rules_right(rules);
        store = cmd_store(globals, NULL, STORE_EXISTING, true, error);
    }
    good = store && entries_change(store, id, change, &edit, cmd_now(globals), error);
    wipe(edit.code);
    return good ? EX_OK : vigie_error_exit(*error);
}

int cmd_edit(const struct globals *globals, int argc, char **argv, GError **error)
{
    struct words words = { 0 };
    const GOptionEntry options[] = { { "sent", 0, 0, G_OPTION_ARG_STRING, &words.sent, NULL, NULL },
                                     { "code", 0, 0, G_OPTION_ARG_STRING, &words.code, NULL, NULL },
                                     { "person", 0, 0, G_OPTION_ARG_STRING, &words.person, NULL, NULL },
                                     { "note", 0, 0, G_OPTION_ARG_STRING, &words.note, NULL, NULL },
                                     { "force", 0, 0, G_OPTION_ARG_NONE, &words.force, NULL, NULL },
                                     G_OPTION_ENTRY_NULL };
    int code = EX_USAGE;
    gint64 id;

    if (cmd_parse(options, command_named("edit"), &argc, &argv, 1, 1, error) &&
        cmd_id(argv[1], &id, error)) {
        if (words.sent || words.code || words.person || words.note)
            code = edit(globals, id, &words, error);
        else
            g_set_error_literal(error, VIGIE_ERROR, EX_USAGE,
                                _("nothing to change: give --sent, --code, --person or --note"));
    }
    g_free(words.sent);
    wipe(words.code);
    g_free(words.person);
    g_free(words.note);
    return code;
}

static bool may_merge(const struct entry *into, const struct entry *from, GError **error)
{
    if (into->id == from->id)
        g_set_error_literal(error, VIGIE_ERROR, EX_USAGE,
                            _("these are one entry already; name two that differ"));
    else if (into->code_locked || from->code_locked)
        g_set_error(error, VIGIE_ERROR, EX_USAGE,
                    _("the code of entry %" PRId64 " cannot be read, and they may be two people's; "
                      "first put the key back, or give its code by vigie edit"),
                    into->code_locked ? into->id : from->id);
    else if (into->code && from->code && strcmp(into->code, from->code) != 0)
        g_set_error_literal(
            error, VIGIE_ERROR, EX_USAGE,
            _("their codes differ: they are two people's; mend a code by vigie edit "
              "first if it was misread"));
    else if (g_strcmp0(into->owner, from->owner) != 0)
        g_set_error_literal(error, VIGIE_ERROR, EX_USAGE,
                            _("they have different owners, and so are two people's"));
    else if (status_is_closed(into->status) != status_is_closed(from->status))
        g_set_error(error, VIGIE_ERROR, EX_USAGE,
                    _("entry %" PRId64 " is %s and entry %" PRId64
                      " is %s; first close or reopen one of them"),
                    into->id, status_word(into->status), from->id, status_word(from->status));
    else
        return true;
    return false;
}

int cmd_merge(const struct globals *globals, int argc, char **argv, GError **error)
{
    AUTO(store) store = NULL;
    gint64 into, from;

    if (!cmd_parse(NULL, command_named("merge"), &argc, &argv, 2, 2, error) ||
        !cmd_id(argv[1], &into, error) || !cmd_id(argv[2], &from, error))
        return EX_USAGE;
    store = cmd_store(globals, NULL, STORE_EXISTING, true, error);
    if (!store || !entries_merge(store, into, from, may_merge, cmd_now(globals), error))
        return vigie_error_exit(*error);
    return EX_OK;
}
