/* What a `closed` alert knows of the answer that closed its entry: the detail of the alert, from who
 * decides to who words it. */
#pragma once

#define ANSWER_TOLD "answered"
#define ANSWER_TOLD_CUT "answered, its proof cut off"
