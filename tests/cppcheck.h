/* GLib's macros as far as cppcheck needs them: it reads none of the system's headers, and gives up
 * a file at the first macro that it cannot make out. For `make lint`. */
#define G_DEFINE_AUTOPTR_CLEANUP_FUNC(type, function)
#define G_DEFINE_QUARK(name, prefix)
#define G_GNUC_PRINTF(format, arguments)
#define g_auto(type) type
#define g_autofree
#define g_autoptr(type) type *
