#!/usr/bin/env python3
"""Settings as users meet them: assay.toml, the environment, assay config, completions, the manual page."""
import json
import os
import re
import shutil
import subprocess
import tempfile

import assay

SYSTEM_PYTHON = "/usr/bin/python3"  # where Debian's jsonschema is
SCHEMA = os.path.join(assay.ROOT, "docs/schema/assay.schema.json")


def run_in(folder, *args, **variables):
    env = {k: v for k, v in assay.environment().items() if not k.startswith("ASSAY_")}
    env.update(variables)
    done = subprocess.run([assay.BINARY, *args], capture_output=True, text=True, cwd=folder, env=env,
                          stdin=subprocess.DEVNULL, timeout=300)
    return done.returncode, done.stdout, done.stderr


def write(folder, text):
    with open(os.path.join(folder, "assay.toml"), "w", encoding="utf-8") as f:
        f.write(text)


def line_of(text, key):
    return next(line.split() for line in text.splitlines() if line.startswith(key + " "))


def config_tells_where_each_setting_comes_from():
    with tempfile.TemporaryDirectory() as folder:
        write(folder, 'cases = 40\nlanes = 3\n[profile.nightly]\nmax-time = "2h"\n')
        code, out, err = run_in(folder, "config", "--profile", "nightly", "--seed", "9", ASSAY_LANES="2")
        assay.same(code, 0, err)
        assay.same(line_of(out, "cases")[1:], ["40", "assay.toml:1"], out)
        assay.same(line_of(out, "lanes")[1:], ["2", "environment", "ASSAY_LANES"], out)
        assay.same(line_of(out, "max-time")[1:], ["2h", "assay.toml:4", "[profile.nightly]"], out)
        assay.same(line_of(out, "seed")[1:], ["9", "flag", "--seed"], out)
        assay.same(line_of(out, "phases")[2:], ["profile", "nightly", "(built", "in)"], out)
        assay.same(line_of(out, "valid")[1:], ["40", "default"], out)
        code, out, err = run_in(folder, "config", "--json")
        assay.same(json.loads(out)["settings"]["cases"], {"value": "40", "from": "assay.toml:1"}, err)


def a_run_goes_by_the_file():
    with tempfile.TemporaryDirectory() as folder:
        write(folder, 'cases = 3000\nout = "here"\nreport = ["summary"]\nmock-fault = "value-accepted"\n')
        below = os.path.join(folder, "below")
        os.mkdir(below)
        code, _, err = run_in(below, "run")
        with open(os.path.join(folder, "here/summary.json"), encoding="utf-8") as f:
            assay.check(json.load(f)["cases"] == 3000, err)
        assay.same((code, sorted(os.listdir(below))), (1, []), err)
        code, _, err = run_in(below, "run", "--config", "none", "--cases", "100", "--out", "own")
        assay.same(code, 0, err)


def what_is_wrong_is_told_by_file_and_line():
    with tempfile.TemporaryDirectory() as folder:
        for text, said in (('\ncasez = 3\n', 'assay.toml, line 2: "casez" is not known; did you mean "cases"?'),
                           ('live = true\n', 'line 1: "live": consent'),
                           ('cases = "x"\n', 'line 1: "cases": came string "x"'),
                           ('endpoint = "ftp://x"\n', "(it comes from assay.toml:1)"),
                           ('access-key-secret = "s3cr3t"\n', "do not belong here")):
            write(folder, text)
            code, out, err = run_in(folder, "run", "--out", os.path.join(folder, "r"))
            assay.same(code, 2, err)
            assay.check(said in err and "s3cr3t" not in out + err, err)
        write(folder, "")
        code, _, err = run_in(folder, "config", ASSAY_CASEZ="1")
        assay.check(code == 0 and "did you mean ASSAY_CASES?" in err, err)
        code, _, err = run_in(folder, "run", ASSAY_LIVE="1")
        assay.check(code == 2 and "consent" in err, err)
        code, _, err = run_in(folder, "run", ASSAY_TODAY="2026-11-24")
        assay.check(code == 2 and "ASSAY_TODAY: " in err and "say --today" in err, err)
        write(folder, 'today = "2026-11-24"\n')
        code, _, err = run_in(folder, "run")
        assay.check(code == 2 and 'assay.toml, line 1: "today": ' in err, err)


