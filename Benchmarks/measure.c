/*
 * Runs two commands in turn, many times, and prints the medians of what they took and the ratio.
 *
 *   measure compare RUNS A... -- B...   time from fork to exit, and processor time (user and system)
 *   measure memory A...                 the most memory of its own (no file mappings), and of all, that a command had
 *
 * The commands' output goes nowhere. Prints tab-separated numbers for a script to lay out: milliseconds of A and B and
 * their ratio, first by the clock, then by the processor; or KiB.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct sample {
    double clock, processor;
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static double milliseconds(struct timeval time)
{
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

static pid_t start(char **command, int traced)
{
    /* Nothing of this process is to be copied or waited for. */
    pid_t child = traced ? fork() : vfork();

    if (child < 0)
        err(1, "fork");
    if (child == 0) {
        int nowhere = open("/dev/null", O_RDWR);
        if (nowhere < 0 || dup2(nowhere, 1) < 0 || dup2(nowhere, 2) < 0)
            _exit(127);
        if (traced)
            ptrace(PTRACE_TRACEME, 0, 0, 0);
        execvp(command[0], command);
        _exit(127);
    }
    return child;
}

static struct sample run(char **command)
{
    struct rusage usage;
    double started = now();
    pid_t child = start(command, 0);
    int status;

    if (wait4(child, &status, 0, &usage) != child)
        err(1, "wait");
    double ended = now();
    /* 1 says that something was found, which is no failure. */
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1)
        errx(1, "%s failed: status %d", command[0], status);
    return (struct sample){ ended - started, milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime) };
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return a < b ? -1 : a > b;
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof(*values), by_size);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static void compare(size_t runs, char **left, char **right)
{
    double *values[4];

    for (int i = 0; i < 4; i++)
        values[i] = calloc(runs, sizeof(double));
    run(left);
    run(right);
    for (size_t i = 0; i < runs; i++) {
        struct sample a = run(left), b = run(right);
        values[0][i] = a.clock;
        values[1][i] = b.clock;
        values[2][i] = a.processor;
        values[3][i] = b.processor;
    }
    for (int i = 0; i < 4; i += 2) {
        double a = median(values[i], runs), b = median(values[i + 1], runs);
        printf("%.2f\t%.2f\t%.2f%c", a, b, a / b, i == 0 ? '\t' : '\n');
    }
}

/* A line of /proc/PID/status, in KiB. */
static long status_line(pid_t process, const char *name)
{
    char path[64], line[256];
    long value = 0;

    snprintf(path, sizeof(path), "/proc/%d/status", process);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof(line), file))
        if (strncmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ':')
            value = atol(line + strlen(name) + 1);
    if (file)
        fclose(file);
    return value;
}

/* Looks at the command as it runs, and once more as it exits, before its memory goes. */
static void memory(char **command)
{
    pid_t child = start(command, 1);
    long peak = 0, all = 0;
    int status;

    if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
        errx(1, "%s cannot be watched", command[0]);
    ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL);
    ptrace(PTRACE_CONT, child, 0, 0);
    for (;;) {
        pid_t changed = waitpid(child, &status, WNOHANG | __WALL);
        if (changed < 0)
            err(1, "wait");
        if (changed == child && (WIFEXITED(status) || WIFSIGNALED(status)))
            break;
        long own = status_line(child, "RssAnon") + status_line(child, "RssShmem");
        if (own > peak)
            peak = own;
        /* The kernel keeps this one itself; it is gone once the process is. */
        long all_now = status_line(child, "VmHWM");
        if (all_now > all)
            all = all_now;
        if (changed == child) {
            int signal = WSTOPSIG(status);
            ptrace(PTRACE_CONT, child, 0, signal == SIGTRAP ? 0 : signal);
        } else {
            usleep(200);
        }
    }
    printf("%ld\t%ld\n", peak, all);
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "memory") == 0) {
        memory(argv + 2);
        return 0;
    }
    for (int i = 4; argc > 5 && i < argc - 1; i++) {
        if (strcmp(argv[i], "--") == 0 && strcmp(argv[1], "compare") == 0) {
            argv[i] = NULL;
            compare(strtoul(argv[2], NULL, 0), argv + 3, argv + i + 1);
            return 0;
        }
    }
    errx(64, "usage: measure compare RUNS A... -- B... | measure memory A...");
}
