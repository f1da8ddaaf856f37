#!/usr/bin/env python3
"""Thirty nights in a row at one endpoint, whose faults come, go, come back and flicker; some nights do not end.

What each night must say follows from the schedule below, and from what every fault shows alone in a
run of its own with another seed. ASSAY_NIGHTS_TABLE=FILE writes the table (docs/thirty-nights.md).
"""
import collections
import contextlib
import datetime
import json
import os
import re
import signal
import socket
import subprocess
import tempfile

import assay
import history_story

CASES = 800 if os.environ.get("ASSAY_SANITIZED") == "1" else 1500
TABLE = os.environ.pop("ASSAY_NIGHTS_TABLE", "")  # which is no setting of the program
FLICKERING = {"rarely-header-differs"}
TRAILING, HOST = "message-trailing-space", "host-in-message"  # one clause, one kind
WRONG, MISSING = "content-type-wrong", "content-type-missing"  # one clause, two kinds
STATUS, UNKNOWN, REPEATED = "wrong-status-not-found", "unknown-parameter-refused", "request-id-repeated"
ALTERED, RARELY = "message-altered", "rarely-header-differs"
AWAY = None  # nobody listens

# The faults of a night; the reading of value-case; what is done with the baseline in the morning; how the night ends:
# by itself, "stopped" (SIGTERM, as a job sends that ran out of time) or "killed" (SIGKILL).
Night = collections.namedtuple("Night", "faults reading morning end", defaults=("exact", "", ""))
SCHEDULE = [
    Night([]), Night([ALTERED]), Night([ALTERED], morning="update"),
    Night([ALTERED]), Night([ALTERED, STATUS]), Night([ALTERED, STATUS], morning="until 8"),
    Night([ALTERED, STATUS]), Night([ALTERED, STATUS], morning="renew"),
    # message-altered is mended and a new fault is there, and then the night is cut short.
    Night([STATUS, UNKNOWN], morning="update", end="stopped"),
    Night(AWAY), Night([STATUS]), Night([ALTERED, STATUS]),
    Night([STATUS], "ignored"), Night([STATUS], "ignored", "prune"), Night([STATUS, ALTERED], "ignored"),
    Night([STATUS, WRONG], "ignored", "update"), Night([STATUS, MISSING], "ignored"), Night(AWAY, morning="prune"),
    Night([STATUS, WRONG]), Night([RARELY]), Night([RARELY], morning="update"),
    Night([RARELY, UNKNOWN]), Night([UNKNOWN], morning="update"), Night([TRAILING], morning="update"),
    Night([HOST]), Night([HOST, REPEATED]), Night([REPEATED, RARELY], "ignored", "prune"),
    # Nobody hears of this one but who makes its reports in the morning.
    Night([STATUS, ALTERED], "ignored", "prune", "killed"), Night([], "ignored", "prune"), Night([ALTERED])]


def day_of(number):
    return (datetime.date(2026, 1, 1) + datetime.timedelta(number - 1)).isoformat()


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
    faults = {fault for night in SCHEDULE for fault in night.faults or []}
    return {fault: Alone(fault) for fault in sorted(faults | {""})}


