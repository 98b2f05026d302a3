/* One error domain whose codes are the exit codes of sysexits.h, so that a failure anywhere knows
 * how the command will end. The message names the thing (file, line, account, option), what is
 * wrong with it and what to do. */
#pragma once

#include <glib.h>
#include <sysexits.h>

/* The login was refused, as distinct from EX_UNAVAILABLE: nothing gets better by trying again. */
#define VIGIE_EX_LOGIN EX_NOPERM

#define VIGIE_ERROR (vigie_error_quark())
GQuark vigie_error_quark(void);

/* The exit code for `error`: its code where it is one of ours, EX_OK for NULL, else EX_SOFTWARE. */
int vigie_error_exit(const GError *error);

/* The code that speaks for both: 78 before 77, 69, 74, then whatever is not 0. */
int vigie_exit_worse(int a, int b);

/* Says it on standard error. A fault of a file begins with its FILE:LINE, as those of compilers do:
 * editors jump to it. Anything else begins with the program's name. */
void vigie_error_print(const GError *error);

/* Adds `fault` (taken; NULL adds none) to `*all`, a line below those before: a person mends all in
 * one go. The worse code stays. */
void vigie_error_add(GError **all, GError *fault);

/* Makes a library's `error` (its domain says nothing to our callers) one of ours with `code`. */
void vigie_error_adopt(GError **error, int code);
