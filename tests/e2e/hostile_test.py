#!/usr/bin/env python3
"""An endpoint that answers at random: the run ends in its time, small, and with a report that opens."""
import json
import os
import random
import socket
import subprocess
import tempfile
import threading
import time
from html.parser import HTMLParser

import assay

ID = "i-bp67acfmxaz0001"
SANITIZED = os.environ.get("ASSAY_SANITIZED") == "1"


def listing(draw):
    options = {"HttpEndpoint": draw.choice(["enabled", "disabled", "", "x"]),
               "HttpTokens": draw.choice(["optional", "required", 7]),
               "HttpPutResponseHopLimit": draw.choice([1, 64, -1, None]),
               "InstanceMetadataTags": draw.choice(["enabled", "disabled"])}
    return json.dumps({"RequestId": "%032X" % draw.getrandbits(128),
                       "Instances": {"Instance": [{"InstanceId": ID, "MetadataOptions": options}]}})


def body(draw):
    kind = draw.randrange(12)
    if kind < 3:
        return listing(draw).encode()
    if kind < 5:
        return b'{"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"}'
    if kind == 5:
        return json.dumps({"RequestId": "x", "HostId": "h", "Code": "C%d" % draw.randrange(10 ** 9),
                           "Message": "<script>alert(%d)</script>" % draw.randrange(10)}).encode()
    if kind == 6:
        return b"[" * draw.randrange(100000)
    if kind == 7:
        return b"<a>" * draw.randrange(50000)
    if kind == 8:
        return bytes(draw.getrandbits(8) for _ in range(draw.randrange(2000)))
    if kind == 9:
        return b"\xff\xfe{}" * draw.randrange(100)
    if kind == 10:
        return b'{"RequestId":' + b"9" * draw.randrange(200000) + b"}"
    return b""


def answer(draw):
    """Bytes to send, and whether the connection ends after them."""
    kind = draw.randrange(20)
    if kind == 0:
        return bytes(draw.getrandbits(8) for _ in range(draw.randrange(300))), True
    if kind == 1:
        return b"", True
    status = draw.choice([100, 101, 199, 200, 200, 200, 204, 302, 400, 403, 404, 418, 500, 503, 999])
    content = body(draw)
    head = b"HTTP/1.1 %d Whatever\r\n" % status
    if draw.random() < 0.7:
        head += b"Content-Type: application/json\r\n"
    if kind == 2:
        head += b"X: " + b"y" * draw.randrange(200000) + b"\r\n"
    if kind == 3:
        head += b"Content-Length: %d\r\n" % (len(content) + draw.randrange(1, 1 << 62))
    elif kind == 4:
        head += b"Transfer-Encoding: chunked\r\n"
        content = b"%x\r\n" % draw.randrange(1 << 30) + content
    elif kind == 5:
        head += b"Content-Length: -1\r\n"
    elif kind != 6:
        head += b"Content-Length: %d\r\n" % len(content)
    return head + b"\r\n" + content, draw.random() < 0.2


class Endpoint:
    """One thread a connection; every answer is a function of the seed and its number."""

    def __init__(self, seed, silent=0.0):
        self.seed, self.silent, self.count, self.lock = seed, silent, 0, threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection:
            try:
                while data := connection.recv(1 << 16):
                    for _ in range(max(1, data.count(b"HTTP/1.1\r\n"))):
                        with self.lock:
                            self.count += 1
                            draw = random.Random(self.seed * 1000003 + self.count)
                        if draw.random() < self.silent:
                            continue
                        out, ends = answer(draw)
                        connection.sendall(out)
                        if ends:
                            return
            except OSError:
                return


def judge(seed, silent=0.0, limit=60):
    endpoint = Endpoint(seed, silent)
    with tempfile.TemporaryDirectory() as out:
        began = time.monotonic()
        process = subprocess.Popen(
            [assay.BINARY, "run", "--endpoint", "http://127.0.0.1:%d" % endpoint.port, "--instance-id", ID,
             "--cases", "3000", "--max-time", "4s", "--timeout", "100ms", "--lanes", "4", "--seed",
             str(seed), "--out", out],
            env=assay.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE)
        _, err = process.communicate(timeout=300)
        took = time.monotonic() - began
        endpoint.listener.close()
        assay.check(process.returncode in (1, 3), "exit %d: %s" % (process.returncode, err[-2000:]))
        if not SANITIZED:
            assay.check(took < limit, "it took %.0f s" % took)
        with open(os.path.join(out, "summary.json"), encoding="utf-8") as f:
            summary = json.load(f)
        with open(os.path.join(out, "report.html"), encoding="utf-8") as f:
            page = f.read()
        assay.same(sorted(os.listdir(out)),
                   ["findings.har", "journal.ndjson", "junit.xml", "report.html", "results.sarif",
                    "summary.json", "summary.md"], out)
        return summary, page


class Outline(HTMLParser):
    """Counts open elements; void ones do not count."""
    VOID = {"meta", "link", "br", "img", "input", "hr", "path", "circle", "rect", "line"}

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.scripts = [], [], 0

    def handle_starttag(self, tag, attrs):
        self.scripts += tag == "script"
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def bear(seed, silent=0.0):
    summary, page = judge(seed, silent)
    assay.check(len(summary["findings"]) <= 500, "bounded findings")
    assay.check(len(page) < 5 << 20, "the page has %d bytes" % len(page))
    assay.check(summary["rate"]["peak_rss_bytes"] < (600 if SANITIZED else 200) << 20,
                "%d MiB" % (summary["rate"]["peak_rss_bytes"] >> 20))
    outline = Outline()
    outline.feed(page)
    assay.check(not outline.wrong and not outline.open, "the page is no tree: %r" % outline.wrong[:5])
    assay.check(outline.scripts <= 1, "a script of the endpoint got into the page")
    return summary


def random_answers_are_borne():
    found = 0
    for seed in (1, 2):
        found += len(bear(seed)["findings"])
    assay.check(found > 0, "the canary: nobody noticed that the endpoint answers at random")


def random_answers_with_silences_are_borne():
    bear(11, silent=0.05)


assay.main([random_answers_are_borne, random_answers_with_silences_are_borne])
