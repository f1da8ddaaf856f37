"""Helpers of the end-to-end tests: run the program, start its mock, read its summary."""
import contextlib
import json
import os
import subprocess
import sys
import tempfile

BINARY = os.environ.get("ASSAY_BINARY") or sys.exit("ASSAY_BINARY is not set")
ROOT = os.environ.get("ASSAY_ROOT") or sys.exit("ASSAY_ROOT is not set")
KEYS = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "testAccessKeyId",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "testAccessKeySecret"}
LAB = os.path.join(ROOT, "tests/data/spec/lab/TagShelf.json")


def environment(keys=True):
    env = {k: v for k, v in os.environ.items() if not k.startswith("ALIBABA_CLOUD_")}
    env.pop("ASSAY_SPEC_DIR", None)
    if keys:
        env.update(KEYS)
    return env


def run(*args, keys=True, timeout=300):
    """(exit code, standard output, standard error), bytes replaced where they are no text."""
    done = subprocess.run([BINARY, *args], capture_output=True, timeout=timeout,
                          env=environment(keys), stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def judge(*args, timeout=300, keys=True):
    """Runs `assay run` into a folder of its own; (exit code, summary)."""
    with tempfile.TemporaryDirectory() as out:
        code, stdout, stderr = run("run", "--out", out, *args, timeout=timeout, keys=keys)
        path = os.path.join(out, "summary.json")
        if not os.path.exists(path):
            raise AssertionError("no summary: %s %s %s" % (code, stdout, stderr))
        with open(path, encoding="utf-8") as f:
            return code, json.load(f)


@contextlib.contextmanager
def mock(*args):
    """A mock of its own; yields its port. Ends it by SIGTERM and demands exit 0."""
    with mocks(*args) as ports:
        yield ports[0]


@contextlib.contextmanager
def mocks(*args, names=("listening",)):
    """Likewise; yields the ports that it prints, one a line, after these words."""
    process = subprocess.Popen([BINARY, "mock", "--port", "0", *args], stdout=subprocess.PIPE,
                               env=environment(), text=True)
    try:
        ports = []
        for name in names:
            word, _, port = process.stdout.readline().rstrip("\n").rpartition(" ")
            if word != name or not port.isdigit():
                raise AssertionError("the mock said %r" % [word, port])
            ports.append(int(port))
        yield ports
    finally:
        process.terminate()
        code = process.wait(timeout=10)
    if code != 0:
        raise AssertionError("the mock ended with %d" % code)


def readings():
    """[(reading, [alternative, …])] of the shipped document."""
    out = []
    for name in ("spec/ecs/ModifyInstanceMetadataOptions.json", "spec/common/rpc-gateway.json",
                 "spec/ecs/instance-metadata.json"):
        with open(os.path.join(ROOT, name), encoding="utf-8") as f:
            for reading in json.load(f)["readings"]:
                out.append((reading["name"], [a["name"] for a in reading["alternatives"]]))
    return out


def faults():
    """[(fault, clauses that it breaks, needs --strict)]."""
    code, text, _ = run("mock", "--list-faults")
    assert code == 0
    out = []
    for line in text.splitlines():
        if line.startswith(" "):
            out[-1][1].extend(line.split("breaks ", 1)[1].split(", "))
        else:
            out.append((line.split()[0], [], "--strict" in line))
    return out


def same(a, b, what):
    if a != b:
        raise AssertionError("%s: %r is not %r" % (what, a, b))


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def main(tests):
    """Runs every test, or those named on the command line; says which failed."""
    wanted = sys.argv[1:]
    failed = 0
    for test in tests:
        if wanted and test.__name__ not in wanted:
            continue
        try:
            test()
            print("ok      %s" % test.__name__, flush=True)
        except Exception as error:  # each failure is told, then the next test runs
            failed += 1
            print("FAILED  %s: %s: %s" % (test.__name__, type(error).__name__, error), flush=True)
    sys.exit(1 if failed else 0)
