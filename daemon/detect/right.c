/* Reads the `*.right` file: what is peculiar to the right that is watched. */
#include "detect/right.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/conf.h"
#include "base/error.h"
#include "detect/files.h"
#include "detect/sender.h"
#include "message/message.h"

#define MINUTES_A_DAY (24 * 60)
#define MAX_DAYS 366
#define MAX_YEAR 9999
/* The longest domain name (RFC 1035), and some room for its labels. */
#define MAX_LABELS 128

static cfg_opt_t opening_options[] = {
    CFG_STR_LIST("weekdays", NULL, CFGF_NODEFAULT),
    CFG_STR("opens", NULL, CFGF_NODEFAULT),
    CFG_STR("closes", NULL, CFGF_NODEFAULT),
    CFG_STR("source", NULL, CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t official_options[] = {
    CFG_STR("certainty", NULL, CFGF_NONE),
    CFG_STR("source", NULL, CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t alarm_options[] = {
    CFG_STR_LIST("about", NULL, CFGF_NODEFAULT),
    CFG_STR_LIST("code", NULL, CFGF_NODEFAULT),
    CFG_END(),
};

static cfg_opt_t right_options[] = {
    CFG_STR("title", NULL, CFGF_NODEFAULT),
    CFG_INT("days", 0, CFGF_NODEFAULT),
    CFG_INT("first-year", 0, CFGF_NONE),
    CFG_STR("phone", NULL, CFGF_NODEFAULT),
    CFG_STR("site", NULL, CFGF_NODEFAULT),
    CFG_SEC("opening", opening_options, CFGF_NONE),
    CFG_STR_LIST("holidays", NULL, CFGF_NODEFAULT),
    CFG_INT_LIST("easter", NULL, CFGF_NODEFAULT),
    CFG_SEC("official", official_options, CFGF_MULTI | CFGF_TITLE),
    CFG_STR_LIST("names", NULL, CFGF_NODEFAULT),
    CFG_STR_LIST("confusable", NULL, CFGF_NODEFAULT),
    CFG_SEC("alarm", alarm_options, CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t file_options[] = {
    CFG_SEC("right", right_options, CFGF_MULTI | CFGF_TITLE),
    CFG_END(),
};

static bool read_text(cfg_t *section, const char *name, char **value, GError **error)
{
    const char *text = cfg_getstr(section, name);

    if (!text || !*text) {
        conf_fault(error, section, name, _("%s is missing; write %s = \"…\""), name, name);
        return false;
    }
    *value = g_strdup(text);
    return true;
}

/* "08:30" as minutes past midnight. */
static bool read_minutes(cfg_t *section, const char *name, int *minutes, GError **error)
{
    const char *text = cfg_getstr(section, name);
    int hour = -1, minute = -1;

    if (text && strlen(text) == 5 && text[2] == ':' && strspn(text, "0123456789:") == 5) {
        hour = (int)g_ascii_strtoll(text, NULL, 10);
        minute = (int)g_ascii_strtoll(text + 3, NULL, 10);
    }
    *minutes = hour * 60 + minute;
    if (hour < 0 || minute > 59 || *minutes > MINUTES_A_DAY) {
        conf_fault(error, section, name, _("%s is no time of day; write it as \"08:30\""), name);
        return false;
    }
    return true;
}

static bool read_weekdays(cfg_t *section, guint *weekdays, GError **error)
{
    static const char *const names[] = { "monday", "tuesday",  "wednesday", "thursday",
                                         "friday", "saturday", "sunday",    NULL };

    for (guint i = 0; i < cfg_size(section, "weekdays"); i++) {
        const char *day = cfg_getnstr(section, "weekdays", i);
        guint at = 0;

        while (names[at] && g_ascii_strcasecmp(names[at], day) != 0)
            at++;
        if (!names[at]) {
            conf_fault(error, section, "weekdays", _("\"%s\" is no weekday; write \"monday\""),
                       day);
            return false;
        }
        *weekdays |= 1u << (at + G_DATE_MONDAY);
    }
    if (*weekdays)
        return true;
    conf_fault(error, section, "weekdays",
               _("no weekday is named; write weekdays = { \"monday\" }"));
    return false;
}

static bool read_opening(cfg_t *section, struct opening *opening, GError **error)
{
    if (!read_weekdays(section, &opening->weekdays, error) ||
        !read_minutes(section, "opens", &opening->opens, error) ||
        !read_minutes(section, "closes", &opening->closes, error))
        return false;
    if (opening->opens < opening->closes)
        return true;
    conf_fault(error, section, "closes",
               _("closes is not after opens; write the later time there"));
    return false;
}

/* "05-01": month and day. */
static bool read_holidays(cfg_t *section, GArray *holidays, GError **error)
{
    for (guint i = 0; i < cfg_size(section, "holidays"); i++) {
        const char *text = cfg_getnstr(section, "holidays", i);
        int month = 0, day = 0;

        if (strlen(text) == 5 && text[2] == '-' && strspn(text, "0123456789-") == 5) {
            month = (int)g_ascii_strtoll(text, NULL, 10);
            day = (int)g_ascii_strtoll(text + 3, NULL, 10);
        }
        if (!g_date_valid_dmy((GDateDay)day, month, 2024)) { /* a leap year */
            conf_fault(error, section, "holidays", _("\"%s\" is no day; write it as \"05-01\""),
                       text);
            return false;
        }
        g_array_append_val(holidays,
                           ((struct holiday){ .month = (guint8)month, .day = (guint8)day }));
    }
    return true;
}

static bool read_easter(cfg_t *section, GArray *easter, GError **error)
{
    for (guint i = 0; i < cfg_size(section, "easter"); i++) {
        const int days = (int)cfg_getnint(section, "easter", i);

        if (days < -MAX_DAYS || days > MAX_DAYS) {
            conf_fault(error, section, "easter", _("%d days from Easter are no holiday"), days);
            return false;
        }
        g_array_append_val(easter, days);
    }
    return true;
}

static char **read_list(cfg_t *section, const char *name, bool normalise)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new();

    for (guint i = 0; section && i < cfg_size(section, name); i++) {
        const char *text = cfg_getnstr(section, name, i);

        g_ptr_array_add(list, normalise ? text_normalise(text, -1) : g_strdup(text));
    }
    g_ptr_array_add(list, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&list), FALSE);
}

static bool read_official(cfg_t *section, char ***official, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < cfg_size(section, "official"); i++) {
        const char *domain = cfg_title(cfg_getnsec(section, "official", i));

        if (!strchr(domain, '.') || strpbrk(domain, " @/")) {
            conf_fault(error, cfg_getnsec(section, "official", i), NULL,
                       _("\"%s\" is no domain; write it as \"ameli.fr\""), domain);
            return false;
        }
        g_ptr_array_add(list, g_utf8_strdown(domain, -1));
    }
    if (!list->len) {
        conf_fault(error, section, NULL, _("no official domain; write official \"DOMAIN\" { }"));
        return false;
    }
    g_ptr_array_add(list, NULL);
    *official = (char **)g_ptr_array_free(g_steal_pointer(&list), FALSE);
    return true;
}

static void read_alarm(cfg_t *section, struct right_alarm *alarm)
{
    alarm->file = g_strdup(section->filename);
    alarm->line = section->line;
    alarm->about = read_list(section, "about", false);
    alarm->code = read_list(section, "code", false);
}

/* The delay, and since when the right exists. */
static bool read_times(cfg_t *section, struct right *right, GError **error)
{
    const long days = cfg_getint(section, "days"), year = cfg_getint(section, "first-year");

    if (days < 1 || days > MAX_DAYS) {
        conf_fault(error, section, "days", _("days is not from 1 to %d; write days = 42"),
                   MAX_DAYS);
        return false;
    }
    if (year < 0 || year > MAX_YEAR) {
        conf_fault(error, section, "first-year",
                   _("first-year is no year; write first-year = 2021"));
        return false;
    }
    right->days = (guint)days;
    right->first_year = (guint)year;
    return true;
}

static struct right *right_read(cfg_t *section, GError **error)
{
    AUTO(right) right = g_new0(struct right, 1);

    right->name = g_strdup(cfg_title(section));
    right->holidays = g_array_new(FALSE, FALSE, sizeof(struct holiday));
    right->easter = g_array_new(FALSE, FALSE, sizeof(int));
    if (!read_text(section, "title", &right->title, error) ||
        !read_text(section, "phone", &right->phone, error) ||
        !read_text(section, "site", &right->site, error) ||
        !read_opening(cfg_getsec(section, "opening"), &right->opening, error) ||
        !read_holidays(section, right->holidays, error) ||
        !read_easter(section, right->easter, error) ||
        !read_official(section, &right->official, error) || !read_times(section, right, error))
        return NULL;
    right->names = read_list(section, "names", true);
    right->confusable = read_list(section, "confusable", false);
    sender_prepare(right);
    read_alarm(cfg_getsec(section, "alarm"), &right->alarm);
    return g_steal_pointer(&right);
}

static struct right *read_file(const char *file, GError **error)
{
    struct right *right = NULL;
    cfg_t *cfg = conf_read(file, file_options, error);

    if (!cfg)
        return NULL;
    if (cfg_size(cfg, "right") == 1)
        right = right_read(cfg_getnsec(cfg, "right", 0), error);
    else
        conf_fault(error, cfg, NULL,
                   _("not exactly one right; write one section right \"NAME\" { }"));
    cfg_free(cfg);
    return right;
}

struct right *right_load(const char *const *dirs, GError **error)
{
    g_autoptr(GPtrArray) files = files_find(dirs, ".right", error);
    g_autofree char *places = NULL;

    if (!files)
        return NULL;
    if (files->len)
        return read_file(files->pdata[0], error);
    places = g_strjoinv(", ", (char **)(guintptr)dirs);
    g_set_error(error, VIGIE_ERROR, EX_CONFIG,
                _("no *.right file in %s; install Vigie's own or name its folder with --rules"),
                places);
    return NULL;
}

void right_free(struct right *right)
{
    if (!right)
        return;
    g_free(right->name);
    g_free(right->title);
    g_free(right->phone);
    g_free(right->site);
    g_array_unref(right->holidays);
    g_array_unref(right->easter);
    g_strfreev(right->official);
    g_strfreev(right->names);
    g_strfreev(right->confusable);
    g_strfreev(right->name_shapes);
    g_strfreev(right->confusable_shapes);
    g_strfreev(right->official_shapes);
    g_strfreev(right->official_squeezed);
    g_free(right->alarm.file);
    g_strfreev(right->alarm.about);
    g_strfreev(right->alarm.code);
    g_free(right);
}

/* Within one label `*` takes any characters, `#` one digit. */
static bool label_matches(const char *pattern, const char *label)
{
    for (; *pattern; pattern++, label++) {
        if (*pattern == '*') {
            for (;; label++) {
                if (label_matches(pattern + 1, label))
                    return true;
                if (!*label)
                    return false;
            }
        }
        if (*pattern == '#' ? !g_ascii_isdigit(*label) : *pattern != *label)
            return false;
    }
    return !*label;
}

/* Whether the last labels of `domain` are those of `pattern`. */
static bool domain_matches(const char *pattern, const char *domain)
{
    g_auto(GStrv) wanted = g_strsplit(pattern, ".", MAX_LABELS);
    g_auto(GStrv) given = g_strsplit(domain, ".", MAX_LABELS);
    const guint n = g_strv_length(wanted), m = g_strv_length(given);

    if (m < n)
        return false;
    for (guint i = 1; i <= n; i++)
        if (!label_matches(wanted[n - i], given[m - i]))
            return false;
    return true;
}

static char *ascii_domain(const char *domain)
{
    g_autofree char *ascii = g_hostname_to_ascii(domain);
    char *lower = g_ascii_strdown(ascii ? ascii : domain, -1);

    if (g_str_has_suffix(lower, ".")) /* a rooted name */
        lower[strlen(lower) - 1] = '\0';
    return lower;
}

static bool is_listed(const struct right *right, const char *domain, bool forms)
{
    g_autofree char *given = ascii_domain(domain);

    for (char **official = right->official; *official; official++) {
        const bool is_form = strpbrk(*official, "*#");
        g_autofree char *wanted = is_form ? g_strdup(*official) : ascii_domain(*official);

        if (is_form && !forms)
            continue;
        if (domain_matches(wanted, given))
            return true;
    }
    return false;
}

bool right_is_official(const struct right *right, const char *domain)
{
    return is_listed(right, domain, true);
}

bool right_is_certain(const struct right *right, const char *domain)
{
    return is_listed(right, domain, false);
}
