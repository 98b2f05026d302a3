/* What is due when, by a table reasoned by hand with a calendar of 2026: the contract's hours, quiet
 * hours, zones far from Paris, nights when clocks change, machines that were off. */
#include "alert/scheduler.h"

#include <stdio.h>
#include <string.h>

#include "base/civil.h"

/* Keys. The numbered ones are the reminders of the Monday case, by days before. */
#define R(day) "reminder:2026-" day
#define L(day) "last-call:2026-" day
#define X(day) "expired:2026-" day
#define F(day) "forged:2026-" day
#define R28 R("03-16")
#define R14 R("03-30")
#define R7 R("04-06")
#define R3 R("04-10")
#define R1 R("04-12")
#define R0 R("04-13")
#define BEFORE_LAST R28 " " R14 " " R7 " " R3 " " R1

enum which { MONDAY, SUNDAY, EASTER, SPRING, AUTUMN, UNDATED, NO_HOURS };

/* The spring of 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC. */
static const struct {
    const char *deadline, *last_call, *created;
} cases[] = {
    [MONDAY] = { "2026-04-13", "2026-04-13T17:30:00+02:00", "2026-03-03T12:00:00+01:00" },
    [SUNDAY] = { "2026-04-12", "2026-04-10T17:30:00+02:00", "2026-03-03T12:00:00+01:00" },
    [EASTER] = { "2026-04-06", "2026-04-03T17:30:00+02:00", "2026-03-01T12:00:00+01:00" },
    [SPRING] = { "2026-04-25", "2026-04-24T17:30:00+02:00", "2026-03-20T12:00:00+01:00" },
    [AUTUMN] = { "2026-11-21", "2026-11-20T17:30:00+01:00", "2026-10-12T12:00:00+02:00" },
    [UNDATED] = { NULL, NULL, "2026-03-03T12:00:00+01:00" },
    [NO_HOURS] = { "2026-04-13", NULL, "2026-03-03T12:00:00+01:00" },
};

