/* How long one run of each of some programs takes, from spawn to end, the message on standard
 * input: for tests/bench/bench_filter.py. Round after round, so that a busy machine slows all
 * alike. Usage: spawn-bench ROUNDS MESSAGE COMMAND…, the words of a command parted by spaces; a
 * line for each with its median in microseconds. */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define MAX_WORDS 32
#define MAX_COMMANDS 16

extern char **environ;

static double microseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void split(char *command, char **words)
{
    size_t count = 0;

    for (char *word = strtok(command, " "); word && count < MAX_WORDS; word = strtok(NULL, " "))
        words[count++] = word;
    words[count] = NULL;
}

/* -1 where it failed. */
static double run(char **words, const char *message)
{
    posix_spawn_file_actions_t actions;
    const double begin = microseconds();
    int status = 0;
    pid_t pid;
    int fault;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, message, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    fault = posix_spawn(&pid, words[0], &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (fault || waitpid(pid, &status, 0) != pid || status)
        return -1;
    return microseconds() - begin;
}

static int compare(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;

    return left < right ? -1 : left > right;
}

static bool run_all(char *words[][MAX_WORDS + 1], int commands, const char *message, int rounds,
                    double *times)
{
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < commands; i++) {
            times[i * rounds + round] = run(words[i], message);
            if (times[i * rounds + round] < 0) {
                fprintf(stderr, "%s failed\n", words[i][0]);
                return false;
            }
        }
    return true;
}

int main(int argc, char **argv)
{
    const int rounds = argc > 3 ? atoi(argv[1]) : 0, commands = argc - 3;
    char *words[MAX_COMMANDS][MAX_WORDS + 1];
    double *times;

    if (rounds < 1 || commands > MAX_COMMANDS)
        return EX_USAGE;
    times = calloc((size_t)rounds * (size_t)commands, sizeof *times);
    for (int i = 0; i < commands; i++)
        split(argv[3 + i], words[i]);
    if (!times || !run_all(words, commands, argv[2], rounds, times))
        return EX_SOFTWARE;
    for (int i = 0; i < commands; i++) {
        qsort(times + i * rounds, (size_t)rounds, sizeof *times, compare);
        printf("%.1f\n", times[i * rounds + rounds / 2]);
    }
    free(times);
    return EX_OK;
}
