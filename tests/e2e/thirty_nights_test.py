#!/usr/bin/env python3
"""Thirty nights in a row at one endpoint, whose faults come, go, come back and flicker.

What each night must say follows from the schedule below, and from what every fault shows alone in a
run of its own with another seed. ASSAY_NIGHTS_TABLE=FILE writes the table (docs/thirty-nights.md).
"""
import contextlib
import json
import os
import socket
import subprocess
import tempfile

import assay

CASES = 800 if os.environ.get("ASSAY_SANITIZED") == "1" else 1500
FLICKERING = {"rarely-header-differs"}
TRAILING, HOST = "message-trailing-space", "host-in-message"  # one clause, one kind
WRONG, MISSING = "content-type-wrong", "content-type-missing"  # one clause, two kinds
STATUS, UNKNOWN, REPEATED = "wrong-status-not-found", "unknown-parameter-refused", "request-id-repeated"
ALTERED, RARELY = "message-altered", "rarely-header-differs"
AWAY = None  # nobody listens


# The faults of a night; the reading of value-case; what is done with the baseline in the morning.
SCHEDULE = [
    ([], "exact", ""), ([ALTERED], "exact", ""), ([ALTERED], "exact", "update"),
    ([ALTERED], "exact", ""), ([ALTERED, STATUS], "exact", ""), ([ALTERED, STATUS], "exact", "expired"),
    ([ALTERED, STATUS], "exact", ""), ([ALTERED, STATUS], "exact", "renew"), ([ALTERED, STATUS], "exact", ""),
    (AWAY, "exact", ""), ([STATUS], "exact", ""), ([ALTERED, STATUS], "exact", ""),
    ([STATUS], "ignored", ""), ([STATUS], "ignored", "prune"), ([STATUS, ALTERED], "ignored", ""),
    ([STATUS, WRONG], "ignored", "update"), ([STATUS, MISSING], "ignored", ""), (AWAY, "exact", "prune"),
    ([STATUS, WRONG], "exact", ""), ([RARELY], "exact", ""), ([RARELY], "exact", "update"),
    ([RARELY, UNKNOWN], "exact", ""), ([UNKNOWN], "exact", "update"), ([TRAILING], "exact", "update"),
    ([HOST], "exact", ""), ([HOST, REPEATED], "exact", ""), ([REPEATED, RARELY], "ignored", "prune"),
    ([TRAILING, REPEATED], "ignored", ""), ([], "ignored", "prune"), ([ALTERED], "exact", "")]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def mock(port, faults, reading):
    """The endpoint of a night, at the same address as every night; none when it is away."""
    if faults is AWAY:
        yield
        return
    args = [word for fault in faults for word in ("--fault", fault)]
    process = subprocess.Popen([assay.BINARY, "mock", "--port", str(port), "--reading",
                                "value-case=" + reading, *args],
                               stdout=subprocess.PIPE, env=assay.environment(), text=True)
    try:
        assay.check(process.stdout.readline().startswith("listening"), "the mock did not start")
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)
        process.stdout.close()


class Alone:
    """What a fault, or none, shows alone in a run by a seed that no night has.

    A fault hides others: of an answer that is wrong in one way no more is judged. So `left_out`,
    the clauses that did not come to be judged, and `decided`, is value-case known after it."""

    def __init__(self, fault):
        args = ["--mock-fault", fault] if fault else []
        code, summary = assay.judge("--cases", str(CASES), "--seed", "991", *args)
        assay.same(code, 1 if fault else 0, fault)
        for one in summary["findings"]:
            assay.check(one["reproduced"] != (fault in FLICKERING), one["key"])
        self.keys = {one["key"] for one in summary["findings"]}
        self.left_out = {one["clause"] for one in summary["clauses"]["not_exercised"]}
        self.decided = len(summary["readings"]["value-case"]["surviving"]) == 1


def catalogue():
    faults = {one for faults, _, _ in SCHEDULE for one in faults or []}
    return {fault: Alone(fault) for fault in sorted(faults | {""})}


class Expected:
    """The baseline and the history as the schedule has them, told without either."""

    def __init__(self, shown):
        self.shown, self.known = shown, {}  # key -> (flaky, expired)
        self.ever, self.present, self.reading = set(), set(), None

    def night(self, faults, reading):
        out = {"standing": {}, "fresh": set(), "back": set(), "gone": set(), "changed": []}
        if faults is AWAY:
            out.update(exit=3, standing={key: "not judged" for key in self.known})
            return out
        keys = set().union(*(self.shown[fault].keys for fault in faults))
        comes_and_goes = set().union(*(self.shown[fault].keys for fault in faults if fault in FLICKERING))
        alone = [self.shown[fault] for fault in faults + [""]]
        hidden = {key for key in self.ever | set(self.known) if key not in keys and
                  any(key.split("/")[1] in one.left_out for one in alone)}
        for key in keys | set(self.known):
            flaky, expired = self.known.get(key, (False, False))
            if key not in keys:
                standing = "not judged" if key in hidden else "flaky" if flaky else "fixed"
            elif key not in self.known:
                standing = "new"
            else:
                standing = "expired" if expired else "flaky" if flaky or key in comes_and_goes else "known"
            out["standing"][key] = standing
        out["exit"] = int(any(out["standing"][key] in ("new", "expired") for key in keys))
        out["fresh"] = keys - self.ever
        out["back"] = keys & self.ever - self.present
        out["gone"] = self.present - keys - hidden
        if all(one.decided for one in alone):
            out["changed"] = [(self.reading, reading)] if self.reading not in (None, reading) else []
            self.reading = reading
        self.ever, self.present = self.ever | keys, keys | (self.present & hidden)
        self.keys, self.flaky = keys, comes_and_goes
        return out

    def morning(self, action, standing):
        if action in ("update", "expired"):
            for key in [key for key, how in standing.items() if how == "new"]:
                self.known[key] = (key in self.flaky, action == "expired")
        if action == "renew":
            self.known = {key: (flaky, False) for key, (flaky, _) in self.known.items()}
        if action == "prune":
            for key in [key for key, how in standing.items() if how in ("new", "fixed")]:
                if standing[key] == "new":
                    self.known[key] = (key in self.flaky, False)
                else:
                    del self.known[key]