def an_empty_variable_says_nothing_and_an_empty_flag_takes_the_default():
    with tempfile.TemporaryDirectory() as folder:
        write(folder, 'credentials = "keys"\nlanes = 3\nendpoint = "http://127.0.0.1:1"\n')
        # As CI has it where a variable or a secret is not there.
        empty = {"ASSAY_CREDENTIALS": "", "ASSAY_LANES": "", "ASSAY_ENDPOINT": "", "ASSAY_PROFILE": "", "ASSAY_CONFIG": ""}
        code, out, err = run_in(folder, "config", **empty)
        assay.same(code, 0, err)
        assay.same(line_of(out, "credentials")[1:], ["keys", "assay.toml:1"], out)
        assay.same(line_of(out, "lanes")[1:], ["3", "assay.toml:2"], out)
        assay.same(line_of(out, "endpoint")[1:], ["http://127.0.0.1:1", "assay.toml:3"], out)
        code, _, err = run_in(folder, "run", "--out", "r", **empty)
        assay.check(code == 2 and "--credentials: " in err and 'keys" can\'t be read' in err, err)
        # A variable that says something goes before the file, and a flag before both.
        code, out, err = run_in(folder, "config", ASSAY_CREDENTIALS="others")
        assay.same(line_of(out, "credentials")[1:], ["others", "environment", "ASSAY_CREDENTIALS"], out)
        code, out, err = run_in(folder, "config", "--credentials", "own", ASSAY_CREDENTIALS="others")
        assay.same(line_of(out, "credentials")[1:], ["own", "flag", "--credentials"], out)
        # The keys of the environment, whatever the file says: the endpoint is away, and no file is missed.
        code, _, err = run_in(folder, "run", "--credentials", "", "--out", "r", ASSAY_CREDENTIALS="others")
        assay.check(code == 3 and "can't be read" not in err, err)


def init_writes_once_and_what_it_writes_is_read():
    with tempfile.TemporaryDirectory() as folder:
        code, out, err = run_in(folder, "config", "init")
        assay.same(code, 0, err)
        code, out, err = run_in(folder, "config")
        assay.check(code == 0 and "file     assay.toml" in out, out + err)
        code, _, err = run_in(folder, "config", "init")
        assay.check(code == 2 and "there already" in err, err)
        path = os.path.join(folder, "assay.toml")
        with open(path, encoding="utf-8") as f:
            text = f.read()
        # Every key that it shows can be taken as it stands.
        with open(path, "w", encoding="utf-8") as f:
            f.write(re.sub(r"^# (?=[a-z-]+ = )", "", text, flags=re.M))
        code, out, err = run_in(folder, "config")
        assay.same(code, 0, err)
        assay.check("assay.toml:" in out, out)


def validate(folder, text):
    """What the schema says against a TOML file, by Debian's python."""
    toml, document = os.path.join(folder, "x.toml"), os.path.join(folder, "x.json")
    with open(toml, "w", encoding="utf-8") as f:
        f.write(text)
    subprocess.run([SYSTEM_PYTHON, "-c", "import json, sys, tomllib\n"
                    "json.dump(tomllib.load(open(sys.argv[1], 'rb')), open(sys.argv[2], 'w'))", toml, document],
                   check=True)
    done = subprocess.run([SYSTEM_PYTHON, os.path.join(assay.ROOT, "tests/reports/validate.py"), SCHEMA, "json",
                           document], capture_output=True, text=True)
    assay.check(done.returncode in (0, 1) and not done.stderr, done.stderr)
    return done.stdout


def the_schema_is_committed_and_says_what_the_program_says():
    _, out, err = assay.run("config", "schema")
    with open(SCHEMA, encoding="utf-8") as f:
        assay.check(out == f.read(), "docs/schema/assay.schema.json is old: assay config schema > it. " + err)
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(assay.ROOT, "docs/settings.md"), encoding="utf-8") as f:
            example = re.search(r"```toml\n(.*?)```", f.read(), re.S).group(1)
        good = (example, 'cases = 5\nreport = "html,junit"\n[profile.own]\nstrict = true\n', "max-time = 60\n")
        bad = ("casez = 1\n", 'cases = "x"\n', "live = true\n", "lanes = 300\n", 'method = "put"\n',
               'report = "pdf"\n', "[profile.own]\nlanez = 1\n")
        for text, right in [(t, True) for t in good] + [(t, False) for t in bad]:
            said = validate(folder, text)
            assay.same(said == "", right, text + said)
            write(folder, text)
            code, _, err = run_in(folder, "config")
            assay.same(code == 0, right, text + err)


