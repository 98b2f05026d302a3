/* What a scan found, a line each, and what it came to. */
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/log.h"
#include "cases/deadline.h"
#include "cmd/explain.h"
#include "cmd/scan.h"

static const char *const kinds[] = {
    [KIND_NONE] = "",
    [KIND_NOTICE] = N_("notice"),
    [KIND_REMINDER] = N_("reminder"),
    [KIND_OPPOSITION] = N_("opposition"),
    [KIND_ACTIVATION] = N_("activation"),
    [KIND_UNRECOGNISED] = N_("unrecognised"),
};

static char *deadline_text(const struct finding *finding, const struct right *right)
{
    AUTO(entry) entry = entry_new();
    char *text;

    deadline_set(entry, right, &finding->sent, finding->sent_source);
    text = civil_date_format(&entry->deadline);
    return text ? text : g_strdup(_("no date"));
}

static char *persons(const struct finding *finding)
{
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; i < finding->cases->len; i++) {
        const struct finding_case *one = g_ptr_array_index(finding->cases, i);

        if (one->person)
            g_string_append_printf(names, "%s%s", names->len ? ", " : "", one->person);
    }
    return names->len ? cmd_text(names->str, false) : NULL;
}

static void print_column(const char *text, int columns)
{
    printf("%-*s  ", cmd_width(text, columns), text);
}

static void print_line(const struct scan *scan, const struct scan_result *result)
{
    const struct finding *finding = result->finding;
    bool forged = finding->authenticity == AUTHENTICITY_FORGED;
    g_autofree char *deadline = deadline_text(finding, rules_right(scan->rules));
    g_autofree char *kind = g_strconcat(_(kinds[finding->kind]), forged ? _(", forged") : "", NULL);
    g_autofree char *person = persons(finding);
    g_autofree char *display = g_filename_display_name(result->path);
    g_autofree char *path = cmd_text(display, false);

    print_column(deadline, 10);
    print_column(kind, 12);
    print_column(person ? person : "-", 20);
    printf("%s\n", path ? path : "");
}

/* `explain` alone shows the code of a forged mail. */
static void hide_codes(struct finding *finding)
{
    for (guint i = 0; i < finding->cases->len; i++) {
        struct finding_case *one = g_ptr_array_index(finding->cases, i);

        g_clear_pointer(&one->code, g_free);
    }
    g_ptr_array_set_size(finding->trace, 0);
}

static JsonNode *json_of(const struct scan *scan, const struct scan_result *result)
{
    JsonNode *node = explain_json(result->finding, rules_right(scan->rules));
    JsonObject *object = json_node_get_object(node);
    g_autofree char *path = g_filename_display_name(result->path);

    json_object_set_string_member(object, "path", path);
    if (result->offset >= 0)
        json_object_set_int_member(object, "offset", result->offset);
    return node;
}

bool scan_print(const struct scan *scan, const struct scan_result *result, GError **error)
{
    if (result->finding->authenticity == AUTHENTICITY_FORGED)
        hide_codes(result->finding);
    if (scan->options->json)
        return cmd_print_json_line(json_of(scan, result), error);
    print_line(scan, result);
    return cmd_flush(error);
}

static void add_passed_over(GString *text, const struct scan_count *count)
{
    if (count->known) {
        g_string_append_printf(text,
                               ngettext("%llu is known from an earlier scan.",
                                        "%llu are known from an earlier scan.", count->known),
                               (unsigned long long)count->known);
        g_string_append_c(text, '\n');
    }
    if (count->no_mail) {
        g_string_append_printf(text,
                               ngettext("%llu file holds no mail.", "%llu files hold no mail.",
                                        count->no_mail),
                               (unsigned long long)count->no_mail);
        g_string_append_c(text, '\n');
    }
}

char *scan_summary(const struct scan *scan, const struct scan_count *count)
{
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_append_printf(text, _("Mails: %llu seen, %llu read whole."),
                           (unsigned long long)count->seen, (unsigned long long)count->read);
    if (scan->store)
        g_string_append_printf(text, _(" Entries: %u opened, %u joined."), count->opened,
                               count->joined);
    else
        g_string_append(text, _(" Nothing is recorded: this was a dry run."));
    g_string_append_c(text, '\n');
    add_passed_over(text, count);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Beside JSON it is no data: then it goes to standard error. */
static void say(const struct scan *scan, char *text)
{
    if (!scan->options->json) {
        fputs(text, stdout);
        return;
    }
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        log_notice(NULL, "%s", line);
}

void scan_print_summary(const struct scan *scan)
{
    const struct scan_count *count = &scan->count;
    g_autofree char *text = scan_summary(scan, count);

    say(scan, text);
    if (count->unreadable)
        log_error(NULL,
                  ngettext("%u file or folder could not be read",
                           "%u files or folders could not be read", count->unreadable),
                  count->unreadable);
}
