/* The command table. */
#include <stdio.h>
#include <sysexits.h>

int main(int argc, char **argv)
{
    fprintf(stderr, "vigie: not built yet\n");
    return EX_USAGE;
}
