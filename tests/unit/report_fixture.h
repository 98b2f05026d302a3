/* Frees what the facts of a report are made of, where a test makes them by hand. */
#pragma once

#include "alert/report.h"
#include "store/entries.h"

static void case_free(gpointer data)
{
    struct report_case *one = data;

    entry_free(one->entry);
    g_ptr_array_unref(one->history);
    g_free(one);
}

static void health_free(gpointer data)
{
    struct health *row = data;

    g_free(row->account);
    g_free(row->mailbox);
    g_free(row->last_error);
    g_free(row);
}

static void row_free(gpointer data)
{
    g_free(((struct history_row *)data)->event);
    g_free(data);
}
