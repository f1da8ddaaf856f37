#!/usr/bin/env python3
"""assay doctor: each thing that can be wrong is made wrong once."""
import json
import os
import socket
import tempfile

import assay


def doctor(*args, keys=True, expected=0):
    code, out, err = assay.run("doctor", "--config", "none", "--json", *args, keys=keys)
    assay.same(code, expected, out + err)
    found = json.loads(out)
    assay.same(found["well"], expected == 0, out)
    symptoms = {}
    for one in found["machine"] + found["endpoint"]:
        assay.check(one["health"] == "ok" or one["mend"], one)
        symptoms[one["name"]] = one
    for secret in assay.KEYS.values():
        assay.check(secret not in out + err, "a key is shown")
    return symptoms


def well(symptoms, *names):
    for name in names:
        assay.same(symptoms[name]["health"], "ok", symptoms[name])


def a_healthy_machine_and_endpoint():
    well(doctor(), "clock", "settings", "document", "reports", "files", "tls", "credentials")
    with assay.mocks("--imds-port", "0", names=("listening", "imds listening")) as (port, imds):
        found = doctor("--endpoint", "http://127.0.0.1:%d" % port,
                       "--imds", "http://127.0.0.1:%d/{instance}" % imds)
        well(found, "name", "connection", "unsigned", "bad signature", "list", "metadata")
        assay.check("lists 2 instances" in found["list"]["seen"], found["list"])


def settings_and_files():
    with tempfile.TemporaryDirectory() as folder:
        broken = os.path.join(folder, "x.toml")
        with open(broken, "w", encoding="utf-8") as f:
            f.write('casez = 1\n')
        code, out, _ = assay.run("doctor", "--config", broken)
        assay.check(code == 2 and "line 1" in out and "did you mean" in out, out)
        assay.same(doctor("--baseline", broken, expected=2)["baseline"]["health"], "problem", "baseline")
        assay.same(doctor("--history", broken, expected=2)["history"]["health"], "problem", "history")
        assay.same(doctor("--out", "/proc/assay", expected=2)["reports"]["health"], "problem", "out")
        assay.same(doctor("--spec", broken + "none", expected=2)["document"]["health"], "problem", "spec")
        old = os.path.join(folder, "old.toml")
        with open(old, "w", encoding="utf-8") as f:
            f.write('[[finding]]\nkey = "a.B/c/d"\nexpires = "2020-01-01"\n')
        assay.check("1 expired" in doctor("--baseline", old)["baseline"]["seen"], "expired")
        keys = os.path.join(folder, "keys")
        with open(keys, "w", encoding="utf-8") as f:
            f.write("".join("%s=%s\n" % pair for pair in assay.KEYS.items()))
        os.chmod(keys, 0o644)
        found = doctor("--credentials", keys, keys=False)["credentials"]
        assay.same((found["health"], found["mend"]), ("warning", "chmod 600 " + keys), found)
        os.chmod(keys, 0o600)
        well(doctor("--credentials", keys, keys=False), "credentials")


def endpoints_that_are_not_well():
    with socket.socket() as taken:  # bound and not listening: refused
        taken.bind(("127.0.0.1", 0))
        url = "http://127.0.0.1:%d" % taken.getsockname()[1]
        found = doctor("--endpoint", url, expected=3)
        assay.check("refused" in found["connection"]["seen"], found["connection"])
        assay.same(doctor("--endpoint", url, keys=False, expected=2)["credentials"]["health"], "problem", "keys")
        # A file without keys is to be filled, not replaced by something else.
        found = doctor("--endpoint", url, "--credentials", os.devnull, expected=2)["credentials"]
        assay.check(found["mend"].endswith("into " + os.devnull), found)
    with assay.mock() as port:
        url = "http://127.0.0.1:%d" % port
        found = doctor("--endpoint", url, "--instance-id", "i-nowhere", expected=3)
        assay.same(found["instance"]["health"], "problem", found)
        found = doctor("--endpoint", url, "--region", "nowhere", expected=3)
        assay.same(found["list"]["health"], "problem", found)
        found = doctor("--endpoint", "https://127.0.0.1:%d" % port, expected=3)
        assay.same(found["connection"]["health"], "problem", found)
    with assay.mock("--no-auth") as port:
        found = doctor("--endpoint", "http://127.0.0.1:%d" % port)
        assay.same(found["bad signature"]["health"], "warning", found)
    with assay.mock("--without-observation") as port:
        found = doctor("--endpoint", "http://127.0.0.1:%d" % port)
        assay.check("read back" in found["list"]["seen"], found["list"])


def it_asks_before_it_looks_elsewhere():
    code, _, err = assay.run("doctor", "--config", "none", "--endpoint", "http://192.0.2.1")
    assay.check(code == 2 and "--live" in err, err)


assay.main([a_healthy_machine_and_endpoint, settings_and_files, endpoints_that_are_not_well,
            it_asks_before_it_looks_elsewhere])