static const struct {
    enum which which;
    const char *now;
    const char *raised; /* keys, parted by spaces */
    const char *event;  /* NULL: nothing is due */
    const char *keys;   /* all that the alert stands for */
    const char *why;
    const char *key;     /* NULL: the last of `keys` */
    const char *quiet;   /* NULL: the default */
    const char *zone;    /* NULL: Europe/Paris */
    const char *created; /* NULL: that of the case */
    enum status status;
    const char *snoozed;
} rows[] = {
    /* the days before */
    { MONDAY, "2026-03-03T12:01:00+01:00", "", NULL, NULL, "just made: `new` speaks" },
    { MONDAY, "2026-03-10T12:00:00+01:00", "", NULL, NULL, "between two reminders" },
    { MONDAY, "2026-03-16T07:59:59+01:00", "", NULL, NULL, "28 days before, not yet 08:00" },
    { MONDAY, "2026-03-16T08:00:00+01:00", "", "reminder", R28, "28 days before, from 08:00" },
    { MONDAY, "2026-03-16T12:05:00+01:00", R28, NULL, NULL, "told this morning" },
    { MONDAY, "2026-03-30T12:00:00+02:00", R28, "reminder", R14, "14 days before" },
    { MONDAY, "2026-04-06T08:00:00+02:00", R28 " " R14, "reminder", R7, "7 days before, a holiday too" },
    { MONDAY, "2026-04-10T12:00:00+02:00", R28 " " R14 " " R7, "reminder", R3, "3 days before" },
    { MONDAY, "2026-04-12T12:00:00+02:00", R28 " " R14 " " R7 " " R3, "reminder", R1, "the eve, a Sunday" },
    /* missed */
    { MONDAY, "2026-03-16T23:30:00+01:00", "", NULL, NULL, "its own day, but at night" },
    { MONDAY, "2026-03-17T07:29:59+01:00", "", NULL, NULL, "the night is not over" },
    { MONDAY, "2026-03-17T07:30:00+01:00", "", "reminder", R28, "missed: as soon as quiet hours end" },
    { MONDAY, "2026-03-20T15:00:00+01:00", "", "reminder", R28, "machine off for days" },
    { MONDAY, "2026-04-11T12:00:00+02:00", "", "reminder", R28 " " R14 " " R7 " " R3, "four missed come as one" },
    { MONDAY, "2026-04-11T12:01:00+02:00", R28 " " R14 " " R7 " " R3, NULL, NULL, "and only once" },
    { MONDAY, "2026-04-10T07:45:00+02:00", R28 " " R14, "reminder", R7, "missed ones do not wait for today's 08:00" },
    { MONDAY, "2026-04-11T12:00:00+02:00", R3, "reminder", R28 " " R14 " " R7, "older ones that were never told" },
    /* the last morning */
    { MONDAY, "2026-04-13T08:29:00+02:00", BEFORE_LAST, NULL, NULL, "today's reminder gives way to the last call" },
    { MONDAY, "2026-04-13T08:30:00+02:00", BEFORE_LAST, "last-call", R0 " " L("04-13"), "in place of the reminder" },
    { MONDAY, "2026-04-13T09:00:00+02:00", BEFORE_LAST " " R0 " " L("04-13"), NULL, NULL, "last call told" },
    { MONDAY, "2026-04-13T09:00:00+02:00", BEFORE_LAST " " L("04-13"), NULL, NULL, "0 days added to remind-before since: it had been told" },
    { MONDAY, "2026-04-13T10:00:00+02:00", "", "last-call", BEFORE_LAST " " R0 " " L("04-13"), "the last call stands for all missed" },
    { MONDAY, "2026-04-13T23:00:00+02:00", BEFORE_LAST, "last-call", R0 " " L("04-13"), "its day breaks quiet hours" },
    { MONDAY, "2026-04-13T03:00:00+02:00", R28 " " R14 " " R7 " " R3, "reminder", R1, "on the last day, at night as well" },
    { MONDAY, "2026-04-12T23:59:00+02:00", R28 " " R14 " " R7 " " R3, NULL, NULL, "the eve's night is quiet" },
    { SUNDAY, "2026-04-10T08:30:00+02:00", R("03-15") " " R("03-29") " " R("04-05") " " R("04-09"), "last-call", L("04-10"), "deadline on a Sunday: the Friday" },
    { SUNDAY, "2026-04-10T08:00:00+02:00", R("03-15") " " R("03-29") " " R("04-05"), "reminder", R("04-09"), "the eve's was missed" },
    { SUNDAY, "2026-04-11T09:00:00+02:00", R("03-15") " " R("03-29") " " R("04-05") " " R("04-09"), "reminder", R("04-11") " " L("04-10"), "the Friday was missed: a reminder now", R("04-11") },
    { SUNDAY, "2026-04-11T07:40:00+02:00", R("03-15") " " R("03-29") " " R("04-05") " " R("04-09"), "reminder", L("04-10"), "likewise, before the reminder of the day" },
    { SUNDAY, "2026-04-12T08:00:00+02:00", R("03-15") " " R("03-29") " " R("04-05") " " R("04-09") " " R("04-11") " " L("04-10"), "reminder", R("04-12"), "deadline day without a last call" },
    { SUNDAY, "2026-04-12T23:30:00+02:00", R("03-15") " " R("03-29") " " R("04-05") " " R("04-09") " " R("04-11") " " L("04-10"), "reminder", R("04-12"), "deadline day breaks quiet hours" },
    { EASTER, "2026-04-03T08:10:00+02:00", R("03-09") " " R("03-23") " " R("03-30"), NULL, NULL, "3 days before is the last call's morning" },
    { EASTER, "2026-04-03T08:30:00+02:00", R("03-09") " " R("03-23") " " R("03-30"), "last-call", R("04-03") " " L("04-03"), "the last opening before Easter" },
    { NO_HOURS, "2026-04-13T08:00:00+02:00", BEFORE_LAST, "reminder", R0, "no hours known: the plain reminder" },
    /* after */
    { MONDAY, "2026-04-14T00:10:00+02:00", "", NULL, NULL, "past: nothing to be reminded of" },
    { MONDAY, "2026-04-14T07:59:00+02:00", BEFORE_LAST " " R0 " " L("04-13"), NULL, NULL, "expired waits for 08:00" },
    { MONDAY, "2026-04-14T08:00:00+02:00", BEFORE_LAST " " R0 " " L("04-13"), "expired", X("04-14"), "the day after" },
    { MONDAY, "2026-04-15T12:00:00+02:00", X("04-14"), NULL, NULL, "expired once; what was missed is void" },
    { MONDAY, "2026-04-16T12:00:00+02:00", BEFORE_LAST, "expired", R0 " " L("04-13") " " X("04-14"), "off for days: expired stands for all" },
    { MONDAY, "2026-04-15T23:00:00+02:00", BEFORE_LAST, NULL, NULL, "a missed expired respects the night" },
    { MONDAY, "2026-04-14T08:00:00+02:00", "", "expired", X("04-14"), "already marked expired", .status = STATUS_EXPIRED },
    { MONDAY, "2026-04-15T12:00:00+02:00", "", NULL, NULL, "found past its deadline: the digest told", .created = "2026-04-14T10:00:00+02:00", .status = STATUS_EXPIRED },
    /* when the entry was made */
    { MONDAY, "2026-04-01T09:00:00+02:00", "", NULL, NULL, "their days passed before it was made", .created = "2026-03-31T09:00:00+02:00" },
    { MONDAY, "2026-04-06T12:00:00+02:00", "", "reminder", R7, "only those since it was made", .created = "2026-03-31T09:00:00+02:00" },
    { MONDAY, "2026-03-16T12:01:00+01:00", "", "reminder", R28, "made on the very day: not passed", .created = "2026-03-16T12:00:00+01:00" },
    { MONDAY, "2026-03-16T23:51:00+01:00", "", NULL, NULL, "made at 23:50 of that day: the night first", .created = "2026-03-16T23:50:00+01:00" },
    { MONDAY, "2026-03-17T07:30:00+01:00", "", "reminder", R28, "and then in the morning", .created = "2026-03-16T23:50:00+01:00" },
    { MONDAY, "2026-04-13T15:00:00+02:00", "", "last-call", R0 " " L("04-13"), "made on the last afternoon", .created = "2026-04-13T14:59:00+02:00" },
    { SUNDAY, "2026-04-11T20:00:00+02:00", "", "reminder", R("04-11"), "made after the last call's day", .created = "2026-04-11T10:00:00+02:00" },
    /* other quiet hours */
    { MONDAY, "2026-03-16T23:30:00+01:00", "", "reminder", R28, "no quiet hours: at once", .quiet = "" },
    { MONDAY, "2026-03-17T03:00:00+01:00", "", "reminder", R28, "no quiet hours: at night too", .quiet = "" },
    { MONDAY, "2026-03-16T07:59:00+01:00", "", NULL, NULL, "but 08:00 binds on its day", .quiet = "" },
    { MONDAY, "2026-03-16T08:00:00+01:00", "", NULL, NULL, "who sleeps by day", .quiet = "08:00-20:00" },
    { MONDAY, "2026-03-16T20:00:00+01:00", "", "reminder", R28, "hears it in the evening", .quiet = "08:00-20:00" },
    { MONDAY, "2026-04-13T09:00:00+02:00", BEFORE_LAST, "last-call", R0 " " L("04-13"), "but is woken on the last day", .quiet = "08:00-20:00" },
    { MONDAY, "2026-03-16T23:59:00+01:00", "", "reminder", R28, "quiet from midnight only", .quiet = "00:00-07:00" },
    { MONDAY, "2026-03-17T00:00:00+01:00", "", NULL, NULL, "midnight begins them", .quiet = "00:00-07:00" },
    { MONDAY, "2026-03-17T07:00:00+01:00", "", "reminder", R28, "07:00 ends them", .quiet = "00:00-07:00" },
    /* clocks change */
    { SPRING, "2026-03-29T01:59:00+01:00", "", NULL, NULL, "02:30 will not exist this night", .quiet = "22:00-02:30" },
    { SPRING, "2026-03-29T03:00:00+02:00", "", "reminder", R("03-28"), "a minute later it is past 02:30", .quiet = "22:00-02:30" },
    { AUTUMN, "2026-10-25T02:29:00+02:00", "", NULL, NULL, "the first 02:29", .quiet = "22:00-02:30" },
    { AUTUMN, "2026-10-25T02:31:00+02:00", "", "reminder", R("10-24"), "the first 02:31", .quiet = "22:00-02:30" },
    { AUTUMN, "2026-10-25T02:10:00+01:00", "", NULL, NULL, "02:10 comes twice, and is quiet twice", .quiet = "22:00-02:30" },
    { SUNDAY, "2026-03-29T07:59:00+02:00", R("03-15"), NULL, NULL, "07:59 of summer time, 06:59 of winter's" },
    { SUNDAY, "2026-03-29T08:00:00+02:00", R("03-15"), "reminder", R("03-29"), "08:00 by the new clock" },
    /* far from Paris */
    { MONDAY, "2026-03-16T08:00:00+01:00", "", NULL, NULL, "03:00 in Fort-de-France", .zone = "America/Martinique" },
    { MONDAY, "2026-03-16T08:00:00-04:00", "", "reminder", R28, "08:00 in Fort-de-France", .zone = "America/Martinique" },
    { MONDAY, "2026-04-13T05:59:00-04:00", BEFORE_LAST, NULL, NULL, "11:59 in Paris", .zone = "America/Martinique" },
    { MONDAY, "2026-04-13T06:00:00-04:00", BEFORE_LAST, "last-call", R0 " " L("04-13"), "12:00 in Paris: 08:30 would be too late", .zone = "America/Martinique" },
    { MONDAY, "2026-04-13T18:30:00-04:00", "", NULL, NULL, "the deadline ended at 18:00 here", .zone = "America/Martinique" },
    { MONDAY, "2026-04-14T08:00:00-04:00", X("04-13"), "expired", BEFORE_LAST " " R0 " " L("04-13") " " X("04-14"), "08:00 here", .zone = "America/Martinique" },
    { MONDAY, "2026-03-16T08:00:00+13:00", "", "reminder", R28, "Auckland's summer", .zone = "Pacific/Auckland" },
    { MONDAY, "2026-04-13T08:00:00+12:00", BEFORE_LAST, "reminder", R0, "no last call this morning: the reminder", .zone = "Pacific/Auckland" },
    { MONDAY, "2026-04-13T21:59:00+12:00", BEFORE_LAST " " R0, NULL, NULL, "11:59 in Paris", .zone = "Pacific/Auckland" },
    { MONDAY, "2026-04-13T22:00:00+12:00", BEFORE_LAST " " R0, "last-call", L("04-13"), "12:00 in Paris, at night here", .zone = "Pacific/Auckland" },
    { MONDAY, "2026-04-14T09:59:00+12:00", BEFORE_LAST " " R0 " " L("04-13"), NULL, NULL, "08:00 is past, but Paris has not ended the day", .zone = "Pacific/Auckland" },
    { MONDAY, "2026-04-14T10:00:00+12:00", BEFORE_LAST " " R0 " " L("04-13"), "expired", X("04-14"), "midnight in Paris", .zone = "Pacific/Auckland" },
    /* without a deadline */
    { UNDATED, "2026-03-03T20:00:00+01:00", "", NULL, NULL, "the day it was made" },
    { UNDATED, "2026-03-04T07:59:00+01:00", "", NULL, NULL, "not yet 08:00" },
    { UNDATED, "2026-03-04T08:00:00+01:00", "", "reminder", R("03-04"), "daily" },
    { UNDATED, "2026-03-05T09:00:00+01:00", R("03-04"), "reminder", R("03-05"), "every day" },
    { UNDATED, "2026-03-05T09:00:00+01:00", R("03-04") " " R("03-05"), NULL, NULL, "once a day" },
    { UNDATED, "2026-03-20T07:40:00+01:00", R("03-04"), "reminder", R("03-19"), "off for days: yesterday's" },
    /* which entries */
    { MONDAY, "2026-03-16T09:00:00+01:00", "", "reminder", R28, "provisional: like an open one", .status = STATUS_PROVISIONAL },
    { MONDAY, "2026-04-13T10:00:00+02:00", "", NULL, NULL, "opposed", .status = STATUS_OPPOSED },
    { MONDAY, "2026-04-16T10:00:00+02:00", "", NULL, NULL, "activated: does not expire", .status = STATUS_ACTIVATED },
    { MONDAY, "2026-04-16T10:00:00+02:00", "", NULL, NULL, "dismissed", .status = STATUS_DISMISSED },
    { UNDATED, "2026-03-05T10:00:00+01:00", "", NULL, NULL, "dismissed, without a date", .status = STATUS_DISMISSED },
    { MONDAY, "2026-04-06T10:00:00+02:00", "", NULL, NULL, "suspect: no reminders", .status = STATUS_SUSPECT },
    { MONDAY, "2026-04-10T08:00:00+02:00", "", "forged", F("04-10"), "suspect: three days before", .status = STATUS_SUSPECT },
    { MONDAY, "2026-04-10T09:00:00+02:00", F("04-10"), NULL, NULL, "suspect: told", .status = STATUS_SUSPECT },
    { MONDAY, "2026-04-14T09:00:00+02:00", "", NULL, NULL, "suspect: too late to matter", .status = STATUS_SUSPECT },
    { SUNDAY, "2026-04-07T08:00:00+02:00", "", "forged", F("04-07"), "before the last call, not the deadline", .status = STATUS_SUSPECT },
    { UNDATED, "2026-04-07T08:00:00+02:00", "", NULL, NULL, "suspect without a date: one warning", .status = STATUS_SUSPECT },
    /* snoozed */
    { MONDAY, "2026-03-16T12:00:00+01:00", "", NULL, NULL, "snoozed", .snoozed = "2026-03-17T12:00:00+01:00" },
    { MONDAY, "2026-03-17T07:59:00+01:00", R28, NULL, NULL, "told, put off to tomorrow: not before 08:00", .snoozed = "2026-03-17T08:00:00+01:00" },
    { MONDAY, "2026-03-17T08:00:00+01:00", R28, "reminder", R("03-17"), "put off: it comes again", .snoozed = "2026-03-17T08:00:00+01:00" },
    { MONDAY, "2026-03-18T08:00:00+01:00", R28 " " R("03-17"), NULL, NULL, "and once only", .snoozed = "2026-03-17T08:00:00+01:00" },
    { MONDAY, "2026-03-17T12:00:00+01:00", "", "reminder", R28 " " R("03-17"), "with what was missed", .snoozed = "2026-03-17T12:00:00+01:00" },
    { MONDAY, "2026-03-17T23:00:00+01:00", R28, NULL, NULL, "machine off until the night", .snoozed = "2026-03-17T08:00:00+01:00" },
    { MONDAY, "2026-03-18T07:30:00+01:00", R28, "reminder", R("03-17"), "as soon as the night is over", .snoozed = "2026-03-17T08:00:00+01:00" },
    { MONDAY, "2026-04-06T08:00:00+02:00", R28 " " R14, "reminder", R7, "put off to a reminder's day: one of both", .snoozed = "2026-04-06T08:00:00+02:00" },
    { MONDAY, "2026-04-10T12:00:00+02:00", R28 " " R14 " " R7, NULL, NULL, "a long one skips reminders", .snoozed = "2026-04-12T08:00:00+02:00" },
    { MONDAY, "2026-04-12T08:00:00+02:00", R28 " " R14 " " R7, "reminder", R3 " " R1, "and brings them as one", .snoozed = "2026-04-12T08:00:00+02:00" },
    { MONDAY, "2026-04-13T03:00:00+02:00", R28 " " R14 " " R7 " " R3, NULL, NULL, "what is put off wakes nobody on the last night", .snoozed = "2026-04-13T08:30:00+02:00" },
    { MONDAY, "2026-04-13T08:29:00+02:00", BEFORE_LAST, NULL, NULL, "the last day: not before the last call", .snoozed = "2026-04-13T08:30:00+02:00" },
    { SUNDAY, "2026-04-10T08:30:00+02:00", R("03-15") " " R("03-29") " " R("04-05") " " R("04-09"), "last-call", R("04-10") " " L("04-10"), "to the last call of a Friday: it speaks", .snoozed = "2026-04-10T08:30:00+02:00" },
    { SUNDAY, "2026-04-12T07:00:00+02:00", R("03-15") " " R("03-29") " " R("04-05") " " R("04-09") " " R("04-11") " " L("04-10"), NULL, NULL, "past the last call: to the last morning", .snoozed = "2026-04-12T08:00:00+02:00" },
    { SUNDAY, "2026-04-12T08:00:00+02:00", R("03-15") " " R("03-29") " " R("04-05") " " R("04-09") " " R("04-11") " " L("04-10"), "reminder", R("04-12"), "and no longer, whatever was asked for", .snoozed = "2026-04-19T08:00:00+02:00" },
    { MONDAY, "2026-04-14T08:00:00+02:00", BEFORE_LAST " " R0 " " L("04-13"), "expired", X("04-14"), "expired is not put off", .snoozed = "2026-04-20T08:00:00+02:00" },
    { SPRING, "2026-03-29T07:59:00+02:00", R("03-28"), NULL, NULL, "06:59 by the clock of the day before", .snoozed = "2026-03-29T08:00:00+02:00" },
    { SPRING, "2026-03-29T08:00:00+02:00", R("03-28"), "reminder", R("03-29"), "put off over the short night", .snoozed = "2026-03-29T08:00:00+02:00" },
    { AUTUMN, "2026-10-25T07:59:00+01:00", R("10-24"), NULL, NULL, "the long night", .snoozed = "2026-10-25T08:00:00+01:00" },
    { AUTUMN, "2026-10-25T08:00:00+01:00", R("10-24"), "reminder", R("10-25"), "put off over the long night", .snoozed = "2026-10-25T08:00:00+01:00" },
    { MONDAY, "2026-03-17T08:00:00-04:00", R28, "reminder", R("03-17"), "08:00 in Fort-de-France", .snoozed = "2026-03-17T08:00:00-04:00", .zone = "America/Martinique" },
    { UNDATED, "2026-03-05T08:00:00+01:00", R("03-04"), "reminder", R("03-05"), "without a date nothing is put off", .snoozed = "2026-03-09T08:00:00+01:00" },
    /* other shapes of quiet hours */
    { MONDAY, "2026-03-16T23:30:00+01:00", "", "reminder", R28, "from and to are equal: none", .quiet = "09:00-09:00" },
    { MONDAY, "2026-03-17T06:00:00+01:00", "", NULL, NULL, "across midnight", .quiet = "23:59-06:01" },
    { MONDAY, "2026-03-17T06:01:00+01:00", "", "reminder", R28, "and over", .quiet = "23:59-06:01" },
    { MONDAY, "2026-04-13T08:30:00+02:00", BEFORE_LAST, "last-call", R0 " " L("04-13"), "the last call wakes", .snoozed = "2026-04-20T12:00:00+02:00" },
};

