#!/usr/bin/env python3
"""docs/nightly.md and docs/nightly/: every recipe is executed from its own file, as far as this machine can.

What installs and builds is looked over and not run. The endpoint is a mock on loopback: faithful, with a fault, away.
"""
import configparser
import contextlib
import fcntl
import glob
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile

SYSTEM_PYTHON = "/usr/bin/python3"  # where Debian's yaml is
try:
    import yaml
except ImportError:
    if os.path.realpath(sys.executable) == os.path.realpath(SYSTEM_PYTHON):
        sys.exit("python3-yaml is missing: scripts/bootstrap --tests")
    os.execv(SYSTEM_PYTHON, [SYSTEM_PYTHON, *sys.argv])

import assay

RECIPES = os.path.join(assay.ROOT, "docs/nightly")
PAGE = os.path.join(assay.ROOT, "docs/nightly.md")
FAULT = ("--fault", "value-refused")
BUILDS = re.compile(r"scripts/(bootstrap|run)|apt-get|cmake|git clone")


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as f:
        return f.read()


class Place:
    """A checkout in place of /opt/assay, with copies of the recipes, and a folder in place of /var/lib/assay."""

    def __init__(self, folder, changes):
        self.checkout = os.path.join(folder, "opt")
        self.nights = os.path.join(folder, "nights")
        self.binary = os.path.join(self.checkout, "build/release/assay")
        os.makedirs(os.path.dirname(self.binary))
        os.symlink(assay.BINARY, self.binary)
        for name in ("scripts", "spec", "CMakePresets.json"):
            os.symlink(os.path.join(assay.ROOT, name), os.path.join(self.checkout, name))
        shutil.copytree(RECIPES, os.path.join(self.checkout, "docs/nightly"))
        for name, (old, new) in changes.items():
            text = read(self.checkout, "docs/nightly", name)
            assay.check(old in text, "%s does not hold %r" % (name, old))
            with open(os.path.join(self.checkout, "docs/nightly", name), "w", encoding="utf-8") as f:
                f.write(text.replace(old, new))
        os.mkdir(self.nights)
        os.symlink(self.checkout, os.path.join(self.nights, "assay"))  # where CI has it

    def moved(self, text):
        return text.replace("/opt/assay", self.checkout).replace("/var/lib/assay", self.nights)

    def recipe(self, name):
        return self.moved(read(self.checkout, "docs/nightly", name))

    def point(self, url, keys=True):
        """assay.toml is the example with another endpoint and fewer cases; without keys, it is what CI has."""
        text = self.recipe("assay.toml")
        for old, new in (('"http://127.0.0.1:8080"', '"%s"' % url), ("[profile.nightly]\n", "[profile.nightly]\ncases = 3000\n")):
            assay.same(text.count(old), 1, old)
            text = text.replace(old, new)
        if not keys:
            text, count = re.subn(r"(?m)^credentials.*\n", "", text)
            assay.same(count, 1, "credentials")
        with open(os.path.join(self.nights, "assay.toml"), "w", encoding="utf-8") as f:
            f.write(text)
        path = os.path.join(self.nights, "keys")
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as f:
            f.write("".join("%s=%s\n" % pair for pair in assay.KEYS.items()))
        assay.same(stat.S_IMODE(os.stat(path).st_mode), 0o600, "keys")

    def sh(self, *command, **more):
        """Runs it in the folder of the nights with cron's environment and `more`; (exit code, output, errors)."""
        done = subprocess.run(command, cwd=self.nights, env={**bare(self.nights), **more}, capture_output=True,
                              text=True, stdin=subprocess.DEVNULL, timeout=600)
        return done.returncode, done.stdout, done.stderr

    def night(self, name, *args, **more):
        code, _, err = self.sh(os.path.join(self.checkout, "docs/nightly/assay-nightly"), *args, NIGHT=name, **more)
        return code, err

    def summary(self, night="last"):
        return json.loads(read(self.nights, "out", night, "summary.json"))


