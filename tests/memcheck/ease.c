/* Preloaded under valgrind, which neither lives in a process that may have 1 GB and 16 descriptors, nor
 * knows the system calls of a sandbox, nor sees into code that PCRE2 makes: these are left out. What is
 * locked in is tested elsewhere. */
#include <errno.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define VALGRIND_PRINTF(...) (void)0
#endif

#define NO_JIT (-45) /* PCRE2_ERROR_JIT_BADOPTION */

int setrlimit(__rlimit_resource_t resource, const struct rlimit *limit)
{
    (void)resource;
    (void)limit;
    return 0;
}

int prctl(int option, ...)
{
    unsigned long values[4];
    va_list list;

    va_start(list, option);
    for (int i = 0; i < 4; i++)
        values[i] = va_arg(list, unsigned long);
    va_end(list);
    if (option == PR_SET_SECCOMP) {
        errno = EINVAL;
        return -1;
    }
    if (option == PR_SET_NAME) /* whose log it is: memcheck/under counts by it */
        VALGRIND_PRINTF("is %s\n", (const char *)values[0]);
    return (int)syscall(SYS_prctl, option, values[0], values[1], values[2], values[3]);
}

int pcre2_jit_compile_8(void *code, unsigned options)
{
    (void)code;
    (void)options;
    return NO_JIT;
}
