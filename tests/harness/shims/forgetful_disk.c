/* A disk that keeps nothing but what was synced. After each sync of a file under $DISK that file is copied to the same
   place under $DURABLE, before the caller hears of it: what is there is all that a power cut leaves. A file that was
   removed is back after one, unless its folder was synced since. From when the file $SYNC_LIES is there, a sync says
   that it is done, and is not. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The same place on the disk that a power cut leaves; 0 for what is not on the disk. */
static int durable(const char *path, char *there) {
    const char *disk = getenv("DISK"), *kept = getenv("DURABLE");
    size_t length = disk ? strlen(disk) : 0;
    if (!kept || strncmp(path, disk, length) || path[length] != '/') return 0;
    return snprintf(there, PATH_MAX, "%s%s", kept, path + length) < PATH_MAX;
}

static void make_folders(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(path, 0700);
        *slash = '/';
    }
}

static int copy(const char *from, const char *to) {
    char part[PATH_MAX + 32], bytes[65536];
    snprintf(part, sizeof part, "%s.%ld~", to, syscall(SYS_gettid));
    int in = open(from, O_RDONLY | O_CLOEXEC), out = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ssize_t got = -1;
    if (in >= 0 && out >= 0)
        while ((got = read(in, bytes, sizeof bytes)) > 0)
            if (write(out, bytes, got) != got) { got = -1; break; }
    if (in >= 0) close(in);
    if (out >= 0) close(out);
    return got == 0 && renameat(AT_FDCWD, part, AT_FDCWD, to) == 0 ? 0 : -1;
}

/* Forgets the names that are no longer in a folder. */
static void remove_gone(const char *folder, const char *kept_folder) {
    char path[PATH_MAX + 256], kept[PATH_MAX + 256];
    DIR *names = opendir(kept_folder);
    for (struct dirent *name; names && (name = readdir(names));) {
        snprintf(path, sizeof path, "%s/%s", folder, name->d_name);
        snprintf(kept, sizeof kept, "%s/%s", kept_folder, name->d_name);
        /* Copies that are being made end with ~. */
        if (!strchr(name->d_name, '~') && access(path, F_OK) && errno == ENOENT) unlink(kept);
    }
    if (names) closedir(names);
}

static int sync_and_keep(long call, int fd) {
    char link[64], path[PATH_MAX], there[PATH_MAX];
    struct stat about;
    const char *lies = getenv("SYNC_LIES");
    if (lies && access(lies, F_OK) == 0) return 0;
    if (syscall(call, fd)) return -1;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0 || fstat(fd, &about)) return 0;
    path[length] = 0;
    if (!durable(path, there)) return 0;
    make_folders(there);
    if (S_ISDIR(about.st_mode)) { remove_gone(path, there); return 0; }
    if (!S_ISREG(about.st_mode)) return 0;
    /* What is not kept was not synced. */
    if (copy(path, there)) { errno = EIO; return -1; }
    return 0;
}
int fdatasync(int fd) { return sync_and_keep(SYS_fdatasync, fd); }
int fsync(int fd) { return sync_and_keep(SYS_fsync, fd); }

/* A file gets its new name on both; a journal of the file system would write that no later than the next sync. */
int rename(const char *from, const char *to) {
    char path[PATH_MAX], kept_from[PATH_MAX], kept_to[PATH_MAX];
    const char *names[] = {from, to};
    char *kept[] = {kept_from, kept_to};
    int both = 1;
    for (int i = 0; i < 2; i++) {
        if (names[i][0] == '/') snprintf(path, sizeof path, "%s", names[i]);
        else {
            size_t length = getcwd(path, sizeof path) ? strlen(path) : 0;
            snprintf(path + length, sizeof path - length, "/%s", names[i]);
        }
        both = durable(path, kept[i]) && both;
    }
    if (renameat(AT_FDCWD, from, AT_FDCWD, to)) return -1;
    if (both) {
        make_folders(kept_to);
        renameat(AT_FDCWD, kept_from, AT_FDCWD, kept_to);
    }
    return 0;
}
