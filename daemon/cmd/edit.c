/* vigie edit and vigie merge: mending entries, history kept. */
#include <stdio.h>
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

static void replace(char **value, const char *text)
{
    g_free(*value);
    *value = *text ? g_strdup(text) : NULL;
}

/* A later day means a later deadline: the one mistake that may cost the right. */
static bool change_date(const struct globals *globals, struct entry *entry, const struct words *words,
                        const struct right *right, GString *history, GError **error)
{
    g_autofree char *before = civil_date_format(&entry->sent);
    GDate sent;

    if (!words->sent)
        return true;
    if (!cmd_date(globals, words->sent, &sent, error))
        return false;
    if (before && g_date_compare(&sent, &entry->sent) > 0 && !words->force) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE,
                    "%s is later than %s, and would make the deadline later; add --force if you are "
                    "sure of the day of sending",
                    words->sent, before);
        return false;
    }
    deadline_set(entry, right, &sent, SENT_MANUAL);
    g_string_append_printf(history, "; sending date %s (before: %s)", words->sent,
                           before ? before : "unknown");
    return true;
}

static bool change_code(struct entry *entry, const struct words *words, GString *history,
                        GError **error)
{
    char *code;

    if (!words->code)
        return true;
    code = strcmp(words->code, "-") == 0 ? cmd_read_code(error) : cmd_code(words->code, error);
    if (!code)
        return false;
    if (entry->code)
        explicit_bzero(entry->code, strlen(entry->code));
    g_free(entry->code);
    entry->code = code;
    g_string_append(history, "; code");
    return true;
}

static bool change(const struct globals *globals, struct entry *entry, const struct words *words,
                   const struct right *right, GString *history, GError **error)
{
    if (!change_date(globals, entry, words, right, history, error) ||
        !change_code(entry, words, history, error))
        return false;
    if (words->person) {
        replace(&entry->person, words->person);
        g_string_append(history, "; person");
    }
    if (words->note) {
        replace(&entry->note, words->note);
        g_string_append(history, "; note");
    }
    /* The user has looked at it: it is no longer a guess. */
    if (entry->status == STATUS_PROVISIONAL)
        entry->status = STATUS_OPEN;
    return true;
}

static int edit(const struct globals *globals, gint64 id, const struct words *words, GError **error)
{
    AUTO(rules) rules = cmd_rules(globals, error);
    AUTO(store) store = rules ? cmd_store(globals, NULL, STORE_EXISTING, true, error) : NULL;
    AUTO(entry) entry = store ? entries_get(store, id, cmd_now(globals), error) : NULL;
    g_autoptr(GString) history = g_string_new("edited by hand");

    if (!entry || !change(globals, entry, words, rules_right(rules), history, error) ||
        !entries_save(store, entry, history->str, cmd_now(globals), error))
        return vigie_error_exit(*error);
    return EX_OK;
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
                                "nothing to change: give --sent, --code, --person or --note");
    }
    g_free(words.sent);
    g_free(words.code);
    g_free(words.person);
    g_free(words.note);
    return code;
}

/* The earlier date wins, and what only one of the two knows is kept. */
static void merge_into(struct entry *into, const struct entry *from)
{
    if (g_date_valid(&from->sent) &&
        (!g_date_valid(&into->sent) || g_date_compare(&from->sent, &into->sent) < 0)) {
        into->sent = from->sent;
        into->sent_source = from->sent_source;
        into->deadline = from->deadline;
        into->last_call = from->last_call;
    }
    if (!into->code)
        into->code = g_strdup(from->code);
    if (!into->person)
        into->person = g_strdup(from->person);
    if (!into->note)
        into->note = g_strdup(from->note);
    if (!into->proof.file && from->proof.file) {
        into->proof.file = g_strdup(from->proof.file);
        into->proof.sha256 = g_strdup(from->proof.sha256);
        into->proof.bytes = from->proof.bytes;
        into->proof.at = from->proof.at;
    }
}

static bool may_merge(const struct entry *into, const struct entry *from, GError **error)
{
    if (into->id == from->id)
        g_set_error_literal(error, VIGIE_ERROR, EX_USAGE, "these are one entry already");
    else if (into->code && from->code && strcmp(into->code, from->code) != 0)
        g_set_error_literal(error, VIGIE_ERROR, EX_USAGE,
                            "their codes differ: they are two people's; mend a code by vigie edit "
                            "first if it was misread");
    else if (g_strcmp0(into->owner, from->owner) != 0)
        g_set_error_literal(error, VIGIE_ERROR, EX_USAGE, "they have different owners");
    else
        return true;
    return false;
}

int cmd_merge(const struct globals *globals, int argc, char **argv, GError **error)
{
    AUTO(store) store = NULL;
    AUTO(entry) into = NULL;
    AUTO(entry) from = NULL;
    gint64 first, second, now = cmd_now(globals);

    if (!cmd_parse(NULL, command_named("merge"), &argc, &argv, 2, 2, error) ||
        !cmd_id(argv[1], &first, error) || !cmd_id(argv[2], &second, error))
        return EX_USAGE;
    store = cmd_store(globals, NULL, STORE_EXISTING, true, error);
    into = store ? entries_get(store, first, now, error) : NULL;
    from = into ? entries_get(store, second, now, error) : NULL;
    if (!from || !may_merge(into, from, error))
        return vigie_error_exit(*error);
    merge_into(into, from);
    return entries_merge(store, into, second, now, error) ? EX_OK : vigie_error_exit(*error);
}
