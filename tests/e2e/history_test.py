#!/usr/bin/env python3
"""Run after run of one endpoint: what is new, what is gone, and what `assay history` shows of it."""
import concurrent.futures
import json
import os
import sqlite3
import subprocess
import tempfile

import assay

FAULT = ("--mock-fault", "value-accepted")


def night(folder, *args):
    """Judges the built-in mock, with a history; (exit code, what it said)."""
    code, _, said = assay.run("run", "--cases", "1500", "--out", os.path.join(folder, "r"),
                              "--history", os.path.join(folder, "h.sqlite"), *args)
    return code, said


def history(folder, *args):
    code, text, errors = assay.run("history", os.path.join(folder, "h.sqlite"), *args)
    assay.same(code, 0, errors)
    return text


def tracks(folder, *args):
    return json.loads(history(folder, "--format", "json", *args))


def a_fault_comes_goes_and_comes_back():
    with tempfile.TemporaryDirectory() as folder:
        code, said = night(folder)
        assay.same(code, 0, said)
        assay.check("The first finished run of this operation" in said, said)
        code, said = night(folder)
        assay.same(code, 0, said)
        assay.check("Nothing new since the run of 20" in said, said)
        code, said = night(folder, *FAULT)
        assay.same(code, 1, said)
        assay.check("New since the last run: " in said and "valid-values (accepted)" in said, said)
        assay.check("Gone: " not in said, said)
        code, said = night(folder)
        assay.same(code, 0, said)
        assay.check("Gone: " in said and "valid-values (accepted)" in said, said)
        code, said = night(folder, *FAULT)
        assay.same(code, 1, said)
        assay.check("Back: " in said and "New since" not in said, said)

        (track,) = tracks(folder)
        assay.same(track["endpoint"], "embedded mock", "endpoint")
        assay.same([run["exit"] for run in track["runs"]], [0, 0, 1, 0, 1], "exits")
        count = len(track["findings"])
        assay.check(count > 0, track)
        assay.same([run["new"] for run in track["runs"]], [0, 0, count, 0, 0], "new")
        assay.same([run["gone"] for run in track["runs"]], [0, 0, 0, count, 0], "gone")
        assay.same([run["back"] for run in track["runs"]], [0, 0, 0, 0, count], "back")
        for finding in track["findings"]:
            assay.same(finding["runs"], ["unknown", "unknown", "seen", "absent", "seen"], finding)
            assay.same(finding["first_started"], track["runs"][2]["started"], finding)
            assay.same((finding["times"], finding["present"]), (2, True), finding)
        assay.same(len(tracks(folder, "--last", "2")[0]["runs"]), 2, "--last")

        text = history(folder)
        assay.check(text.isascii(), text)
        assay.check("valid-values (accepted)" in text and "  #.#\n" in text, text)
        page = history(folder, "--format", "html")
        assay.check(page.startswith("<!DOCTYPE html>") and "<script" not in page, page[:2000])
        assay.check("valid-values" in page and "<svg" in page, page[:2000])


def another_choice_is_news():
    with tempfile.TemporaryDirectory() as folder:
        for choice, before in (("exact", None), ("ignored", "exact"), ("ignored", None)):
            code, said = night(folder, "--mock-reading", "value-case=" + choice)
            assay.same(code, 0, said)
            line = "The endpoint now reads value-case as %s, before %s" % (choice, before)
            assay.same(line in said, before is not None, said)
            assay.same(said.count("The endpoint now reads"), 1 if before else 0, said)
        (change,) = tracks(folder)[0]["readings_changed"]
        assay.same((change["before"], change["now"]), (["exact"], ["ignored"]), "change")


def an_endpoint_that_is_away_calls_nothing_gone():
    with tempfile.TemporaryDirectory() as folder:
        with assay.mock("--fault", "value-accepted") as port:
            url = ("--endpoint", "http://127.0.0.1:%d" % port)
            code, said = night(folder, *url)
            assay.same(code, 1, said)
        code, said = night(folder, *url)
        assay.same(code, 3, said)
        assay.check("calls nothing gone" in said and "Gone: " not in said, said)
        (track,) = tracks(folder)
        assay.same([run["finished"] for run in track["runs"]], [True, False], "finished")
        assay.check(all(one["present"] for one in track["findings"]), track["findings"])
        assay.check("no verdict: " in history(folder), history(folder))


def filters_name_what_there_is():
    with tempfile.TemporaryDirectory() as folder:
        night(folder)
        assay.same(len(tracks(folder, "--endpoint", "embedded mock")), 1, "--endpoint")
        code, _, errors = assay.run("history", folder + "/h.sqlite", "--endpoint", "embeded mock")
        assay.same(code, 2, errors)
        assay.check('--endpoint "embedded mock"' in errors, errors)
        code, _, errors = assay.run("history", folder + "/h.sqlite", "--format", "pdf")
        assay.same(code, 2, errors)


def runs_at_once_lose_nothing():
    with tempfile.TemporaryDirectory() as folder:
        def one(number):
            return assay.run("run", "--cases", "100", "--out", "%s/%d" % (folder, number),
                             "--history", folder + "/h.sqlite")[0]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            assay.same(list(pool.map(one, range(8))), [0] * 8, "exits")
        assay.same(len(tracks(folder)[0]["runs"]), 8, "runs")
        with sqlite3.connect(folder + "/h.sqlite") as file:
            assay.same(file.execute("PRAGMA integrity_check").fetchone()[0], "ok", "file")


