/* Inside `vigie explain`: a finding as a colleague would tell it, and as JSON. */
#pragma once

#include <json-glib/json-glib.h>

#include "detect/finding.h"
#include "detect/right.h"

/* The contract's object. */
JsonNode *explain_json(const struct finding *finding, const struct right *right);
/* Prints the verdict first, then what decided. */
void explain_print(const struct finding *finding, const struct right *right);
