#!/usr/bin/env python3
"""`assay compare`: exactly what was made to differ, and nothing else."""
import json
import os
import random
import signal
import subprocess
import tempfile
import time

import assay

CASES = ("--cases", "10000")
# All readings and faults take minutes; a sample is drawn anew by this seed.
ALL = os.environ.get("ASSAY_COMPARE_ALL") == "1"
SEED = 20261127


def compare(*args, keys=True):
    """(exit code, compare.json, what was printed)."""
    with tempfile.TemporaryDirectory() as out:
        code, text, errors = assay.run("compare", "--out", out, *args, keys=keys)
        path = os.path.join(out, "compare.json")
        if not os.path.exists(path):
            return code, None, text + errors
        with open(path, encoding="utf-8") as f:
            return code, json.load(f), text + errors


def found(result):
    return [one["key"].split("/", 1)[1] for one in result["differences"]]


def the_same_does_not_differ():
    for extra in ((), ("--spec", assay.LAB), ("--signature", "none"), ("--lanes", "1")):
        code, result, text = compare(*CASES, *extra)
        assay.same((code, found(result)), (0, []), text)
        assay.same(result["unlike"], 0, text)
        assay.check(result["pairs"] > 1000, text)


def drawn(all_of_them, count):
    return all_of_them if ALL else random.Random(SEED).sample(all_of_them, count)


def a_reading_is_exactly_that_reading():
    usual = {name: alternatives[0] for name, alternatives in assay.readings()}
    every = [(name, one) for name, alternatives in assay.readings()
             for one in alternatives if one != usual[name]]
    for name, alternative in drawn(every, 14):
        for flag in ("--mock-reading", "--other-reading"):
            code, result, text = compare(*CASES, flag, "%s=%s" % (name, alternative))
            assay.same(found(result), ["reading/" + name], "%s=%s: %s" % (name, alternative, text))
            assay.same(code, 1, text)
            (one,) = result["differences"]
            assay.same((one["kind"], one["allowed"]), ("reading", "the document allows both"), text)
            own, other = ("a", "b") if flag == "--mock-reading" else ("b", "a")
            assay.check(alternative in one[own]["choice"], one[own]["choice"])
            assay.check(alternative not in one[other]["choice"], one[other]["choice"])
        code, result, text = compare(*CASES, "--mock-reading", "%s=%s" % (name, alternative),
                                     "--other-reading", "%s=%s" % (name, alternative))
        assay.same((code, found(result)), (0, []), "%s on both: %s" % (name, text))


def the_smallest_case_shows_it_again():
    code, result, text = compare(*CASES, "--other-reading", "value-case=ignored")
    assay.same(code, 1, text)
    (one,) = result["differences"]
    assay.check(one["smallest"] and one["again"], one)
    for side, options in (("a", ()), ("b", ("--mock-reading", "value-case=ignored"))):
        code, shown, _ = assay.run("replay", one[side]["replay"], *options)
        assay.check("HTTP/1.1 " + one[side]["outcome"][:3] in shown, shown)


def a_fault_is_exactly_the_fault():
    sides = random.Random(SEED)
    for fault, clauses, strict in drawn(assay.faults(), 16):
        flag = sides.choice(("--mock-fault", "--other-fault"))
        code, result, text = compare(*CASES, flag, fault, *(("--strict",) if strict else ()))
        assay.same(code, 1, fault + ": " + text)
        for one in result["differences"]:
            assay.same(one["kind"], "violation", fault + ": " + text)
            assay.same(one["allowed"], "only %s is allowed" % ("B" if flag == "--mock-fault" else "A"),
                       fault)
            assay.check(one["clause"] in clauses, fault + ": " + text)
        assay.check(any(one["clause"] in clauses for one in result["differences"]),
                    "%s: none of %r: %s" % (fault, clauses, text))


def two_faults_are_both_told():
    broken = {fault: clauses for fault, clauses, _ in assay.faults()}
    for one, other in (("value-refused", "message-altered"), ("wrong-status-not-found", "control-ignored")):
        for first in ("--mock-fault", "--other-fault"):
            _, result, text = compare(*CASES, first, one, "--other-fault", other)
            for fault, side in ((one, first), (other, "--other-fault")):
                letter = "a" if side == "--mock-fault" else "b"
                assay.check(any(d["clause"] in broken[fault] and not d[letter]["allowed"]
                                for d in result["differences"]), fault + ": " + text)


def another_document_is_compared_alike():
    lab = ("--spec", assay.LAB)
    code, result, text = compare(*CASES, *lab, "--other-reading", "sealed-missing=reset")
    assay.same((code, found(result)), (1, ["reading/sealed-missing"]), text)
    code, result, text = compare(*CASES, *lab, "--mock-fault", "range-high-accepted")
    assay.same((code, [one["clause"] for one in result["differences"]]), (1, ["Rows.range"]), text)


