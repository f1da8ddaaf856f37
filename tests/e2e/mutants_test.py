#!/usr/bin/env python3
"""No seeded fault is missed, and the table in docs/faults.md is what the program says."""
import json
import os

import assay

CASES = "6000"
SANITIZED = os.environ.get("ASSAY_SANITIZED") == "1"


def table(*args, expected=0):
    code, out, err = assay.run("mutants", "--cases", CASES, *args, timeout=2000)
    assay.same(code, expected, (out + err)[-3000:])
    return out


def kills(*args, expected=0):
    return {one["fault"]: one for one in
            json.loads(table(*args, "--format", "json", expected=expected))["faults"]}


def every_fault_is_found():
    found = kills()
    listed = assay.faults()
    assay.same([name for name, _, _ in listed], list(found), "the faults of the mock")
    assay.check(len(found) >= 88, "only %d faults" % len(found))
    for name, clauses, strict in listed:
        one = found[name]
        assay.same(one["fate"], "killed", name)
        assay.check(one["clause"] in clauses, "%s: %s is not of %s" % (name, one["clause"], clauses))
        assay.same(one["strict"], strict, name)
        assay.check(one["oracle"] and one["replay"] and one["request"], one)
        assay.check(one["found_after"] <= int(CASES), one)


def the_document_is_what_the_program_says():
    if SANITIZED:  # a slow machine may run out of time while it makes cases smaller
        print("SKIPPED the_document_is_what_the_program_says: not under a sanitizer", flush=True)
        return
    with open(os.path.join(assay.ROOT, "docs/faults.md"), encoding="utf-8") as f:
        written = f.read()
    said = table("--format", "markdown")
    for old, new in zip(written.splitlines(), said.splitlines()):
        assay.same(new, old, "docs/faults.md (made by: assay mutants --cases 6000 --format markdown)")
    assay.same(len(said), len(written), "docs/faults.md")


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


def one_lane_and_no_signature_find_the_rest():
    for one in kills("--signature", "none", "--lanes", "1", "--max-time", "8s").values():
        assay.check(one["fate"] in ("killed", "not applicable"), one)


def jobs_change_nothing():
    some = [x for name in ("nul-cut", "shown-altered", "wrong-code") for x in ("--fault", name)]
    one, three = (kills(*some, "--jobs", jobs) for jobs in ("1", "3"))
    for all_of_them in (one, three):
        for kill in all_of_them.values():
            kill.pop("seconds")
    assay.same(one, three, "--jobs 3")


def what_is_wrong_is_named():
    code, _, err = assay.run("mutants", "--fault", "prefix-mach")
    assay.same(code, 2, err)
    assay.check("--fault" in err and "prefix-match" in err, err)
    code, _, err = assay.run("mutants", "--format", "xml")
    assay.same(code, 2, err)
    assay.check("--format" in err and "markdown" in err, err)


assay.main([every_fault_is_found, the_document_is_what_the_program_says, too_few_cases_miss_faults,
            what_cannot_be_seen_is_named, one_lane_and_no_signature_find_the_rest,
            jobs_change_nothing, what_is_wrong_is_named])
