/* A build with sanitizers: whether this is one, and what it needs that no other may have. */
#pragma once

#include <glib.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1 /* its shadow memory and its report need more than the sandbox allows */
#define FINDS_LEAKS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#define FINDS_LEAKS 1
#elif __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif
#ifndef FINDS_LEAKS
#define FINDS_LEAKS 0
#endif

#if FINDS_LEAKS
#include <sanitizer/lsan_interface.h>
#endif

/* Ends a process that fork made by _exit, after the look for leaks that this would skip: with `code`,
 * or where something leaked as LeakSanitizer does. */
static inline G_GNUC_NORETURN void sanitized_exit(int code)
{
#if FINDS_LEAKS
    __lsan_do_leak_check();
#endif
    _exit(code);
}