class Expected:
    """The baseline and the history as the schedule has them, told without either, key by key."""

    def __init__(self, shown):
        self.shown, self.known = shown, {}  # key -> (flaky, day on which it expires)
        self.lines, self.reading = {}, None  # key -> history_story.Line
        self.runs = 0

    def night(self, night, number):
        keys = set() if night.faults is AWAY else set().union(*(self.shown[fault].keys for fault in night.faults))
        flaky = set().union(*(self.shown[fault].keys for fault in set(night.faults or []) & FLICKERING))
        alone = [] if night.faults is AWAY else [self.shown[fault] for fault in night.faults + [""]]
        ended = night.faults is not AWAY and not night.end
        unseen = (set(self.lines) | set(self.known)) - keys
        hidden = {key for key in unseen if not ended or any(key.split("/")[1] in one.left_out for one in alone)}
        out = {"seen": keys, "standing": {key: self.standing(key, key in keys, key in hidden, key in flaky, day_of(number))
                            for key in keys | set(self.known)}}
        failing = any(out["standing"][key] in ("new", "expired") for key in keys)
        out["exit"] = 3 if night.faults is AWAY else int(failing) if ended else 5
        self.flaky = flaky
        out.update(fresh=set(), back=set(), gone=set(), changed=[])
        if night.end == "killed":  # it never came to tell the history
            return out
        out.update(self.sightings(keys, hidden, flaky, day_of(number)))
        if ended and all(one.decided for one in alone):
            out["changed"] = [(self.reading, night.reading)] if self.reading not in (None, night.reading) else []
            self.reading = night.reading
        return out

    def standing(self, key, seen, hidden, comes_and_goes, day):
        flaky, expires = self.known.get(key, (False, ""))
        if not seen:
            return "not judged" if hidden else "flaky" if flaky else "fixed"
        if key not in self.known:
            return "new"
        return "expired" if expires <= day else "flaky" if flaky or comes_and_goes else "known"

    def sightings(self, keys, hidden, flaky, day):
        out = {"fresh": keys - set(self.lines),
               "back": {key for key in keys & set(self.lines) if not self.lines[key].present},
               "gone": {key for key, line in self.lines.items() if line.present} - keys - hidden}
        for key in out["fresh"]:
            self.lines[key] = history_story.Line(first=day, marks=["unknown"] * self.runs)
        for key, line in self.lines.items():
            if key in keys:
                line.last, line.times, line.present = day, line.times + 1, True
                line.marks.append("flaky" if key in flaky else "seen")
            else:
                line.present = line.present and key in hidden
                line.marks.append("unjudged" if key in hidden else "absent")
        self.runs += 1
        return out

    def morning(self, action, standing):
        new = [key for key, how in standing.items() if how == "new"] if action != "renew" else []
        for key in new if action else []:
            self.known[key] = (key in self.flaky, day_of(int(action[6:])) if action.startswith("until") else "2999-01-01")
        if action == "renew":
            self.known = {key: (flaky, "2999-01-01") for key, (flaky, _) in self.known.items()}
        for key in [key for key, how in standing.items() if how == "fixed"] if action == "prune" else []:
            del self.known[key]


def tend(known, out, action, number):
    """What somebody does with the baseline in the morning."""
    if action == "renew":
        with open(known, encoding="utf-8") as f:
            text = f.read()
        with open(known, "w", encoding="utf-8") as f:
            f.write(text.replace(day_of(number), "2999-01-01"))
    elif action:
        expires = day_of(int(action[6:])) if action.startswith("until") else "2999-01-01"
        more = ["--prune"] if action == "prune" else []
        code, _, err = assay.run("baseline", "update", known, out, "--reason", "told", "--today", day_of(number),
                                 "--expires", expires, *more)
        assay.same(code, 0, err)


