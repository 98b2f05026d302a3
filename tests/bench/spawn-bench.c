/* What one run of each of some programs takes, from spawn to end, the message on standard input: for
 * tests/bench/bench_filter.py and bench_scan.py. Round after round, so that a busy machine slows all
 * alike. Usage: spawn-bench ROUNDS MESSAGE COMMAND…, the words of a command parted by tabs or, where it
 * has none, by spaces, NAME=VALUE before them for its environment; a line for each with its median in
 * microseconds, that of its CPU, and its size in KB. */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define MAX_WORDS 32
#define MAX_COMMANDS 16
#define MAX_ENVIRONMENT 256

extern char **environ;

struct command {
    char *words[MAX_WORDS + 1];
    char *environment[MAX_ENVIRONMENT + 2];
    double *walls, *cpus; /* of each round, in microseconds */
    long size;            /* KB, the most of all rounds */
};

static double microseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static double of_timeval(struct timeval time)
{
    return (double)time.tv_sec * 1e6 + (double)time.tv_usec;
}

static void read_command(struct command *command, char *text, int rounds)
{
    const char *part = strchr(text, '\t') ? "\t" : " ";
    size_t words = 0, variables = 0;

    for (char **at = environ; *at && variables < MAX_ENVIRONMENT; at++)
        command->environment[variables++] = *at;
    for (char *word = strtok(text, part); word && words < MAX_WORDS; word = strtok(NULL, part))
        if (words == 0 && strchr(word, '=') && variables <= MAX_ENVIRONMENT)
            command->environment[variables++] = word;
        else
            command->words[words++] = word;
    command->walls = calloc((size_t)rounds, sizeof *command->walls);
    command->cpus = calloc((size_t)rounds, sizeof *command->cpus);
}

static bool run(struct command *command, const char *message, int round)
{
    posix_spawn_file_actions_t actions;
    const double begin = microseconds();
    struct rusage used;
    int status = 0;
    pid_t pid;
    int fault;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, message, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    fault = posix_spawn(&pid, command->words[0], &actions, NULL, command->words,
                        command->environment);
    posix_spawn_file_actions_destroy(&actions);
    if (fault || wait4(pid, &status, 0, &used) != pid || status)
        return false;
    command->walls[round] = microseconds() - begin;
    command->cpus[round] = of_timeval(used.ru_utime) + of_timeval(used.ru_stime);
    if (used.ru_maxrss > command->size)
        command->size = used.ru_maxrss;
    return true;
}

static int compare(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;

    return left < right ? -1 : left > right;
}

static double median(double *times, int rounds)
{
    qsort(times, (size_t)rounds, sizeof *times, compare);
    return times[rounds / 2];
}

static bool run_all(struct command *commands, int count, const char *message, int rounds)
{
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < count; i++)
            if (!run(&commands[i], message, round)) {
                fprintf(stderr, "%s failed\n", commands[i].words[0]);
                return false;
            }
    return true;
}

int main(int argc, char **argv)
{
    static struct command commands[MAX_COMMANDS];
    const int rounds = argc > 3 ? atoi(argv[1]) : 0, count = argc - 3;

    if (rounds < 1 || count > MAX_COMMANDS)
        return EX_USAGE;
    for (int i = 0; i < count; i++)
        read_command(&commands[i], argv[3 + i], rounds);
    if (!run_all(commands, count, argv[2], rounds))
        return EX_SOFTWARE;
    for (int i = 0; i < count; i++) {
        const double wall = median(commands[i].walls, rounds);

        printf("%.1f %.1f %ld\n", wall, median(commands[i].cpus, rounds), commands[i].size);
        free(commands[i].walls);
        free(commands[i].cpus);
    }
    return EX_OK;
}