@contextlib.contextmanager
def place(**changes):
    """`changes`: file → (old text, new text); - and . of its name are written as _ ."""
    named = {re.sub(r"[-.]", "_", name): name for name in os.listdir(RECIPES)}
    with tempfile.TemporaryDirectory() as folder:
        yield Place(folder, {named[name]: change for name, change in changes.items()})


@contextlib.contextmanager
def endpoint(kind):
    if kind == "away":
        with socket.socket() as taken:  # bound and not listening: refused
            taken.bind(("127.0.0.1", 0))
            yield "http://127.0.0.1:%d" % taken.getsockname()[1]
    else:
        with assay.mock(*(FAULT if kind == "faulty" else ())) as port:
            yield "http://127.0.0.1:%d" % port


def bare(home):
    env = {"PATH": "/usr/bin:/bin", "HOME": home}
    env.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
    return env


def executable(shell):
    """Is it a step to run? One that installs or builds is not, and is looked over in its stead."""
    return not BUILDS.search(shell)


def look_over(shell, checkout, prefix="assay/"):
    """What can be said of a step that installs or builds: it parses, and what it names is there."""
    done = subprocess.run(["bash", "-n"], input=shell, capture_output=True, text=True)
    assay.same(done.returncode, 0, "%s: %s" % (shell, done.stderr))
    for path in re.findall(r"(?<![\w./-])%s((?:scripts|docs)/[\w./-]+)" % prefix, shell):
        assay.check(os.path.exists(os.path.join(checkout, path)), "%s is not there: %s" % (path, shell))
    presets = json.loads(read(assay.ROOT, "CMakePresets.json"))
    for build, preset in re.findall(r"cmake (--build )?--preset (\S+)", shell):
        known = [one["name"] for one in presets["buildPresets" if build else "configurePresets"]]
        assay.check(preset in known, "no preset %s: %s" % (preset, known))
    for target in re.findall(r"--target (\w+)", shell):
        assay.same(target, "assay", shell)


def five_fields(line):
    """The five fields of cron at the beginning of `line`; the rest."""
    fields = line.split(None, 5)
    ranges = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
    assay.check(len(fields) >= 5, "five fields: %r" % line)
    for field, (low, high) in zip(fields, ranges):
        if field in ("*", "H"):
            continue
        for number in re.split(r"[-,/]", field):
            assay.check(number.isdigit() and low <= int(number) <= high, "%r in %r" % (field, line))
    return fields[5] if len(fields) > 5 else ""


def skipped(what):
    print("SKIPPED %s" % what, flush=True)


# Each recipe: runs one night and says what the job says: "pass", "warn" or "fail".

def by_systemd(at):
    units = {}
    for name in ("assay.service", "assay.timer"):
        with open(os.path.join(at.nights, name), "w", encoding="utf-8") as f:
            f.write(at.recipe(name))
        units[name] = configparser.ConfigParser(strict=True, interpolation=None)
        units[name].optionxform = str
        units[name].read(os.path.join(at.nights, name))
    service, timer = units["assay.service"]["Service"], units["assay.timer"]["Timer"]
    assay.same(units["assay.timer"]["Install"]["WantedBy"], "timers.target", "timer")
    assay.same(service["WorkingDirectory"], at.nights, "folder of the nights")
    if shutil.which("systemd-analyze"):
        code, out, err = at.sh("systemd-analyze", "verify", "--man=no", *[os.path.join(at.nights, name) for name in units])
        assay.check(code == 0 and not re.search(r"assay\.(service|timer)", out + err), out + err)
        code, out, err = at.sh("systemd-analyze", "calendar", timer["OnCalendar"])
        assay.check(code == 0 and "02:30:00" in out, out + err)
    else:
        skipped("systemd-analyze is not there: the units are only parsed")
    code, _, _ = at.sh("/bin/sh", "-c", "exec " + service["ExecStart"])
    fine = [int(one) for one in service["SuccessExitStatus"].split()]
    return "pass" if code == 0 else "warn" if code in fine else "fail"


