/* Reading and recording without a keeper. */
#include "run/take.h"

#include "base/civil.h"
#include "base/error.h"
#include "base/log.h"
#include "cases/deadline.h"
#include "store/aside.h"
#include "store/spool.h"

/* What breaks a reader in a busy hour may be read in the next one; without a watch nobody would try it again
 * once it is set aside. */
#define TRIED_SECONDS 3600

bool take_finding(const struct taking *taking, const struct finding *finding, GBytes *raw,
                  struct origin origin, const struct cursor_move *move, guint *opened,
                  GError **error)
{
    origin.original = taking->settings->keep_original ? raw : NULL;
    if (!record_finding(taking->store, finding, &origin, rules_right(taking->rules), move,
                        taking->now, opened, error))
        return false;
    for (guint i = 0; i < finding->faults->len; i++)
        log_warning(origin.account, "%s", (const char *)g_ptr_array_index(finding->faults, i));
    return true;
}

char *take_verdict(const struct finding *finding, const struct rules *rules)
{
    g_autoptr(GString) verdict = g_string_new(kind_name(finding->kind));

    if (g_date_valid(&finding->sent)) {
        const GDate deadline = deadline_of(rules_right(rules), &finding->sent);
        g_autofree char *text = civil_date_format(&deadline);

        g_string_append_printf(verdict, "; deadline=%s", text);
    }
    g_string_append_printf(verdict, "; authenticity=%s", authenticity_name(finding->authenticity));
    return g_string_free(g_steal_pointer(&verdict), FALSE);
}

static bool set_aside(const struct taking *taking, GBytes *raw, const struct origin *origin,
                      const char *why, GError **error)
{
    log_error(NULL, "a mail could not be read and is set aside: %s", why);
    return aside_put(taking->store, raw, origin, why, NULL, taking->now, error);
}

static bool take_file(const struct taking *taking, const struct spooled *spooled, guint *opened,
                      GError **error)
{
    const struct read_request request = { .received = spooled->received,
                                          .received_source = SENT_DELIVERY,
                                          .now = taking->now,
                                          .trust = (const char *const *)taking->settings->trust };
    const struct origin origin = { .owner = spooled->owner,
                                   .source = spooled->source,
                                   .received = spooled->received };
    g_autoptr(GError) own = NULL;
    g_autoptr(GBytes) raw = spool_read(spooled->path, &own);
    AUTO(finding) finding = raw ? reader_read(taking->reader, raw, &request, &own) : NULL;

    if (!raw) {
        log_error(NULL, "%s", own->message);
        return true;
    }
    if (finding && !take_finding(taking, finding, raw, origin, NULL, opened, error))
        return false;
    /* EX_DATAERR: it is no mail at all, and there is nothing to keep. */
    if (!finding && vigie_error_exit(own) != EX_DATAERR) {
        if (taking->watched || taking->now - spooled->received < TRIED_SECONDS)
            return true;
        if (!set_aside(taking, raw, &origin, own->message, error))
            return false;
    }
    return spool_remove(spooled->path, error);
}

bool take_spool(const struct taking *taking, gint64 end, guint *opened, GError **error)
{
    const char *directory = store_directory(taking->store);
    g_autoptr(GPtrArray) files = spool_files(directory, error);

    if (!files)
        return false;
    spool_sweep(directory);
    for (guint i = 0; i < files->len && g_get_monotonic_time() < end; i++)
        if (!take_file(taking, g_ptr_array_index(files, i), opened, error))
            return false;
    return record_digest(taking->store, taking->now, error);
}
