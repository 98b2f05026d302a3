/* A finding as the contract's JSON object. */
#include "base/civil.h"
#include "cases/deadline.h"
#include "cmd/explain.h"

static void set_text(JsonObject *object, const char *name, const char *text)
{
    if (text)
        json_object_set_string_member(object, name, text);
    else
        json_object_set_null_member(object, name);
}

static JsonArray *texts(const GPtrArray *list)
{
    JsonArray *array = json_array_new();

    for (guint i = 0; i < list->len; i++)
        json_array_add_string_element(array, g_ptr_array_index(list, i));
    return array;
}

static JsonArray *cases_json(const GPtrArray *cases)
{
    JsonArray *array = json_array_new();

    for (guint i = 0; i < cases->len; i++) {
        const struct finding_case *one = g_ptr_array_index(cases, i);
        JsonObject *object = json_object_new();

        set_text(object, "code", one->code);
        set_text(object, "person", one->person);
        json_array_add_object_element(array, object);
    }
    return array;
}

static JsonArray *dates_json(const GPtrArray *dates)
{
    JsonArray *array = json_array_new();

    for (guint i = 0; i < dates->len; i++) {
        const struct finding_date *one = g_ptr_array_index(dates, i);
        g_autofree char *date = civil_date_format(&one->date);
        JsonObject *object = json_object_new();

        set_text(object, "date", date);
        set_text(object, "source", sent_source_name(one->source));
        json_object_set_boolean_member(object, "counts", one->counts);
        set_text(object, "excerpt", one->excerpt);
        set_text(object, "why", one->why);
        json_array_add_object_element(array, object);
    }
    return array;
}

static JsonArray *trace_json(const GPtrArray *trace)
{
    JsonArray *array = json_array_new();

    for (guint i = 0; i < trace->len; i++) {
        const struct finding_trace *row = g_ptr_array_index(trace, i);
        JsonObject *object = json_object_new();

        set_text(object, "rule", row->rule);
        set_text(object, "pattern", row->pattern);
        set_text(object, "condition", row->condition);
        set_text(object, "field", row->field);
        json_object_set_boolean_member(object, "matched", row->matched);
        json_object_set_int_member(object, "start", (gint64)row->start);
        json_object_set_int_member(object, "end", (gint64)row->end);
        set_text(object, "excerpt", row->excerpt);
        json_object_set_int_member(object, "excerpt_start", (gint64)row->excerpt_start);
        json_array_add_object_element(array, object);
    }
    return array;
}

static void set_dates(JsonObject *object, const struct finding *finding, const struct right *right)
{
    AUTO(entry) entry = entry_new();
    g_autofree char *sent = civil_date_format(&finding->sent);
    g_autofree char *deadline = NULL;
    g_autofree char *call = NULL;

    deadline_set(entry, right, &finding->sent, finding->sent_source);
    deadline = civil_date_format(&entry->deadline);
    call = entry->last_call ? civil_instant_format(entry->last_call, civil_paris()) : NULL;
    set_text(object, "sent", sent);
    set_text(object, "sent_source", sent ? sent_source_name(finding->sent_source) : NULL);
    set_text(object, "deadline", deadline);
    set_text(object, "last_call", call);
}

JsonNode *explain_json(const struct finding *finding, const struct right *right)
{
    JsonObject *object = json_object_new();
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);
    g_autoptr(GPtrArray) steps = explain_steps(finding, right);

    json_object_set_int_member(object, "vigie", 1);
    set_text(object, "kind", kind_name(finding->kind));
    set_text(object, "rule", finding->rule);
    set_text(object, "message_id", finding->message_id);
    set_text(object, "from", finding->from);
    set_text(object, "subject", finding->subject);
    set_text(object, "authenticity", authenticity_name(finding->authenticity));
    json_object_set_array_member(object, "authenticity_reasons", texts(finding->reasons));
    json_object_set_array_member(object, "cases", cases_json(finding->cases));
    set_dates(object, finding, right);
    json_object_set_array_member(object, "dates", dates_json(finding->dates));
    json_object_set_array_member(object, "steps", texts(steps));
    json_object_set_boolean_member(object, "truncated", finding->truncated);
    json_object_set_array_member(object, "faults", texts(finding->faults));
    json_object_set_array_member(object, "trace", trace_json(finding->trace));
    json_node_take_object(node, object);
    return node;
}