def complete(folder, script, words):
    line = 'source "%s"; COMP_WORDS=(%s); COMP_CWORD=%d; _assay; printf "%%s\\n" "${COMPREPLY[@]}"' % (
        script, " ".join("'%s'" % word for word in words), len(words) - 1)
    env = dict(assay.environment(), PATH=os.path.dirname(assay.BINARY) + ":" + os.environ["PATH"])
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=folder, env=env)
    assay.same(done.stderr, "", words)
    return done.stdout.split()


def bash_completes():
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, "script")
        _, out, _ = assay.run("completion", "bash")
        with open(script, "w", encoding="utf-8") as f:
            f.write(out)
        write(folder, "[profile.mine]\n")

        def given(*words):
            return complete(folder, script, ["assay", *words])
        assay.check({"run", "doctor", "config"} <= set(given("")), given(""))
        assay.same(given("re"), ["replay", "report"], "commands")
        assay.same(given("run", "--max-t"), ["--max-time"], "flags")
        assay.same(given("run", "--method", ""), ["get", "post", "both"], "words")
        assay.same(given("run", "--transport", "=", "c"), ["curl"], "words after =")
        assay.check("value-accepted" in given("run", "--mock-fault", "value-a"), "faults")
        assay.check("mine" in given("config", "--profile", ""), "profiles")
        assay.same(given("baseline", ""), ["update", "check"], "subcommands")
        assay.same(given("baseline", "update", "--pr"), ["--prune"], "flags of a subcommand")
        assay.same(given("run", "--baseline", "scr"), ["script"], "files")
        assay.same(given("run", "--cases", ""), [], "a number is nobody's to guess")


def other_shells_take_their_scripts():
    for shell, check in (("zsh", ["zsh", "-n"]), ("fish", ["fish", "--no-execute"])):
        code, out, err = assay.run("completion", shell)
        assay.check(code == 0 and "assay" in out and "--max-time" in out.replace("-l max-time", "--max-time"), err)
        if shutil.which(shell) is None:
            print("SKIPPED: no %s here; its completion script is not looked at by it" % shell, flush=True)
            continue
        with tempfile.NamedTemporaryFile("w", suffix="." + shell) as script:
            script.write(out)
            script.flush()
            subprocess.run([*check, script.name], check=True)


def the_manual_page_is_whole():
    code, page, err = assay.run("man")
    assay.same(code, 0, err)
    _, text, _ = assay.run("completion", "bash")
    options = set(re.findall(r"--[a-z][a-z-]+", " ".join(re.findall(r"flags='([^']*)'", text))))
    assay.check(len(options) > 50, options)
    plain = page.replace("\\-", "-").replace("\\fB", "").replace("\\fR", "")
    for option in options:
        assay.check(re.search(r"^%s\b" % option, plain, re.M) or re.search(r", %s\b" % option, plain), option)
    for section in ("NAME", "SYNOPSIS", "COMMANDS", "EXIT STATUS", "ENVIRONMENT", "FILES"):
        assay.check(re.search(r'^\.SH "?%s"?$' % section, page, re.M), section)
    if shutil.which("groff") is None:
        print("SKIPPED: no groff here; the manual page is not laid out", flush=True)
        return
    done = subprocess.run(["groff", "-man", "-ww", "-Tutf8", "-Kutf8"] if shutil.which("preconv") else
                          ["groff", "-man", "-ww", "-Tutf8"], input=page, capture_output=True, text=True)
    assay.same((done.returncode, done.stderr), (0, ""), "groff")


def the_help_is_a_tour():
    code, out, err = assay.run("--help")
    for words in ("The first minute:", "Judge:", "Afterwards:", "Set up:", "docs/settings.md"):
        assay.check(code == 0 and words in out, words + out + err)


assay.main([config_tells_where_each_setting_comes_from, a_run_goes_by_the_file,
            what_is_wrong_is_told_by_file_and_line,
            an_empty_variable_says_nothing_and_an_empty_flag_takes_the_default, init_writes_once_and_what_it_writes_is_read,
            the_schema_is_committed_and_says_what_the_program_says, bash_completes,
            other_shells_take_their_scripts, the_manual_page_is_whole, the_help_is_a_tour])
