/* A disk whose `fdatasync` and `fsync` fail, from when the file $SYNC_FAILS is there. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int sync_or_fail(long call, int fd) {
    const char *when = getenv("SYNC_FAILS");
    if (when && access(when, F_OK) == 0) { errno = EIO; return -1; }
    return syscall(call, fd);
}
int fdatasync(int fd) { return sync_or_fail(SYS_fdatasync, fd); }
int fsync(int fd) { return sync_or_fail(SYS_fsync, fd); }
