#!/usr/bin/env python3
"""What the operation brings about at the metadata service, judged from outside and from inside."""
import contextlib
import http.client
import http.server
import json
import os
import subprocess
import tempfile
import threading

import assay

BOTH = ("listening", "imds listening")
ITEM = "/latest/meta-data/instance-id"
FIRST = "i-bp67acfmxaz0001"


def left(summary):
    """{clause of the effects: why it was not judged}."""
    return {one["clause"]: one["why"] for one in summary["clauses"]["not_exercised"]
            if one["clause"].startswith("metadata.") or one["clause"].endswith(".effect")}


def urls(ports, path="/{instance}"):
    return ["--endpoint", "http://127.0.0.1:%d" % ports[0], "--imds", "http://127.0.0.1:%d%s" % (ports[1], path)]


def get(port, path, method="GET", headers={}):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    out = answer.status, answer.read().decode()
    connection.close()
    return out


@contextlib.contextmanager
def double(answer):
    """A metadata service that is none: answer(handler) answers every request."""
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            answer(self)

        do_HEAD = do_PUT = do_POST = do_DELETE = do_GET

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def says_200_to_all(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "0" if handler.command == "HEAD" else "2")
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(b"ok")


def the_embedded_mock_offers_its_own():
    code, summary = assay.judge("--cases", "300")
    assay.same(code, 0, json.dumps(summary["findings"])[:2000])
    assay.same(left(summary), {}, "not judged")
    assay.check(any("metadata service at" in line for line in summary["preflight"]), summary["preflight"])


def the_first_line_stays_as_it_is():
    with assay.mocks("--imds-port", "0", "--instances", "2", names=BOTH) as ports:
        assay.check(ports[0] != ports[1], ports)
        assay.same(get(ports[1], "/" + FIRST + ITEM), (200, FIRST), "item")
        assay.same(get(ports[1], ITEM)[0], 404, "without a name, and two instances")
    with assay.mocks("--instances", "1", "--imds-port", "0", names=BOTH) as ports:
        assay.same(get(ports[1], ITEM), (200, FIRST), "without a name, and one instance")


def any_instance_by_its_name():
    with assay.mocks("--imds-port", "0", "--instances", "4", names=BOTH) as ports:
        for transport in ("raw", "curl"):
            code, summary = assay.judge(*urls(ports), "--cases", "300", "--transport", transport)
            assay.same(code, 0, transport + json.dumps(summary["findings"])[:2000])
            assay.same(left(summary), {}, "not judged")
        assay.check(not any("NOT put back" in line for line in summary["preflight"]), summary["preflight"])


def one_instance_at_a_plain_url():
    with assay.mocks("--imds-port", "0", "--instances", "1", names=BOTH) as ports:
        code, summary = assay.judge(*urls(ports, ""), "--cases", "300", "--instance-id", FIRST)
        assay.same(code, 0, json.dumps(summary["findings"])[:2000])
        assay.same(list(left(summary)), ["metadata.token-instance"], "not judged")


def unanswered_when_disabled():
    reading = "metadata-disabled=unanswered"
    with assay.mocks("--imds-port", "0", "--reading", reading, names=BOTH) as ports:
        for transport in ("raw", "curl"):
            code, summary = assay.judge(*urls(ports), "--cases", "100", "--transport", transport)
            assay.same(code, 0, json.dumps(summary["findings"])[:2000])
            assay.same(summary["readings"]["metadata-disabled"]["surviving"], ["unanswered"], "")


def a_broken_service_is_found_and_shown():
    with assay.mock("--instances", "2") as port, double(says_200_to_all) as imds:
        with tempfile.TemporaryDirectory() as out:
            code, _, console = assay.run("run", *urls((port, imds)), "--cases", "100", "--out", out)
            with open(os.path.join(out, "summary.json"), encoding="utf-8") as f:
                summary = json.load(f)
        assay.same(code, 1, "exit")
        assay.check("assay replay \n" not in console and "its curl line in the report" in console, console)
        found = {finding["clause"] for finding in summary["findings"]}
        assay.check({"HttpTokens.effect", "HttpEndpoint.effect", "metadata.token-lifetime",
                     "metadata.token-forwarded"} <= found, found)
        for finding in summary["findings"]:
            assay.same(finding["oracle"], "effects", finding["key"])
            assay.same(finding["replay"], "", finding["key"])
            assay.check(finding["reproduced"], finding["key"])
        # The line shows it as printed.
        finding = next(f for f in summary["findings"] if f["clause"] == "HttpTokens.effect")
        done = subprocess.run(["bash", "-c", finding["curl"]], capture_output=True, timeout=60, check=True,
                              env=assay.environment())
        assay.same(done.stdout.count(b"HTTP/1.1 200"), 2, done.stdout)
        assay.check(done.stdout.endswith(b"ok"), done.stdout)


def a_dead_service_is_said_once():
    with assay.mock("--instances", "2") as port:
        code, summary = assay.judge(*urls((port, 1)), "--cases", "100")
        assay.same(code, 0, json.dumps(summary["findings"])[:2000])
        said = [line for line in summary["not_judged"] if "does not answer: refused" in line]
        assay.same(len(said), 1, summary["not_judged"])
        assay.same(len(left(summary)), 13, left(summary))


def a_slow_service_holds_nobody_up():
    end = threading.Event()
    with assay.mock("--instances", "2") as port, double(lambda handler: end.wait(60)) as imds:
        try:
            code, summary = assay.judge(*urls((port, imds)), "--cases", "100", "--timeout", "300ms",
                                        timeout=60)
        finally:
            end.set()
        assay.same(code, 0, json.dumps(summary["findings"])[:2000])
        assay.check(any("does not answer: timeout" in line for line in summary["not_judged"]),
                    summary["not_judged"])


def without_a_service_it_is_said():
    with assay.mock("--instances", "2") as port:
        code, summary = assay.judge("--endpoint", "http://127.0.0.1:%d" % port, "--cases", "100")
        assay.same(code, 0, "exit")
        assay.same(sum("--imds" in line for line in summary["not_judged"]), 1, summary["not_judged"])
        assay.same(len(left(summary)), 13, left(summary))
        assay.check(all("--imds" in why for why in left(summary).values()), left(summary))


assay.main([the_embedded_mock_offers_its_own, the_first_line_stays_as_it_is,
            any_instance_by_its_name, one_instance_at_a_plain_url, unanswered_when_disabled,
            a_broken_service_is_found_and_shown, a_dead_service_is_said_once,
            a_slow_service_holds_nobody_up, without_a_service_it_is_said])
