/* The systemd user unit of contrib/systemd, as vigie init writes it. */
#pragma once

const char *init_unit(void);
