/* Finds rules, table, state and the whole program without a library. */
#include "launch/places.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "launch/spool.h"
#include "triage/known.h"
#include "triage/stamp.h"

#define TABLE "triage.table"
/* Beside the launcher in a build tree. */
#define FULL "full/vigie"
/* Scan and filter, behind either name. */
#define READS "-read"
/* Of a configuration; a longer one is left to the whole program. */
#define MAX_CONFIG ((size_t)32 * 1024)

/* The folder of the launcher's own file; "" where nobody says it. In a place without /proc the
 * kernel still tells the name by which it was executed. */
static void own_folder(char folder[PATH_MAX])
{
    const ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 1);
    const char *name = (const char *)getauxval(AT_EXECFN);
    char *slash;

    if (length > 0)
        folder[length] = '\0';
    else if (!name || snprintf(folder, PATH_MAX, "%s", name) >= PATH_MAX)
        folder[0] = '\0';
    slash = strrchr(folder, '/');
    folder[slash ? slash - folder : 0] = '\0';
}

static bool is_installed(void)
{
    char folder[PATH_MAX];

    own_folder(folder);
    return strncmp(folder, VIGIE_BUILDDIR, strlen(VIGIE_BUILDDIR)) != 0;
}

static bool join(char path[PATH_MAX], const char *folder, const char *name)
{
    return snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX;
}

static bool is_program(char path[PATH_MAX], const char *folder, const char *name)
{
    return *folder && join(path, folder, name) && access(path, X_OK) == 0;
}

void places_program(char path[PATH_MAX], bool reads)
{
    char folder[PATH_MAX];

    own_folder(folder);
    if ((reads && is_program(path, folder, FULL READS)) || is_program(path, folder, FULL))
        return;
    snprintf(path, PATH_MAX, "%s", VIGIE_PROGRAM READS);
    if (!reads || access(path, X_OK) != 0)
        snprintf(path, PATH_MAX, "%s", VIGIE_PROGRAM);
}

/* Of the line of /etc/passwd that is ours, for who starts us may give no HOME, as Postfix does.
 * NULL where there is none: other services of names are for the whole program. */
static const char *home_in_passwd(void)
{
    FILE *file = fopen("/etc/passwd", "re");
    const struct passwd *line = NULL;

    if (!file)
        return NULL;
    while ((line = fgetpwent(file)) && line->pw_uid != getuid())
        continue;
    fclose(file);
    return line ? line->pw_dir : NULL;
}

static const char *home_folder(void)
{
    const char *home = getenv("HOME");

    return home && *home ? home : home_in_passwd();
}

/* Below a folder of the user: of the variable, where that is an absolute path, else below HOME.
 * False where neither is. */
static bool in_user(char path[PATH_MAX], const char *variable, const char *otherwise,
                    const char *name)
{
    const char *folder = getenv(variable), *home;

    if (folder && *folder == '/')
        return snprintf(path, PATH_MAX, "%s/vigie/%s", folder, name) < PATH_MAX;
    home = home_folder();
    return home && *home == '/' &&
           snprintf(path, PATH_MAX, "%s/%s/vigie/%s", home, otherwise, name) < PATH_MAX;
}

/* A file that only root and ourselves can have written; of one that is none, `bytes` is NULL. */
static struct mapped map(const char *path)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    void *bytes = MAP_FAILED;
    struct stat facts;

    if (fd < 0)
        return (struct mapped){ .bytes = NULL };
    if (fstat(fd, &facts) == 0 && stamp_is_trusted(&facts) && facts.st_size > 0)
        bytes = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (bytes == MAP_FAILED)
        return (struct mapped){ .bytes = NULL };
    return (struct mapped){ bytes, (size_t)facts.st_size };
}

static const struct triage_image *image_of(struct mapped file, const uint64_t stamp[2])
{
    const struct triage_image *image = file.bytes;

    return image && triage_is_image(image, file.size) && image->stamp[0] == stamp[0] &&
                   image->stamp[1] == stamp[1]
               ? image
               : NULL;
}

/* Whether the file in the cache was made by the whole program as it is now. */
static bool is_of_program(const char *path)
{
    char program[PATH_MAX];
    struct stat own, facts;

    places_program(program, false);
    return stat(program, &own) == 0 && stat(path, &facts) == 0 && stamp_is_since(&facts, &own);
}

bool places_rules_stamp(uint64_t stamp[2])
{
    char user[PATH_MAX];
    const char *const dirs[] = { user, VIGIE_SYSCONFDIR "/vigie/rules",
                                 is_installed() ? VIGIE_RULESDIR : VIGIE_SOURCE_RULES, NULL };

    return in_user(user, "XDG_CONFIG_HOME", ".config", "rules") && stamp_of(dirs, stamp);
}

const struct triage_image *places_table(void)
{
    char path[PATH_MAX];
    const struct triage_image *image;
    uint64_t stamp[2];

    if (!places_rules_stamp(stamp))
        return NULL;
    if (join(path, is_installed() ? VIGIE_TABLEDIR : VIGIE_BUILDDIR, TABLE) &&
        (image = image_of(map(path), stamp)))
        return image;
    return in_user(path, "XDG_CACHE_HOME", ".cache", TABLE) && is_of_program(path)
               ? image_of(map(path), stamp)
               : NULL;
}