static const int remind_before[] = { 28, 14, 7, 3, 1, 0 };

static gint64 instant_of(const char *text)
{
    gint64 instant = 0;

    g_assert_true(!text || civil_instant_parse(text, &instant));
    return instant;
}

static void read_quiet(struct settings *settings, const char *text)
{
    int from_hour = 22, from = 0, to_hour = 7, to = 30;

    if (text && !*text)
        from_hour = from = to_hour = to = 0;
    else if (text)
        g_assert_cmpint(sscanf(text, "%d:%d-%d:%d", &from_hour, &from, &to_hour, &to), ==, 4);
    settings->quiet_from = from_hour * 60 + from;
    settings->quiet_to = to_hour * 60 + to;
}

static void settings_begin(struct settings *settings, const char *zone, const char *quiet)
{
    *settings = (struct settings){ 0 };
    settings->remind_before = g_array_new(FALSE, FALSE, sizeof(int));
    g_array_append_vals(settings->remind_before, remind_before, G_N_ELEMENTS(remind_before));
    settings->zone = civil_zone(zone ? zone : "Europe/Paris");
    g_assert_nonnull(settings->zone);
    read_quiet(settings, quiet);
}

static void settings_end(struct settings *settings)
{
    g_array_unref(settings->remind_before);
    g_time_zone_unref(settings->zone);
}