def tend(known, out, action):
    """What somebody does with the baseline in the morning."""
    if action == "renew":
        with open(known, encoding="utf-8") as f:
            text = f.read()
        with open(known, "w", encoding="utf-8") as f:
            f.write(text.replace("2020-01-01", "2999-01-01"))
    elif action:
        more = {"update": ["--expires", "2999-01-01"], "expired": ["--expires", "2020-01-01"],
                "prune": ["--prune"]}[action]
        code, _, err = assay.run("baseline", "update", known, out, "--reason", "told", *more)
        assay.same(code, 0, err)


def got(summary, code, track):
    """What the program says of the night, in the form of Expected.night."""
    listed = summary["findings"] + summary["absent"]
    run = track["runs"][-1]
    return {"exit": code, "standing": {one["key"]: one["standing"] for one in listed},
            "fresh": run["new"], "back": run["back"], "gone": run["gone"],
            "changed": [(one["before"][0], one["now"][0]) for one in track["readings_changed"]
                        if one["run"] == run["id"] and one["reading"] == "value-case"],
            "other": [one["reading"] for one in track["readings_changed"] if one["reading"] != "value-case"]}


def counts(standing):
    kinds = ("new", "known", "expired", "flaky", "fixed", "not judged")
    return [list(standing.values()).count(kind) for kind in kinds]


def nights(schedule, real, shown):
    """Lives through `real`, expects `schedule`; (rows of the table, what was not as expected)."""
    rows, wrong, expected, port = [], [], Expected(shown), free_port()
    with tempfile.TemporaryDirectory() as folder:
        known, kept = os.path.join(folder, "known.toml"), os.path.join(folder, "nights.sqlite")
        with open(known, "w", encoding="utf-8"):
            pass
        for number, (planned, lived) in enumerate(zip(schedule, real), 1):
            out = os.path.join(folder, str(number))
            with mock(port, lived[0], lived[1]):
                code, _, err = assay.run(
                    "run", "--endpoint", "http://127.0.0.1:%d" % port, "--seed", str(100 + number), "--cases",
                    str(CASES + 50 * (number % 5)), "--baseline", known, "--history", kept, "--out", out)
            with open(os.path.join(out, "summary.json"), encoding="utf-8") as f:
                summary = json.load(f)
            _, text, _ = assay.run("history", kept, "--format", "json")
            (track,) = json.loads(text)
            want, have = expected.night(planned[0], planned[1]), got(summary, code, track)
            for what in ("fresh", "back", "gone"):
                want[what] = len(want[what])
            want["other"] = []
            wrong += ["night %d, %s: %r, expected %r" % (number, what, have[what], want[what])
                      for what in want if have[what] != want[what]]
            rows.append((number, planned, want, have))
            tend(known, out, planned[2])
            expected.morning(planned[2], want["standing"])
    return rows, wrong


def table(rows):
    lines = ["| night | faults | value-case | exit | new | known | expired | flaky | fixed | not judged "
             "| history: new, back, gone | morning |", "|" + "---|" * 12]
    for number, (faults, reading, action), want, have in rows:
        cells = [str(number), "endpoint away" if faults is AWAY else ", ".join(faults) or "none", reading]
        pairs = [(have["exit"], want["exit"]), *zip(counts(have["standing"]), counts(want["standing"]))]
        cells += [str(a) if a == b else "**%s**, expected %s" % (a, b) for a, b in pairs]
        cells.append(", ".join("%d" % have[what] for what in ("fresh", "back", "gone")))
        lines.append("| " + " | ".join(cells + [action or " "]) + " |")
    return "\n".join(lines) + "\n"


def thirty_nights_are_sorted_right():
    assay.same(len(SCHEDULE), 30, "nights")
    rows, wrong = nights(SCHEDULE, SCHEDULE, catalogue())
    text = table(rows)
    print(text)
    if os.environ.get("ASSAY_NIGHTS_TABLE"):
        with open(os.environ["ASSAY_NIGHTS_TABLE"], "w", encoding="utf-8") as f:
            f.write("# Thirty nights\n\nWritten by `tests/e2e/thirty_nights_test.py` with "
                    "`ASSAY_NIGHTS_TABLE=FILE`, which says\nwhat it lives through and what it expects. "
                    "Each night has another seed and another number of cases.\n\n" + text)
    assay.same(wrong, [], "nights")


def a_wrong_schedule_is_noticed():
    """The test of the test: four nights, of which two are lived through otherwise than planned."""
    planned = [([], "exact", ""), ([ALTERED], "exact", ""), ([], "exact", ""), ([STATUS], "exact", "")]
    lived = [planned[0], ([STATUS], "exact", ""), planned[2], (AWAY, "exact", "")]
    _, wrong = nights(planned, lived, catalogue())
    for night in ("night 2, standing", "night 4, exit"):
        assay.check(any(line.startswith(night) for line in wrong), "%s: not noticed in %s" % (night, wrong))
    assay.check(not any(line.startswith("night 1,") for line in wrong), wrong)


assay.main([thirty_nights_are_sorted_right, a_wrong_schedule_is_noticed])
