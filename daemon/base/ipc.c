/* Packets between our processes. Layout: struct head, the type string with its NUL, padding to 8,
 * the GVariant's bytes. Both ends are the same program on the same machine: native byte order. */
#include "base/ipc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"

#define IPC_MAGIC 0x56494731u /* "VIG1" */
#define IPC_MAX_TYPE_STRING 200
#define IPC_ALIGN 8
#define SEND_TRIES 3
#define SEND_PAUSE 10 /* milliseconds between them */

struct head {
    guint32 magic, type;
    guint32 type_length; /* of the type string with its NUL; 0: no payload */
    guint32 payload_length;
};

static gsize payload_offset(const struct head *head)
{
    return (sizeof *head + head->type_length + IPC_ALIGN - 1) / IPC_ALIGN * IPC_ALIGN;
}

void ipc_message_clear(struct ipc_message *message)
{
    g_clear_pointer(&message->payload, g_variant_unref);
    fd_close(&message->fd);
}

bool ipc_pair(int fds[2], GError **error)
{
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) == 0)
        return true;
    g_set_error(error, VIGIE_ERROR, EX_OSERR, "cannot make a socket pair: %s", g_strerror(errno));
    return false;
}

static GByteArray *packet_new(guint32 type, GVariant *payload)
{
    struct head head = { .magic = IPC_MAGIC, .type = type };
    GByteArray *packet = g_byte_array_new();
    gsize offset;

    if (payload) {
        head.type_length = (guint32)strlen(g_variant_get_type_string(payload)) + 1;
        head.payload_length = (guint32)g_variant_get_size(payload);
    }
    offset = payload_offset(&head);
    g_byte_array_set_size(packet, (guint)(offset + head.payload_length));
    memset(packet->data, 0, packet->len);
    memcpy(packet->data, &head, sizeof head);
    if (payload) {
        memcpy(packet->data + sizeof head, g_variant_get_type_string(payload), head.type_length);
        g_variant_store(payload, packet->data + offset);
    }
    return packet;
}

/* The kernel has no room at the moment: who waits for an answer would wait for ever. */
static bool is_passing(int code)
{
    return code == ENOBUFS || code == ENOMEM || code == EIO;
}

static bool send_packet(int socket, const GByteArray *packet, int fd, GError **error)
{
    char control[CMSG_SPACE(sizeof(int))] = { 0 };
    struct iovec part = { .iov_base = packet->data, .iov_len = packet->len };
    struct msghdr header = { .msg_iov = &part, .msg_iovlen = 1 };
    gssize sent = -1;

    if (fd >= 0) {
        struct cmsghdr *rights;

        header.msg_control = control;
        header.msg_controllen = sizeof control;
        rights = CMSG_FIRSTHDR(&header);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(rights), &fd, sizeof fd);
    }
    for (int tries = 0; tries < SEND_TRIES; tries++) {
        do
            sent = sendmsg(socket, &header, MSG_NOSIGNAL);
        while (sent < 0 && errno == EINTR);
        if (sent >= 0 || !is_passing(errno))
            break;
        poll(NULL, 0, SEND_PAUSE);
    }
    if (sent == (gssize)packet->len)
        return true;
    g_set_error(error, VIGIE_ERROR, EX_OSERR, "cannot send to another process of ours: %s",
                g_strerror(errno));
    return false;
}

bool ipc_send(int socket, guint32 type, GVariant *payload, int fd, GError **error)
{
    g_autoptr(GVariant) held = payload ? g_variant_ref_sink(payload) : NULL;
    g_autoptr(GByteArray) packet = NULL;
    bool sent;

    if (held && g_variant_get_size(held) > IPC_MAX_PAYLOAD) {
        g_set_error(error, VIGIE_ERROR, EX_SOFTWARE,
                    "a message of type %u is too large for another process of ours (%zu bytes)",
                    type, g_variant_get_size(held));
        return false;
    }
    packet = packet_new(type, held);
    sent = send_packet(socket, packet, fd, error);
    explicit_bzero(packet->data, packet->len); /* it may hold a password, as every packet here */
    return sent;
}

/* The one descriptor of the packet; every other is closed. */
static int take_fd(struct msghdr *header)
{
    int taken = -1;

    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c; c = CMSG_NXTHDR(header, c)) {
        gsize count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);

        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        for (gsize i = 0; i < count; i++) {
            int fd;

            memcpy(&fd, CMSG_DATA(c) + i * sizeof fd, sizeof fd);
            if (taken < 0)
                taken = fd;
            else
                close(fd);
        }
    }
    return taken;
}

static bool refuse(GError **error)
{
    g_set_error_literal(error, VIGIE_ERROR, EX_SOFTWARE,
                        "another process of ours sent a malformed message");
    return false;
}

/* A copy that is wiped when it is freed; its bytes are aligned as a GVariant's must be. */
struct held {
    gsize length;
    guint64 bytes[];
};

