/* What a `closed` alert knows of the answer that closed its entry: the detail of the alert, from who
 * decides to who words it. */
#pragma once

#define REPLY_TOLD "answered"
#define REPLY_TOLD_CUT "answered, its proof cut off"