bool places_scan_is_known(char *const *argv, struct mapped *text)
{
    char path[PATH_MAX];
    uint64_t call[2], rules[2];
    struct mapped file = { .bytes = NULL };
    const struct known_record *known;

    if (in_user(path, "XDG_CACHE_HOME", ".cache", KNOWN_NAME) && is_of_program(path))
        file = map(path);
    known = file.bytes;
    if (!known || !known_call(argv, call) || !places_rules_stamp(rules) ||
        !known_holds(known, file.size, call, rules))
        return false;
    *text = (struct mapped){ known_text(known, file.size), known->text };
    return true;
}

/* The configuration's text. -1 where there is none, -2 where it cannot be read. */
static ssize_t read_config(const char *path, char *text, size_t room)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    struct stat facts;
    ssize_t length;

    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? -1 : -2;
    /* A pipe is read once. */
    if (fstat(fd, &facts) < 0 || !S_ISREG(facts.st_mode)) {
        close(fd);
        return -2;
    }
    length = read(fd, text, room - 1);
    close(fd);
    if (length < 0 || (size_t)length == room - 1)
        return -2;
    text[length] = '\0';
    return length;
}

/* What the whole program has found good, by its stamp in the user's cache. */
static bool is_known_good(const char *text, size_t length)
{
    char path[PATH_MAX];
    uint64_t now[2], good[2];
    struct stat facts;
    int fd;
    bool same;

    if (!in_user(path, "XDG_CACHE_HOME", ".cache", STAMP_GOOD_CONFIG))
        return false;
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return false;
    stamp_of_text(text, length, now);
    same = fstat(fd, &facts) == 0 && stamp_is_trusted(&facts) &&
           read(fd, good, sizeof good) == sizeof good && memcmp(now, good, sizeof good) == 0;
    close(fd);
    return same;
}

/* What follows `state` at the begin of the line; NULL where the line is another. */
static char *state_value(char *line)
{
    line += strspn(line, " \t");
    if (strncmp(line, "state", 5) != 0)
        return NULL;
    line += 5 + strspn(line + 5, " \t");
    return *line == '=' ? line + 1 + strspn(line + 1, " \t") : NULL;
}

/* Whether the line sets it further on, or begins to: = may stand in the next, behind a comment. */
static bool may_set_state(const char *line)
{
    if (line[strspn(line, " \t")] == '#')
        return false;
    for (line = strstr(line, "state"); line; line = strstr(line, "state")) {
        const size_t blanks = strspn(line += 5, " \t\r");

        if (strchr(blanks ? "=+#/" : "=+#", line[blanks])) /* or the line's end */
            return true;
    }
    return false;
}

/* The state that the configuration sets: at most one, an absolute path in plain quotes, at the begin of a
 * line. False where it says more than can be read here. */
static bool find_state(char *text, const char **state)
{
    *state = NULL;
    if (strstr(text, "include") || strstr(text, "/*"))
        return false;
    for (char *line = text, *end; line; line = end) {
        char *value;

        end = strchr(line, '\n');
        if (end)
            *end++ = '\0';
        value = state_value(line);
        if (!value && may_set_state(line))
            return false;
        if (!value)
            continue;
        if (*state || value[0] != '"' || value[1] != '/')
            return false;
        *state = ++value;
        value += strcspn(value, "\"\\$~");
        if (*value != '"')
            return false;
        *value = '\0';
    }
    return true;
}

static bool is_empty_folder(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    bool empty = true;

    if (!folder)
        return errno == ENOENT;
    while (empty && (entry = readdir(folder)))
        empty = entry->d_name[0] == '.';
    closedir(folder);
    return empty;
}

/* The state, where neither an option nor the configuration names it. */
static bool usual_state(char path[PATH_MAX])
{
    const char *unit = getenv("STATE_DIRECTORY");

    if (unit && *unit)
        return snprintf(path, PATH_MAX, "%.*s", (int)strcspn(unit, ":"), unit) < PATH_MAX;
    if (!in_user(path, "XDG_DATA_HOME", ".local/share", ""))
        return false;
    path[strlen(path) - 1] = '\0'; /* the slash before no name */
    return true;
}

/* Whether the configuration that `call` means is known to be good, or there is none. `state`: what it
 * then sets; NULL: nothing. It points into `text`. */
static bool config_is_well(const struct call *call, char text[MAX_CONFIG], const char **state)
{
    char path[PATH_MAX];
    ssize_t length = -1;

    if (!call->config) {
        if (!in_user(path, "XDG_CONFIG_HOME", ".config", "vigie.conf"))
            return false;
        length = read_config(path, text, MAX_CONFIG);
    }
    if (length == -1)
        length = read_config(call->config ? call->config : VIGIE_SYSCONFDIR "/vigie/vigie.conf",
                             text, MAX_CONFIG);
    if (length == -1)
        return !call->config;
    return length >= 0 && is_known_good(text, (size_t)length) && find_state(text, state);
}

bool places_are_well(const struct call *call, char state[PATH_MAX])
{
    char text[MAX_CONFIG], spool[PATH_MAX];
    const char *set = NULL;
    const bool config = config_is_well(call, text, &set);
    bool known = config;

    if (call->state || (config && set))
        known = snprintf(state, PATH_MAX, "%s", call->state ? call->state : set) < PATH_MAX;
    else if (config)
        known = usual_state(state);
    if (!known)
        state[0] = '\0';
    return config && known && join(spool, state, SPOOL_FOLDER) && is_empty_folder(spool);
}
