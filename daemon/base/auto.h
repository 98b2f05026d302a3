/* g_autoptr for our structs, which have no typedef: AUTO_DEFINE(message) beside message_free lets a
 * function say `AUTO(message) message = …` and have it freed on every way out. */
#pragma once

#define AUTO_DEFINE(name)                                                                          \
    static inline void name##_auto_free(struct name **pointer)                                     \
    {                                                                                              \
        if (*pointer)                                                                              \
            name##_free(*pointer);                                                                 \
    }

#define AUTO(name) __attribute__((cleanup(name##_auto_free))) struct name *
