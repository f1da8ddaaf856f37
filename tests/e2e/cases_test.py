#!/usr/bin/env python3
"""End-to-end cases in text: every *.txt beside this file.

    # a comment
    $ run --cases 500 --out {tmp}/r      the program with these words ({tmp} is a folder, {root} the tree)
    exit 0                               the exit code
    out: words                           standard output holds them
    err: words                           standard error holds them
    not: words                           neither holds them
    file {tmp}/r/summary.json            the file is there
    nokeys                               before a `$`: without credentials in the environment
"""
import glob
import os
import shlex
import sys
import tempfile

import assay


def run_case(path):
    with tempfile.TemporaryDirectory() as tmp:
        code = out = err = None
        keys = True
        ran = 0
        with open(path, encoding="utf-8") as f:
            for number, line in enumerate(f, 1):
                line = line.strip().replace("{tmp}", tmp).replace("{root}", assay.ROOT)
                where = "%s:%d" % (os.path.basename(path), number)
                if not line or line.startswith("#"):
                    continue
                word, _, rest = line.partition(" ")
                if line == "nokeys":
                    keys = False
                elif word == "$":
                    code, out, err = assay.run(*shlex.split(rest), keys=keys)
                    keys = True
                    ran += 1
                elif word == "exit":
                    assay.check(code == int(rest), "%s: exit %s, not %s\n%s%s" % (where, code, rest, out, err))
                elif word == "out:":
                    assay.check(rest in out, "%s: not in the output: %s\n%s" % (where, rest, out))
                elif word == "err:":
                    assay.check(rest in err, "%s: not in the errors: %s\n%s" % (where, rest, err))
                elif word == "not:":
                    assay.check(rest not in out + err, "%s: said: %s" % (where, rest))
                elif word == "file":
                    assay.check(os.path.exists(rest), "%s: no file %s" % (where, rest))
                else:
                    raise AssertionError("%s: what is %r?" % (where, word))
        assay.check(ran > 0, "%s runs nothing" % path)


def main():
    paths = sorted(glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), "*.txt")))
    paths = [path for path in paths if os.path.basename(path) != "CMakeLists.txt"]
    failed = 0
    for path in paths:
        try:
            run_case(path)
            print("ok      " + os.path.basename(path), flush=True)
        except AssertionError as error:
            failed += 1
            print("FAILED  %s" % error, flush=True)
    # The canary: a case that can't hold must fail.
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as canary:
        canary.write("$ --version\nexit 9\n")
        canary.flush()
        try:
            run_case(canary.name)
            failed += 1
            print("FAILED  the canary sings no more")
        except AssertionError:
            print("ok      canary")
    sys.exit(1 if failed or not paths else 0)


main()