static void entry_begin(struct entry *entry, enum which which)
{
    *entry = (struct entry){ .id = 1, .status = STATUS_OPEN };
    g_date_clear(&entry->deadline, 1);
    if (cases[which].deadline)
        g_assert_true(civil_date_parse(cases[which].deadline, &entry->deadline));
    entry->last_call = instant_of(cases[which].last_call);
    entry->created_at = instant_of(cases[which].created);
}

static GHashTable *keys_of(const char *text)
{
    GHashTable *keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) words = g_strsplit(text, " ", -1);

    for (gsize i = 0; words[i]; i++)
        g_hash_table_add(keys, g_strdup(words[i]));
    return keys;
}

static void check_due(gsize i, const struct schedule_due *due)
{
    g_autofree char *keys = NULL;
    const char *space = strrchr(rows[i].keys, ' ');

    g_ptr_array_add(due->keys, NULL);
    keys = g_strjoinv(" ", (char **)due->keys->pdata);
    g_assert_cmpstr(event_name(due->event), ==, rows[i].event);
    g_assert_cmpstr(keys, ==, rows[i].keys);
    if (rows[i].key)
        g_assert_cmpstr(due->key, ==, rows[i].key);
    else
        g_assert_cmpstr(due->key, ==, space ? space + 1 : rows[i].keys);
    g_assert_cmpint(due->due_at, <=, instant_of(rows[i].now));
}