def finished_runs_are_compared():
    with tempfile.TemporaryDirectory() as folder:
        for name, args in (("one", ()), ("same", ("--seed", "1")), ("lab", ("--spec", assay.LAB)),
                           ("fault", ("--mock-fault", "request-id-missing")),
                           ("reading", ("--mock-reading", "value-case=ignored"))):
            assay.run("run", "--cases", "4000", "--out", os.path.join(folder, name), *args)
        def dirs(a, b):
            return compare(os.path.join(folder, a), os.path.join(folder, b))
        code, result, text = dirs("one", "same")
        assay.same((code, found(result), result["clauses"]), (0, [], []), text)
        code, result, text = dirs("one", "fault")
        assay.same(code, 1, text)
        assay.check("gateway.request-id/missing" in found(result), text)
        assay.check(all(one["kind"] == "violation" for one in result["differences"]), text)
        assay.check({"clause": "gateway.request-id", "a": "conforms", "b": "violates"}
                    in result["clauses"], result["clauses"])
        code, result, text = dirs("fault", "fault")
        assay.same((code, result["shared"] != []), (0, True), text)
        code, result, text = dirs("one", "reading")
        assay.same((code, found(result)), (1, ["reading/value-case"]), text)
        code, result, text = dirs("one", "lab")
        assay.same(code, 2, text)
        assay.check("two operations" in text, text)
        code, result, text = dirs("one", "missing")
        assay.same(code, 2, text)


def two_real_endpoints():
    with assay.mock() as a, assay.mock("--reading", "duplicate-parameter=last") as b:
        code, result, text = compare(*CASES, "--endpoint", "http://127.0.0.1:%d" % a,
                                     "--other", "http://127.0.0.1:%d" % b)
        assay.same((code, found(result)), (1, ["reading/duplicate-parameter"]), text)
        assay.check("--endpoint http://127.0.0.1:%d" % b in text, text)
        for secret in assay.KEYS.values():
            assay.check(secret not in json.dumps(result), secret)


def a_dead_endpoint_is_named():
    with assay.mock() as port:
        pass
    for flag, letter in (("--endpoint", "A"), ("--other", "B")):
        code, result, text = compare("--cases", "100", flag, "http://127.0.0.1:%d" % port)
        assay.same((code, found(result)), (3, []), text)
        assay.check(result["exit_why"].startswith(letter + ": "), result["exit_why"])


def what_cannot_be_is_refused():
    for args, word in ((("one",), "DIR"), (("--fail-on", "never"), "--fail-on"),
                       (("--other", "nonsense:"), "--other"),
                       (("--other-reading", "value-case=loud"), "--other-reading"),
                       (("--other-fault", "no-such-fault"), "--other-fault")):
        code, _, text = compare(*args)
        assay.same(code, 2, text)
        assay.check(word in text, text)
    code, _, text = compare("--other", "http://127.0.0.1:9", keys=False)
    assay.same(code, 2, text)


def only_violations_fail_where_that_is_asked():
    code, result, text = compare("--fail-on", "violation", "--other-reading", "value-case=ignored")
    assay.same((code, len(result["differences"])), (0, 1), text)
    code, result, text = compare("--fail-on", "violation", "--other-fault", "request-id-missing")
    assay.same(code, 1, text)


def an_interrupt_leaves_a_report():
    with tempfile.TemporaryDirectory() as out:
        process = subprocess.Popen([assay.BINARY, "compare", "--cases", "100000000", "--out", out,
                                    "--report", "journal"], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=assay.environment())
        # The journal is there once the first run has begun.
        journal = os.path.join(out, "b", "journal.ndjson")
        end = time.monotonic() + 60
        while not (os.path.exists(journal) and os.path.getsize(journal)):
            assay.check(time.monotonic() < end and process.poll() is None, "it never began")
        process.send_signal(signal.SIGINT)
        text, errors = process.communicate(timeout=60)
        assay.same(process.returncode, 5, (text, errors))
        with open(os.path.join(out, "compare.json"), encoding="utf-8") as f:
            assay.same(json.load(f)["exit"], 5, "exit")


def reports_of_either_side_can_be_had():
    with tempfile.TemporaryDirectory() as out:
        assay.run("compare", "--cases", "1000", "--out", out, "--report", "journal,html")
        for side in "ab":
            assay.check(os.path.exists(os.path.join(out, side, "report.html")), side)
        code, text, _ = assay.run("compare", os.path.join(out, "a"), os.path.join(out, "b"),
                                  "--out", out)
        assay.same(code, 0, text)
        for name in ("compare.md", "compare.html"):
            assay.check(os.path.exists(os.path.join(out, name)), name)


assay.main([the_same_does_not_differ, a_reading_is_exactly_that_reading,
            the_smallest_case_shows_it_again, a_fault_is_exactly_the_fault,
            two_faults_are_both_told, another_document_is_compared_alike,
            finished_runs_are_compared, two_real_endpoints, a_dead_endpoint_is_named,
            what_cannot_be_is_refused, only_violations_fail_where_that_is_asked,
            an_interrupt_leaves_a_report, reports_of_either_side_can_be_had])
