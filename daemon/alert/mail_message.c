/* Writing the mail. */
#include "alert/mail_message.h"

#include <string.h>

#include "alert/calendar.h"
#include "alert/mail_html.h"
#include "alert/wording.h"
#include "alert/wording_parts.h"
#include "base/civil.h"
#include "base/mark.h"

#define QP_COLUMNS 76
/* 39 bytes are 52 in base64; "Subject: =?UTF-8?B?" and "?=" make 73 of the 76 that RFC 2047 allows
 * a line that holds an encoded word. */
#define WORD_BYTES 39
/* No line of quoted-printable or base64 holds "=_" (RFC 2045, 6.7). */
#define MIXED "=_vigie-mixed"
#define ALTERNATIVE "=_vigie-alternative"
#define BASE64_LINE 57 /* bytes: 76 characters */
#define ADDRESS_CHARS 254 /* RFC 5321: a path of 256 with its brackets */

bool mail_is_address(const char *text)
{
    const char *at = strrchr(text, '@');

    if (!at || at == text || !at[1] || strlen(text) > ADDRESS_CHARS)
        return false;
    for (const char *c = text; *c; c++)
        if (!g_ascii_isgraph(*c) || strchr("<>,;\"()[]\\", *c))
            return false;
    return true;
}

/* A space or a dot is safe but at the end of a line, or a dot that begins one (SMTP doubles it). */
static bool qp_is_literal(char c, bool starts_line, bool ends_line)
{
    if (c == ' ')
        return !ends_line;
    return c > ' ' && c < 127 && c != '=' && !(c == '.' && starts_line);
}

static void qp_line(GString *out, const char *line, gsize length)
{
    gsize column = 0;

    for (gsize i = 0; i < length; i++) {
        bool literal = qp_is_literal(line[i], column == 0, i + 1 == length);

        if (column + (literal ? 1 : 3) > QP_COLUMNS - 1) { /* room for the "=" of a soft break */
            g_string_append(out, "=\r\n");
            column = 0;
            literal = qp_is_literal(line[i], true, i + 1 == length);
        }
        if (literal)
            g_string_append_c(out, line[i]);
        else
            g_string_append_printf(out, "=%02X", (guint8)line[i]);
        column += literal ? 1 : 3;
    }
    g_string_append(out, "\r\n");
}

char *mail_quoted_printable(const char *text)
{
    GString *out = g_string_new(NULL);

    while (*text) {
        gsize length = strcspn(text, "\n");

        qp_line(out, text, length);
        text += length;
        text += *text == '\n';
    }
    return g_string_free(out, FALSE);
}

char *mail_encoded_words(const char *text)
{
    GString *out = g_string_new(NULL);

    if (g_str_is_ascii(text)) {
        g_string_append(out, text);
        return g_string_free(out, FALSE);
    }
    while (*text) {
        const char *end = text;
        g_autofree char *word = NULL;

        while (*end && g_utf8_find_next_char(end, NULL) - text <= WORD_BYTES)
            end = g_utf8_find_next_char(end, NULL);
        word = g_base64_encode((const guchar *)text, (gsize)(end - text));
        g_string_append_printf(out, "%s=?UTF-8?B?%s?=", out->len ? "\r\n " : "", word);
        text = end;
    }
    return g_string_free(out, FALSE);
}

/* RFC 5322's date, whose names are English in any locale. */
static char *mail_date(gint64 instant)
{
    static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(instant);
    g_autoptr(GDateTime) paris = g_date_time_to_timezone(utc, civil_paris());
    g_autofree char *clock = g_date_time_format(paris, "%H:%M:%S %z");

    return g_strdup_printf("%s, %d %s %d %s", weekdays[g_date_time_get_day_of_week(paris) - 1],
                           g_date_time_get_day_of_month(paris),
                           months[g_date_time_get_month(paris) - 1], g_date_time_get_year(paris),
                           clock);
}

static char *message_id(const struct sink_context *context, const char *alert_id,
                        const char *from)
{
    g_autofree char *mark = mark_new(context->key, alert_id);

    return g_strdup_printf("<%s@%s>", mark, strrchr(from, '@') + 1);
}

static bool is_first(const struct alert *alert)
{
    return !alert->thread || g_str_equal(alert->thread, alert->id);
}

static void add_thread(GString *mail, const struct alert *alert,
                       const struct sink_context *context, const char *from)
{
    g_autofree char *first = NULL;

    if (is_first(alert))
        return;
    first = message_id(context, alert->thread, from);
    g_string_append_printf(mail, "In-Reply-To: %s\r\nReferences: %s\r\n", first, first);
}

