#!/usr/bin/env python3
"""No seeded fault is missed, and the table in docs/faults.md is what the program says."""
import json
import os
import signal
import subprocess
import tempfile
from xml.etree import ElementTree

import assay

CASES = "6000"
SANITIZED = os.environ.get("ASSAY_SANITIZED") == "1"


def kills(*args, expected=0):
    code, out, err = assay.run("mutants", "--cases", CASES, *args, "--format", "json", timeout=2000)
    assay.same(code, expected, (out + err)[-3000:])
    return {one["fault"]: one for one in json.loads(out)["faults"]}


def every_fault_is_found_and_the_document_says_so():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "faults.md")
        found = kills("--table", path)
        with open(path, encoding="utf-8") as f:
            said = f.read()
    listed = assay.faults()
    assay.same([name for name, _, _ in listed], list(found), "the faults of the mock")
    assay.check(len(found) >= 88, "only %d faults" % len(found))
    for name, clauses, strict in listed:
        one = found[name]
        assay.same(one["fate"], "killed", name)
        assay.check(one["clause"] in clauses, "%s: %s is not of %s" % (name, one["clause"], clauses))
        assay.same(one["strict"], strict, name)
        assay.check(one["oracle"] and one["request"], one)
        assay.check(one["found_after"] <= int(CASES), one)
        if one["oracle"] == "effects":  # asked beside the cases: its curl line shows it again
            assay.same((one["replay"], one["reproduced"]), ("", True), name)
            continue
        assay.check(one["replay"], one)
        assay.check(one["smallest"] or not one["reproduced"] or SANITIZED, "%s: not reduced" % name)
    if SANITIZED:  # a slow machine may run out of time while it makes cases smaller
        print("SKIPPED the comparison with docs/faults.md: not under a sanitizer", flush=True)
        return
    with open(os.path.join(assay.ROOT, "docs/faults.md"), encoding="utf-8") as f:
        written = f.read()
    # What shows between two instances, or now and then, depends on what the lanes do at the same time.
    loose = [name for name in found
             if any(word in found[name]["what"] for word in ("two resources", "every ", "by turns"))]
    for old, new in zip(written.splitlines(), said.splitlines()):
        goes = any("| varies |" in line or "comes and goes" in line for line in (old, new))
        if goes or any(new.startswith("| `%s` |" % name) for name in loose):
            old, new = (" | ".join(line.split(" | ")[:2]) for line in (old, new))
        assay.same(new, old, "docs/faults.md (made by: assay mutants --cases 6000 --table docs/faults.md)")
    assay.same(len(said.splitlines()), len(written.splitlines()), "docs/faults.md")


def nothing_can_be_left_out():
    """Each parameter and each step of each smallest case is left out, one at a time."""
    some = [name for name, _, _ in assay.faults()][::4]
    found = kills(*[x for name in some for x in ("--fault", name)])
    tried = steps = 0
    for name, one in found.items():
        late = one["oracle"] == "effects" or one["kind"].startswith("every time: ")
        if not one["reproduced"] or one["strict"] or late:
            continue
        code, out, err = assay.run("replay", one["replay"], "--try-smaller", "--mock-fault", name,
                                   "--mock-instances", "16", "--timeout", "1s")
        assay.same(code, 1, "%s: %s" % (name, (out + err)[-400:]))
        key = one["key"].split("/", 1)[1] + ": "
        lines = [line for line in out.splitlines() if line.startswith(key)]
        assay.check(lines, "%s: %s" % (name, out[-1500:]))
        for line in lines:
            assay.check(line[len(key):].startswith("nothing of "), "%s: %s" % (name, line))
            tried += 1
        steps += one["steps"] > 1
    assay.check(tried >= 20, "only %d findings were tried" % tried)
    assay.check(steps >= 1, "no finding of several steps was tried")


def too_few_cases_miss_faults():
    """The canary: a run that cannot find a fault says so."""
    code, out, _ = assay.run("mutants", "--cases", "3", "--fault", "prefix-match", "--fault",
                             "request-id-missing")
    assay.same(code, 1, out)
    assay.check("SURVIVED" in out and "1 killed, 1 survived" in out, out)
    assay.check("breaks HttpEndpoint.valid-values" in out, out)


