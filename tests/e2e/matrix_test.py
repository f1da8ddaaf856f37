#!/usr/bin/env python3
"""No false alarm under any reading; the same seed tells the same story. Faults: mutants_test.py.

The size of it: ASSAY_MATRIX_CASES cases a run (3000), ASSAY_MATRIX_PAIRS pairs of readings (12; "all"
for every pair).
"""
import itertools
import json
import os

import assay

CASES = os.environ.get("ASSAY_MATRIX_CASES", "3000")
PAIRS = os.environ.get("ASSAY_MATRIX_PAIRS", "12")


def surviving(summary, reading):
    return summary["readings"][reading]["surviving"]


def every_reading():
    for reading, alternatives in assay.readings():
        for alternative in alternatives:
            code, summary = assay.judge("--cases", CASES, "--mock-reading",
                                        "%s=%s" % (reading, alternative))
            what = "%s=%s" % (reading, alternative)
            assay.same(code, 0, what + " " + json.dumps(summary["findings"])[:1500])
            assay.check(alternative in surviving(summary, reading),
                        "%s was ruled out: %s" % (what, summary["readings"][reading]))


# Readings whose alternatives show only together with another one, or only in bytes that any of
# them permits.
HIDDEN = {"integer-width", "invalid-utf8", "v3-form-parameters"}


def observable_readings_are_decided():
    _, summary = assay.judge("--cases", CASES)
    for reading, alternatives in assay.readings():
        if reading not in HIDDEN:
            assay.check(len(surviving(summary, reading)) == 1,
                        "%s: %s" % (reading, surviving(summary, reading)))


def pairs_of_readings():
    every = [(r, a) for r, alternatives in assay.readings() for a in alternatives]
    pairs = [(x, y) for x, y in itertools.combinations(every, 2) if x[0] != y[0]]
    if PAIRS != "all":
        step = max(1, len(pairs) // int(PAIRS))
        pairs = pairs[7::step]
    for x, y in pairs:
        settings = ["%s=%s" % x, "%s=%s" % y]
        code, summary = assay.judge("--cases", CASES, "--mock-reading", settings[0],
                                    "--mock-reading", settings[1])
        assay.same(code, 0, "%s %s" % (settings, json.dumps(summary["findings"])[:1500]))
        for reading, alternative in (x, y):
            assay.check(alternative in surviving(summary, reading), "%s: %s" % (settings, reading))


def findings_come_back_from_their_tokens():
    for fault in ("value-accepted", "state-stored-on-refusal", "case-ignored-once", "request-id-repeated",
                  "nonce-replay-accepted", "content-type-wrong", "half-body", "wrong-status-not-found"):
        code, summary = assay.judge("--cases", "5000", "--mock-fault", fault)
        assay.same(code, 1, fault)
        for finding in summary["findings"]:
            assay.check(finding["reproduced"], "%s: %s" % (fault, finding["key"]))
            code, out, _ = assay.run("replay", finding["replay"], "--mock-fault", fault)
            if "inconclusive" in out:  # a failure in passing is one by its repetition
                continue
            assay.same(code, 1, "%s: %s\n%s" % (fault, finding["key"], out[-2000:]))
        code, out, _ = assay.run("replay", summary["findings"][0]["replay"])
        assay.same(code, 0, fault + " replayed on a faithful mock")
        assay.check("GONE" in out, out[-200:])


def timeless(summary):
    for key in ("started", "rate", "preflight"):
        summary.pop(key)
    stretches = summary.pop("timeline")  # where one ends and how long answers took is the clock's; its sums are not
    summary["told"] = {key: sum(one[key] for one in stretches) for key in ("requests", "answers", "findings")}
    for finding in summary["findings"]:
        for key in ("request", "answer", "curl", "observed", "why"):
            finding.pop(key)
    for reading in summary["readings"].values():
        reading["eliminated"] = [e["value"] for e in reading["eliminated"]]
    return summary


def same_seed_same_story():
    for fault in ([], ["--mock-fault", "prefix-match"]):
        first, second = (timeless(assay.judge("--cases", "4000", "--seed", "42", *fault)[1])
                         for _ in range(2))
        assay.same(json.dumps(first), json.dumps(second), "the summary")
        assay.same(first["seed"], 42, "seed")
        other = assay.judge("--cases", "4000", "--seed", "43", *fault)[1]
        assay.check(other["requests"] > 0, "nothing sent")


def both_transports_judge_alike():
    for fault in ([], ["--mock-fault", "message-altered"], ["--mock-fault", "not-http"]):
        raw, curl = (timeless(assay.judge("--cases", "3000", "--transport", t, *fault)[1])
                     for t in ("raw", "curl"))
        for summary in (raw, curl):
            summary.pop("settings")
            summary.pop("requests")
            summary.pop("told")
        assay.same(json.dumps(raw), json.dumps(curl), str(fault))


def a_second_operation_needs_no_code():
    code, summary = assay.judge("--spec", assay.LAB, "--cases", CASES)
    assay.same(code, 0, json.dumps(summary["findings"])[:3000])
    assay.check(summary["operation"] == "lab.TagShelf", summary["operation"])
    assay.check(summary["verdicts"]["conforms"] > 1000, summary["verdicts"])
    for fault in ("value-accepted", "range-high-accepted", "state-not-stored", "message-altered",
                  "not-found-accepted", "request-id-missing"):
        code, text, _ = assay.run("mock", "--list-faults", "--spec", assay.LAB)
        block = text.split(fault, 1)[1].splitlines()[1]
        if "nothing in this document" in block:
            continue
        code, summary = assay.judge("--spec", assay.LAB, "--cases", "4000", "--mock-fault", fault)
        assay.same(code, 1, "lab, " + fault)


assay.main([every_reading, observable_readings_are_decided, pairs_of_readings,
            findings_come_back_from_their_tokens, same_seed_same_story, both_transports_judge_alike,
            a_second_operation_needs_no_code])