static void held_free(gpointer data)
{
    struct held *held = data;

    explicit_bzero(held->bytes, held->length);
    g_free(held);
}

static GBytes *hold(const guint8 *data, gsize length)
{
    struct held *held = g_malloc(sizeof *held + length);

    held->length = length;
    memcpy(held->bytes, data, length);
    return g_bytes_new_with_free_func(held->bytes, length, held_free, held);
}

static bool unpack(const guint8 *data, gsize length, struct ipc_message *message, GError **error)
{
    struct head head;
    const char *type_string = (const char *)data + sizeof head;
    g_autoptr(GBytes) bytes = NULL;

    if (length < sizeof head)
        return refuse(error);
    memcpy(&head, data, sizeof head);
    if (head.magic != IPC_MAGIC || head.type_length > IPC_MAX_TYPE_STRING ||
        head.payload_length > IPC_MAX_PAYLOAD || payload_offset(&head) + head.payload_length != length)
        return refuse(error);
    message->type = head.type;
    if (head.type_length == 0)
        return head.payload_length == 0 || refuse(error);
    /* GLib aborts where a value is to be of an indefinite type ("*", "r"). */
    if (type_string[head.type_length - 1] != '\0' ||
        !g_variant_type_string_is_valid(type_string) ||
        !g_variant_type_is_definite(G_VARIANT_TYPE(type_string)))
        return refuse(error);
    bytes = hold(data + payload_offset(&head), head.payload_length);
    message->payload =
        g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(type_string), bytes, FALSE));
    return g_variant_is_normal_form(message->payload) || refuse(error);
}

bool ipc_receive(int socket, struct ipc_message *message, GError **error)
{
    const gsize room = IPC_MAX_PAYLOAD + sizeof(struct head) + IPC_MAX_TYPE_STRING + IPC_ALIGN;
    g_autofree guint8 *buffer = g_malloc(room);
    char control[CMSG_SPACE(4 * sizeof(int))];
    struct iovec part = { .iov_base = buffer, .iov_len = room };
    struct msghdr header = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
                             .msg_controllen = sizeof control };
    gssize got;
    bool good;

    *message = (struct ipc_message){ .fd = -1 };
    do
        got = recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got == 0 || (got < 0 && errno == ECONNRESET))
        return false;
    if (got < 0) {
        g_set_error(error, VIGIE_ERROR, EX_OSERR, "cannot hear another process of ours: %s",
                    g_strerror(errno));
        return false;
    }
    message->fd = take_fd(&header);
    good = !(header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) &&
           unpack(buffer, (gsize)got, message, error);
    explicit_bzero(buffer, (gsize)got);
    if (good)
        return true;
    ipc_message_clear(message);
    return error && *error ? false : refuse(error);
}

bool ipc_expect(const struct ipc_message *message, guint32 type, const char *type_string,
                GError **error)
{
    const char *got = message->payload ? g_variant_get_type_string(message->payload) : NULL;

    if (message->type == type && g_strcmp0(got, type_string) == 0)
        return true;
    g_set_error(error, VIGIE_ERROR, EX_SOFTWARE,
                "another process of ours sent message %u with %s where %u with %s was due",
                message->type, got ? got : "nothing", type, type_string ? type_string : "nothing");
    return false;
}

int ipc_memfd_new(GBytes *bytes, GError **error)
{
    AUTO_FD fd = memfd_create("vigie-mail", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    gsize length;
    const void *data = g_bytes_get_data(bytes, &length);

    if (fd < 0 || !fd_write_all(fd, data, length, NULL) ||
        fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) < 0) {
        g_set_error(error, VIGIE_ERROR, EX_OSERR, "cannot keep a mail in memory: %s",
                    g_strerror(errno));
        return -1;
    }
    return fd_steal(&fd);
}

struct mapping {
    void *address;
    gsize length;
};

static void mapping_free(gpointer data)
{
    struct mapping *mapping = data;

    munmap(mapping->address, mapping->length);
    g_free(mapping);
}

GBytes *ipc_memfd_bytes(int fd, gsize limit, GError **error)
{
    const int seals = F_SEAL_SHRINK | F_SEAL_WRITE;
    int have = fcntl(fd, F_GET_SEALS);
    off_t size = lseek(fd, 0, SEEK_END);
    struct mapping *mapping;
    void *address;

    /* A peer that could still shrink it would kill us by SIGBUS. */
    if (have < 0 || (have & seals) != seals || size < 0) {
        refuse(error);
        return NULL;
    }
    if (size == 0)
        return g_bytes_new(NULL, 0);
    size = MIN(size, (off_t)limit);
    address = mmap(NULL, (gsize)size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (address == MAP_FAILED) {
        g_set_error(error, VIGIE_ERROR, EX_OSERR, "cannot map a mail: %s", g_strerror(errno));
        return NULL;
    }
    mapping = g_new(struct mapping, 1);
    *mapping = (struct mapping){ address, (gsize)size };
    return g_bytes_new_with_free_func(address, (gsize)size, mapping_free, mapping);
}
