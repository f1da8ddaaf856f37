"""What a history must tell, held against `assay history` as JSON, in a terminal and as a page.

The story is what a test knows of its nights; nothing here is taken from the history itself.
"""
import dataclasses
import html.parser
import re

MARKS = {"unknown": " ", "absent": ".", "seen": "#", "flaky": "~", "unjudged": "?"}
LEVELS = "_.-~=+*#"


@dataclasses.dataclass
class Line:
    """A finding: days on which it was first and last seen, in how many runs, and a mark for each run that is kept."""
    first: str = ""
    last: str = ""
    times: int = 0
    present: bool = False
    marks: list = dataclasses.field(default_factory=list)


def lines_of(track):
    """The findings of a history in JSON, by key."""
    return {one["key"]: Line(one["first_started"][:10], one["last_started"][:10], one["times"], one["present"],
                             one["runs"]) for one in track["findings"]}


class Story:
    def __init__(self, endpoint):
        self.endpoint, self.runs, self.lines, self.changes = endpoint, [], {}, []

    def add(self, day, want, summary):
        """A run: what was expected of it, and figures that only the run itself knows."""
        counts = summary["clauses"]
        self.runs.append({"day": day, "exit": want["exit"], "cases": summary["cases"],
                          "findings": len(want["seen"]),
                          "new": len(want["fresh"]), "back": len(want["back"]), "gone": len(want["gone"]),
                          "exercised": counts["exercised"], "testable": counts["testable"],
                          "rate": summary["rate"]["requests_per_second"], "why": summary["exit_why"]})
        self.changes += [(day, "value-case", now, before) for before, now in want["changed"]]

    def finished(self, figure):
        return [run[figure] for run in self.runs if run["exit"] in (0, 1)]


def level(value, least, most):
    return LEVELS[int((value - least) / (most - least) * 7 + 0.5)] if most > least else LEVELS[0]


def rate_shown(value):
    return "{:,}/s".format(int(value + 0.5)) if value >= 100 else "%.1f/s" % value


def grouped(value):
    return "{:,}".format(value)


def text_of(story):
    """The lines that a terminal must show, with blanks between the words put together to one."""
    lines = ["started (UTC) exit cases findings new back gone clauses rate"]
    for run in story.runs:
        lines.append("%s %d %s %d %d %d %d %d/%d %s" % (
            run["day"], run["exit"], grouped(run["cases"]), run["findings"], run["new"], run["back"], run["gone"],
            run["exercised"], run["testable"], rate_shown(run["rate"])))
        if run["exit"] not in (0, 1):
            lines.append("no verdict: " + run["why"])
    for name, figure, shown in (("findings", "findings", grouped), ("clauses", "exercised", grouped),
                                ("cases", "cases", grouped), ("rate", "rate", rate_shown)):
        values = story.finished(figure)
        least, most = min(values), max(values)
        lines.append("%s %s last %s, %s to %s" % (name, "".join(level(one, least, most) for one in values),
                                                  shown(values[-1]), shown(least), shown(most)))
    for key, line in sorted(story.lines.items()):
        clause, kind = key.split("/", 2)[1:]
        lines.append("%s (%s)%s" % (clause, kind, "" if line.present else ", gone"))
        lines.append("first %s, last %s, in %d run%s" % (line.first, line.last, line.times, "s" * (line.times != 1)))
        lines.append("strip " + "".join(MARKS[mark] for mark in line.marks))
    lines.append("readings that changed" if story.changes else "")
    lines += ["%s %s: %s, before %s" % one for one in story.changes]
    return [line for line in lines if line]


def told_in_text(text):
    """The same lines of what `assay history` printed; the hours, which no test knows, are taken out."""
    out, after_first = [], False
    for line in text.splitlines():
        line = re.sub(r"(\d{4}-\d\d-\d\d) \d\d:\d\d", r"\1", line)
        if after_first:
            out.append("strip " + line[2:])
        elif not re.match(r"\s*assay replay |the latest run at|\S+ at http|\s*$", line):
            out.append(" ".join(line.split()))
        after_first = not after_first and line.startswith("  first ")
    return out


