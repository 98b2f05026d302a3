/* vigie list and vigie show. */
#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>

#include "alert/sink.h"
#include "alert/wording.h"
#include "base/civil.h"
#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/explain.h"
#include "store/entries.h"

static void print_entry_line(const struct entry *entry, const GDate *today, bool reveal)
{
    g_autofree char *masked = entry_code_masked(entry);
    g_autofree char *deadline = civil_date_format(&entry->deadline);
    const char *code = entry->code_locked ? _("locked") : reveal && masked ? entry->code : masked;
    const char *status = status_word(entry->status);
    const char *day = deadline ? deadline : _("no date");
    g_autofree char *left = deadline && !status_is_closed(entry->status)
                                ? g_strdup_printf(_("%+d d"), entry_days_left(entry, today))
                                : g_strdup("");

    g_autofree char *person = cmd_text(entry->person ? entry->person : "", false);
    g_autofree char *note = cmd_text(entry->note ? entry->note : "", false);

    printf("%4" G_GINT64_FORMAT "  %-*s  %-*s  %6s  %-16s  %s%s%s\n", entry->id,
           cmd_width(status, 11), status, cmd_width(day, 10), day, left, code ? code : "-",
           person ? person : "", person && note ? " — " : "", note ? note : "");
}

static JsonNode *list_json(const GPtrArray *entries, const GDate *today, bool reveal)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();

    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "vigie");
    json_builder_add_int_value(builder, 1);
    json_builder_set_member_name(builder, "entries");
    json_builder_begin_array(builder);
    for (guint i = 0; i < entries->len; i++)
        json_builder_add_value(builder, entry_json(g_ptr_array_index(entries, i), today, reveal));
    json_builder_end_array(builder);
    json_builder_end_object(builder);
    return json_builder_get_root(builder);
}

/* Who has just closed the last case did not dream it. */
static bool say_none(struct store *store, bool all, const char *owner, gint64 now, GError **error)
{
    g_autoptr(GPtrArray) closed = all ? NULL : entries_list(store, true, now, error);

    if (!all && !closed)
        return false;
    if (closed)
        cmd_keep_owner(closed, owner);
    if (closed && closed->len > 0)
        printf(_("No open entry; vigie list --all shows the closed ones too.\n"));
    else
        printf(_("No entry: nothing came yet.\n"));
    return true;
}