static void test_due(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GPtrArray) entries = g_ptr_array_new();
        g_autoptr(GPtrArray) dues = NULL;
        struct settings settings;
        struct entry entry;
        struct schedule_entry item = { .entry = &entry };

        g_test_message("%s: %s", rows[i].now, rows[i].why);
        settings_begin(&settings, rows[i].zone, rows[i].quiet);
        entry_begin(&entry, rows[i].which);
        if (rows[i].created)
            entry.created_at = instant_of(rows[i].created);
        entry.status = rows[i].status;
        item.raised = keys_of(rows[i].raised);
        entry.snoozed_until = instant_of(rows[i].snoozed);
        g_ptr_array_add(entries, &item);
        dues = schedule_due_at(entries, &settings, instant_of(rows[i].now));
        g_assert_cmpuint(dues->len, ==, rows[i].event ? 1 : 0);
        if (rows[i].event)
            check_due(i, g_ptr_array_index(dues, 0));
        g_hash_table_unref(item.raised);
        settings_end(&settings);
    }
}

static const struct {
    enum which which;
    const char *now, *raised, *next, *why;
    const char *quiet, *zone;
} nexts[] = {
    { MONDAY, "2026-03-03T12:00:00+01:00", "", "2026-03-16T08:00:00+01:00", "the first reminder" },
    { MONDAY, "2026-03-16T08:00:00+01:00", R28, "2026-03-30T08:00:00+02:00", "the second, by summer time" },
    { MONDAY, "2026-03-16T23:10:20+01:00", "", "2026-03-17T07:30:00+01:00", "held: the end of quiet hours" },
    { MONDAY, "2026-04-12T23:10:00+02:00", R28 " " R14 " " R7 " " R3, "2026-04-13T00:00:00+02:00", "held: the last day breaks quiet hours" },
    { MONDAY, "2026-04-12T12:00:00+02:00", BEFORE_LAST, "2026-04-13T08:30:00+02:00", "the last call, not 08:00" },
    { MONDAY, "2026-04-13T09:00:00+02:00", BEFORE_LAST " " R0 " " L("04-13"), "2026-04-14T08:00:00+02:00", "expired" },
    { MONDAY, "2026-04-14T09:00:00+02:00", BEFORE_LAST " " R0 " " L("04-13") " " X("04-14"), NULL, "never again" },
    { UNDATED, "2026-03-04T08:00:00+01:00", R("03-04"), "2026-03-05T08:00:00+01:00", "daily" },
    { SPRING, "2026-03-28T23:00:00+01:00", "", "2026-03-29T03:00:00+02:00", "quiet hours end in the skipped hour", "22:00-02:30" },
    { MONDAY, "2026-04-12T12:00:00+12:00", BEFORE_LAST, "2026-04-13T08:00:00+12:00", "Auckland: the reminder first", NULL, "Pacific/Auckland" },
};

