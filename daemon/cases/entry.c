/* Entries: names of their states, copies, and the code as anyone may see it. */
#include "cases/entry.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/civil.h"

static const char *const names[] = {
    [STATUS_OPEN] = N_("open"),
    [STATUS_PROVISIONAL] = N_("provisional"),
    [STATUS_SUSPECT] = N_("suspect"),
    [STATUS_EXPIRED] = N_("expired"),
    [STATUS_OPPOSED] = N_("opposed"),
    [STATUS_ACTIVATED] = N_("activated"),
    [STATUS_DISMISSED] = N_("dismissed"),
};

const char *status_name(enum status status)
{
    return names[status];
}

const char *status_word(enum status status)
{
    return _(names[status]);
}

bool status_from_name(const char *name, enum status *status)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_strcmp0(name, names[i]) == 0) {
            *status = (enum status)i;
            return true;
        }
    }
    return false;
}

bool status_is_closed(enum status status)
{
    return status == STATUS_OPPOSED || status == STATUS_ACTIVATED || status == STATUS_DISMISSED;
}

struct entry *entry_new(void)
{
    struct entry *entry = g_new0(struct entry, 1);

    g_date_clear(&entry->sent, 1);
    g_date_clear(&entry->deadline, 1);
    return entry;
}

struct entry *entry_copy(const struct entry *entry)
{
    struct entry *copy = g_memdup2(entry, sizeof *entry);

    copy->person = g_strdup(entry->person);
    copy->code = g_strdup(entry->code);
    copy->owner = g_strdup(entry->owner);
    copy->note = g_strdup(entry->note);
    copy->account = g_strdup(entry->account);
    copy->mailbox = g_strdup(entry->mailbox);
    copy->origin = g_strdup(entry->origin);
    copy->message_id = g_strdup(entry->message_id);
    copy->recipient = g_strdup(entry->recipient);
    copy->proof.file = g_strdup(entry->proof.file);
    copy->proof.sha256 = g_strdup(entry->proof.sha256);
    return copy;
}

static void wipe(char *secret)
{
    if (secret)
        explicit_bzero(secret, strlen(secret));
    g_free(secret);
}

void entry_free(struct entry *entry)
{
    if (!entry)
        return;
    wipe(entry->code);
    g_free(entry->person);
    g_free(entry->owner);
    g_free(entry->note);
    g_free(entry->account);
    g_free(entry->mailbox);
    g_free(entry->origin);
    g_free(entry->message_id);
    g_free(entry->recipient);
    g_free(entry->proof.file);
    g_free(entry->proof.sha256);
    g_free(entry);
}

static void take(char **into, const char *from)
{
    if (!*into)
        *into = g_strdup(from);
}

static void take_date(struct entry *into, const struct entry *from)
{
    if (!g_date_valid(&from->sent) ||
        (g_date_valid(&into->sent) && g_date_compare(&from->sent, &into->sent) >= 0))
        return;
    into->sent = from->sent;
    into->sent_source = from->sent_source;
    into->deadline = from->deadline;
    into->last_call = from->last_call;
}

static void take_standing(struct entry *into, const struct entry *from)
{
    bool doubted = into->status == STATUS_SUSPECT && from->status != STATUS_SUSPECT;
    bool guessed = into->status == STATUS_PROVISIONAL && from->status == STATUS_OPEN;

    if (doubted)
        into->authenticity = from->authenticity;
    if (doubted || guessed)
        into->status = from->status;
}

void entry_merge(struct entry *into, const struct entry *from)
{
    take_standing(into, from);
    take_date(into, from);
    take(&into->code, from->code);
    take(&into->person, from->person);
    take(&into->note, from->note);
    if (into->proof.file || !from->proof.file)
        return;
    into->proof.file = g_strdup(from->proof.file);
    into->proof.sha256 = g_strdup(from->proof.sha256);
    into->proof.bytes = from->proof.bytes;
    into->proof.at = from->proof.at;
}

char *entry_code_masked(const struct entry *entry)
{
    glong length;

    if (!entry->code || entry->status == STATUS_SUSPECT)
        return NULL;
    length = g_utf8_strlen(entry->code, -1);
    if (length < 8)
        return g_strnfill((gsize)length, '*');
    return g_strdup_printf("%.*s****%s", (int)(g_utf8_offset_to_pointer(entry->code, 2) - entry->code),
                           entry->code, g_utf8_offset_to_pointer(entry->code, length - 2));
}

int entry_days_left(const struct entry *entry, const GDate *today)
{
    return civil_days_between(today, &entry->deadline);
}
