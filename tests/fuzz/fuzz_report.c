/* Words of any kind on the page and in an alert by mail, read again by libxml2: the same elements and
 * attributes as with harmless words, and all of the words as text. */
#include <libxml/HTMLparser.h>
#include <libxml/tree.h>

#include "alert/mail_html.h"
#include "alert/report.h"
#include "store/entries.h"

#include "../unit/report_fixture.h"
#include "hostile.h"

#define NOW "2026-03-23T12:00:00+01:00"

static struct report_facts *facts_new(struct right *right, uint8_t choice)
{
    struct report_facts *facts = g_new0(struct report_facts, 1);

    facts->cases = g_ptr_array_new_with_free_func(case_free);
    facts->standing = g_new0(struct standing, 1);
    facts->standing->health = g_ptr_array_new_with_free_func(health_free);
    facts->standing->watch.running = choice & 0x80;
    facts->right = right;
    facts->now = fixture_instant(NOW);
    facts->language = choice & 0x20 ? "fr" : "en";
    return facts;
}

/* Takes all of them. */
static void add_facts(struct report_facts *facts, struct entry *entry, char *event, char *account,
                      char *error)
{
    struct report_case *one = g_new0(struct report_case, 1);
    struct history_row *row = g_new0(struct history_row, 1);
    struct health *health = g_new0(struct health, 1);

    row->at = facts->now - 3600;
    row->event = event ? event : g_strdup("recorded");
    one->entry = entry;
    one->history = g_ptr_array_new_with_free_func(row_free);
    g_ptr_array_add(one->history, row);
    g_ptr_array_add(facts->cases, one);
    health->account = account ? account : g_strdup("jean");
    health->mailbox = g_strdup(entry->mailbox ? entry->mailbox : "INBOX");
    health->last_success = facts->now - 60;
    health->last_error = error;
    health->blind_since = error ? facts->now - 7200 : 0;
    facts->standing->blind = error;
    g_ptr_array_add(facts->standing->health, health);
}

/* The names of all elements and of their attributes; the values too where something is loaded or
 * followed. A command (": vigie …") is marked as such whoever wrote it. */
static void shape(const xmlNode *node, GString *names)
{
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, "code") == 0)
            continue;
        g_string_append_printf(names, "<%s", (const char *)node->name);
        for (const xmlAttr *at = node->properties; at; at = at->next) {
            const char *name = (const char *)at->name;

            if (strcmp(name, "lang") == 0) /* of a line of the history that we know */
                continue;
            g_string_append_printf(names, " %s", name);
            if ((strcmp(name, "href") == 0 || strcmp(name, "style") == 0) && at->children)
                g_string_append_printf(names, "=%s", (const char *)at->children->content);
        }
        g_string_append(names, ">");
        shape(node->children, names);
    }
}

static char *shape_of(const char *page)
{
    htmlDocPtr document =
        htmlReadMemory(page, (int)strlen(page), NULL, "UTF-8",
                       HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    GString *names = g_string_new(NULL);

    g_assert_nonnull(document);
    shape(xmlDocGetRootElement(document), names);
    xmlFreeDoc(document);
    g_assert_null(strstr(names->str, "<script"));
    return g_string_free(names, FALSE);
}

static char *page_of(struct right *right, uint8_t choice, const uint8_t *data, size_t size)
{
    AUTO(report_facts) facts = facts_new(right, choice);
    struct entry *entry = hostile_entry(choice, &data, &size);
    char *account = hostile_word(&data, &size);
    char *error = hostile_word(&data, &size);

    add_facts(facts, entry, hostile_word(&data, &size), account, error);
    return report_page(facts);
}

/* The same number of words, each a plain one. The caller frees. */
static uint8_t *harmless(const uint8_t *data, size_t size, size_t *length)
{
    GString *words = g_string_new(NULL);

    for (size_t i = 0; i < size; i++) {
        if (data[i] == 0)
            g_string_append_c(words, '\0');
        else if (i == 0 || data[i - 1] == 0)
            g_string_append_c(words, 'x');
    }
    *length = words->len;
    return (uint8_t *)g_string_free(words, FALSE);
}

static void check_page(uint8_t choice, const uint8_t *data, size_t size)
{
    struct right *right = fixture_right();
    size_t length;
    g_autofree uint8_t *plain = harmless(data, size, &length);
    g_autofree char *page = page_of(right, choice, data, size);
    g_autofree char *other = page_of(right, choice, plain, length);
    g_autofree char *found = shape_of(page);
    g_autofree char *wanted = shape_of(other);

    g_assert_true(g_utf8_validate(page, -1, NULL));
    g_assert_cmpstr(found, ==, wanted);
    fixture_right_free(right);
}

/* A word of a mail stands in a title, and in a line of words of ours. */
static void check_mail(const uint8_t *data, size_t size)
{
    g_autofree char *title = hostile_word(&data, &size);
    g_autofree char *word = hostile_word(&data, &size);
    g_autofree char *line = NULL;
    g_autofree char *page = NULL, *other = NULL, *found = NULL, *wanted = NULL;
    struct mail_words words = { .title = "x", .lines = "For x: read it\n\n- x\n", .reference = "x",
                                .phone = "3422", .language = "fr" };

    other = mail_html(&words);
    line = g_strdup_printf("For %s: read it\n\n- x\n", word ? g_strdelimit(word, "\n", ' ') : "x");
    words.title = title ? title : "x";
    words.lines = line;
    page = mail_html(&words);
    found = shape_of(page);
    wanted = shape_of(other);
    g_assert_cmpstr(found, ==, wanted);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    fuzz_criticals_are_fatal();
    check_page(data[0], data + 1, size - 1);
    check_mail(data + 1, size - 1);
    return 0;
}
