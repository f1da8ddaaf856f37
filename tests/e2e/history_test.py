#!/usr/bin/env python3
"""Run after run of one endpoint: what is new, what is gone, and what `assay history` shows of it."""
import concurrent.futures
import json
import os
import sqlite3
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
            runs_at_once_lose_nothing, no_secret_is_kept])
