#!/usr/bin/env python3
"""The mock as a program: requests of real client libraries, byte for byte, and its signals."""
import json
import os
import signal
import socket
import subprocess
import tempfile

import assay


def ask(port, data):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(data)
        answer = b""
        while True:
            piece = connection.recv(65536)
            answer += piece
            head, gap, body = answer.partition(b"\r\n\r\n")
            if gap:
                lengths = [l for l in head.lower().split(b"\r\n") if l.startswith(b"content-length:")]
                if lengths and len(body) >= int(lengths[0].split(b":")[1]):
                    return answer
            if not piece:
                return answer


SIGNATURE_ERRORS = (b"SignatureDoesNotMatch", b"IncompleteSignature", b"InvalidAccessKeyId",
                    b"InvalidTimeStamp", b"IllegalTimestamp", b"SignatureNonceUsed")


def sdk_requests():
    folder = os.path.join(assay.ROOT, "corpus/seed/sdk-requests")
    with open(os.path.join(folder, "index.json"), encoding="utf-8") as f:
        for entry in json.load(f):
            with open(os.path.join(folder, entry["file"]), "rb") as g:
                yield entry, g.read()


def real_sdk_requests_are_accepted():
    count = 0
    with assay.mock("--clock", "request") as port:
        for entry, data in sdk_requests():
            answer = ask(port, data)
            assay.check(answer.startswith(b"HTTP/1.1 "), entry["file"])
            for error in SIGNATURE_ERRORS:
                assay.check(error not in answer, "%s: %r" % (entry["file"], answer[-400:]))
            count += 1
    assay.same(count, 160, "requests")


def a_flipped_bit_in_a_signature_is_refused():
    count = other_action = 0
    with assay.mock("--clock", "request") as port:
        for entry, data in sdk_requests():
            at = data.index(b"Signature=" if b"ACS3-" not in data else b",Signature=")
            at = data.index(b"=", at) + 3
            answer = ask(port, data[:at] + bytes([data[at] ^ 1]) + data[at + 1:])
            if b"InvalidAction.NotFound" in answer:  # looked for before the signature is
                other_action += 1
                continue
            refused = any(error in answer for error in SIGNATURE_ERRORS) or b" 400 " in answer[:20]
            assay.check(refused, "%s: %r" % (entry["file"], answer[-300:]))
            count += 1
    assay.same((count, other_action), (158, 2), "requests")


def the_mock_can_be_judged_from_outside():
    with assay.mock("--instances", "8") as port:
        url = "http://127.0.0.1:%d" % port
        for transport in ("raw", "curl"):
            code, summary = assay.judge("--endpoint", url, "--cases", "4000", "--transport", transport)
            assay.same(code, 0, transport)
            assay.check(summary["cases"] == 4000, summary["cases"])
            text = json.dumps(summary)
            assay.check("testAccessKeySecret" not in text, "a secret in the summary")


def instances_are_put_back():
    with assay.mock("--instances", "2") as port:
        url = "http://127.0.0.1:%d" % port
        code, first = assay.judge("--endpoint", url, "--cases", "200")
        assay.same(code, 0, "exit")
        code, second = assay.judge("--endpoint", url, "--cases", "10")
        assay.check(any("Put back" in line for line in second["preflight"]), second["preflight"])


def an_interrupted_run_writes_its_report():
    for signals in (1, 2):  # a second one at once is the same wish
        with tempfile.TemporaryDirectory() as out:
            process = subprocess.Popen([assay.BINARY, "run", "--cases", "100000000", "--out", out],
                                       stderr=subprocess.PIPE, env=assay.environment())
            for line in process.stderr:  # the run is under way once it says so
                if b"phase boundaries" in line:
                    break
            for _ in range(signals):
                process.send_signal(signal.SIGINT)
            process.stderr.read()
            assay.same(process.wait(timeout=60), 5, "exit")
            with open(os.path.join(out, "summary.json"), encoding="utf-8") as f:
                assay.same(json.load(f)["exit"], 5, "exit in the summary")


assay.main([real_sdk_requests_are_accepted, a_flipped_bit_in_a_signature_is_refused,
            the_mock_can_be_judged_from_outside, instances_are_put_back,
            an_interrupted_run_writes_its_report])
