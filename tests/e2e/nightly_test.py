#!/usr/bin/env python3
"""Nights in a row: what is new fails, what is known does not, and reports come back from the journal."""
import json
import os
import signal
import subprocess
import tempfile

import assay


def run(out, *args, expected=0, cases=3000):
    code, _, err = assay.run("run", "--cases", str(cases), "--out", out, *args)
    assay.same(code, expected, err[-2000:])
    with open(os.path.join(out, "summary.json"), encoding="utf-8") as f:
        return json.load(f), err


def standings(summary):
    found = {one["key"]: one["standing"] for one in summary["findings"]}
    found.update({one["key"]: one["standing"] for one in summary["absent"]})
    return found


def nights_are_sorted_by_the_baseline():
    with tempfile.TemporaryDirectory() as folder:
        known = os.path.join(folder, "known.toml")
        first = os.path.join(folder, "first")
        summary, _ = run(first, "--mock-fault", "value-refused", expected=1)
        keys = [one["key"] for one in summary["findings"]]
        assay.check(keys, "nothing was found")
        code, out, err = assay.run("baseline", "update", known, first, "--reason", "told the team",
                                   "--expires", "2999-01-01")
        assay.same(code, 0, err)
        assay.same(out.count("added "), len(keys), out)
        # The same again: another seed and more cases change no key.
        summary, err = run(os.path.join(folder, "second"), "--mock-fault", "value-refused", "--seed", "7",
                           "--baseline", known, cases=5000)
        assay.same(standings(summary), {key: "known" for key in keys}, "second night")
        assay.check("no new violation" in err, err)
        # One more fault: only what it shows fails.
        summary, _ = run(os.path.join(folder, "third"), "--mock-fault", "value-refused", "--mock-fault",
                         "message-altered", "--baseline", known, expected=1)
        assay.same({standings(summary)[key] for key in keys}, {"known"}, "third night")
        assay.check("new" in standings(summary).values(), standings(summary))
        # All is mended.
        summary, err = run(os.path.join(folder, "fourth"), "--baseline", known)
        assay.same(standings(summary), {key: "fixed" for key in keys}, "fourth night")
        code, out, _ = assay.run("baseline", "update", known, os.path.join(folder, "fourth"), "--prune")
        assay.same((code, out.count("removed ")), (0, len(keys)), out)


def a_baseline_is_looked_over():
    with tempfile.TemporaryDirectory() as folder:
        known = os.path.join(folder, "known.toml")
        with open(known, "w", encoding="utf-8") as f:
            f.write('[[finding]]\nkey = "a.B/c/d"\nexpires = "2020-01-01"\n')
        code, out, _ = assay.run("baseline", "check", known)
        assay.same(code, 1, out)
        assay.check("expired  a.B/c/d (on 2020-01-01)" in out and "no reason a.B/c/d" in out, out)
        with open(known, "w", encoding="utf-8") as f:
            f.write('[[finding]]\nkey = "a.B/c/d"\nreson = "x"\n')
        for args in (("baseline", "check", known), ("run", "--cases", "1", "--baseline", known)):
            code, _, err = assay.run(*args)
            assay.same(code, 2, err)
            assay.check('line 3: "reson" is not known; did you mean "reason"?' in err, err)
        code, _, err = assay.run("baseline", "check", os.path.join(folder, "none"))
        assay.same(code, 2, err)


def reports_come_back_from_the_journal():
    with tempfile.TemporaryDirectory() as folder:
        out, again = os.path.join(folder, "out"), os.path.join(folder, "again")
        run(out, "--mock-fault", "prefix-match", expected=1)
        code, said, err = assay.run("report", out, "--out", again)
        assay.same(code, 1, err)
        for name in os.listdir(out):
            if name == "journal.ndjson":
                continue
            with open(os.path.join(out, name), "rb") as f, open(os.path.join(again, name), "rb") as g:
                assay.check(f.read() == g.read(), "%s differs" % name)
            assay.check(os.path.join(again, name) in said, said)


