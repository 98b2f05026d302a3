/* The signals of a master: read from a descriptor beside all else that it waits for. */
#pragma once

/* TERM, INT, HUP, CHLD and those of `more` (ends with 0) come by the descriptor alone; PIPE is ignored.
 * -1 and errno where there is none. */
int signals_catch(const int *more);

/* In a child of the master, before it does anything: those that reach all of a terminal's group or of a
 * unit (`more` as well) are ignored, for the master tells it when to end; no signal waits. */
void signals_leave(const int *more);
