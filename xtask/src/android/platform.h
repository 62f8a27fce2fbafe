/* What LLVM's libunwind uses of Android's C library, declared as that library's documentation has it, for builds
   without the NDK's headers. Sizes of structures are those of 32 and 64 bit Android. */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__LP64__)
#define PRIxPTR "lx"
#define PRIuPTR "lu"
#define PRIdPTR "ld"
#define PRIx64 "lx"
#define PRId64 "ld"
#define PRIu64 "lu"
#define ElfW(kind) Elf64_##kind
#else
#define PRIxPTR "x"
#define PRIuPTR "u"
#define PRIdPTR "d"
#define PRIx64 "llx"
#define PRId64 "lld"
#define PRIu64 "llu"
#define ElfW(kind) Elf32_##kind
#endif
#define PRIu8 "u"
#define assert(condition) ((void)0)

typedef struct file FILE;
extern FILE *stderr;
int fprintf(FILE *, const char *, ...);
int snprintf(char *, size_t, const char *, ...);
int fflush(FILE *);

void abort(void) __attribute__((noreturn));
void *malloc(size_t);
void free(void *);
char *getenv(const char *);
void *memcpy(void *, const void *, size_t);
void *memmove(void *, const void *, size_t);
void *memset(void *, int, size_t);
int strcmp(const char *, const char *);
size_t strlen(const char *);

#if defined(__LP64__)
typedef struct { int32_t words[14]; } pthread_rwlock_t;
#else
typedef struct { int32_t words[10]; } pthread_rwlock_t;
#endif
#define PTHREAD_RWLOCK_INITIALIZER {{0}}
int pthread_rwlock_rdlock(pthread_rwlock_t *);
int pthread_rwlock_wrlock(pthread_rwlock_t *);
int pthread_rwlock_unlock(pthread_rwlock_t *);

typedef uint16_t Elf32_Half, Elf64_Half;
typedef uint32_t Elf32_Addr;
typedef uint64_t Elf64_Addr;
typedef struct {
  uint32_t p_type, p_offset, p_vaddr, p_paddr, p_filesz, p_memsz, p_flags, p_align;
} Elf32_Phdr;
typedef struct {
  uint32_t p_type, p_flags;
  uint64_t p_offset, p_vaddr, p_paddr, p_filesz, p_memsz, p_align;
} Elf64_Phdr;
#define PT_LOAD 1
#define PT_GNU_EH_FRAME 0x6474e550
#define PT_ARM_EXIDX 0x70000001

struct dl_phdr_info {
  ElfW(Addr) dlpi_addr;
  const char *dlpi_name;
  const ElfW(Phdr) *dlpi_phdr;
  ElfW(Half) dlpi_phnum;
  unsigned long long dlpi_adds, dlpi_subs;
};
int dl_iterate_phdr(int (*)(struct dl_phdr_info *, size_t, void *), void *);
typedef struct {
  const char *dli_fname;
  void *dli_fbase;
  const char *dli_sname;
  void *dli_saddr;
} Dl_info;
int dladdr(const void *, Dl_info *);

/* How a frame below a signal handler is told on arm64: a system call that reads memory without a crash. */
#define EFAULT 14
#define EINVAL 22
#define SYS_rt_sigprocmask 135
int *__errno(void) __attribute__((const));
#define errno (*__errno())
long syscall(long, ...);
#define AT_HWCAP2 26
unsigned long getauxval(unsigned long);
#define NSIG 64
typedef uint64_t sigset_t;

#ifdef __cplusplus
}
#endif