def the_time_line_tells_the_whole_run():
    _, summary = assay.judge("--cases", "6000", "--mock-fault", "prefix-match")
    line, phases = summary["timeline"], list(summary["phases"])
    ends = [one["until"] for one in line]
    assay.check(0 < len(line) <= 240 and ends == sorted(set(ends)), ends)
    # It begins with the run; the rate leaves out what came before the first case.
    assay.check(ends[-1] > summary["rate"]["seconds"] + 1e-6, [ends[-1], summary["rate"]])
    assay.check(summary["cases"] < sum(one["requests"] for one in line) <= summary["requests"], summary["requests"])
    assay.check(0 < sum(one["findings"] for one in line) <= len(summary["findings"]), line)
    for one in line:
        assay.check(one["answers"] <= one["requests"] and one["median_ms"] <= one["slowest_ms"], one)
        assay.same(one["slowest_ms"] > 0, one["answers"] > 0, one)
    for clause in summary["clauses"]["each"]:
        assay.same(list(clause["by_phase"]), phases, clause["clause"])
        for verdict, count in clause["verdicts"].items():
            dealt = sum(of_phase.get(verdict, 0) for of_phase in clause["by_phase"].values())
            assay.check(dealt <= count, [clause["clause"], verdict, dealt, count])
    judged = [clause for clause in summary["clauses"]["each"] if clause["by_phase"]["random"]]
    assay.check(len(judged) > 20, "no verdicts in the phase random")


def a_killed_run_still_makes_a_report():
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out")
        process = subprocess.Popen(
            [assay.BINARY, "run", "--cases", "100000000", "--mock-fault", "prefix-match", "--out", out],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        journal = os.path.join(out, "journal.ndjson")
        for line in process.stderr:  # boundaries are done then, and much is left to do
            if line.startswith("phase sequences"):
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()
        assay.check(os.path.getsize(journal) > 0, "no journal")
        code, _, err = assay.run("report", out)
        assay.same(code, 5, err)
        with open(os.path.join(out, "summary.json"), encoding="utf-8") as f:
            summary = json.load(f)
        assay.check(summary["findings"] and summary["cases"] > 0, summary["exit_why"])
        assay.check("HttpEndpoint.valid-values" in {one["clause"] for one in summary["findings"]}, err)
        assay.check(any("did not end" in line for line in summary["not_judged"]), summary["not_judged"])
        assay.check(sum(one["requests"] for one in summary["timeline"]) >= summary["cases"], summary["timeline"])
        assay.check(any(clause["by_phase"]["boundaries"] for clause in summary["clauses"]["each"]), "no phases")
        the_history_gets_it_afterwards(out, os.path.join(folder, "nights.sqlite"), summary)


def the_history_gets_it_afterwards(out, history, summary):
    code, _, err = assay.run("report", out, "--history", history)
    assay.same(code, 5, err)
    assay.check("valid-values (accepted)" in err and "already" not in err, err)
    code, _, err = assay.run("report", out, "--history", history)
    assay.same(code, 5, err)
    assay.check("already" in err and "valid-values" not in err, err)
    code, text, err = assay.run("history", history, "--format", "json")
    assay.same(code, 0, err)
    (track,) = json.loads(text)
    assay.same([(run["exit"], run["started"]) for run in track["runs"]], [(5, summary["started"])], text)
    assay.same({one["key"] for one in track["findings"]}, {one["key"] for one in summary["findings"]}, text)
    code, _, err = assay.run("report", out, "--history", out)
    assay.same(code, 2, err)
    assay.check("--history" in err, err)


assay.main([nights_are_sorted_by_the_baseline, a_baseline_is_looked_over,
            reports_come_back_from_the_journal, the_time_line_tells_the_whole_run, a_killed_run_still_makes_a_report])