int cmd_list(const struct globals *globals, int argc, char **argv, GError **error)
{
    gboolean all = FALSE, json = FALSE, reveal = FALSE;
    g_autofree char *whose = NULL;
    g_autofree char *owner = NULL;
    const GOptionEntry options[] = { { "all", 0, 0, G_OPTION_ARG_NONE, &all, NULL, NULL },
                                     { "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL },
                                     { "reveal", 0, 0, G_OPTION_ARG_NONE, &reveal, NULL, NULL },
                                     { "owner", 0, 0, G_OPTION_ARG_STRING, &whose, NULL, NULL },
                                     G_OPTION_ENTRY_NULL };
    AUTO(store) store = NULL;
    g_autoptr(GPtrArray) entries = NULL;
    GDate today = cmd_today(globals);

    if (!cmd_parse(options, command_named("list"), &argc, &argv, 0, 0, error))
        return EX_USAGE;
    store = cmd_store(globals, NULL, STORE_READING, false, error);
    entries = store ? entries_list(store, all, cmd_now(globals), error) : NULL;
    if (!entries)
        return vigie_error_exit(*error);
    owner = cmd_owner(whose);
    cmd_keep_owner(entries, owner);
    if (json)
        return cmd_print_json(list_json(entries, &today, reveal), error) ? EX_OK : EX_IOERR;
    for (guint i = 0; i < entries->len; i++)
        print_entry_line(g_ptr_array_index(entries, i), &today, reveal);
    if (entries->len == 0 && !say_none(store, all, owner, cmd_now(globals), error))
        return vigie_error_exit(*error);
    return cmd_flush(error) ? EX_OK : EX_IOERR;
}

static JsonNode *show_json(const struct entry *entry, const GPtrArray *history, const GDate *today,
                           bool reveal)
{
    JsonNode *node = entry_json(entry, today, reveal);
    JsonArray *rows = json_array_new();

    for (guint i = 0; i < history->len; i++) {
        const struct history_row *row = g_ptr_array_index(history, i);
        g_autofree char *at = civil_instant_format(row->at, civil_paris());
        JsonObject *object = json_object_new();

        json_object_set_string_member(object, "at", at);
        json_object_set_string_member(object, "event", row->event);
        json_array_add_object_element(rows, object);
    }
    json_object_set_int_member(json_node_get_object(node), "vigie", 1);
    json_object_set_array_member(json_node_get_object(node), "history", rows);
    return node;
}

static void print_pair(const char *name, const char *value)
{
    g_autofree char *line = value ? cmd_text(value, false) : NULL;

    if (line)
        printf("%-*s %s\n", cmd_width(name, 13), name, line);
}

static const char *meaning(enum status status)
{
    switch (status) {
    case STATUS_OPEN:
        return _("the person can still oppose; vigie guide tells how");
    case STATUS_PROVISIONAL:
        return _(
            "from an official mail that no rule knows; read it, then vigie edit or vigie close");
    case STATUS_SUSPECT:
        return _("it looks forged; vigie trust if it is genuine, else vigie close --as dismissed");
    case STATUS_EXPIRED:
        return _("the deadline has passed; vigie guide tells what remains possible");
    case STATUS_OPPOSED:
        return _("the opposition was made; keep the justificatif");
    case STATUS_ACTIVATED:
        return _("the profile was activated");
    case STATUS_DISMISSED:
        return _("it was no case");
    }
    return NULL;
}

static void print_days_left(const struct entry *entry, const GDate *today)
{
    g_autofree char *days = NULL;

    if (!g_date_valid(&entry->deadline) || status_is_closed(entry->status))
        return;
    days = g_strdup_printf("%d", entry_days_left(entry, today));
    print_pair(_("days left"), days);
}

static void print_history(const GPtrArray *history)
{
    printf("\n");
    for (guint i = 0; i < history->len; i++) {
        const struct history_row *row = g_ptr_array_index(history, i);
        g_autofree char *at = civil_instant_format(row->at, civil_paris());
        g_autofree char *event = wording_event(row->event, explain_language());

        printf("%s  %s\n", at, event ? event : row->event);
    }
}

static void print_entry(const struct entry *entry, const GDate *today, bool reveal)
{
    g_autofree char *masked = entry_code_masked(entry);
    const char *language = explain_language();
    g_autofree char *sent =
        g_date_valid(&entry->sent) ? wording_date(&entry->sent, language) : NULL;
    g_autofree char *deadline =
        g_date_valid(&entry->deadline) ? wording_date(&entry->deadline, language) : NULL;
    g_autofree char *call = entry->last_call ? wording_instant(entry->last_call, language) : NULL;

    printf(_("Entry %" PRId64 " is %s: %s.\n"), entry->id, status_word(entry->status),
           meaning(entry->status));
    print_pair(_("person"), entry->person);
    print_pair(_("code"), reveal && masked ? entry->code : masked);
    if (entry->code_locked)
        print_pair(_("code"), _("its key is missing, vigie status tells more; the mail or the letter "
                                "shows it, and vigie edit ID --code - takes it anew"));
    print_pair(_("sent"), sent ? sent : _("unknown; give it by vigie edit ID --sent DATE"));
    print_pair(_("known from"), explain_source(entry->sent_source));
    print_pair(_("deadline"), deadline);
    print_pair(_("last call"), call);
    print_days_left(entry, today);
    print_pair(_("authenticity"), _(authenticity_name(entry->authenticity)));
    print_pair(_("owner"), entry->owner);
    print_pair(_("account"), entry->account);
    print_pair(_("mailbox"), entry->mailbox);
    print_pair(_("origin"), _(entry->origin));
    print_pair("Message-ID", entry->message_id);
    print_pair(_("proof"), entry->proof.file);
    print_pair(_("its SHA-256"), entry->proof.sha256);
    print_pair(_("note"), entry->note);
}

int cmd_show(const struct globals *globals, int argc, char **argv, GError **error)
{
    gboolean json = FALSE, reveal = FALSE;
    const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL },
                                     { "reveal", 0, 0, G_OPTION_ARG_NONE, &reveal, NULL, NULL },
                                     G_OPTION_ENTRY_NULL };
    AUTO(store) store = NULL;
    AUTO(entry) entry = NULL;
    g_autoptr(GPtrArray) history = NULL;
    GDate today = cmd_today(globals);
    gint64 id;

    if (!cmd_parse(options, command_named("show"), &argc, &argv, 1, 1, error) ||
        !cmd_id(argv[1], &id, error))
        return EX_USAGE;
    store = cmd_store(globals, NULL, STORE_READING, false, error);
    entry = store ? entries_get(store, id, cmd_now(globals), error) : NULL;
    history = entry ? entries_history(store, id, error) : NULL;
    if (!history)
        return vigie_error_exit(*error);
    if (json)
        return cmd_print_json(show_json(entry, history, &today, reveal), error) ? EX_OK : EX_IOERR;
    print_entry(entry, &today, reveal);
    print_history(history);
    return cmd_flush(error) ? EX_OK : EX_IOERR;
}
