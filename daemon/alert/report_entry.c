/* A case: how long, its timeline, what to do now, and its papers. */
#include <string.h>

#include "alert/markup.h"
#include "alert/report_parts.h"
#include "alert/wording.h"
#include "base/civil.h"
#include "cases/deadline.h"
#include "store/entries.h"

/* From when the page presses: as many days as the reminders begin to come close together. */
#define SOON_DAYS 7
#define URGENT_DAYS 3

static enum report_text status_text(enum status status)
{
    static const enum report_text texts[] = {
        [STATUS_OPEN] = REPORT_STATUS_OPEN,
        [STATUS_PROVISIONAL] = REPORT_STATUS_PROVISIONAL,
        [STATUS_SUSPECT] = REPORT_STATUS_SUSPECT,
        [STATUS_EXPIRED] = REPORT_STATUS_EXPIRED,
        [STATUS_OPPOSED] = REPORT_STATUS_OPPOSED,
        [STATUS_ACTIVATED] = REPORT_STATUS_ACTIVATED,
        [STATUS_DISMISSED] = REPORT_STATUS_DISMISSED,
    };

    return texts[status];
}

/* A class of the style: how much the case presses. The words say the same. */
static const char *tone_of(const struct report *report, const struct entry *entry)
{
    int days;

    if (status_is_closed(entry->status))
        return "calm";
    if (!report_is_running(entry))
        return "soon";
    if (!report_is_dated(entry))
        return "urgent";
    days = report_days_left(report, entry);
    return days <= URGENT_DAYS ? "urgent" : days <= SOON_DAYS ? "soon" : "calm";
}

static enum report_text left_text(const struct report *report, const struct entry *entry)
{
    int days;

    if (!report_is_dated(entry))
        return REPORT_LEFT_UNKNOWN;
    days = report_days_left(report, entry);
    if (days < 0)
        return REPORT_LEFT_PAST;
    if (!report_is_running(entry))
        return REPORT_LEFT;
    return days == 0 ? REPORT_LEFT_TODAY : days == 1 ? REPORT_LEFT_TOMORROW : REPORT_LEFT;
}

static void put_head(struct report *report, const struct entry *entry)
{
    putf(report, "<h3 id=\"case-%" G_GINT64_FORMAT "\">", entry->id);
    put_say(report, entry->person ? REPORT_CASE_PERSON : REPORT_CASE);
    put(report, "</h3>\n");
    putf(report, "<p class=\"badge %s\">", tone_of(report, entry));
    put_say(report, status_text(entry->status));
    put(report, "</p>\n");
    if (!status_is_closed(entry->status) && entry->status != STATUS_SUSPECT)
        put_element(report, "p class=\"left\"", left_text(report, entry));
}

/* --- what to do ---------------------------------------------------------------------------- */

static void put_warning(struct report *report, enum text text)
{
    put(report, "<div class=\"warning\" role=\"note\">\n");
    put_element(report, "p class=\"word\"", REPORT_WARNING);
    put_wording(report, text);
    put(report, "</div>\n");
}

/* A telephone follows it at a touch; what is no plain number is no link. */
static void put_call(struct report *report)
{
    const char *phone = report->facts->right->phone;

    if (!markup_is_phone(phone))
        return;
    putf(report, "<p><a class=\"call\" href=\"tel:%s\">", phone);
    put_say(report, REPORT_CALL);
    put(report, "</a></p>\n");
}

static void put_telephone(struct report *report, const struct entry *entry)
{
    const struct report_facts *facts = report->facts;
    int openings =
        entry->last_call ? deadline_openings_left(facts->right, facts->now, entry->last_call) : -1;

    if (openings == 0) {
        put_wording(report, TEXT_GUIDE_NO_OPENING);
        return;
    }
    if (openings > 0) {
        page_set(&report->words, "openings", g_strdup_printf("%d", openings));
        put_wording(report, TEXT_GUIDE_OPENINGS);
    }
    put_call(report);
}

static bool may_call(const struct report *report, const struct entry *entry)
{
    return !entry->last_call || report->facts->now < entry->last_call;
}

static void put_ways(struct report *report, const struct entry *entry)
{
    static const enum text ways[] = { TEXT_WAYS, TEXT_WAY_SITE, TEXT_WAY_PHONE };

    if (!report_is_dated(entry))
        put_wording(report, TEXT_DEADLINE_UNKNOWN);
    put_wordings(report, ways, may_call(report, entry) ? 3 : 2);
    put_telephone(report, entry);
    put_wording(report, TEXT_WAYS_ADVICE);
    put_wording(report, TEXT_GUIDE);
    put_element(report, "p", REPORT_DONE);
}

