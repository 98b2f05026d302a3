/* vigie add: an entry from a paper letter. */
#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/log.h"
#include "cases/deadline.h"
#include "cmd/cmd.h"
#include "store/entries.h"

struct words {
    char *sent, *code, *person, *note, *owner;
};

static void words_clear(struct words *words)
{
    if (words->code)
        explicit_bzero(words->code, strlen(words->code));
    g_free(words->sent);
    g_free(words->code);
    g_free(words->person);
    g_free(words->note);
    g_free(words->owner);
}

static struct entry *entry_of(const struct globals *globals, const struct words *words,
                              const struct right *right, GError **error)
{
    AUTO(entry) entry = entry_new();
    GDate sent;

    if (!cmd_date(globals, words->sent, &sent, error))
        return NULL;
    if (words->code && !(entry->code = cmd_code_word(words->code, error)))
        return NULL;
    entry->person = words->person ? cmd_text(words->person, false) : NULL;
    entry->note = words->note ? cmd_text(words->note, true) : NULL;
    entry->owner = cmd_owner(words->owner);
    entry->origin = g_strdup(N_("manual"));
    entry->created_at = cmd_now(globals);
    deadline_set(entry, right, &sent, SENT_MANUAL);
    return g_steal_pointer(&entry);
}

/* Its state is told: a closed entry gets no reminders. */
static void say_joined(const struct entry *entry)
{
    log_notice(NULL,
               _("entry %" PRId64 " has this code already and takes it in; it is %s"),
               entry->id, status_word(entry->status));
}

static int add(const struct globals *globals, const struct words *words, GError **error)
{
    AUTO(rules) rules = cmd_rules(globals, error);
    AUTO(entry) entry = rules ? entry_of(globals, words, rules_right(rules), error) : NULL;
    AUTO(store) store = entry ? cmd_store(globals, NULL, STORE_CREATE, true, error) : NULL;
    bool joined;

    if (!store || !entries_add(store, entry, cmd_now(globals), &joined, error))
        return vigie_error_exit(*error);
    printf("%" G_GINT64_FORMAT "\n", entry->id);
    if (joined)
        say_joined(entry);
    cmd_warn_unwatched(store, cmd_now(globals));
    return cmd_flush(error) ? EX_OK : EX_IOERR;
}

int cmd_add(const struct globals *globals, int argc, char **argv, GError **error)
{
    struct words words = { 0 };
    const GOptionEntry options[] = { { "sent", 0, 0, G_OPTION_ARG_STRING, &words.sent, NULL, NULL },
                                     { "code", 0, 0, G_OPTION_ARG_STRING, &words.code, NULL, NULL },
                                     { "person", 0, 0, G_OPTION_ARG_STRING, &words.person, NULL, NULL },
                                     { "note", 0, 0, G_OPTION_ARG_STRING, &words.note, NULL, NULL },
                                     { "owner", 0, 0, G_OPTION_ARG_STRING, &words.owner, NULL, NULL },
                                     G_OPTION_ENTRY_NULL };
    int code = EX_USAGE;

    if (cmd_parse(options, command_named("add"), &argc, &argv, 0, 0, error)) {
        if (words.sent)
            code = add(globals, &words, error);
        else
            g_set_error_literal(error, VIGIE_ERROR, EX_USAGE,
                                _("--sent is missing: the day on which the letter was sent, as "
                                  "--sent 2026-01-31"));
    }
    words_clear(&words);
    return code;
}