def lives_through(args, end):
    """Runs the night; a night that does not end has no other end, and is cut short when all boundaries are judged."""
    if not end:
        code, _, err = assay.run("run", *args)
        return code, err
    process = subprocess.Popen([assay.BINARY, "run", *args, "--cases", "100000000", "--max-time", "1h"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=assay.environment())
    said = []
    for line in process.stderr:
        said.append(line)
        if line.startswith("phase sequences"):
            process.send_signal(signal.SIGTERM if end == "stopped" else signal.SIGKILL)
            break
    said.append(process.stderr.read())
    code = process.wait(timeout=300)
    process.stderr.close()
    if end == "killed":
        assay.same(code, -signal.SIGKILL, "a killed night")
        out = args[args.index("--out") + 1]
        code, _, err = assay.run("report", out)  # somebody makes the reports from its journal
    return code, "".join(said)


def sorted_by(known, out, number):
    """What `assay baseline check` says of the findings of a night, which may have been killed."""
    _, text, err = assay.run("baseline", "check", known, out, "--today", day_of(number))
    assay.same(err, "", "baseline check")
    lines = [re.fullmatch(r"(not judged|\w+) +([^/]+/.*?)( \(.*\))?", line).groups() for line in text.splitlines()]
    return {key: how for how, key, _ in lines}


def names(keys):
    """As the run's last lines name findings: the clause and the kind."""
    return sorted("%s (%s)" % tuple(key.split("/", 2)[1:]) for key in keys)


def told(err, word):
    line = re.search(r"(?m)^%s: (.*)$" % word, err)
    return sorted(re.findall(r"(\S+ \(.*?\))(?:, |$)", line.group(1))) if line else []


def got(summary, code, err, track, before, end, standing):
    """What the program says of the night, in the form of Expected.night, and of each finding in the history."""
    listed = summary["findings"] + summary["absent"]
    out = {"exit": code, "standing": {one["key"]: one["standing"] for one in listed} if end != "killed" else standing}
    new = track["runs"][-1] if len(track["runs"]) > before else None
    assay.same(new is None, end == "killed", "a run more in the history")
    run = new or {"new": 0, "back": 0, "gone": 0, "id": None}
    out["counts"] = [run["new"], run["back"], run["gone"]]
    out["fresh"], out["back"], out["gone"] = told(err, "New(?: since the last run)?"), told(err, "Back"), told(err, "Gone")
    changes = [one for one in track["readings_changed"] if one["run"] == run["id"]]
    out["changed"] = [(one["before"][0], one["now"][0]) for one in changes if one["reading"] == "value-case"]
    out["other"] = [one["reading"] for one in changes if one["reading"] != "value-case"]
    out["lines"] = history_story.lines_of(track)
    return out


def counts(standing):
    kinds = ("new", "known", "expired", "flaky", "fixed", "not judged")
    return [list(standing.values()).count(kind) for kind in kinds]


def differences(number, want, have):
    want = dict(want, counts=[len(want[what]) for what in ("fresh", "back", "gone")], other=[])
    want.update({what: names(want[what]) for what in ("fresh", "back", "gone")})
    out = []
    for what in want:
        if what not in ("lines", "seen") and have[what] != want[what]:
            out.append("night %d, %s: %r, expected %r" % (number, what, have[what], want[what]))
    for key in sorted(set(want["lines"]) | set(have["lines"])):
        a, b = have["lines"].get(key), want["lines"].get(key)
        if a != b:
            out.append("night %d, history of %s: %r, expected %r" % (number, key, a, b))
    return out


def nights(schedule, real, shown, folder):
    """Lives through `real`, expects `schedule`; (rows of the table, what was not as expected, the story)."""
    rows, wrong, expected, port = [], [], Expected(shown), free_port()
    known, kept = os.path.join(folder, "known.toml"), os.path.join(folder, "nights.sqlite")
    story = history_story.Story("http://127.0.0.1:%d" % port)
    with open(known, "w", encoding="utf-8"):
        pass
    for number, (planned, lived) in enumerate(zip(schedule, real), 1):
        out = os.path.join(folder, str(number))
        args = ["--endpoint", story.endpoint, "--seed", str(100 + number), "--baseline", known, "--history", kept,
                "--out", out, "--today", day_of(number)]
        if not lived.end:
            args += ["--cases", str(CASES + 50 * (number % 5))]
        with mock(port, lived.faults, lived.reading):
            code, err = lives_through(args, lived.end)
        with open(os.path.join(out, "summary.json"), encoding="utf-8") as f:
            summary = json.load(f)
        _, text, _ = assay.run("history", kept, "--format", "json")
        (track,) = json.loads(text)
        want = expected.night(planned, number)
        want["lines"] = expected.lines
        have = got(summary, code, err, track, len(story.runs), lived.end, sorted_by(known, out, number))
        wrong += differences(number, want, have)
        rows.append((number, planned, want, have))
        if lived.end != "killed":
            story.add(day_of(number), want, summary)
        tend(known, out, planned.morning, number)
        expected.morning(planned.morning, want["standing"])
    story.lines = expected.lines
    return rows, wrong, (story, kept)


def table(rows):
    lines = ["| night | faults | value-case | exit | new | known | expired | flaky | fixed | not judged "
             "| history: new, back, gone | morning |", "|" + "---|" * 12]
    for number, night, want, have in rows:
        what = "endpoint away" if night.faults is AWAY else ", ".join(night.faults) or "none"
        cells = [str(number), what + (", **%s**" % night.end if night.end else ""), night.reading]
        pairs = [(have["exit"], want["exit"]), *zip(counts(have["standing"]), counts(want["standing"]))]
        cells += [str(a) if a == b else "**%s**, expected %s" % (a, b) for a, b in pairs]
        cells.append(", ".join("%d" % count for count in have["counts"]) if night.end != "killed" else "not in it")
        lines.append("| " + " | ".join(cells + [night.morning or " "]) + " |")
    return "\n".join(lines) + "\n"


PAGE = """# Thirty nights

Written by `tests/e2e/thirty_nights_test.py` with `ASSAY_NIGHTS_TABLE=FILE`, which says
what it lives through and what it expects. Each night has another seed, another number of cases and a day of its own (`--today`).

%s
What each night says is expected key by key, in the baseline and in the history. Night 9 is **stopped** by a signal, as a job is
that has run out of time: exit code 5, what it found is new and taken over in the morning, and the finding that was mended that
day is *not judged* and not *fixed*, because the night did not get to the end. Night 28 is **killed** outright: `assay report`
makes its reports from the journal, and the history never hears of it. An entry of the baseline that may stand *until 8* has
expired in night 8.

What `assay history` tells in the end, held by the same test against what it knows of the nights:

```
%s```
"""


def write_page(path, rows, text):
    text = re.sub(r"(?m)^  assay replay .*\n", "", text)  # long
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8080", text)
    with open(path, "w", encoding="utf-8") as f:
        f.write(PAGE % (table(rows), text))


def thirty_nights_are_sorted_right():
    assay.same(len(SCHEDULE), 30, "nights")
    with tempfile.TemporaryDirectory() as folder:
        rows, wrong, (story, kept) = nights(SCHEDULE, SCHEDULE, catalogue(), folder)
        print(table(rows))
        _, text, _ = assay.run("history", kept)
        _, page, _ = assay.run("history", kept, "--format", "html")
        if TABLE:
            write_page(TABLE, rows, text)
    assay.same(wrong, [], "nights")
    assay.same(history_story.wrong_in_text(story, text), [], "in the terminal")
    assay.same(history_story.wrong_in_page(story, page), [], "on the page")
    history_story.canaries(story, text, page)


def a_wrong_schedule_is_noticed():
    """The test of the test: nights that are lived through otherwise than planned."""
    planned = [Night([]), Night([ALTERED], morning="update"), Night([]), Night([STATUS]), Night([STATUS], end="stopped")]
    lived = [planned[0], Night([STATUS], morning="update"), planned[2], Night(AWAY), Night([STATUS])]
    with tempfile.TemporaryDirectory() as folder:
        _, wrong, (story, kept) = nights(planned, lived, catalogue(), folder)
        _, text, _ = assay.run("history", kept)
    for said in ("night 2, standing", "night 2, history of", "night 4, exit", "night 4, fresh", "night 5, exit"):
        assay.check(any(line.startswith(said) for line in wrong), "%s: not noticed in %s" % (said, wrong))
    assay.check(not any(line.startswith("night 1,") for line in wrong), wrong)
    assay.check(history_story.wrong_in_text(story, text), "the story is another, and is not noticed")


assay.main([thirty_nights_are_sorted_right, a_wrong_schedule_is_noticed])