/* Gmail keeps in one conversation what cites it and has its subject, but for "Re:"; the others ask
 * for the citation alone. So while the time runs all that is said of a case has one subject, which
 * names the deadline and stays true in an inbox, where "only 7 days left" does not; how many are left
 * begins the text. The last call, the end and a closed case keep titles of their own: a conversation
 * that was muted or archived must not swallow them. */
static char *subject_of(const struct alert *alert, const struct sink_settings *settings,
                        const struct sink_context *context)
{
    g_autofree char *title = alert_case_title(alert, settings, context);

    if (!title)
        return alert_title(alert, settings, context);
    return g_strconcat(is_first(alert) ? "" : "Re: ", title, NULL);
}

char *mail_recipient(const struct alert *alert, const struct sink_settings *settings)
{
    const struct entry *first =
        alert->entries->len > 0 ? g_ptr_array_index(alert->entries, 0) : NULL;

    return sink_recipient(settings, first ? first->owner : NULL);
}

static void add_header(GString *mail, const struct alert *alert,
                       const struct sink_settings *settings, const struct sink_context *context)
{
    g_autofree char *title = subject_of(alert, settings, context);
    g_autofree char *subject = mail_encoded_words(title);
    g_autofree char *date = mail_date(context->now);
    g_autofree char *id = message_id(context, alert->id, settings->from);
    g_autofree char *to = mail_recipient(alert, settings);

    g_string_append_printf(mail, "From: Vigie <%s>\r\nTo: %s\r\nSubject: %s\r\n", settings->from, to,
                           subject);
    if (settings->replies)
        g_string_append_printf(mail, "Reply-To: %s\r\n", settings->from);
    g_string_append_printf(mail, "Date: %s\r\nMessage-ID: %s\r\n", date, id);
    add_thread(mail, alert, context, settings->from);
    if (alert_urgency(alert, context->now) >= URGENCY_HIGH)
        g_string_append(mail, "Importance: high\r\n"); /* RFC 2156; what mail programs show */
    /* RFC 3834 and Microsoft's way to ask that no robot answers. */
    g_string_append(mail, "Auto-Submitted: auto-generated\r\n"
                          "X-Auto-Response-Suppress: All\r\n");
    g_string_append_printf(mail, "MIME-Version: 1.0\r\nContent-Language: %s\r\n",
                           wording_language(settings->language));
}

/* Whether the two ways belong below the alert: one case, in which something is still to do. */
static bool wants_guide(const struct alert *alert)
{
    switch (alert->event) {
    case EVENT_NEW:
    case EVENT_REMINDER:
    case EVENT_LAST_CALL:
    case EVENT_UNRECOGNISED:
        return alert->entries->len == 1;
    default:
        return false;
    }
}

/* --- the two texts ------------------------------------------------------------------------- */

static char *reference_of(const struct alert *alert, const struct sink_context *context,
                          const char *language)
{
    g_autofree char *mark = mark_new(context->key, alert->id);

    return g_strconcat(tongue_of(language) == FRENCH ? "Réf. " : "Ref. ", mark, NULL);
}

static char *text_of(const struct alert *alert, const struct sink_settings *settings,
                     const struct sink_context *context)
{
    const char *language = wording_language(settings->language);
    g_autofree char *subject = alert_case_title(alert, settings, context);
    g_autofree char *title = alert_title(alert, settings, context);
    g_autofree char *text = alert_text(alert, settings, context);
    g_autofree char *reference = reference_of(alert, context, language);
    g_autofree char *guide = NULL;
    bool untold = subject && !g_str_equal(subject, title);

    if (wants_guide(alert))
        guide = wording_guide(g_ptr_array_index(alert->entries, 0), context->right, context->now,
                              false, language);
    return g_strconcat(untold ? title : "", untold ? "\n\n" : "", text, "\n", guide ? guide : "",
                       guide ? "\n" : "", reference, "\n", NULL);
}

