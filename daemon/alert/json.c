/* The alert and its entries as JSON: the same object for a command, a webhook and `list`. */
#include "alert/sink.h"

#include "alert/wording.h"
#include "base/civil.h"

/* Text of our own or of a mail; NULL becomes null. */
static void set_string(JsonObject *object, const char *name, const char *value)
{
    if (value)
        json_object_set_string_member(object, name, value);
    else
        json_object_set_null_member(object, name);
}

static void set_date(JsonObject *object, const char *name, const GDate *date)
{
    g_autofree char *text = civil_date_format(date);

    set_string(object, name, text);
}

static void set_code(JsonObject *object, const struct entry *entry, bool reveal)
{
    g_autofree char *masked = entry_code_masked(entry);

    set_string(object, "code",
               reveal && entry->status != STATUS_SUSPECT ? entry->code : masked);
}

static void set_proof(JsonObject *object, const struct proof *proof)
{
    g_autofree char *at = NULL;
    JsonObject *member;

    if (!proof->file) {
        json_object_set_null_member(object, "proof");
        return;
    }
    member = json_object_new();
    at = civil_instant_format(proof->at, civil_paris());
    set_string(member, "file", proof->file);
    set_string(member, "sha256", proof->sha256);
    json_object_set_int_member(member, "bytes", proof->bytes);
    set_string(member, "at", at);
    json_object_set_object_member(object, "proof", member);
}

static void set_deadline(JsonObject *object, const struct entry *entry, const GDate *today)
{
    g_autofree char *last_call =
        entry->last_call ? civil_instant_format(entry->last_call, civil_paris()) : NULL;

    set_date(object, "sent", &entry->sent);
    set_string(object, "sent_source", sent_source_name(entry->sent_source));
    set_date(object, "deadline", &entry->deadline);
    set_string(object, "last_call", last_call);
    if (g_date_valid(&entry->deadline))
        json_object_set_int_member(object, "days_left", entry_days_left(entry, today));
    else
        json_object_set_null_member(object, "days_left");
}

/* A snooze that is over says nothing any more. */
static void set_snooze(JsonObject *object, const struct entry *entry, const GDate *today)
{
    GDate day = civil_date(entry->snoozed_until, civil_paris());
    bool holds = !status_is_closed(entry->status) && g_date_compare(&day, today) >= 0;
    g_autofree char *until =
        holds ? civil_instant_format(entry->snoozed_until, civil_paris()) : NULL;

    set_string(object, "snoozed_until", until);
}

JsonNode *entry_json(const struct entry *entry, const GDate *today, bool reveal)
{
    JsonObject *object = json_object_new();
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);

    json_object_set_int_member(object, "id", entry->id);
    set_string(object, "status", status_name(entry->status));
    set_string(object, "person", entry->person);
    set_code(object, entry, reveal);
    json_object_set_boolean_member(object, "code_locked", entry->code_locked);
    set_deadline(object, entry, today);
    set_snooze(object, entry, today);
    set_string(object, "authenticity", authenticity_name(entry->authenticity));
    set_string(object, "account", entry->account);
    set_string(object, "mailbox", entry->mailbox);
    set_string(object, "owner", entry->owner);
    set_string(object, "origin", entry->origin);
    set_string(object, "message_id", entry->message_id);
    set_proof(object, &entry->proof);
    set_string(object, "note", entry->note);
    json_node_take_object(node, object);
    return node;
}

static void set_entries(JsonObject *object, const struct alert *alert, const GDate *today,
                        bool reveal)
{
    JsonArray *entries = json_array_new();

    if (alert->entries->len == 1)
        json_object_set_member(object, "entry",
                               entry_json(g_ptr_array_index(alert->entries, 0), today, reveal));
    else
        json_object_set_null_member(object, "entry");
    for (guint i = 0; i < alert->entries->len; i++)
        json_array_add_element(entries,
                               entry_json(g_ptr_array_index(alert->entries, i), today, reveal));
    json_object_set_array_member(object, "entries", entries);
}

JsonNode *alert_json(const struct alert *alert, const struct sink_settings *settings,
                     const struct sink_context *context)
{
    g_autofree char *title = alert_title(alert, settings, context);
    g_autofree char *text = alert_text(alert, settings, context);
    GDate today = civil_date(context->now, civil_paris());
    JsonObject *object = json_object_new();
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);

    json_object_set_int_member(object, "vigie", 1);
    set_string(object, "alert", alert->id);
    set_string(object, "event", event_name(alert->event));
    set_string(object, "title", title);
    set_string(object, "text", text);
    set_entries(object, alert, &today, settings->reveal);
    set_string(object, "account", alert->account);
    json_node_take_object(node, object);
    return node;
}