class Page(html.parser.HTMLParser):
    """Tables as lists of rows of cells, the boxes of each strip, the paths of the trends with their captions."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.strips, self.trends, self.captions = {}, [], [], []
        self.title, self.where, self.cell = "", [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag in ("h3", "td", "th", "figcaption"):
            self.where.append(tag)
            self.cell = []
        if tag == "tr":
            self.tables.setdefault(self.title, []).append([])
        if tag == "svg" and values.get("class") == "strip":
            self.strips.append("")
        if tag == "rect" and "class" in values:
            self.strips[-1] += values["class"]
        if tag == "path" and "class" not in values:
            self.trends.append(values["d"])

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.append(data)

    def handle_endtag(self, tag):
        if not self.where or tag != self.where[-1]:
            return
        self.where.pop()
        text = " ".join(" ".join(self.cell).split())
        self.cell = None
        if tag == "h3":
            self.title = text
        elif tag == "figcaption":
            self.captions.append(text)
        else:
            self.tables[self.title][-1].append(text)


def differences(told, expected, what):
    out = ["%s: %r is not told" % (what, one) for one in expected if one not in told]
    out += ["%s: %r is told" % (what, one) for one in told if one not in expected]
    return out or ([] if told == expected else ["%s: the order is another" % what])


def wrong_in_text(story, text):
    return differences(told_in_text(text), text_of(story), "terminal")


def path_of(values):
    """The line of a trend in a box of 40 units, ten units a run."""
    least, most = min(values), max(values)
    points = [36 - 32 * (one - least) / (most - least if most > least else 1) for one in values]
    return points + (["h10"] if len(points) == 1 else [])


def points_of(path):
    """The heights of a path "M0 36.0L10 4.0"; the steps must be of ten units."""
    found = re.findall(r"[ML](\d+) ([\d.]+)", path)
    steps = [int(x) for x, _ in found] == list(range(0, 10 * len(found), 10))
    return [float(y) for _, y in found] + (["h10"] if path.endswith("h10") else []) if steps else path


def near(a, b):
    return len(a) == len(b) and all(x == y or (not isinstance(x, str) and not isinstance(y, str) and abs(x - y) < 0.06)
                                    for x, y in zip(a, b))


def without_hours(cells):
    return [re.sub(r"^(\d{4}-\d\d-\d\d) \d\d:\d\d$", r"\1", cell) for cell in cells]


def wrong_in_page(story, text):
    page, out = Page(text), []
    figures = (("Findings", "findings", grouped), ("Clauses exercised", "exercised", grouped),
               ("Cases", "cases", grouped), ("Rate", "rate", rate_shown))
    for i, (name, figure, shown) in enumerate(figures):
        values = story.finished(figure)
        out += differences(page.captions[i:i + 1], ["%s %s" % (name, shown(values[-1]))], "trend")
        if len(page.trends) != len(figures) or not near(points_of(page.trends[i]), path_of(values)):
            out.append("trend of %s: %s" % (figure, page.trends[i:i + 1]))
        if "<p>%s to %s</p>" % (shown(min(values)), shown(max(values))) not in text:
            out.append("trend of %s: from the least to the greatest" % figure)
    runs = [[run["day"], str(run["exit"]), grouped(run["cases"])] + [str(run[one]) for one in ("findings", "new", "back", "gone")]
            + ["%d of %d" % (run["exercised"], run["testable"]), rate_shown(run["rate"]), run["why"]]
            for run in reversed(story.runs)]
    out += differences([without_hours(row) for row in page.tables["Runs"][1:]], runs, "runs")
    findings, strips = [], []
    for key, line in sorted(story.lines.items()):
        clause, kind = key.split("/", 2)[1:]
        name = "%s %s %s" % (clause, kind, "there" if line.present else "gone")
        findings.append([name, line.first, line.last, str(line.times)])
        strips.append("".join({"absent": "a", "seen": "s", "flaky": "f", "unjudged": "q"}.get(mark, "") for mark in line.marks))
    told = [without_hours([row[0].partition(" send it again")[0], *row[1:]]) for row in page.tables["Findings"][1:]]
    out += differences(told, findings, "findings") + differences(page.strips, strips, "strips")
    changes = [[day, name, before, now] for day, name, now, before in story.changes]
    out += differences([without_hours(row) for row in page.tables.get("Readings that changed", [[]])[1:]], changes, "changes")
    return out


def canaries(story, text, page):
    """Each figure that is altered, in what is told or in what is known, must be noticed."""
    last, line = story.runs[-1], next(one for one in story.lines.values() if "seen" in one.marks)
    line_of_trend, height = re.search(r"<path d=\"M0 [\d.]+L10 ([\d.]+)", page).group(0, 1)
    slips = [(text, " %d/%d " % (last["exercised"], last["testable"]), " %d/%d " % (last["exercised"] - 1, last["testable"])),
             (text, "first " + line.first, "first 2026-02-28"), (text, "#.", ".."), (text, ", before ", ", after ")]
    higher = line_of_trend[:-len(height)] + "%.1f" % (float(height) + 1)
    slips += [(page, '<path d="M0 ', '<path d="M1 '), (page, line_of_trend, higher),
              (page, '<rect class="a"', '<rect class="s"'), (page, ">there<", ">gone<"), (page, line.first, "2026-02-28"),
              (page, "%d of %d" % (last["exercised"], last["testable"]), "%d of %d" % (last["exercised"] - 1, last["testable"]))]
    for whole, old, new in slips:
        wrong = wrong_in_text if whole is text else wrong_in_page
        if old not in whole or not wrong(story, whole.replace(old, new, 1)):
            raise AssertionError("canary: %r in place of %r is not noticed" % (new, old))