def what_cannot_be_seen_is_named():
    found = kills("--signature", "none", "--lanes", "1", "--fault", "nonce-replay-accepted",
                  "--fault", "other-instance-changed", "--fault", "value-accepted")
    assay.same(found["nonce-replay-accepted"]["why_not"], "nothing is signed", "")
    assay.same(found["other-instance-changed"]["fate"], "not applicable", "")
    assay.same(found["value-accepted"]["fate"], "killed", "")


def found_or_out_of_reach(*args):
    """Of a third of them, what is not found must be named with its reason; how many are out of reach."""
    some = [x for name, _, _ in assay.faults()[::3] for x in ("--fault", name)]
    out = kills(*some, *args)
    for one in out.values():
        assay.check(one["fate"] == "killed" or (one["fate"] == "not applicable" and one["why_not"]), one)
    return sum(one["fate"] != "killed" for one in out.values())


def one_lane_one_instance_finds_the_rest():
    away = found_or_out_of_reach("--lanes", "1", "--mock-instances", "1")
    assay.check(away <= 5, "%d out of reach" % away)


def no_signature_and_no_observation_find_the_rest():
    away = found_or_out_of_reach("--signature", "none", "--without-observation")
    assay.check(5 <= away <= 20, "%d out of reach" % away)


def what_cannot_be_read_back_is_not_said_to_conform():
    state = ("gateway.stored", "gateway.others-kept", "gateway.refused-unchanged",
             "gateway.observed-values")
    for args, judged in ((["--without-observation"], False), ([], True)):
        with assay.mock("--instances", "2", *args) as port, tempfile.TemporaryDirectory() as out:
            code, _, err = assay.run("run", "--endpoint", "http://127.0.0.1:%d" % port, "--cases", "4000",
                                     "--instance-id", "i-bp67acfmxaz0001", "--instance-id",
                                     "i-bp67acfmxaz0002", "--out", out)
            assay.same(code, 0, err)
            tests = {one.get("name"): one for one in
                     ElementTree.parse(os.path.join(out, "junit.xml")).iter("testcase")}
        for name in state:
            skipped = tests[name].find("skipped")
            assay.same(skipped is None, judged, name)
            assay.check(judged or "DescribeInstances" in skipped.get("message"), name)


def jobs_change_nothing():
    some = [x for name in ("nul-cut", "shown-altered", "wrong-code") for x in ("--fault", name)]
    one, three = (kills(*some, "--jobs", jobs) for jobs in ("1", "3"))
    for all_of_them in (one, three):
        for kill in all_of_them.values():
            kill.pop("seconds")
    assay.same(one, three, "--jobs 3")


def an_interrupt_leaves_the_table_of_the_last_run():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "faults.md")
        with open(path, "w", encoding="utf-8") as f:
            f.write("of last night\n")
        process = subprocess.Popen([assay.BINARY, "mutants", "--cases", CASES, "--table", path],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   env=assay.environment())
        for line in process.stdout:
            if "killed" in line:
                break
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assay.same(process.returncode, 5, errors)
        with open(path, encoding="utf-8") as f:
            assay.same(f.read(), "of last night\n", path)
        assay.same(os.listdir(folder), ["faults.md"], folder)
        code, _, err = assay.run("mutants", "--fault", "wrong-code", "--table", folder)
        assay.same(code, 2, err)
        assay.check("--table" in err and folder in err, err)


def what_is_wrong_is_named():
    code, _, err = assay.run("mutants", "--fault", "prefix-mach")
    assay.same(code, 2, err)
    assay.check("--fault" in err and "prefix-match" in err, err)
    code, _, err = assay.run("mutants", "--format", "xml")
    assay.same(code, 2, err)
    assay.check("--format" in err and "markdown" in err, err)


assay.main([every_fault_is_found_and_the_document_says_so, nothing_can_be_left_out,
            too_few_cases_miss_faults, what_cannot_be_seen_is_named, one_lane_one_instance_finds_the_rest,
            no_signature_and_no_observation_find_the_rest,
            what_cannot_be_read_back_is_not_said_to_conform, jobs_change_nothing,
            an_interrupt_leaves_the_table_of_the_last_run, what_is_wrong_is_named])
