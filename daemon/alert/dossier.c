/* The files of a dossier. */
#include "alert/dossier.h"

#include <string.h>

#include "alert/wording.h"
#include "alert/wording_parts.h"
#include "store/entries.h"
#include "store/originals.h"

static void file_free(gpointer data)
{
    struct dossier_file *file = data;

    g_free(file->name);
    g_bytes_unref(file->bytes);
    g_free(file);
}

static void add_file(GPtrArray *files, char *name /* taken */, GBytes *bytes)
{
    struct dossier_file *file = g_new0(struct dossier_file, 1);

    file->name = name;
    file->bytes = g_bytes_ref(bytes);
    g_ptr_array_add(files, file);
}

static void add_text(GPtrArray *files, const char *name, char *text /* taken */)
{
    g_autoptr(GBytes) bytes = g_bytes_new_take(text, strlen(text));

    add_file(files, g_strdup(name), bytes);
}

static char *mail_name(guint index)
{
    return g_strdup_printf("mail-%u.eml", index + 1);
}

static char *proof_name(const struct entry *entry)
{
    const char *dot = strrchr(entry->proof.file, '.');

    return g_strconcat("justificatif", dot ? dot : "", NULL);
}

static void list_mails(struct page *page, const struct dossier *dossier)
{
    if (dossier->originals->len == 0)
        page_line(page, TEXT_DOSSIER_NO_MAIL);
    for (guint i = 0; i < dossier->originals->len; i++) {
        const struct original *original = g_ptr_array_index(dossier->originals, i);
        bool ends = original->kind == KIND_OPPOSITION || original->kind == KIND_ACTIVATION;

        page_set(page, "file", mail_name(i));
        page_line(page, ends ? TEXT_DOSSIER_CONFIRMATION : TEXT_DOSSIER_MAIL);
    }
}

static void list_files(struct page *page, const struct dossier *dossier)
{
    const struct proof *proof = &dossier->entry->proof;

    page_paragraph(page, TEXT_DOSSIER_FILES);
    list_mails(page, dossier);
    if (dossier->proof) {
        page_set(page, "file", proof_name(dossier->entry));
        page_set(page, "proof_at", wording_instant(proof->at, language_of(page->tongue)));
    }
    page_line(page, dossier->proof ? TEXT_DOSSIER_PROOF : TEXT_DOSSIER_NO_PROOF);
    page_line(page, TEXT_DOSSIER_SUMS);
    if (dossier->originals->len > 0)
        page_paragraph(page, TEXT_DOSSIER_CODE);
}

static void state_facts(struct page *page, const struct entry *entry)
{
    page_gap(page);
    if (entry->person)
        page_line(page, TEXT_PERSON);
    if (g_date_valid(&entry->sent)) {
        page_set(page, "sent", wording_date(&entry->sent, language_of(page->tongue)));
        page_line(page, TEXT_DOSSIER_SENT);
    }
    page_line(page, g_date_valid(&entry->deadline) ? TEXT_DEADLINE : TEXT_DEADLINE_UNKNOWN);
    if (entry->last_call)
        page_line(page, TEXT_PHONE_UNTIL);
    if (!entry->message_id)
        return;
    page_set(page, "message_id", g_strdup(entry->message_id));
    page_line(page, TEXT_DOSSIER_MESSAGE);
}

static void tell_history(struct page *page, const GPtrArray *history)
{
    page_paragraph(page, TEXT_DOSSIER_TIMELINE);
    for (guint i = 0; i < history->len; i++) {
        const struct history_row *row = g_ptr_array_index(history, i);
        g_autofree char *event = wording_event(row->event, language_of(page->tongue));

        page_set(page, "at", wording_instant(row->at, language_of(page->tongue)));
        page_set(page, "event", event ? g_steal_pointer(&event) : g_strdup(row->event));
        page_line(page, TEXT_DOSSIER_ROW);
    }
}

static char *first_page(const struct dossier *dossier, const char *language)
{
    struct page page;

    page_begin(&page, tongue_of(language));
    page_set_right(&page, dossier->right);
    page_set_entry(&page, dossier->entry, dossier->now, false);
    page_set(&page, "written", wording_instant(dossier->now, language));
    page_line(&page, TEXT_DOSSIER_HEAD);
    page_paragraph(&page, TEXT_DOSSIER_ABOUT);
    state_facts(&page, dossier->entry);
    tell_history(&page, dossier->history);
    list_files(&page, dossier);
    return page_end(&page);
}

/* As sha256sum(1) writes and reads it. */
static char *sums_of(const GPtrArray *files)
{
    GString *sums = g_string_new(NULL);

    for (guint i = 0; i < files->len; i++) {
        const struct dossier_file *file = g_ptr_array_index(files, i);
        g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, file->bytes);

        g_string_append_printf(sums, "%s  %s\n", sum, file->name);
    }
    return g_string_free(sums, FALSE);
}

GPtrArray *dossier_files(const struct dossier *dossier, const char *language)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(file_free);

    add_text(files, tongue_of(language) == FRENCH ? "LISEZMOI.txt" : "README.txt",
             first_page(dossier, language));
    for (guint i = 0; i < dossier->mails->len; i++)
        add_file(files, mail_name(i), g_ptr_array_index(dossier->mails, i));
    if (dossier->proof)
        add_file(files, proof_name(dossier->entry), dossier->proof);
    add_text(files, "SHA256SUMS", sums_of(files));
    return files;
}
