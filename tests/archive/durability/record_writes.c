/* Preloaded into the workload: writes down every change of a file below RECORD_FOLDER, in order, in RECORD_LOG, or as `record_into` says.
 *
 * A record is: operation (1 byte), path length (4), offset (8), data length (8), all little-endian, then path and data.
 * Operations: W write at offset, T truncate to offset, S file synced, D folder synced, U unlinked, R renamed, L linked (data: new path).
 * The call is carried out first, so that the log never holds what did not happen; the lock keeps the two in step.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static char folder[4096];
static size_t folder_length;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *);
static int (*real_link)(const char *, const char *);

/* From now on: called by a process that was forked off one in which everything is loaded already. */
void record_into(const char *under, const char *log) {
    if (realpath(under, folder) == NULL) abort();
    folder_length = strlen(folder);
    log_fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

__attribute__((constructor)) static void start(void) {
    const char *under = getenv("RECORD_FOLDER"), *log = getenv("RECORD_LOG");
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_link = dlsym(RTLD_NEXT, "link");
    if (under != NULL && log != NULL) record_into(under, log);
}

static int inside(const char *path) {
    return log_fd >= 0 && strncmp(path, folder, folder_length) == 0 && (path[folder_length] == '/' || path[folder_length] == 0);
}

static int path_of(int fd, char *path) {
    if (log_fd < 0) return 0;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, 4095);
    if (length < 0) return 0;
    path[length] = 0;
    return inside(path);
}

static void put(const void *data, size_t size) {
    const char *next = data;
    while (size > 0) {
        ssize_t done = real_write(log_fd, next, size);
        if (done <= 0) abort();
        next += done;
        size -= (size_t)done;
    }
}

static void record(char operation, const char *path, uint64_t offset, const void *data, uint64_t size) {
    uint32_t length = (uint32_t)strlen(path);
    put(&operation, 1);
    put(&length, 4);
    put(&offset, 8);
    put(&size, 8);
    put(path, length);
    put(data, size);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off_t offset) {
    char path[4096];
    if (!path_of(fd, path)) return real_pwrite(fd, data, size, offset);
    pthread_mutex_lock(&lock);
    ssize_t done = real_pwrite(fd, data, size, offset);
    if (done > 0) record('W', path, (uint64_t)offset, data, (uint64_t)done);
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return pwrite64(fd, data, size, offset); }

ssize_t write(int fd, const void *data, size_t size) {
    char path[4096];
    if (!path_of(fd, path)) return real_write(fd, data, size);
    pthread_mutex_lock(&lock);
    ssize_t done = real_write(fd, data, size);
    if (done > 0) {
        off_t end = lseek(fd, 0, SEEK_CUR);
        record('W', path, (uint64_t)(end - done), data, (uint64_t)done);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

int ftruncate64(int fd, off_t size) {
    char path[4096];
    if (!path_of(fd, path)) return real_ftruncate(fd, size);
    pthread_mutex_lock(&lock);
    int failed = real_ftruncate(fd, size);
    if (!failed) record('T', path, (uint64_t)size, NULL, 0);
    pthread_mutex_unlock(&lock);
    return failed;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int synced(int fd, int (*real)(int)) {
    char path[4096];
    struct stat status;
    if (!path_of(fd, path)) return real(fd);
    pthread_mutex_lock(&lock);
    int failed = real(fd);
    if (!failed && fstat(fd, &status) == 0) record(S_ISDIR(status.st_mode) ? 'D' : 'S', path, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return failed;
}

int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int unlink(const char *path) {
    pthread_mutex_lock(&lock);
    int failed = real_unlink(path);
    if (!failed && inside(path)) record('U', path, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return failed;
}

int rename(const char *from, const char *to) {
    pthread_mutex_lock(&lock);
    int failed = real_rename(from, to);
    if (!failed && inside(from)) record('R', from, 0, to, strlen(to));
    pthread_mutex_unlock(&lock);
    return failed;
}

int link(const char *from, const char *to) {
    pthread_mutex_lock(&lock);
    int failed = real_link(from, to);
    if (!failed && inside(from)) record('L', from, 0, to, strlen(to));
    pthread_mutex_unlock(&lock);
    return failed;
}
