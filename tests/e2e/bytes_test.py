#!/usr/bin/env python3
"""The same seed sends the same bytes, apart from nonce, date and signature.

A proxy between the program and a mock keeps what each connection carried.
"""
import re
import socket
import threading

import assay


class Recorder:
    """Passes connections on to `target` and keeps the bytes of the client, one list a connection."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.target = None
        self.streams = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            server = socket.create_connection(("127.0.0.1", self.target))
            stream = bytearray()
            self.streams.append(stream)
            threading.Thread(target=self.copy, args=(client, server, stream), daemon=True).start()
            threading.Thread(target=self.copy, args=(server, client, None), daemon=True).start()

    @staticmethod
    def copy(source, sink, stream):
        try:
            while data := source.recv(65536):
                if stream is not None:
                    stream += data
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the other side went first

    def run(self, *args, mock=()):
        """The connections of one run, each a list of requests as (head, body)."""
        self.streams = []
        with assay.mock("--instances", "4", *mock) as port:
            self.target = port
            code, _ = assay.judge("--endpoint", "http://127.0.0.1:%d" % self.port, "--lanes", "4", *args)
        streams, self.streams = self.streams, []
        return code, [split(bytes(stream)) for stream in streams]


def split(stream):
    requests = []
    at = 0
    while at < len(stream):
        end = stream.find(b"\r\n\r\n", at)
        assay.check(end >= 0, "a request without an end: %r" % stream[at:at + 200])
        head = stream[at:end]
        found = re.search(rb"\r\nContent-Length: (\d+)", head)
        at = end + 4 + (int(found.group(1)) if found else 0)
        assay.check(len(stream) >= at, "a body is cut: %r" % head)
        requests.append((head, stream[end + 4:at]))
    return requests


TIME = rb"\d{4}-\d\d-\d\dT\d\d(?::|%3A)\d\d(?::|%3A)\d\dZ"
CHANGING = [(rb"\b(SignatureNonce=)[0-9a-f]{32}", rb"\1N"),
            (rb"\b(Signature=)(?:%[0-9A-F]{2}|[A-Za-z0-9])+", rb"\1S"),
            (rb"\b(Timestamp=)" + TIME, rb"\1T"),
            (rb"(\r\nx-acs-signature-nonce: )[0-9a-f]{32}", rb"\1N"),
            (rb"(\r\nx-acs-date: )" + TIME, rb"\1T")]


def timeless(request):
    head, body = request
    for pattern, by in CHANGING:
        head = re.sub(pattern, by, head)
        body = re.sub(pattern, by, body)
    # A signature is longer the more of it needs escapes.
    head = re.sub(rb"(\r\nContent-Length: )\d+", rb"\g<1>%d" % len(body), head)
    return head, body


def timeless_run(run):
    return sorted([timeless(one) for one in connection] for connection in run)


def difference(a, b):
    for x, y in zip(a, b):
        for one, other in zip(x, y):
            if one != other:
                return "%r\n  is not\n%r" % (one, other)
    return "%s connections with %s requests, %s with %s" % (
        len(a), [len(c) for c in a], len(b), [len(c) for c in b])


def same_seed_same_bytes():
    recorder = Recorder()
    for mock in ([], ["--fault", "prefix-match"]):
        code, first = recorder.run("--cases", "4000", "--seed", "42", mock=mock)
        again, second = recorder.run("--cases", "4000", "--seed", "42", mock=mock)
        assay.same(code, 1 if mock else 0, mock)
        assay.same(again, code, mock)
        sent = sum(len(connection) for connection in first)
        assay.check(sent > 8000, "only %d requests were seen" % sent)
        a, b = timeless_run(first), timeless_run(second)
        assay.check(a == b, difference(a, b))
        assay.check(sorted(first) != sorted(second), "nonces, dates and signatures are the same, too")


def another_seed_sends_other_bytes():
    recorder = Recorder()
    first, second = (timeless_run(recorder.run("--cases", "4000", "--seed", seed)[1])
                     for seed in ("42", "43"))
    assay.check(first != second, "42 and 43 send the same")


assay.main([same_seed_same_bytes, another_seed_sends_other_bytes])