static void test_next(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(nexts); i++) {
        g_autoptr(GPtrArray) entries = g_ptr_array_new();
        struct settings settings;
        struct entry entry;
        struct schedule_entry item = { .entry = &entry };
        gint64 next;

        g_test_message("%s: %s", nexts[i].now, nexts[i].why);
        settings_begin(&settings, nexts[i].zone, nexts[i].quiet);
        entry_begin(&entry, nexts[i].which);
        item.raised = keys_of(nexts[i].raised);
        g_ptr_array_add(entries, &item);
        next = schedule_next(entries, &settings, instant_of(nexts[i].now));
        g_assert_cmpint(next, ==, nexts[i].next ? instant_of(nexts[i].next) : G_MAXINT64);
        g_hash_table_unref(item.raised);
        settings_end(&settings);
    }
}

/* Nothing raised, all four due: what has no date first, then by deadline. */
static void test_order(void)
{
    static const enum which order[] = { UNDATED, EASTER, SUNDAY, MONDAY };
    g_autoptr(GPtrArray) entries = g_ptr_array_new();
    g_autoptr(GPtrArray) dues = NULL;
    struct settings settings;
    struct entry entry[G_N_ELEMENTS(order)];
    struct schedule_entry item[G_N_ELEMENTS(order)] = { 0 };

    settings_begin(&settings, NULL, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(order); i++) {
        gsize place = G_N_ELEMENTS(order) - 1 - i;

        entry_begin(&entry[i], order[i]);
        entry[i].id = (gint64)i;
        item[place].entry = &entry[i];
        g_ptr_array_insert(entries, 0, &item[place]);
    }
    dues = schedule_due_at(entries, &settings, instant_of("2026-03-31T12:00:00+02:00"));
    g_assert_cmpuint(dues->len, ==, G_N_ELEMENTS(order));
    for (guint i = 0; i < dues->len; i++) {
        const struct schedule_due *due = g_ptr_array_index(dues, i);

        g_assert_cmpint(due->entry->id, ==, i);
    }
    settings_end(&settings);
}

