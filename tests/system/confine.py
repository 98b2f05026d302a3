"""Runs a command under what a unit of systemd leaves it of system calls, address families,
executable memory and new privileges: confine.py UNIT COMMAND…

systemd itself would do it as the first process of a machine alone; the names of its groups of calls
are asked from systemd-analyze, and libseccomp makes the filter."""
import ctypes
import errno
import os
import socket
import subprocess
import sys

ALLOW, EPERM = 0x7fff0000, 0x00050000 | errno.EPERM
EQUAL, MASKED_EQUAL = 4, 7
PROT_WRITE, PROT_EXEC = 2, 4
PR_SET_NO_NEW_PRIVS = 38


class Compare(ctypes.Structure):
    """struct scmp_arg_cmp"""
    _fields_ = [('argument', ctypes.c_uint), ('operator', ctypes.c_int),
                ('a', ctypes.c_uint64), ('b', ctypes.c_uint64)]


def settings(unit):
    """{key: [values]}; an empty value forgets those before."""
    found = {}
    with open(unit, encoding='utf-8') as lines:
        for line in lines:
            key, equals, value = line.strip().partition('=')
            if equals and not key.startswith('#'):
                found[key] = found.get(key, []) + [value] if value else []
    return found


def groups():
    """{'@group': [calls and groups]}"""
    listed = subprocess.run(['systemd-analyze', 'syscall-filter', '--no-pager'], check=True,
                            capture_output=True, text=True).stdout
    found, name = {}, None
    for line in listed.splitlines():
        if line.startswith('@'):
            name = line.strip()
            found[name] = []
        elif name and line.startswith(' ') and not line.strip().startswith('#'):
            found[name].append(line.strip())
    return found


def expand(word, table):
    if not word.startswith('@'):
        return {word}
    return set().union(*(expand(inner, table) for inner in table[word]))


def allowed_calls(values):
    """A first value that is no `~` makes the list one of what is allowed, to which systemd adds
    @default."""
    table = groups()
    assert values and not values[0].startswith('~'), 'a list of what is allowed'
    allowed = expand('@default', table)
    for value in values:
        words = set().union(*(expand(word, table) for word in value.lstrip('~').split()))
        allowed = allowed - words if value.startswith('~') else allowed | words
    return allowed


def rules_for(name, unit):
    """The conditions under which a call is allowed: none, or some of which one must hold."""
    families = unit.get('RestrictAddressFamilies', [])
    if name == 'socket' and families:
        return [[Compare(0, EQUAL, int(getattr(socket, family)), 0)]
                for family in ' '.join(families).split()]
    if unit.get('MemoryDenyWriteExecute') == ['yes']:
        if name == 'mmap':
            both = PROT_WRITE | PROT_EXEC
            return [[Compare(2, MASKED_EQUAL, both, wanted)] for wanted in (0, PROT_WRITE, PROT_EXEC)]
        if name in ('mprotect', 'pkey_mprotect'):
            return [[Compare(2, MASKED_EQUAL, PROT_EXEC, 0)]]
    return [[]]


def confine(unit):
    library = ctypes.CDLL('libseccomp.so.2')
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_rule_add_array.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int,
                                               ctypes.c_uint, ctypes.POINTER(Compare)]
    library.seccomp_load.argtypes = [ctypes.c_void_p]
    context = library.seccomp_init(EPERM)
    for name in sorted(allowed_calls(unit['SystemCallFilter'])):
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            continue  # of another machine
        for rule in rules_for(name, unit):
            array = (Compare * len(rule))(*rule)
            assert library.seccomp_rule_add_array(context, ALLOW, number, len(rule), array) == 0, name
    assert unit['NoNewPrivileges'] == ['yes']
    assert ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    assert library.seccomp_load(context) == 0


if __name__ == '__main__':
    confine(settings(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])
