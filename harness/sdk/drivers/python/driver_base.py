"""The loop that every Python driver shares: one JSON object a line in, one out (see ../README.md).

A driver is an object with
  library, calls, cannot   as they stand in the answer to "start"
  modes                    {name: (signature, method)}, the library's default first
  start(mode, request)     makes the client; a second one replaces the first
  typed(operation, version, parameters), generic(...)
                           returns what makes one call: a function that takes nothing and returns
                           (value, status, request id); typed() raises Unfit where the model
                           can't hold a parameter
  error(e)                 returns (code, message, status, request id) of what a call raised
"""

import importlib.metadata
import json
import os
import platform
import sys
import traceback
from urllib.parse import urlsplit

PROTOCOL = 1
LONGEST_TEXT = 16 * 1024


class Unfit(Exception):
    """The typed call can't express these parameters."""


class Refused(Exception):
    """The request makes no sense."""


def answers_only():
    """The pipe to the asker. Whatever else is printed, by any library, goes to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace", newline="\n")
    os.dup2(2, 1)
    return answers


def scheme_and_host(endpoint):
    parts = urlsplit(endpoint)
    return parts.scheme, parts.netloc


def credentials(request):
    given = request["credentials"]
    return given["access_key_id"], given["access_key_secret"], given.get("security_token") or None


def text_of(error):
    """All that a user could print: the error, its properties and the stack."""
    shown = "".join(traceback.format_exception(error))
    text = f"{error!r}\n{error}\n{getattr(error, '__dict__', {})!r}\n{shown}"
    return text.encode("utf-8", "replace")[:LONGEST_TEXT].decode("utf-8", "ignore")


def plain(value):
    """The value as JSON can hold it: an infinite number, say, becomes a text."""
    try:
        json.dumps(value, allow_nan=False)
        return value
    except (TypeError, ValueError, RecursionError):
        return repr(value)[:LONGEST_TEXT]


def started(driver, request):
    if request.get("protocol") != PROTOCOL:
        raise Refused(f"protocol {request.get('protocol')!r} is not {PROTOCOL}")
    mode = request.get("mode") or next(iter(driver.modes))
    if mode not in driver.modes:
        raise Refused(f"no such mode: {mode}")
    driver.start(mode, request)
    signature, method = driver.modes[mode]
    return {"started": {
        "protocol": PROTOCOL, "library": driver.library,
        "version": importlib.metadata.version(driver.library),
        "runtime": f"Python {platform.python_version()}", "mode": mode,
        "modes": list(driver.modes), "signatures": [signature], "methods": [method],
        "calls": driver.calls, "cannot": driver.cannot}}


def plan(driver, wanted, *call):
    """Which kind of call it is, and the function that makes it."""
    if wanted != "generic":
        try:
            return "typed", driver.typed(*call)
        except Unfit:
            if wanted == "typed":
                raise
    return "generic", driver.generic(*call)


def one_call(driver, send):
    try:
        value, status, request_id = send()
        return {"ok": {"value": plain(value), "status": status, "request_id": plain(request_id)}}
    except Exception as error:
        code, message, status, request_id = driver.error(error)
        return {"error": {"class": type(error).__name__, "code": plain(code),
                          "message": plain(message), "status": status,
                          "request_id": plain(request_id), "text": text_of(error)}}


def called(driver, request):
    wanted, times = request.get("call", "any"), request.get("times", 1)
    if wanted not in ("typed", "generic", "any"):
        raise Refused(f"no such call: {wanted}")
    call = request["operation"], request["version"], request["parameters"]
    try:
        kind, send = plan(driver, wanted, *call)
    except Unfit as why:
        for n in range(times):
            yield {"n": n, "skipped": str(why)}
        return
    for n in range(times):
        yield {"n": n, "call": kind, **one_call(driver, send)}


def answers_to(driver, request):
    do = request.get("do")
    if do == "start":
        yield started(driver, request)
    elif do == "call":
        yield from called(driver, request)
    elif do == "stop":
        yield {"stopped": True}
    else:
        raise Refused(f"no such request: {do}")


def serve(driver):
    answers = answers_only()
    sys.set_int_max_str_digits(0)  # an integer may have any size

    def answer(seq, line):
        # Half a surrogate pair is no UTF-8: it is escaped by none and replaced in writing.
        answers.write(json.dumps({"seq": seq, **line}, ensure_ascii=False, default=repr) + "\n")
        answers.flush()

    for line in sys.stdin.buffer:
        seq = None
        try:
            request = json.loads(line)
            seq = request.get("seq")
            for item in answers_to(driver, request):
                answer(seq, item)
            if request.get("do") == "stop":
                return
        except Exception as why:
            answer(seq, {"refused": f"{type(why).__name__}: {why}"})