static char *html_of(const struct alert *alert, const struct sink_settings *settings,
                     const struct sink_context *context)
{
    const char *language = wording_language(settings->language);
    g_autofree char *title = alert_title(alert, settings, context);
    g_autofree char *text = alert_lines(alert, settings, context);
    g_autofree char *guide =
        wants_guide(alert) ? wording_guide_lines(g_ptr_array_index(alert->entries, 0),
                                                 context->right, context->now, false, language)
                           : NULL;
    g_autofree char *lines = g_strjoin("\n", text, guide, NULL);
    g_autofree char *deadline = alert_deadline_line(alert, settings, context);
    g_autofree char *reference = reference_of(alert, context, language);
    const struct mail_words words = { title,
                                      lines,
                                      deadline,
                                      reference,
                                      context->right->phone,
                                      language,
                                      alert_urgency(alert, context->now) >= URGENCY_HIGH };

    return mail_html(&words);
}

static void add_text(GString *mail, const char *type, const char *text)
{
    g_autofree char *body = mail_quoted_printable(text);

    g_string_append_printf(mail,
                           "--" ALTERNATIVE "\r\n"
                           "Content-Type: text/%s; charset=UTF-8\r\n"
                           "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                           "%s",
                           type, body);
}

static void add_texts(GString *mail, const struct alert *alert,
                      const struct sink_settings *settings, const struct sink_context *context)
{
    g_autofree char *text = text_of(alert, settings, context);
    g_autofree char *html = html_of(alert, settings, context);

    g_string_append(mail, "Content-Type: multipart/alternative;\r\n"
                          " boundary=\"" ALTERNATIVE "\"\r\n\r\n");
    add_text(mail, "plain", text);
    add_text(mail, "html", html);
    g_string_append(mail, "--" ALTERNATIVE "--\r\n");
}

/* --- the dates ----------------------------------------------------------------------------- */

/* The entry whose dates serve in a calendar: its time runs, or what was added there is to be told
 * that it is over. NULL: none. */
static const struct entry *dated_entry(const struct alert *alert)
{
    const struct entry *entry = alert->entries->len == 1 ? alert->entries->pdata[0] : NULL;

    if (!entry || !g_date_valid(&entry->deadline) || entry->status == STATUS_SUSPECT)
        return NULL;
    switch (alert->event) {
    case EVENT_NEW:
    case EVENT_REMINDER:
    case EVENT_LAST_CALL:
        return entry->status == STATUS_EXPIRED ? NULL : entry;
    case EVENT_CLOSED:
        return entry;
    default:
        return NULL;
    }
}

static GBytes *calendar_of(const struct alert *alert, const struct sink_settings *settings,
                           const struct sink_context *context)
{
    const struct calendar_style style = { .right = context->right,
                                          .key = context->key,
                                          .language = wording_language(settings->language),
                                          .remind_before = context->remind_before,
                                          .reveal = settings->reveal,
                                          .organizer = settings->from,
                                          .published_at = context->now };

    return calendar_text(alert->entries, &style);
}

/* In base64: its own line ends are CRLF, which quoted-printable could not tell from the mail's. */
static void add_calendar(GString *mail, const struct entry *entry, GBytes *calendar)
{
    gsize length;
    const guchar *bytes = g_bytes_get_data(calendar, &length);
    g_autofree char *name = g_strdup_printf("vigie-%" G_GINT64_FORMAT ".ics", entry->id);

    g_string_append_printf(mail,
                           "Content-Type: text/calendar; charset=UTF-8; method=PUBLISH;\r\n"
                           " name=\"%s\"\r\n"
                           "Content-Disposition: attachment; filename=\"%s\"\r\n"
                           "Content-Transfer-Encoding: base64\r\n\r\n",
                           name, name);
    for (gsize at = 0; at < length; at += BASE64_LINE) {
        g_autofree char *line = g_base64_encode(bytes + at, MIN(BASE64_LINE, length - at));

        g_string_append_printf(mail, "%s\r\n", line);
    }
}

GBytes *mail_message(const struct alert *alert, const struct sink_settings *settings,
                     const struct sink_context *context)
{
    GString *mail = g_string_new(NULL);
    const struct entry *entry = dated_entry(alert);
    g_autoptr(GBytes) calendar = entry ? calendar_of(alert, settings, context) : NULL;

    add_header(mail, alert, settings, context);
    if (calendar)
        g_string_append(mail, "Content-Type: multipart/mixed; boundary=\"" MIXED "\"\r\n\r\n"
                              "--" MIXED "\r\n");
    add_texts(mail, alert, settings, context);
    if (calendar) {
        g_string_append(mail, "--" MIXED "\r\n");
        add_calendar(mail, entry, calendar);
        g_string_append(mail, "--" MIXED "--\r\n");
    }
    return g_string_free_to_bytes(mail);
}
