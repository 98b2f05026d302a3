/* Folders of a local Maildir. */
#include "source/local_folders.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/shown.h"
#include "source/trouble.h"
#include "source/walk.h"

struct search {
    const char *root;
    GPtrArray *found; /* of struct local_folder */
    char *const *wanted;
    char *trouble; /* the first; NULL */
};

void local_folder_free(struct local_folder *folder)
{
    if (!folder)
        return;
    mailbox_free(folder->mailbox);
    g_clear_pointer(&folder->maildir, maildir_free);
    g_free(folder->state);
    g_clear_pointer(&folder->rewritten, g_hash_table_unref);
    g_free(folder);
}

/* As it stands in the path; "" for the root. */
static const char *wire_of(const char *root, const char *path, char *delimiter)
{
    const char *below = path + strlen(root);
    bool is_dotted;

    while (*below == '/')
        below++;
    /* Maildir++ marks its folders by a dot, and parts levels by further ones. */
    is_dotted = *below == '.' && !strchr(below, '/');
    *delimiter = is_dotted ? '.' : '/';
    return below + is_dotted;
}

struct mailbox *local_folder_name(const char *root, const char *path)
{
    char delimiter;
    const char *wire = wire_of(root, path, &delimiter);

    return *wire ? mailbox_from_wire(wire, delimiter) : mailbox_from_name("INBOX");
}

static struct local_folder *folder_new(struct mailbox *mailbox, struct maildir *maildir)
{
    struct local_folder *folder = g_new0(struct local_folder, 1);

    folder->mailbox = mailbox;
    folder->maildir = maildir;
    folder->watches[0] = folder->watches[1] = -1;
    return folder;
}

/* A mail in it would be lost: only who leaves it out of `mailboxes` need not hear of it. Takes `maildir`. */
static void tell_name(struct search *search, struct maildir *maildir)
{
    g_autofree char *path = shown_harmless(maildir_path(maildir));
    char delimiter;
    const char *wire = wire_of(search->root, maildir_path(maildir), &delimiter);

    if (!search->trouble && mailboxes_may_choose(wire, delimiter, search->wanted))
        search->trouble = g_strdup_printf(
            _("%s: its name is no text, so it is not watched; rename the folder"), path);
    maildir_free(maildir);
}

static void take_maildir(void *data, struct maildir *maildir)
{
    struct search *search = data;
    struct mailbox *mailbox = local_folder_name(search->root, maildir_path(maildir));

    if (mailbox)
        g_ptr_array_add(search->found, folder_new(mailbox, maildir));
    else
        tell_name(search, maildir);
}

static void pass_over(void *data, const char *folder, GPtrArray *files)
{
    g_ptr_array_unref(files);
}

static void take_unreadable(void *data, const char *path, const char *why, bool given)
{
    struct search *search = data;

    if (!search->trouble)
        search->trouble = g_strdup_printf(_("%s: %s; see who may read it"), path, why);
}

GPtrArray *local_folders_mailboxes(const GPtrArray *folders)
{
    GPtrArray *mailboxes = g_ptr_array_new();

    for (guint i = 0; i < folders->len; i++)
        g_ptr_array_add(mailboxes, ((struct local_folder *)g_ptr_array_index(folders, i))->mailbox);
    return mailboxes;
}

static struct local_folder *steal_named(GPtrArray *folders, const char *name)
{
    for (guint i = 0; i < folders->len; i++) {
        const struct local_folder *folder = g_ptr_array_index(folders, i);

        if (strcmp(folder->mailbox->name, name) == 0)
            return g_ptr_array_steal_index(folders, i);
    }
    return NULL;
}

/* Where a folder of that name would lie. */
static struct local_folder *missing(const char *root, const struct mailbox *mailbox)
{
    g_autofree char *path = g_strdup_printf("%s/.%s", root, mailbox->wire);

    return folder_new(mailbox_copy(mailbox), maildir_new(path));
}

static GPtrArray *choose(GPtrArray *found, const char *root, char *const *wanted)
{
    GPtrArray *folders = g_ptr_array_new_with_free_func((GDestroyNotify)local_folder_free);
    g_autoptr(GPtrArray) mailboxes = local_folders_mailboxes(found);
    g_autoptr(GPtrArray) chosen = mailboxes_choose(mailboxes, wanted);

    for (guint i = 0; i < chosen->len; i++) {
        const struct mailbox *mailbox = g_ptr_array_index(chosen, i);
        struct local_folder *folder = steal_named(found, mailbox->name);

        g_ptr_array_add(folders, folder ? folder : missing(root, mailbox));
    }
    return folders;
}

/* A folder that is left over beside one of its name, which is watched in its place: a mail in it would be
 * lost. ".Archive" and "Archive", or ".INBOX" below the INBOX. */
static void tell_twin(struct search *search, const GPtrArray *folders)
{
    g_autoptr(GPtrArray) watched = local_folders_mailboxes(folders);

    for (guint i = 0; i < search->found->len && !search->trouble; i++) {
        const struct local_folder *folder = g_ptr_array_index(search->found, i);
        g_autofree char *path = shown_harmless(maildir_path(folder->maildir));

        if (mailboxes_find(watched, folder->mailbox->name))
            search->trouble = g_strdup_printf(
                _("%s: another folder has the same name (%s), so it is not watched; rename one of them"),
                path, folder->mailbox->name);
    }
}

GPtrArray *local_folders(const char *root, char *const *wanted, char **trouble, GError **error)
{
    static const struct walk_ops ops = { take_maildir, pass_over, take_unreadable, NULL };
    g_autoptr(GPtrArray) found =
        g_ptr_array_new_with_free_func((GDestroyNotify)local_folder_free);
    struct search search = { root, found, wanted, NULL };
    AUTO(walk) walk = walk_new(&ops, &search);
    GPtrArray *folders;

    walk_path(walk, root);
    *trouble = search.trouble;
    if (found->len == 0 && *trouble) {
        trouble_set(error, TROUBLE_MAILBOX, "%s", *trouble);
        return NULL;
    }
    if (found->len == 0) {
        trouble_set(error, TROUBLE_MAILBOX,
                    _("%s is no Maildir, and holds none: set maildir to the folder that has cur/ and new/"),
                    root);
        return NULL;
    }
    folders = choose(found, root, wanted);
    tell_twin(&search, folders);
    *trouble = search.trouble;
    return folders;
}
