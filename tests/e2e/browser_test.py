#!/usr/bin/env python3
"""report.html in a real browser: from the verdict to the replay line, search, dark, keys, print, and nothing hostile.

With ASSAY_PICTURES=DIR it leaves the pictures of the README there.
"""
import base64
import contextlib
import functools
import http.server
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading

SYSTEM_PYTHON = "/usr/bin/python3"  # where Debian's selenium is
CHROMIUM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
try:
    from selenium import webdriver
    from selenium.common.exceptions import NoAlertPresentException
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.support.ui import Select, WebDriverWait
except ImportError:
    if os.path.realpath(sys.executable) != os.path.realpath(SYSTEM_PYTHON) and os.path.exists(SYSTEM_PYTHON):
        os.execv(SYSTEM_PYTHON, [SYSTEM_PYTHON, *sys.argv])
    webdriver = None

import assay

FAULTS = ("--mock-fault", "value-accepted", "--mock-fault", "message-altered")
SCRIPT = "<script>document.title='owned'</script>"
IMAGE = "<img src=x onerror=\"document.title='owned'\">"
DIALOG = "</pre><svg onload=alert(1)><img src=x onerror='confirm(2)'>"
TEXT = "javascript:alert(1) \u202egnp.exe \x1b[2J ]]> ' \" &amp;"


@contextlib.contextmanager
def browser(width=1200, height=900):
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    with tempfile.TemporaryDirectory() as profile:
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync",
                     "--disable-extensions", "--hide-scrollbars", "--user-data-dir=" + profile,
                     "--window-size=%d,%d" % (width, height)):
            options.add_argument(flag)
        options.set_capability("unhandledPromptBehavior", "ignore")  # so that a dialog is seen, not closed
        options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
        driver = webdriver.Chrome(service=Service(DRIVER), options=options)
        try:
            emulate(driver)
            yield driver
        finally:
            driver.quit()


def emulate(driver, scheme="light"):
    # Without motion: what is clicked must not scroll on meanwhile.
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
                           {"features": [{"name": "prefers-reduced-motion", "value": "reduce"},
                                         {"name": "prefers-color-scheme", "value": scheme}]})


@functools.lru_cache(maxsize=None)
def report(*args):
    """The path of a report.html of a run with these flags. It lives as long as the test."""
    folder = tempfile.mkdtemp(dir=WORK.name)
    code, _, err = assay.run("run", "--cases", "3000", "--out", folder, *args)
    assay.check(code in (0, 1), err[-2000:])
    return os.path.join(folder, "report.html")


def show(driver, path, fragment=""):
    driver.get("file://" + path + fragment)


def all_of(driver, selector):
    return driver.find_elements(By.CSS_SELECTOR, selector)


def one(driver, selector):
    return driver.find_element(By.CSS_SELECTOR, selector)


def wait(driver, condition, what):
    WebDriverWait(driver, 20).until(lambda _: condition(), what)


def in_view(driver, element):
    return driver.execute_script(
        "const r = arguments[0].getBoundingClientRect(); return r.bottom > 0 && r.top < innerHeight", element)


def follow(driver, link):
    """Clicks a link inside the page, and waits until its target is there to be seen."""
    target = link.get_attribute("href").partition("#")[2]
    driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", link)
    link.click()
    wait(driver, lambda: driver.execute_script("return location.hash") == "#" + target, target)
    found = driver.find_element(By.ID, target)
    wait(driver, lambda: in_view(driver, found), "#%s is not in view" % target)
    return found


