/* The two names of detect/finding.h that the JSON of an entry needs, until finding.c brings them. */
#include "detect/finding.h"

const char *authenticity_name(enum authenticity authenticity)
{
    static const char *const names[] = { "unverified", "authentic", "forged" };

    return names[authenticity];
}

const char *sent_source_name(enum sent_source source)
{
    static const char *const names[] = { NULL,       "body",         "original", "date",
                                         "received", "internaldate", "delivery", "manual" };

    return names[source];
}
