/* A state of its own for each test, and notices to record there. */
#pragma once

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "base/civil.h"
#include "store/entries.h"
#include "store/record.h"

#define NOW 1772708400 /* 2026-03-05T12:00:00+01:00 */

struct fixture {
    char *directory;
    struct store *store;
    struct right right;
};

static void set_up(struct fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    fixture->directory = g_dir_make_tmp("vigie-store-XXXXXX", &error);
    g_assert_no_error(error);
    fixture->store = store_open_with(fixture->directory, STORE_CREATE, NULL, &error);
    g_assert_no_error(error);
    fixture->right.days = 42;
    fixture->right.opening = (struct opening){ .weekdays = 0x3e, .opens = 510, .closes = 1050 };
    fixture->right.holidays = g_array_new(FALSE, FALSE, sizeof(struct holiday));
    fixture->right.easter = g_array_new(FALSE, FALSE, sizeof(int));
}

static void remove_tree(const char *path)
{
    g_autoptr(GDir) entries = g_dir_open(path, 0, NULL);
    const char *name;

    while (entries && (name = g_dir_read_name(entries))) {
        g_autofree char *below = g_build_filename(path, name, NULL);

        remove_tree(below);
    }
    g_remove(path);
}

static void tear_down(struct fixture *fixture, gconstpointer data)
{
    store_free(fixture->store);
    remove_tree(fixture->directory);
    g_array_unref(fixture->right.holidays);
    g_array_unref(fixture->right.easter);
    g_free(fixture->directory);
}

static struct finding *notice(const char *code, const char *sent)
{
    struct finding *finding = finding_new();
    struct finding_case *one = g_new0(struct finding_case, 1);

    finding->kind = KIND_NOTICE;
    finding->message_id = g_strdup_printf("<%s@x>", code);
    g_strlcpy(finding->content_hash, code, sizeof finding->content_hash);
    g_assert_true(civil_date_parse(sent, &finding->sent));
    finding->sent_source = SENT_BODY;
    one->code = g_strdup(code);
    g_ptr_array_add(finding->cases, one);
    return finding;
}

static void record(struct fixture *fixture, struct finding *finding, const struct cursor_move *move)
{
    const struct origin origin = { .account = "jean", .mailbox = "INBOX", .source = "imap",
                                   .received = NOW };
    g_autoptr(GError) error = NULL;

    g_assert_true(record_finding(fixture->store, finding, &origin, &fixture->right, move, NOW, NULL,
                                 &error));
    g_assert_no_error(error);
    finding_free(finding);
}

static GPtrArray *list(struct fixture *fixture)
{
    GPtrArray *entries = entries_list(fixture->store, true, NOW, NULL);

    g_assert_nonnull(entries);
    return entries;
}

/* As another version, or another program, would. */
static inline void change(struct fixture *fixture, const char *sql)
{
    g_autofree char *path = g_build_filename(fixture->directory, "vigie.db", NULL);
    sqlite3 *db;

    g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
    g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close(db);
}

/* For entries_change: a code that had been misread. */
static inline bool mend_code(struct entry *entry, gpointer data, GString *history, GError **error)
{
    g_free(entry->code);
    entry->code = g_strdup("AbCdEf123456");
    g_string_append(history, "code");
    return true;
}