def from_the_verdict_to_the_replay_line():
    with browser() as driver:
        show(driver, report(*FAULTS))
        assay.check("violation" in one(driver, "h1#verdict").text, one(driver, "h1#verdict").text)
        follow(driver, one(driver, "nav a[href='#findings']"))
        card = one(driver, "article.finding")
        clause = card.get_attribute("data-clause")
        sentence = follow(driver, one(driver, ".group a.to-clause"))
        assay.same(sentence.get_attribute("data-clause-name"), clause, "the sentence of the first finding")
        assay.same(sentence.get_attribute("data-verdict"), "violated", clause)
        back = follow(driver, sentence.find_element(By.CSS_SELECTOR, "a.to-finding"))
        assay.same(back.get_attribute("data-clause"), clause, "back from the sentence")
        for part in all_of(driver, "nav a"):
            follow(driver, part)
        line = back.find_element(By.CSS_SELECTOR, "[data-run=replay] code").text
        button = back.find_element(By.CSS_SELECTOR, "[data-run=replay] button[data-copy]")
        driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", button)
        driver.execute_cdp_cmd("Browser.grantPermissions",
                               {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
        button.click()
        wait(driver, lambda: button.text == "Copied", "nothing was copied")
        copied = driver.execute_script("return getSelection().toString()") or driver.execute_async_script(
            "const done = arguments[0]; navigator.clipboard.readText().then(done, () => done(''))")
        assay.same(copied, line, "what the button copies")
    words = shlex.split(copied)
    assay.same(words[:2], ["assay", "replay"], copied)
    code, out, err = assay.run(*words[1:], *FAULTS)
    assay.same(code, 1, out + err)


def search_and_filters_narrow():
    with browser() as driver:
        show(driver, report(*FAULTS))
        cards, sentences = all_of(driver, "article.finding"), all_of(driver, "#document .sentence")

        def shown(elements):
            return sum(element.is_displayed() for element in elements)

        def said():
            return [int(n) for n in re.findall(r"\d+", one(driver, "#matches").text)]

        everything = [len(cards), len(sentences)]
        assay.same(said(), everything, "before any search")
        one(driver, "body").send_keys("/")
        search = driver.switch_to.active_element
        assay.same(search.get_attribute("id"), "search", "where / leads")
        search.send_keys("RequestId")
        wait(driver, lambda: said() != everything, "the search narrows nothing")
        assay.same([shown(cards), shown(sentences)], said(), "what is shown and what is said")
        assay.check(said()[1] > 0, "no sentence has RequestId")
        search.send_keys(Keys.ESCAPE)
        wait(driver, lambda: said() == everything, "Escape clears nothing")
        search.send_keys("no such words anywhere")
        wait(driver, lambda: said() == [0, 0], "all is found by nonsense")
        follow(driver, one(driver, "nav a[href='#findings']"))  # a part is never hidden
        search.send_keys(Keys.ESCAPE)
        Select(one(driver, "#filter-verdict")).select_by_value("conforms")
        wait(driver, lambda: said()[0] == 0, "a finding conforms")
        assay.same(shown(sentences), said()[1], "sentences that conform")
        assay.check(0 < said()[1] < len(sentences), said())


def what_is_filtered_can_be_sent_as_a_link():
    with browser() as driver:
        path = report(*FAULTS)
        show(driver, path)

        def address():
            return driver.execute_script("return location.search + location.hash")

        def shown():
            return [e.get_attribute("id") for e in all_of(driver, "article.finding, #document .sentence")
                    if e.is_displayed()]

        one(driver, "#search").send_keys("HttpTokens not")
        Select(one(driver, "#filter-verdict")).select_by_value("violated")
        wait(driver, lambda: address() == "?q=HttpTokens+not&verdict=violated", address())
        seen = shown()
        assay.check(0 < len(seen) < len(all_of(driver, ".sentence")), seen)
        # A link inside the page keeps what is filtered, and Back and Forward bring it again.
        follow(driver, one(driver, "nav a[href='#document']"))
        assay.same(address(), "?q=HttpTokens+not&verdict=violated#document", "after a link")
        sent = driver.current_url
        one(driver, "#search").send_keys(Keys.ESCAPE)
        wait(driver, lambda: address() == "#document", "Escape leaves " + address())
        driver.back()
        wait(driver, lambda: shown() == seen, "Back does not filter")
    with browser() as driver:
        driver.get(sent)
        assay.same(shown(), seen, "what the link shows")
        assay.same(one(driver, "#search").get_attribute("value"), "HttpTokens not", "in the field")
        # An address that hides its own target shows the target; what no filter knows is borne.
        show(driver, path, "?q=no+such+words+anywhere&verdict=nonsense&other=1#c-1")
        wait(driver, one(driver, "#c-1").is_displayed, "the target of the address is hidden")
        assay.same(address(), "?other=1#c-1", "what is left of the filters")
        show(driver, path, "?verdict=%3Cscript%3E&q=%FF%00#")
        assay.same(intruders(driver), [], "from the address")


def standing_is_a_filter():
    known = os.path.join(WORK.name, "known.toml")
    code, _, err = assay.run("baseline", "update", known, os.path.dirname(report("--mock-fault", "value-refused")))
    assay.same(code, 0, err)
    path = report("--mock-fault", "value-refused", "--mock-fault", "request-id-repeated", "--baseline", known)
    with browser() as driver:
        show(driver, path)
        Select(one(driver, "#filter-standing")).select_by_value("new")
        cards = all_of(driver, "article.finding")
        wait(driver, lambda: not all(card.is_displayed() for card in cards), "nothing is hidden")
        for card in cards:
            assay.same(card.is_displayed(), card.get_attribute("data-standing") == "new", card.get_attribute("id"))
        assay.check(any(card.is_displayed() for card in cards), "no new finding")


# The least contrast between a text and what is behind it, over all elements with a text of their own; with its element.
CONTRAST = """
const parse = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
const over = (top, below) => top.slice(0, 3).map((v, i) => v * top[3] + below[i] * (1 - top[3])).concat(1);
const light = (c) => { const [r, g, b] = c.map((v) => v / 255).map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b; };
const behind = (e) => { const all = []; for (let x = e; x; x = x.parentElement) all.push(parse(getComputedStyle(x).backgroundColor));
  let out = matchMedia('(prefers-color-scheme: dark)').matches ? [0, 0, 0, 1] : [255, 255, 255, 1];
  for (const c of all.reverse()) out = over(c, out); return out; };
let worst = [99, ''];
for (const e of document.querySelectorAll('body *')) {
  if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility()) continue;
  if (e.closest('script, svg') || e.matches('.skip')) continue;
  const style = getComputedStyle(e), below = behind(e), a = light(over(parse(style.color), below)), b = light(below);
  const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05) * (large ? 1.5 : 1);
  if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 200)];
}
return worst;
"""


def background(driver):
    return driver.execute_script("return getComputedStyle(document.body).backgroundColor")


UNFOLD = "for (const one of document.querySelectorAll('details')) one.open = true"


def light_and_dark_can_be_read():
    with browser() as driver:
        show(driver, report(*FAULTS))
        assay.check(all_of(driver, "details:not([open])"), "nothing is folded, so unfolding shows nothing")
        driver.execute_script(UNFOLD)
        for hidden in (".zero", ".matrix td.v", ".matrix td.c", "details table", "mark"):
            assay.check(one(driver, hidden).is_displayed(), hidden + " was not looked at")
        seen = {}
        for scheme in ("light", "dark"):
            emulate(driver, scheme)
            seen[scheme] = background(driver)
            ratio, where = driver.execute_script(CONTRAST)
            assay.check(ratio >= 4.5, "contrast %.2f in %s: %s" % (ratio, scheme, where))
        assay.check(seen["light"] != seen["dark"], seen)
        emulate(driver, "light")
        button = one(driver, "#theme")
        for theme in ("light", "dark"):
            button.click()
            wait(driver, lambda: theme in button.text, "the button does not say %s" % theme)
            assay.same(background(driver), seen[theme], "by the button: %s" % theme)
            # The alarm rings in either, also for what was folded.
            colour = "#444" if theme == "dark" else "#bbb"
            for selector in (".lead", "details td"):
                driver.execute_script("document.querySelector(arguments[0]).style.color = arguments[1]", selector, colour)
                ratio, where = driver.execute_script(CONTRAST)
                assay.check(ratio < 4.5, "%s on %s is not noticed in %s" % (colour, seen[theme], selector))
                driver.execute_script("document.querySelector(arguments[0]).style.color = ''", selector)
            assay.check(driver.execute_script(CONTRAST)[0] >= 4.5, "the alarm goes on ringing")


HEADINGS = """
const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((e) => Number(e.tagName[1]));
return levels.findIndex((level, i) => level > (i ? levels[i - 1] : 0) + 1);
"""


def keys_and_readers_find_their_way():
    with browser() as driver:
        show(driver, report(*FAULTS))
        one(driver, "body").send_keys(Keys.TAB)
        first = driver.switch_to.active_element
        assay.same(first.get_attribute("class"), "skip", "the first stop of Tab")
        wait(driver, lambda: first.rect["y"] >= 0, "the skip link stays out of sight")
        first.send_keys(Keys.ENTER)
        wait(driver, lambda: driver.execute_script("return location.hash") == "#findings", "skipped nowhere")
        assay.same(driver.execute_script("return document.documentElement.lang"), "en", "language")
        assay.same(len(all_of(driver, "main")), 1, "main")
        landmarks = {name: len(all_of(driver, "body > " + name)) for name in ("header", "main", "footer")}
        assay.same(landmarks, {"header": 1, "main": 1, "footer": 1}, "landmarks")
        assay.same([e.aria_role for e in all_of(driver, "nav, #tools")], ["navigation", "search"], "landmarks inside")
        assay.check(one(driver, "#findings").accessible_name.startswith("What broke"), "a part without a name")
        driver.execute_script(UNFOLD)
        for element in all_of(driver, "button, input, select, nav, a, pre, .scroll"):
            name = element.accessible_name
            assay.check(name or not element.is_displayed(), element.get_attribute("outerHTML")[:300])
        for element in all_of(driver, "pre, .scroll")[:4]:
            driver.execute_script("arguments[0].focus()", element)
            assay.same(driver.switch_to.active_element, element, "keys don't reach what scrolls")
        names = [element.accessible_name for element in all_of(driver, "pre")]
        assay.same(len(set(names)), len(names), "requests and answers of one name")
        alone = driver.execute_script("return [...document.querySelectorAll('.matrix td.n:not(.zero)')]"
                                      ".filter((e) => !/\\([a-z ]+\\)/.test(e.textContent)).length")
        assay.same(alone, 0, "cells that say their verdict by colour alone")
        for drawing in all_of(driver, "svg[role=img]"):
            assay.check(drawing.accessible_name, drawing.get_attribute("outerHTML")[:200])
            words = driver.find_element(By.ID, drawing.get_attribute("aria-describedby"))
            assay.check(len(words.text.split()) > 5, "a drawing without words")
        assay.same(driver.execute_script(HEADINGS), -1, "a heading skips a level")
        driver.execute_script("document.querySelector('h2').outerHTML = '<h4>x</h4>'")
        assay.check(driver.execute_script(HEADINGS) >= 0, "a skipped level is not noticed")


def it_prints():
    with browser() as driver, tempfile.TemporaryDirectory() as folder:
        show(driver, report(*FAULTS))
        token = one(driver, "[data-run=replay] code").text.split()[-1]
        verdict = one(driver, "h1#verdict").text
        folded = driver.execute_script("return [...document.querySelectorAll('details:not([open]) td code')]"
                                       ".map((e) => e.textContent).filter((text) => text.length < 20)")
        assay.check(folded, "nothing is folded, so unfolding shows nothing")
        pdf = os.path.join(folder, "report.pdf")
        with open(pdf, "wb") as f:
            f.write(base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"]))
        text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
        assay.check(text.count("\f") > 1, "one page")
        assay.check(verdict in text, text[:500])
        assay.check(token in re.sub(r"\s", "", text), "no replay token on paper")
        assay.same([one for one in folded if one not in text], [], "what is folded is not printed")
        assay.same(all_of(driver, "details:not([open])"), [], "what stays folded on paper")
        assay.check("Theme:" not in text and "Copy" not in text, "what can't be clicked is printed")


class Hostile(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.dumps({"RequestId": IMAGE, "HostId": SCRIPT, "Code": "X" + SCRIPT,
                           "Message": IMAGE + DIALOG + TEXT}).encode() + b"\xff\xfe"
        self.send_response(400, "Bad " + "<b>")
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Odd", SCRIPT)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = do_OPTIONS = answer

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def served(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield "http://127.0.0.1:%d" % server.server_port
    finally:
        server.shutdown()
        server.server_close()


def bare(path, extra):
    """A copy of the page without its policy, and with something foreign in it."""
    with open(path, encoding="utf-8") as f:
        page = f.read()
    page, count = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    assay.same(count, 1, "policies")
    copy = os.path.join(tempfile.mkdtemp(dir=WORK.name), "bare.html")
    with open(copy, "w", encoding="utf-8") as f:
        f.write(page.replace("</main>", extra + "</main>"))
    return copy


def intruders(driver):
    title = driver.title
    return ([title] if "owned" in title else []) + [
        element.tag_name for element in all_of(driver, "script, img, iframe, object, embed, link, base, form")][1:]


def dialogs(driver):
    """1 while a dialog of the page is open, which stops all else in it."""
    try:
        driver.switch_to.alert.dismiss()
        return 1
    except NoAlertPresentException:
        return 0


def what_is_hostile_stays_text():
    with served(Hostile) as url:
        folder = tempfile.mkdtemp(dir=WORK.name)
        assay.run("run", "--cases", "300", "--endpoint", url, "--instance-id", "i-1", "--out", folder)
    path = os.path.join(folder, "report.html")
    with browser() as driver:
        show(driver, path)
        assay.same(intruders(driver), [], "what came to life")
        assay.check(SCRIPT in one(driver, "body").text, "the script is not shown as text")
        assay.same(len(all_of(driver, "a[href^=javascript]")), 0, "links that run")
        # Whatever is unfolded, searched for, pointed at or clicked: no dialog.
        driver.execute_script(UNFOLD)
        one(driver, "#search").send_keys(DIALOG)
        wait(driver, lambda: "alert" in driver.execute_script("return location.search"), "it is not in the address")
        driver.refresh()
        for link in all_of(driver, "#findings a")[:20]:
            driver.execute_script("arguments[0].click()", link)
        for element in all_of(driver, "pre, mark, .side")[:20]:
            driver.execute_script("arguments[0].dispatchEvent(new MouseEvent('mouseover', {bubbles: true}))", element)
        assay.same(dialogs(driver), 0, "dialogs")
        assay.same(intruders(driver), [], "what came to life by use")
        show(driver, bare(path, SCRIPT + IMAGE))
        assay.check(len(intruders(driver)) >= 2, "a script that runs is not noticed")
        driver.get("file://" + bare(path, "<script>setTimeout(() => alert(1))</script>"))
        wait(driver, lambda: dialogs(driver) == 1, "a dialog is not noticed")


def requested(driver):
    """What the page asked the network for, itself aside."""
    urls = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            urls.append(message["params"]["request"]["url"])
    return [url for url in urls if not url.startswith(("file://", "data:", "about:", "chrome"))]


def no_request_leaves_the_page():
    path = report(*FAULTS)
    with served(Hostile) as url, browser() as driver:
        show(driver, path)
        for details in all_of(driver, "details"):
            driver.execute_script("arguments[0].open = true", details)
        one(driver, "#search").send_keys("a")
        assay.same(requested(driver), [], "requests")
        show(driver, bare(path, '<img src="%s/seen">' % url))
        wait(driver, lambda: any(one.endswith("/seen") for one in requested(driver)), "a request is not noticed")


# What sticks out of the screen on its right, apart from what scrolls by itself.
WIDER = """
return [...document.querySelectorAll('body *')].filter((e) => e.checkVisibility() && !e.closest('.unseen') &&
    !e.parentElement.closest('.scroll, pre') && e.getBoundingClientRect().right > arguments[0] + .5)
  .map((e) => e.outerHTML.slice(0, 150));
"""


def a_telephone_scrolls_one_way():
    for width in (390, 320):
        with browser() as driver:
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                   {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": True})
            show(driver, report(*FAULTS))
            driver.execute_script(UNFOLD)

            def wide():  # not against innerWidth, which grows with the page on a telephone
                return driver.execute_script("return document.documentElement.scrollWidth")

            out = driver.execute_script(WIDER, width)
            assay.check(wide() <= width and not out, "%d pixels in %d: %s" % (wide(), width, out[:3]))
            driver.execute_script("const wide = document.createElement('div'); wide.style.width = '900px';"
                                  "wide.textContent = 'wide'; document.querySelector('main').append(wide)")
            assay.check(wide() > width and driver.execute_script(WIDER, width), "a page that is too wide is not noticed")


def no_way_leads_to_what_is_hidden():
    with browser() as driver:
        show(driver, report(*FAULTS))
        sentence = follow(driver, one(driver, ".group a.to-clause"))
        follow(driver, one(driver, "nav a[href='#findings']"))
        one(driver, "#search").send_keys("no such words anywhere")
        wait(driver, lambda: not sentence.is_displayed(), "nothing is hidden")
        driver.back()
        wait(driver, sentence.is_displayed, "Back leads to a sentence that is hidden")


def swollen(path):
    """The report of a run that found all that a run may hold, each finding as large as it gets; and how many."""
    out = tempfile.mkdtemp(dir=WORK.name)
    with open(os.path.join(os.path.dirname(path), "journal.ndjson"), encoding="utf-8") as f:
        lines = f.read().splitlines()
    event = json.loads(lines[-1])
    assay.same(event["event"], "run-finished", "the last line")
    summary, most = event["summary"], 500
    found = summary["findings"]
    summary["findings"] = []
    for i in range(most):
        one = dict(found[i % len(found)], key="%s/%03d" % (found[i % len(found)]["key"], i), count=20)
        for field in ("request", "answer", "state_before", "state_after"):
            one[field] = (one[field] + "\n<b>&amp;\\x00") * 5000
            one[field] = one[field][:64 << 10]
        summary["findings"].append(one)
    summary["timeline"] = [{"until": i / 10, "requests": 999, "answers": 998, "median_ms": 1.5, "slowest_ms": 2.5,
                            "findings": 2} for i in range(1, 241)]
    with open(os.path.join(out, "journal.ndjson"), "w", encoding="utf-8") as f:
        f.write(lines[0] + "\n" + json.dumps(event) + "\n")
    code, _, err = assay.run("report", out, "--report", "html")
    assay.same(code, 1, err)
    return os.path.join(out, "report.html"), most


def a_run_that_found_much_opens():
    path, found = swollen(report(*FAULTS))
    assay.check(1 << 20 < os.path.getsize(path) < 5 << 20, os.path.getsize(path))
    with browser() as driver:
        show(driver, path)
        cards = len(all_of(driver, "article.finding"))
        assay.check(10 < cards <= 200, cards)
        more = one(driver, "#more").text
        assay.check(more.startswith("%d more" % (found - cards)), "%d cards, and %s" % (cards, more))
        assay.same(all_of(driver, ".card b"), [], "tags of an answer")
        # Cut short for its size or not: what comes after the findings is there, and the page still works.
        for part in all_of(driver, "nav a"):
            follow(driver, part)
        one(driver, "#search").send_keys("no such words anywhere")
        wait(driver, lambda: one(driver, "#matches").text.startswith("0 "), one(driver, "#matches").text)


def pictures():
    folder = os.environ.get("ASSAY_PICTURES")
    if not folder:
        return
    os.makedirs(folder, exist_ok=True)
    with browser(1200, 1500) as driver:
        show(driver, report("--mock-fault", "value-refused"))
        for scheme, name in (("light", "report.png"), ("dark", "report-dark.png")):
            emulate(driver, scheme)
            driver.save_screenshot(os.path.join(folder, name))
        emulate(driver, "light")
        driver.execute_script("document.querySelector('#document').scrollIntoView()")
        driver.save_screenshot(os.path.join(folder, "document.png"))
        assay.check(in_view(driver, one(driver, "#document .sentence.v")), "no violated sentence in the picture")
    for name in os.listdir(folder):
        assay.check(os.path.getsize(os.path.join(folder, name)) < 300 << 10, name)


missing = [name for name, there in (("python3-selenium", webdriver), ("chromium", os.path.exists(CHROMIUM)),
                                    ("chromium-driver", os.path.exists(DRIVER)),
                                    ("poppler-utils", shutil.which("pdftotext"))) if not there]
if missing:
    print("SKIPPED: no browser looked at report.html; missing: %s (scripts/bootstrap --tests)" % " ".join(missing))
    sys.exit(0)
with tempfile.TemporaryDirectory() as folder_of_all:
    class WORK:
        name = folder_of_all
    assay.main([from_the_verdict_to_the_replay_line, search_and_filters_narrow,
                what_is_filtered_can_be_sent_as_a_link, standing_is_a_filter,
                light_and_dark_can_be_read, keys_and_readers_find_their_way, it_prints, what_is_hostile_stays_text,
                no_request_leaves_the_page, a_telephone_scrolls_one_way, no_way_leads_to_what_is_hidden,
                a_run_that_found_much_opens, pictures])