/* One morning, by the cases that are due: reminders of several are one digest; a last call and what
 * expired are not in it. 2026-04-06 is 7 days before the Monday case's deadline, and the deadline
 * itself of the Easter one, whose last call was the Friday before; the undated one is reminded
 * daily. */
static const struct {
    const char *now, *cases, *why;
    guint due, together;
} mornings[] = {
    { "2026-04-06T08:00:00+02:00", "M", "one reminder is a reminder", 1, 0 },
    { "2026-04-06T08:00:00+02:00", "MU", "two reminders", 2, 2 },
    { "2026-04-06T08:00:00+02:00", "MUE", "three, one of them on its last day", 3, 3 },
    { "2026-04-03T09:00:00+02:00", "EU", "a last call beside one reminder", 2, 0 },
    { "2026-04-03T09:00:00+02:00", "EUM", "a last call beside two", 3, 2 },
    { "2026-04-07T09:00:00+02:00", "EU", "expired beside a reminder", 2, 0 },
    { "2026-04-06T23:00:00+02:00", "MU", "at night neither", 0, 0 },
};

static void test_digest(void)
{
    static const char letters[] = "MUE";
    static const enum which which[] = { MONDAY, UNDATED, EASTER };

    for (gsize i = 0; i < G_N_ELEMENTS(mornings); i++) {
        g_autoptr(GPtrArray) entries = g_ptr_array_new(), dues = NULL, together = NULL;
        struct entry entry[G_N_ELEMENTS(which)];
        struct schedule_entry item[G_N_ELEMENTS(which)] = { 0 };
        struct settings settings;

        g_test_message("%s %s: %s", mornings[i].now, mornings[i].cases, mornings[i].why);
        settings_begin(&settings, NULL, NULL);
        for (const char *letter = mornings[i].cases; *letter; letter++) {
            gsize at = (gsize)(strchr(letters, *letter) - letters);

            entry_begin(&entry[at], which[at]);
            item[at].entry = &entry[at];
            g_ptr_array_add(entries, &item[at]);
        }
        dues = schedule_due_at(entries, &settings, instant_of(mornings[i].now));
        together = schedule_digest(dues);
        g_assert_cmpuint(dues->len, ==, mornings[i].due);
        g_assert_cmpuint(together->len, ==, mornings[i].together);
        for (guint j = 0; j < together->len; j++)
            g_assert_cmpint(((struct schedule_due *)g_ptr_array_index(together, j))->event, ==,
                            EVENT_REMINDER);
        settings_end(&settings);
    }
}

static void test_may_from(void)
{
    struct settings settings;
    struct entry entry;

    settings_begin(&settings, NULL, NULL);
    entry_begin(&entry, MONDAY);
    g_assert_cmpint(schedule_may_from(NULL, &settings, instant_of("2026-03-05T21:00:00+01:00")), ==,
                    instant_of("2026-03-05T21:00:00+01:00"));
    g_assert_cmpint(schedule_may_from(NULL, &settings, instant_of("2026-04-12T23:00:00+02:00")), ==,
                    instant_of("2026-04-13T07:30:00+02:00"));
    g_assert_cmpint(schedule_may_from(&entry, &settings, instant_of("2026-04-12T23:00:00+02:00")),
                    ==, instant_of("2026-04-13T00:00:00+02:00"));
    settings_end(&settings);
}

int main(int argc, char **argv)
{
    g_setenv("TZ", "Asia/Tokyo", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scheduler/due", test_due);
    g_test_add_func("/scheduler/next", test_next);
    g_test_add_func("/scheduler/order", test_order);
    g_test_add_func("/scheduler/digest", test_digest);
    g_test_add_func("/scheduler/may-from", test_may_from);
    return g_test_run();
}
