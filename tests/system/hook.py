"""An alert command: hands its standard input to the test at the other end of a Unix socket and
ends with the exit code that the test answers."""
import socket
import sys

with socket.socket(socket.AF_UNIX) as peer:
    peer.connect(sys.argv[1])
    peer.sendall(sys.stdin.buffer.read())
    peer.shutdown(socket.SHUT_WR)
    answer = peer.recv(1)
sys.exit(answer[0] if answer else 75)
