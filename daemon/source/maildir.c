/* Listing a Maildir while others rename in it: a name that is renamed during readdir(3) may show up
 * twice or not at all, so that a folder which changed meanwhile is read again, and names add up. */
#include "source/maildir.h"

#include <dirent.h>
#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "source/fresh.h"

#define PASSES 6                /* readings of a folder that does not come to rest */
#define EARLIEST_TIME 631152000 /* 1990: a smaller number is no time of delivery */

static const char *const folders[] = { "new", "cur" }; /* in the order in which mails move */

struct maildir {
    char *path;
    GMutex lock;
    struct roster *roster; /* as last listed by maildir_find; NULL */
};

static bool has_folder(const char *path, const char *name)
{
    g_autofree char *folder = g_build_filename(path, name, NULL);
    struct stat facts;

    return stat(folder, &facts) == 0 && S_ISDIR(facts.st_mode);
}

bool maildir_is(const char *path)
{
    return has_folder(path, "cur") && (has_folder(path, "new") || has_folder(path, "tmp"));
}

struct maildir *maildir_new(const char *path)
{
    struct maildir *maildir = g_new0(struct maildir, 1);

    maildir->path = g_strdup(path);
    g_mutex_init(&maildir->lock);
    return maildir;
}

void maildir_free(struct maildir *maildir)
{
    g_clear_pointer(&maildir->roster, roster_free);
    g_mutex_clear(&maildir->lock);
    g_free(maildir->path);
    g_free(maildir);
}

const char *maildir_path(const struct maildir *maildir)
{
    return maildir->path;
}

static const char *file_of(const char *name)
{
    const char *slash = strrchr(name, '/');

    return slash ? slash + 1 : name;
}

/* Where the flags of a name begin, or its end: a name may hold a colon of its own (a time of day). Where
 * ":" is no letter of names, "!" or ";" stands for it. */
static gsize flags_at(const char *file)
{
    static const char *const marks[] = { ":2,", "!2,", ";2,", ":1," };
    const gsize length = strlen(file);
    gsize end = length;

    while (end > 0 && g_ascii_isalpha(file[end - 1]))
        end--;
    for (gsize i = 0; end >= 3 && i < G_N_ELEMENTS(marks); i++)
        if (memcmp(file + end - 3, marks[i], 3) == 0)
            return end - 3;
    return length - (length > 0 && file[length - 1] == ':' ? 1 : 0);
}

char *maildir_unique(const char *name)
{
    const char *file = file_of(name);

    return g_strndup(file, flags_at(file));
}

gint64 maildir_delivered(const char *name)
{
    const char *file = file_of(name);
    char *end;
    guint64 time;

    time = g_ascii_isdigit(*file) ? g_ascii_strtoull(file, &end, 10) : 0;
    return time >= EARLIEST_TIME && time <= G_MAXINT32 * 2LL && *end == '.' ? (gint64)time : 0;
}

char *maildir_state(const struct maildir *maildir)
{
    g_autoptr(GString) state = g_string_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = g_build_filename(maildir->path, folders[i], NULL);
        struct stat facts;

        if (stat(path, &facts) < 0 || fresh_is(fresh_nanoseconds(&facts.st_mtim), FRESH_SURE_NS))
            return NULL;
        g_string_append_printf(state, "%s %lx %lx %lld ", folders[i], (gulong)facts.st_dev,
                               (gulong)facts.st_ino, (long long)fresh_changed(&facts));
    }
    return g_string_free(g_steal_pointer(&state), FALSE);
}

/* FALSE, and errno: it broke off, and there may be more. */
static bool add_names(struct roster *roster, const char *folder, DIR *listing)
{
    const struct dirent *entry;

    for (errno = 0; (entry = readdir(listing)); errno = 0)
        if (entry->d_name[0] != '.' && entry->d_type != DT_DIR)
            roster_add(roster, folder, entry->d_name, flags_at(entry->d_name));
    return errno == 0;
}

/* One reading of a folder; `*at_rest`: it did not change meanwhile. */
static bool read_folder(const struct maildir *maildir, const char *folder, struct roster *roster,
                        bool *at_rest, GError **error)
{
    g_autofree char *path = g_build_filename(maildir->path, folder, NULL);
    DIR *listing = opendir(path);
    struct stat before, after;
    bool is_read;

    *at_rest = true;
    if (!listing && errno == ENOENT)
        return true;
    is_read = listing && fstat(dirfd(listing), &before) == 0 && add_names(roster, folder, listing);
    if (!is_read)
        g_set_error(error, VIGIE_ERROR, EX_IOERR, _("cannot read %s: %s; see who may"), path,
                    g_strerror(errno));
    *at_rest = is_read && fstat(dirfd(listing), &after) == 0 &&
               fresh_nanoseconds(&before.st_mtim) == fresh_nanoseconds(&after.st_mtim) &&
               !fresh_is(fresh_nanoseconds(&after.st_mtim), FRESH_TICK_NS);
    if (listing)
        closedir(listing);
    return is_read;
}

struct roster *maildir_list(const struct maildir *maildir, GError **error)
{
    AUTO(roster) roster = roster_new();

    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        bool at_rest = false;

        for (guint pass = 0; pass < PASSES && !at_rest; pass++)
            if (!read_folder(maildir, folders[i], roster, &at_rest, error))
                return NULL;
    }
    return g_steal_pointer(&roster);
}

/* Servers add what they know of a mail to the unique part: ",S=1234". */
static const char *look_up(const struct roster *roster, const char *unique)
{
    const gsize length = strcspn(unique, ",");
    const char *name = roster_find(roster, unique);

    for (guint i = 0; !name && i < roster->mails->len; i++) {
        const struct roster_mail *mail = roster_at(roster, i);
        const char *file = file_of(mail->name);

        if (strncmp(file, unique, length) == 0 && MIN(strcspn(file, ","), mail->unique) == length)
            name = mail->name;
    }
    return name;
}

/* Many mails are renamed at once, by a client that marks all as read: one new list serves them. */
static char *find_again(struct maildir *maildir, const char *name, bool anew)
{
    g_autofree char *unique = maildir_unique(name);
    const char *found;

    if (anew)
        g_clear_pointer(&maildir->roster, roster_free);
    if (!maildir->roster)
        maildir->roster = maildir_list(maildir, NULL);
    found = maildir->roster ? look_up(maildir->roster, unique) : NULL;
    return found ? g_build_filename(maildir->path, found, NULL) : NULL;
}

char *maildir_find(struct maildir *maildir, const char *name, guint tries)
{
    char *path;

    if (tries == 0)
        return g_build_filename(maildir->path, name, NULL);
    g_mutex_lock(&maildir->lock);
    path = find_again(maildir, name, tries > 1);
    g_mutex_unlock(&maildir->lock);
    return path;
}