def judging(folder, name, port, *args):
    """A whole run of its own process; its history is the one that is shared."""
    return subprocess.Popen([assay.BINARY, "run", "--cases", "1500", "--endpoint", "http://127.0.0.1:%d" % port, "--out",
                             os.path.join(folder, name), "--history", os.path.join(folder, "h.sqlite"), *args],
                            env=assay.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def ends(process):
    """(exit code, what it said)"""
    said = process.communicate(timeout=300)[1]
    return process.returncode, said


def judged(folder, name):
    """Has the run written its last report, so that only the history is left to write?"""
    try:
        with open(os.path.join(folder, name, "summary.md"), encoding="utf-8") as f:
            return f.read() != ""
    except FileNotFoundError:
        return False


def two_runs_that_write_at_once_lose_nothing():
    rounds = 5
    with tempfile.TemporaryDirectory() as folder, assay.mock("--fault", "value-accepted") as faulty, assay.mock() as clean:
        # The first two begin the file; from then on it is locked until both have come to write, so that they meet.
        for number in range(rounds):
            lock = None
            if number > 0:
                lock = sqlite3.connect(os.path.join(folder, "h.sqlite"), isolation_level=None)
                lock.execute("BEGIN IMMEDIATE")
            names = ["faulty-%d" % number, "clean-%d" % number]
            both = [judging(folder, names[0], faulty, "--seed", str(number)), judging(folder, names[1], clean)]
            if lock:
                while not all(judged(folder, name) for name in names):
                    for process in both:
                        try:
                            process.wait(timeout=0.01)
                        except subprocess.TimeoutExpired:
                            continue
                        raise AssertionError("a run has ended with the history locked: %s" % process.stderr.read())
                assay.same(len(tracks(folder)[0]["runs"]), number, "runs while the file is locked")  # and it can be read
                lock.execute("ROLLBACK")
                lock.close()
            done = [ends(process) for process in both]
            assay.same([code for code, _ in done], [1, 0], done)
            wanted = "New:" if number == 0 else "Nothing new since the run of 20"
            assay.check(wanted in done[0][1], done[0][1])
        found = {track["endpoint"][-6:].rpartition(":")[2]: track for track in tracks(folder)}
        assay.same(sorted(found), sorted([str(faulty), str(clean)]), "endpoints")
        for port, exit_code in ((faulty, 1), (clean, 0)):
            assay.same([run["exit"] for run in found[str(port)]["runs"]], [exit_code] * rounds, port)
        assay.same(found[str(clean)]["findings"], [], "findings of the clean one")
        listed = found[str(faulty)]["findings"]
        with open(os.path.join(folder, "faulty-0/summary.json"), encoding="utf-8") as f:
            assay.same([one["key"] for one in listed], sorted(one["key"] for one in json.load(f)["findings"]), "keys")
        for one in listed:
            assay.same((one["times"], one["runs"]), (rounds, ["seen"] * rounds), one["key"])
        with sqlite3.connect(folder + "/h.sqlite") as file:
            assay.same(file.execute("PRAGMA integrity_check").fetchone()[0], "ok", "file")
            assay.same(file.execute("PRAGMA foreign_key_check").fetchall(), [], "file")


def old_runs_are_dropped_and_days_stay():
    with tempfile.TemporaryDirectory() as folder:
        def on(day, *args):
            return night(folder, "--today", day, *args)
        on("2026-01-01", *FAULT)
        for day in ("2026-01-02", "2026-01-03"):
            on(day)
        code, text, errors = assay.run("history", "prune", folder + "/h.sqlite", "--history-keep", "2")
        assay.same(code, 0, errors)
        assay.check(": 1 run dropped, 2 kept; " in text, text)
        (track,) = tracks(folder)
        assay.same([run["started"][:10] for run in track["runs"]], ["2026-01-02", "2026-01-03"], "days")
        # It is back, not new, though no run that is kept has seen it.
        _, said = on("2026-01-04", "--history-keep", "2", *FAULT)
        assay.check("Back: " in said and "New" not in said, said)
        (track,) = tracks(folder)
        assay.same([run["started"][:10] for run in track["runs"]], ["2026-01-03", "2026-01-04"], "days")
        for one in track["findings"]:
            assay.same((one["first_started"][:10], one["last_started"][:10], one["times"]),
                       ("2026-01-01", "2026-01-04", 2), one["key"])


def the_settings_say_how_many_runs_are_kept():
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/assay.toml", "w", encoding="utf-8") as f:
            f.write('history-keep = 2\n')
        settings = ("--config", folder + "/assay.toml")
        for _ in range(4):
            code, _, errors = assay.run("run", "--cases", "100", "--out", folder + "/r", "--history", folder + "/h.sqlite",
                                        *settings)
            assay.same(code, 0, errors)
        assay.same(len(tracks(folder)[0]["runs"]), 2, "kept by a run")
        code, text, errors = assay.run("history", "prune", folder + "/h.sqlite", *settings)
        assay.check(code == 0 and ": 0 runs dropped, 2 kept; " in text, text + errors)


def no_secret_is_kept():
    with tempfile.TemporaryDirectory() as folder:
        with assay.mock("--fault", "value-accepted") as port:
            code, said = night(folder, "--endpoint", "http://127.0.0.1:%d" % port)
            assay.same(code, 1, said)
        with open(folder + "/h.sqlite", "rb") as f:
            kept = f.read()
        assay.check(b"127.0.0.1" in kept, "the endpoint")
        for secret in assay.KEYS.values():
            assay.check(secret.encode() not in kept, secret)


assay.main([a_fault_comes_goes_and_comes_back, another_choice_is_news,
            an_endpoint_that_is_away_calls_nothing_gone, filters_name_what_there_is,
            runs_at_once_lose_nothing, two_runs_that_write_at_once_lose_nothing,
            old_runs_are_dropped_and_days_stay, the_settings_say_how_many_runs_are_kept, no_secret_is_kept])
