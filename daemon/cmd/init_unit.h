/* The systemd user units of contrib/systemd, as vigie init writes them. */
#pragma once

const char *init_unit(void);
const char *init_unit_status(void);
const char *init_unit_status_timer(void);
const char *init_unit_failure(void);