static void put_what_to_do(struct report *report, const struct entry *entry)
{
    put_element(report, "h4", REPORT_DO);
    if (entry->status == STATUS_PROVISIONAL) {
        put_wording(report, TEXT_PROVISIONAL);
        put_wording(report, TEXT_UNRECOGNISED_DO);
    }
    if (entry->status == STATUS_SUSPECT) {
        put_wording(report, TEXT_FORGED_DO);
    } else if (entry->status == STATUS_EXPIRED) {
        put_wording(report, TEXT_EXPIRED);
        put_wording(report, TEXT_EXPIRED_DO);
        put_call(report);
    } else {
        put_ways(report, entry);
    }
}

/* --- papers -------------------------------------------------------------------------------- */

static char *found_in(struct report *report, const struct entry *entry)
{
    if (entry->account && entry->mailbox) {
        page_set(&report->words, "account", g_strdup(entry->account));
        page_set(&report->words, "mailbox", g_strdup(entry->mailbox));
        return report_fill(report, REPORT_FOUND_MAIL);
    }
    return report_fill(report, g_strcmp0(entry->origin, "manual") == 0 ? REPORT_FOUND_HAND
                                                                       : REPORT_FOUND_FILE);
}

static void put_facts(struct report *report, const struct entry *entry)
{
    static const enum report_text senders[] = {
        [AUTHENTICITY_AUTHENTIC] = REPORT_AUTHENTIC,
        [AUTHENTICITY_UNVERIFIED] = REPORT_UNVERIFIED,
        [AUTHENTICITY_FORGED] = REPORT_FORGED,
    };
    bool by_hand = g_strcmp0(entry->origin, "manual") == 0;
    g_autofree char *sender = by_hand ? NULL : report_fill(report, senders[entry->authenticity]);
    g_autofree char *found = found_in(report, entry);
    g_autofree char *code = (entry->code || entry->code_locked) && entry->status != STATUS_SUSPECT
                                ? report_fill(report, REPORT_CODE_GUIDE)
                                : NULL;
    g_autofree char *none = entry->status == STATUS_OPPOSED && !entry->proof.file
                                ? report_fill(report, REPORT_PROOF_NONE)
                                : NULL;

    put_element(report, "h4", REPORT_FACTS);
    put(report, "<dl>\n");
    put_row(report, REPORT_FOUND, found);
    put_row(report, REPORT_SENDER, sender);
    put_row(report, REPORT_CODE, code);
    put_row(report, REPORT_PROOF, none);
    put(report, "</dl>\n");
}

static void put_proof(struct report *report, const struct proof *proof)
{
    g_autofree char *file = proof->file ? g_path_get_basename(proof->file) : NULL;
    g_autofree char *at = NULL;
    g_autofree char *size = NULL;

    if (!proof->file)
        return;
    page_set(&report->words, "bytes", g_strdup_printf("%" G_GINT64_FORMAT, proof->bytes));
    size = report_fill(report, REPORT_PROOF_BYTES);
    at = wording_instant(proof->at, report->facts->language);
    put_element(report, "h4", REPORT_PROOF);
    put(report, "<dl>\n");
    put_row(report, REPORT_PROOF_FILE, file);
    put_row(report, REPORT_PROOF_SIZE, size);
    put_row(report, REPORT_PROOF_AT, at);
    put_row(report, REPORT_PROOF_SHA256, proof->sha256);
    put(report, "</dl>\n");
}

/* The state keeps what happened in English. */
static void put_history(struct report *report, const GPtrArray *history)
{
    if (history->len == 0)
        return;
    put_element(report, "h4", REPORT_HISTORY);
    put(report, "<ol class=\"history\">\n");
    for (guint i = 0; i < history->len; i++) {
        const struct history_row *row = g_ptr_array_index(history, i);
        g_autofree char *stamp = civil_instant_format(row->at, civil_paris());
        g_autofree char *at = wording_instant(row->at, report->facts->language);
        g_autofree char *event = wording_event(row->event, report->facts->language);

        putf(report, "<li><time datetime=\"%s\">", stamp);
        put_text(report, at);
        put(report, event ? "</time> <span>" : "</time> <span lang=\"en\">");
        put_text(report, event ? event : row->event);
        put(report, "</span></li>\n");
    }
    put(report, "</ol>\n");
}

void put_case(struct report *report, const struct report_case *one)
{
    const struct entry *entry = one->entry;

    page_set_entry(&report->words, entry, report->facts->now, false);
    putf(report, "<section class=\"card\" aria-labelledby=\"case-%" G_GINT64_FORMAT "\">\n",
         entry->id);
    put_head(report, entry);
    if (entry->status == STATUS_SUSPECT)
        put_warning(report, TEXT_FORGED);
    put_timeline(report, entry);
    if (!status_is_closed(entry->status))
        put_what_to_do(report, entry);
    if (report_is_running(entry) && entry->authenticity != AUTHENTICITY_AUTHENTIC &&
        g_strcmp0(entry->origin, "manual") != 0)
        put_warning(report, TEXT_UNVERIFIED);
    put_facts(report, entry);
    put_proof(report, &entry->proof);
    put_history(report, one->history);
    put(report, "</section>\n");
}