def by_cron(at):
    lines = [line for line in at.recipe("crontab").splitlines() if line and not line.startswith("#")]
    assay.same(len(lines), 1, "lines of the crontab")
    command = five_fields(lines[0])
    assay.check(not re.search(r"(?<!\\)%", command), "cron takes % for the end of the line")
    code, out, err = at.sh("/bin/sh", "-c", command)
    assay.same((code, err), (0, ""), command)
    assay.check(read(at.nights, "night.log"), "nothing is logged")
    told = re.match(r"exit code (\d+)\n", out)
    assay.same(bool(told), bool(out), out)
    return "pass" if not out else "warn" if told.group(1) in ("3", "5") else "fail"


def bound(values, url):
    """The environment of a job, its placeholders filled in."""
    values = dict(values, **{k: v for k, v in assay.KEYS.items()})
    assay.check("ASSAY_ENDPOINT" in values, values)
    values["ASSAY_ENDPOINT"] = url
    for name, value in values.items():
        assay.check("${{" not in value and "credentials(" not in value, "%s is not bound" % name)
    return values


def by_github(at, url):
    text = at.recipe("github-actions.yml")
    for one in re.findall(r"\$\{\{(.*?)\}\}", text):
        assay.check(re.fullmatch(r" (vars\.\w+|secrets\.\w+|github\.run_id) ", one), one)
    flow = yaml.safe_load(text)
    when = flow[True]  # "on", as YAML 1.1 reads it
    five_fields(when["schedule"][0]["cron"])
    job = flow["jobs"]["nightly"]
    assay.same((job["container"], job["defaults"]["run"]["shell"]), ("debian:12", "bash"), "job")
    page = os.path.join(at.nights, "page")
    env = dict(bound(job["env"], url), GITHUB_STEP_SUMMARY=page)
    failed = warned = ran = False
    for step in job["steps"]:
        assay.check(("uses" in step) != ("run" in step), step)
        if "uses" in step:
            assay.check(re.fullmatch(r"actions/[\w/-]+@v\d+", step["uses"]), step)
            path = step["with"].get("path", "") if "with" in step else ""
            if step.get("if") == "always()":  # kept at the end: it is there, unless the program refused to start
                assay.check(failed or glob.glob(os.path.join(at.nights, path)), "nothing to keep: %s" % path)
            continue
        assay.check("${{" not in step["run"], "an expression in a script can be anything")
        if not executable(step["run"]):
            look_over(step["run"], at.checkout)
        elif not failed or step.get("if") == "always()":
            code, out, err = at.sh("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], **env)
            warned = warned or "::warning" in out
            failed = failed or code != 0
            ran = ran or "assay-nightly" in step["run"]
    assay.check(ran and (failed or "## assay" in read(page)), "no night, or no summary")
    return "fail" if failed else "warn" if warned else "pass"


def by_gitlab(at, url):
    pipeline = yaml.safe_load(at.recipe("gitlab-ci.yml"))
    job = pipeline["assay-nightly"]
    assay.same((list(pipeline), job["image"]), (["assay-nightly"], "debian:12"), "pipeline")
    known = {"image", "rules", "timeout", "resource_group", "variables", "cache", "before_script", "script",
             "allow_failure", "artifacts"}
    assay.same(set(job) - known, set(), "keys of the job")
    for step in job["before_script"]:
        assay.check(not executable(step), step)
        look_over(step, at.checkout)
    assay.check(any("assay-nightly" in step for step in job["script"]), job["script"])
    code, _, _ = at.sh("bash", "-eo", "pipefail", "-c", "\n".join(job["script"]), **bound(job["variables"], url))
    if code in (0, 1, 3):
        for path in job["artifacts"]["paths"] + job["cache"]["paths"] + [job["artifacts"]["reports"]["junit"]]:
            assay.check(glob.glob(os.path.join(at.nights, path)), "nothing to keep: %s" % path)
    return "pass" if code == 0 else "warn" if code in job["allow_failure"]["exit_codes"] else "fail"


def by_jenkins(at, url):
    text = at.recipe("Jenkinsfile")
    assay.same(text.count("{"), text.count("}"), "braces")
    five_fields(re.search(r"cron\('(.*?)'\)", text).group(1))
    block = re.search(r"environment \{(.*?)\}", text, re.S).group(1)
    env = bound(dict(re.findall(r"(\w+) = '(.*?)'", block)), url)
    assay.same(sorted(re.findall(r"(\w+) = credentials\('", block)), sorted(assay.KEYS), "credentials")
    code = None
    steps = re.findall(r"\bsh(?: |\((returnStatus: true, )script: )'(.*?)'\)?\n", text)
    assay.same(len(steps), len(re.findall(r"\bsh\b[ (]", re.sub(r"//.*", "", text))), "sh steps")
    for judges, step in steps:
        if not executable(step):
            look_over(step, at.checkout)
            continue
        got, out, err = at.sh("/bin/sh", "-xe", "-c", step, **env)
        if judges:
            code = got
        else:
            assay.same(got, 0, step + err)
            assay.check(code not in (0, 1, 3) or "## assay" in out, out)
    assay.check(code is not None, "no step judges")
    if code in (0, 1, 3):
        for path in re.findall(r"(?:testResults|artifacts): '(.*?)'", text):
            assay.check(glob.glob(os.path.join(at.nights, path)), "nothing to keep: %s" % path)
    unstable = re.search(r"if \((.*?)\) \{\s*unstable", text).group(1)
    warns = [int(one) for one in re.findall(r"code == (\d+)", unstable)]
    return "pass" if code == 0 else "warn" if code in warns else "fail"


def instructions(text):
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return [tuple(line.split(None, 1)) for line in lines if line and not line.startswith("#")]


def copied(rest, at):
    """The sources of COPY are in the checkout, or made there by the stage that builds."""
    words = rest.split()
    stage = words.pop(0) if words[0].startswith("--from=") else ""
    assay.check(stage in ("", "--from=build"), rest)
    for source in words[:-1]:
        source = os.path.relpath(source, at.checkout) if stage else source
        if stage and source == "build/release/assay":
            continue
        assay.check(os.path.exists(os.path.join(assay.ROOT, source)), "%s is not there" % source)


def by_container(at):
    known = {"FROM", "WORKDIR", "COPY", "RUN", "VOLUME", "ENTRYPOINT"}
    entry, folder, stages = None, "", 0
    for word, rest in instructions(at.recipe("Containerfile")):
        assay.check(word in known, word)
        if word == "FROM":
            assay.same(rest.split()[0], "debian:12", rest)
            stages += 1
        elif word == "COPY":
            copied(rest, at)
        elif word == "RUN":
            look_over(rest, at.checkout, prefix="")
        elif word == "WORKDIR":
            folder = rest
        elif word == "ENTRYPOINT":
            entry = json.loads(rest)
    assay.same((folder, stages), ("/nights", 2), "Containerfile")
    code, _, _ = at.sh(*entry)
    return {0: "pass", 3: "warn", 5: "warn"}.get(code, "fail")


JOBS = {"systemd": by_systemd, "cron": by_cron, "github": by_github, "gitlab": by_gitlab, "jenkins": by_jenkins,
        "container": by_container}
IN_CI = ("github", "gitlab", "jenkins")


def job(name, at, url):
    at.point(url, keys=name not in IN_CI)
    return JOBS[name](at, url) if name in IN_CI else JOBS[name](at)


def recipe(name):
    def nights():
        with place() as at:
            for kind, expected in (("clean", "pass"), ("faulty", "fail"), ("away", "warn")):
                with endpoint(kind) as url:
                    assay.same(job(name, at, url), expected, "%s, endpoint %s" % (name, kind))
                    found = at.summary()
                    assay.same((found["exit"], found["endpoint"]), ({"pass": 0, "fail": 1, "warn": 3}[expected], url), name)
            runs = json.loads(at.sh(at.binary, "history", "nights.sqlite", "--format", "json")[1])
            assay.check(json.dumps(runs).count('"exit"') == 3, runs)
    nights.__name__ = "nights_by_" + name
    return nights


def canary_a_recipe_with_an_unknown_flag_fails():
    wrong = {"systemd": {"assay_service": ("/assay-nightly\n", "/assay-nightly --no-such-flag\n")},
             "cron": {"crontab": ("/assay-nightly ", "/assay-nightly --no-such-flag ")},
             "github": {"github_actions_yml": ("/assay-nightly ", "/assay-nightly --no-such-flag ")},
             "gitlab": {"gitlab_ci_yml": ("/assay-nightly\n", "/assay-nightly --no-such-flag\n")},
             "jenkins": {"Jenkinsfile": ("/assay-nightly'", "/assay-nightly --no-such-flag'")},
             "container": {"Containerfile": ('/assay-nightly"', '/assay-nightly", "--no-such-flag"')}}
    assay.same(set(wrong), set(JOBS), "recipes")
    with endpoint("clean") as url:
        for name, changes in wrong.items():
            with place(**changes) as at:
                assay.same(job(name, at, url), "fail", "canary: " + name)
            with place(assay_nightly=("--history ", "--histori ")) as at:
                assay.same(job(name, at, url), "fail", "canary of the script: " + name)


def canary_each_recipe_with_a_slip_is_refused():
    slips = [("github", {"github_actions_yml": ("out/20*", "outt/20*")}),
             ("github", {"github_actions_yml": ("scripts/bootstrap", "scripts/bootstrep")}),
             ("github", {"github_actions_yml": ("vars.ASSAY_ENDPOINT", "var.ASSAY_ENDPOINT")}),
             ("github", {"github_actions_yml": ("ASSAY_ENDPOINT:", "ASSAY_END_POINT:")}),
             ("gitlab", {"gitlab_ci_yml": ("- nights.sqlite", "- night.sqlite")}),
             ("gitlab", {"gitlab_ci_yml": ("junit.xml", "unit.xml")}),
             ("jenkins", {"Jenkinsfile": ("out/last/*", "out/lst/*")}),
             ("jenkins", {"Jenkinsfile": ("--preset release", "--preset relaese")}),
             ("container", {"Containerfile": ("/opt/assay/spec ", "/opt/assay/spek ")}),
             ("container", {"Containerfile": ("debian:12 AS", "debian:11 AS")}),
             ("container", {"Containerfile": ("VOLUME", "VOLUMES")}),
             ("cron", {"crontab": ("30 2 *", "30 25 *")}),
             ("cron", {"crontab": ("night.log 2>&1", "night%F.log 2>&1")})]
    if shutil.which("systemd-analyze"):
        slips += [("systemd", {"assay_service": ("KillMode", "KilMode")}),
                  ("systemd", {"assay_service": ("oneshot", "oneshoot")}),
                  ("systemd", {"assay_timer": ("-* 02:", "-* 72:")})]
    with endpoint("clean") as url:
        for name, changes in slips:
            with place(**changes) as at:
                try:
                    said = job(name, at, url)
                except (AssertionError, FileNotFoundError):
                    continue
                raise AssertionError("canary: %s with %s says %s" % (name, changes, said))


def canary_steps_are_looked_over():
    for shell in ("assay/scripts/bootstrep", "cmake --preset relaese", "cmake --build --preset relaese",
                  "if true; then cmake --preset release", "cmake --build --preset release --target asay"):
        try:
            look_over(shell, assay.ROOT)
        except AssertionError:
            continue
        raise AssertionError("passes: " + shell)
    for line in ("60 2 * * *", "30 24 * * *", "30 2 * *", "x 2 * * *"):
        try:
            five_fields(line)
        except AssertionError:
            continue
        raise AssertionError("passes: " + line)


def the_image_has_the_libraries():
    if not shutil.which("objdump") or not shutil.which("dpkg-query"):
        return skipped("objdump or dpkg-query is not there: the packages of the image are not checked")
    last = [rest for word, rest in instructions(read(RECIPES, "Containerfile")) if word == "RUN"][-1]
    names = set(re.search(r"--no-install-recommends (.*?)&&", last).group(1).split())
    assay.check("ca-certificates" in names, names)
    needed = re.findall(r"NEEDED\s+(\S+)", subprocess.run(["objdump", "-p", assay.BINARY], capture_output=True,
                                                          text=True, check=True).stdout)
    where = dict(re.findall(r"(\S+) => (\S+)", subprocess.run(["ldd", assay.BINARY], capture_output=True, text=True,
                                                              check=True).stdout))
    packages = set()
    for library in needed:
        if library not in where:
            continue  # the loader itself
        path = re.sub("^/usr", "", os.path.realpath(where[library]))  # some packages name it with /usr, some without
        owner = subprocess.run(["dpkg-query", "-S", "*" + path], capture_output=True, text=True, check=True).stdout
        packages.add(owner.split(":")[0])
    of_every_program = {"libc6", "libstdc++6", "libgcc-s1"}
    assay.same(packages - of_every_program, names - {"ca-certificates"}, "packages of the image")


def the_script_lives_through_nights():
    with place() as at:
        with endpoint("clean") as url:
            at.point(url)
            assay.same(at.night("2026-01-01")[0], 0, "first night")
        with endpoint("faulty") as url:
            at.point(url)
            code, err = at.night("2026-01-02")
            found = at.summary()
            assay.same((code, {one["standing"] for one in found["findings"]}), (1, {"new"}), err)
            code, out, err = at.sh(at.binary, "baseline", "update", "known.toml", "out/last", "--reason", "known")
            assay.check(code == 0 and "added " in out, err)
            code, err = at.night("2026-01-03")
            found = at.summary()
            assay.same((code, {one["standing"] for one in found["findings"]}), (0, {"known"}), err)
        with endpoint("away") as url:
            at.point(url)
            assay.same(at.night("2026-01-04")[0], 3, "fourth night")
            # The fifth takes the oldest with it; a folder of another name stays.
            assay.same(at.night("by-hand")[0], 3, "by hand")
            assay.same(at.night("2026-01-05", KEEP_NIGHTS="3")[0], 3, "fifth night")
        assay.same(sorted(os.listdir(os.path.join(at.nights, "out"))),
                   ["2026-01-03", "2026-01-04", "2026-01-05", "by-hand", "last"], "kept")
        assay.same(os.readlink(os.path.join(at.nights, "out/last")), "2026-01-05", "last")
        code, err = at.night("2026-01-06", "--no-such-flag")
        assay.check(code == 2 and "--no-such-flag" in err, err)
        assay.same(os.readlink(os.path.join(at.nights, "out/last")), "2026-01-05", "last, after a usage error")


def the_script_runs_once_at_a_time():
    with place() as at, endpoint("clean") as url:
        at.point(url)
        with open(os.path.join(at.nights, ".assay-nightly.lock"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            code, err = at.night("2026-01-01")
            assay.check(code == 2 and "still under way" in err, err)
            assay.check(not os.path.exists(os.path.join(at.nights, "out")), "it ran")
        assay.same(at.night("2026-01-01")[0], 0, "when the other has ended")


def the_script_passes_a_signal_on():
    with place() as at, endpoint("clean") as url:
        at.point(url)
        process = subprocess.Popen(
            [os.path.join(at.checkout, "docs/nightly/assay-nightly"), "--cases", "100000000"], cwd=at.nights,
            env=dict(bare(at.nights), NIGHT="2026-01-01"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if line.startswith("phase boundaries"):
                process.send_signal(signal.SIGTERM)  # to the script alone
                break
        process.stderr.read()
        assay.same(process.wait(timeout=60), 5, "exit code")
        process.stderr.close()
        assay.same(at.summary()["exit"], 5, "its report")


def blocks():
    found = re.findall(r"```sh\n(.*?)```", read(PAGE), re.S)
    assay.check(len(found) >= 8, "blocks of the page")
    return found


def the_page_runs():
    with place() as at, endpoint("faulty") as url:
        at.point(url)
        tools = os.path.join(at.nights, "bin")
        os.mkdir(tools)
        os.symlink(assay.BINARY, os.path.join(tools, "assay"))
        codes = []
        for block in blocks():
            look_over(block, at.checkout, prefix="/opt/assay/")
            for line in block.splitlines():
                if not re.match(r"(assay|\S*build/release/assay|/opt/assay/docs/nightly/assay-nightly)(\s|$)", line):
                    continue
                line = at.moved(re.sub(r"--expires \S+", "--expires 2999-01-01", line))
                code, out, err = at.sh("/bin/sh", "-c", line, PATH=tools + ":/usr/bin:/bin")
                words = line.split("#")[0].split()
                codes.append((" ".join(words[:2]) if words[0] == "assay" else "assay-nightly", code))
                assay.check(code in (0, 1), "%s: %s%s" % (line, out, err))
        assay.same(codes, [("assay doctor", 0), ("assay run", 1), ("assay baseline", 0), ("assay baseline", 0),
                           ("assay-nightly", 0), ("assay run", 0), ("assay history", 0), ("assay history", 0),
                           ("assay baseline", 0), ("assay baseline", 0)], "commands of the page")
        assay.check("<html" in read(at.nights, "nights.html"), "nights.html")


def the_page_names_what_is_there():
    text = read(PAGE)
    for name in re.findall(r"\]\(nightly/(.*?)\)", text):
        assay.check(os.path.exists(os.path.join(RECIPES, name)), name)
    for name in os.listdir(RECIPES):
        assay.check("nightly/" + name in text, "the page does not name " + name)
    codes = [re.findall(r"(?m)^\| (\d+) \|", one) for one in (text, read(assay.ROOT, "README.md"))]
    assay.same(codes[0], codes[1], "exit codes of the page and of README.md")


def unknown_flags(text):
    """The flags in `text` that are neither assay's nor of the programs named here."""
    ours = set()
    for command in ("run", "mock", "doctor", "history", "baseline update", "baseline check"):
        ours.update(re.findall(r"--[a-z][a-z-]+", assay.run(*command.split(), "--help")[1]))
    foreign = {"--preset", "--build", "--target", "--log-level",           # cmake
               "--no-install-recommends", "--depth",                       # apt-get, git
               "--system", "--group", "--home", "--now",                   # adduser, systemctl
               "--rm", "--network", "--user", "--from"}                    # podman, Containerfile
    return sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - ours - foreign)


def every_flag_is_known():
    for name in os.listdir(RECIPES):
        assay.same(unknown_flags(read(RECIPES, name)), [], name)
    assay.same(unknown_flags(read(PAGE)), [], "the page")
    assay.same(unknown_flags("assay run --basline known.toml"), ["--basline"], "canary")


def configured(tests):
    """Configures as on a machine that has no Python for the tests."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["cmake", "--preset", "release", "-B", folder, "-DASSAY_TESTS=" + tests,
                               "-DCMAKE_DISABLE_FIND_PACKAGE_Python3=ON"], cwd=assay.ROOT,
                              capture_output=True, text=True, timeout=300)
        return done.returncode, done.stdout + done.stderr


def a_bare_machine_can_configure():
    """bootstrap without --tests brings no Python; whoever only builds must not ask for it."""
    code, said = configured("OFF")
    assay.same(code, 0, said)
    code, said = configured("ON")  # the canary
    assay.check(code != 0 and "Python3" in said, said)
    builders = {"scripts/run": read(assay.ROOT, "scripts/run")}
    for path in glob.glob(os.path.join(RECIPES, "*")):
        builders[path] = read(path)
    told = [(name, line) for name, text in builders.items() for line in text.splitlines()
            if "cmake --preset release" in line]
    assay.check(len(told) >= 5, told)
    for name, line in told:
        assay.check("-DASSAY_TESTS=OFF" in line or name == "scripts/run", "%s: %s" % (name, line))
    assay.check("-DASSAY_TESTS=OFF" in builders["scripts/run"], "scripts/run")


assay.main([*map(recipe, JOBS), canary_a_recipe_with_an_unknown_flag_fails,
            canary_each_recipe_with_a_slip_is_refused, canary_steps_are_looked_over,
            the_image_has_the_libraries, the_script_lives_through_nights, the_script_runs_once_at_a_time,
            the_script_passes_a_signal_on, the_page_runs, the_page_names_what_is_there, every_flag_is_known,
            a_bare_machine_can_configure])
