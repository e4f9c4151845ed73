"""Every page as every role: whatever a link leads to is looked at."""
import json
import re
import time
from urllib.parse import unquote, urldefrag, urlsplit

from crawl_states import error_states, post_forms, prepare_closed, prepare_open
from fund import CYCLE, ROOT, ROUND
from journeys_cycle import cycle_journey, cycle_states
from journeys_record import decision_states
from journeys_staff import fetch
from page_checks import Watch, examine, examine_dark, slug

SOURCES = ROOT / "Sources" / "HTTPDoor"
# How many pages of a pattern are looked at: of the round that is on, and of one not yet open.
MOST, MOST_OF_PLANNED = 2, 1


def balance(kind, amount):
    return (f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"GBP\">{amount}</Amt>"
            "<CdtDbtInd>CRDT</CdtDbtInd></Bal>")


STATEMENT = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>1</Id>'
    "<Acct><Id><Othr><Id>12345612345678</Id></Othr></Id></Acct>"
    + balance("OPBD", "100.00") + balance("CLBD", "99.00")
    + '<Ntry><Amt Ccy="GBP">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
    + time.strftime("<BookgDt><Dt>%Y-%m-%d</Dt></BookgDt>")
    + "<AcctSvcrRef>B1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>STATIONERY</EndToEndId>"
    '</Refs><Amt Ccy="GBP">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls></NtryDtls></Ntry>'
    "</Stmt></BkToCstmrStmt></Document>")

ROLES = {"nobody": None, "panelMember": "p1@example.org", "officer": "officer@example.org",
         "decisionMaker": "decider@example.org", "finance": "finance@example.org",
         "auditor": "auditor@example.org"}
LINKS = "() => [...document.querySelectorAll('a[href]')].map(one => one.href)"
FORMS = """() => [...document.querySelectorAll('main form')].map((form, place) => ({
  place, action: new URL(form.action).pathname, isPost: form.method === 'post',
  hasFields: !!form.querySelector('input:not([type=hidden]), textarea, select'),
}))"""


def route_text():
    """Where the program says what stands at which address."""
    return "".join(path.read_text() for path in sorted((SOURCES / "Asking").glob("*Route*.swift")))


def routes():
    """The patterns of the pages for people that can be looked at."""
    known = dict(re.findall(r'static let (\w+) = Route\(\s*"([^"]*)"\)', route_text()))
    names = {name for path in (SOURCES / "Pages").rglob("*.swift")
             for name in re.findall(r"Page\(\s*\.get,\s*\.(\w+)", path.read_text())}
    return {name: known[name] for name in names}


def is_file(pattern):
    return pattern.endswith((".csv", ".json", ".txt", ".html", "/export", "/post-files/{number}",
                             "/files/{file}"))


class Crawl:
    def __init__(self, run):
        self.run, self.report = run, run.report
        self.routes = routes()
        # The most particular pattern first.
        self.patterns = sorted(self.routes.values(), key=lambda pattern: pattern.count("{"))
        self.visited, self.pictured, self.translated = set(), set(), set()

    def pattern(self, path):
        for pattern in self.patterns:
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path):
                return pattern
        return None

    def role(self, fund, role, address, starts=()):
        """Follows every link from where this role begins; gives back the forms that it meets."""
        person = self.run.person(fund, address, scripts=True)
        person.looks = False
        watch, counts, forms, others = Watch(person.page), {}, {}, set()
        queue = [(start, "the start") for start in
                 ["/", *(["/home", "/account"] if address else ["/sign-in"]), *starts]]
        seen = {start for start, _ in queue}
        while queue:
            path, origin = queue.pop(0)
            place = unquote(urlsplit(path).path)
            pattern = self.pattern(place)
            if pattern is None or pattern in ("/language/{tag}", "/assets/style.css"):
                others.add((path, place, origin))
                continue
            is_planned = "/round-1" in place
            counted = counts.setdefault((pattern, is_planned), [])
            if len(counted) >= (MOST_OF_PLANNED if is_planned else MOST):
                continue
            counted.append(place)
            with self.report.test(f"{fund.name}, {role}: {path} (from {origin})", quiet=True):
                if is_file(pattern):
                    # Rows, text for Bacs, or XML for another kind of bank.
                    fetch(person, path, ("text/", "application/xml", "application/json"))
                    self.visited.add(pattern)
                    continue
                self.look(person, watch, path, pattern, role)
                for link in self.links(person):
                    if link not in seen:
                        seen.add(link)
                        queue.append((link, path))
                for form in person.page.evaluate(FORMS):
                    target = self.action(form["action"])
                    if form["isPost"] and form["hasFields"] and target:
                        forms.setdefault(target, (path, form["place"]))
        self.beside(person, role, others)
        person.close()
        return forms

    def look(self, person, watch, path, pattern, role):
        watch.begin()
        person.page.goto(path)
        arrived = self.pattern(unquote(urlsplit(person.path).path))
        self.visited |= {pattern, arrived}
        arrived = arrived or pattern
        shot = None
        known = (arrived, role, person.fund.name)
        # Of a round that has not opened there is hardly anything to see.
        is_telling = "/round-1" not in path or arrived.endswith("/open")
        if self.run.shots and known not in self.pictured and is_telling:
            self.pictured.add(known)
            shot = self.run.shots / f"{slug(arrived)}--{person.fund.name}--{role}"
        if arrived != pattern:
            # It led on: what it asks for counts from there.
            watch.requests[:] = [url for url in watch.requests if url.endswith(".css")
                                 or "style.css" in url or url == person.page.url]
        examine(person, watch, arrived, shot=shot)
        if arrived not in self.translated and is_telling:
            self.translated.add(arrived)
            examine_dark(person)
            for language in person.fund.languages():
                if language != "en":
                    self.in_language(person, watch, path, arrived, language, shot)

    def in_language(self, person, watch, path, pattern, language, shot):
        cookie = {"name": "cohesion-language", "url": person.fund.origin}
        person.context.add_cookies([cookie | {"value": language}])
        watch.begin()
        person.page.goto(path)
        watch.requests[:] = watch.requests[-2:]
        examine(person, watch, pattern, language=language, shot=shot and f"{shot}--{language}")
        person.context.add_cookies([cookie | {"value": "en"}])
        person.page.goto(path)

    def links(self, person):
        """The addresses of this server that the page leads to, in order."""
        found = []
        for link in person.page.evaluate(LINKS):
            link = urldefrag(link)[0]
            if link.startswith(person.fund.origin + "/"):
                found.append(link.removeprefix(person.fund.origin))
            else:
                self.report.check(link.startswith("mailto:"), f"it leads to {link}")
        return list(dict.fromkeys(found))

    def action(self, path):
        for pattern in sorted(re.findall(r'Route\("(/[^"]*)"\)', route_text()),
                              key=lambda pattern: pattern.count("{")):
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path):
                return pattern
        return None

    def beside(self, person, role, others):
        """Links that lead to no page: each kind once."""
        kinds = {}
        for path, place, origin in sorted(others):
            kind = "/language" if place.startswith("/language/") else place
            kinds.setdefault(kind, (path, origin))
        for kind, (path, origin) in kinds.items():
            name = f"{person.fund.name}, {role}: {path} (from {origin})"
            with self.report.test(name, quiet=True):
                answer = person.context.request.get(path)
                self.report.check(answer.status == 200, f"it answers {answer.status}")
                if kind == "/language":
                    self.visited.add("/language/{tag}")

    def styles(self, fund):
        with self.report.test("the style sheet", quiet=True), self.run.person(fund) as person:
            person.go("/")
            link = person.page.locator("link[rel=stylesheet]").get_attribute("href")
            answer = person.context.request.get(link)
            self.report.check(answer.status == 200, f"it answers {answer.status}")
            self.report.check("immutable" in answer.headers.get("cache-control", ""),
                              "it is asked for anew each time")
            self.report.check(len(answer.body()) <= 40_960, "it has more than 40 KB")
            self.visited.add("/assets/style.css")


def before(fund):
    """What the form with the first questions leads to: the fund fits, or it does not."""
    questions = fund.yaml("eligibility.yaml")["questions"]
    fits = "&".join(f"{question['key']}={question['fits']}" for question in questions)
    page = f"/rounds/{ROUND}/eligibility?asked=1&"
    return [page + fits, page + fits.replace("=yes", "=no"), "/report-tension/received"]


def save_return(fund, reference):
    """Asks for the round's returns, and saves a group's first one whole, as it told an officer."""
    lines = [{"what": "Room hire", "kind": "Venue", "amountPence": 100},
             {"what": "Tea", "amountPence": 50}]
    fund.command("award", "budget", reference, "-", "--because", "Agreed by telephone.",
                 actor="officer2", given=json.dumps({"lines": lines}))
    fund.command("return", "ask", "--round", ROUND, actor="officer")
    returns = fund.listing("return", "show", reference)["returns"]
    if not returns:
        # The group has not accepted its offer on its page before.
        fund.sign(reference)
        fund.command("return", "ask", "--round", ROUND, actor="officer")
        returns = fund.listing("return", "show", reference)["returns"]
    asked = returns[0]["questions"]
    ways = {"money": 100, "number": 10, "choice": "as-planned",
            "spend": [{"line": 1, "spentPence": 100}, {"line": 2, "spentPence": 0}]}
    # What went differently is asked of those alone to whom it did.
    said = {one["key"]: ways.get(one["type"], "We met.") for one in asked
            if one["key"] != "returnDifferently" and one["type"] != "file"}
    # A receipt that came with it, so that there is a file to take away.
    for one in [one for one in asked if one["type"] == "file"][:1]:
        receipt = fund.folder / "receipt.txt"
        receipt.write_text("Room hire £40, made up.\n", encoding="utf-8")
        said[one["key"]] = [int(fund.command("file", "add", str(receipt), actor="officer2"))]
    fund.command("return", "save", reference, "-", "--paper-reason", "They rang us.",
                 actor="officer2", given=json.dumps(said))


def ask_people(fund, reference):
    """A survey with results of before, and people who are asked after; gives back where they answer."""
    def survey(*words, given=None):
        return fund.command("survey", *words, actor="officer2", given=given)
    survey("open", reference)
    survey("open-wave", reference, "--wave", "before")
    survey("import", "-", "--reference", reference, "--wave", "before",
           given="get-on,belong,trust,friends\n" + "3,4,6,2\n4,2,7,\n" * 3)
    survey("close-wave", reference, "--wave", "before")
    survey("open-wave", reference, "--wave", "after")
    link = fund.listing("survey", "link", reference, "--wave", "after")["link"]
    return urlsplit(link).path


def cycle(run):
    """The journey through the commissioning cycle, then each of its pages as the crawl looks."""
    crawler = Crawl(run)
    cycle_journey(run)
    cycle_states(run, crawler)
    run.visited |= crawler.visited


def crawl_begun(run):
    """A round that takes applications and one that is scored, what is sent to them in error, and the
    way of a decision."""
    crawler, report = Crawl(run), run.report
    found = []
    with report.test("what the crawl looks at"):
        open_, starts = prepare_open(run)
        found.append((open_, "nobody", None, before(open_)))
        found.append((open_, "applicant", "lena@example.org", starts))
        found.append((open_, "officer", ROLES["officer"], ()))
    with report.test("a round that is closed"):
        closed, starts = prepare_closed(run, crawler)
        found.append((closed, "panelMember", ROLES["panelMember"], starts))
        for role in ("officer", "decisionMaker"):
            found.append((closed, role, ROLES[role], ()))
    forms = [(fund, role, address, crawler.role(fund, role, address, starts))
             for fund, role, address, starts in found]
    crawler.styles(run.fund("open"))
    error_states(run, crawler)
    for fund, role, address, met in forms:
        post_forms(run, crawler, fund, role, address, met)
    decision_states(run)
    run.visited |= crawler.visited


def crawl_done(run):
    """A round to its end, as everybody."""
    crawler, report = Crawl(run), run.report
    found = []
    with report.test("a round that is decided and paid"):
        decided = run.fund("round")
        decided.reach("paid")
        # One that nobody has reviewed, so that there is a page of one.
        told = decided.listing("application", "list", "--round", ROUND)[0]["reference"]
        decided.command("appeal", "receive", told, "--kind", "complaint", "--grounds",
                        "Nobody answered our call.", "--came-by", "telephone",
                        actor="officer2")
        save_return(decided, told)
        if decided.listing("agreement", "show", told)["versions"][-1]["acceptance"]:
            decided.offer_change(told)
        asked = ask_people(decided, told)
        decided.command("award", "feedback", told, "--capacity", "councillor", "--on",
                        time.strftime("%Y-%m-%d"), "--saw", "A full hall.", "--again", "yes",
                        actor="officer")
        decided.command("lesson", "add", "--cycle", CYCLE, "--text", "Small tables mix best.",
                        "--evidence", "Who came.", "--so-what", "Plan small tables.",
                        actor="officer")
        # A next round that brings it along, so that there is a page of a proposal.
        decided.command("round", "clone", ROUND, "--to", "round-1b", actor="officer")
        # What somebody told an officer, so that there is a page of a report; one was removed.
        decided.command("tension", "add", "--what", "It named a child.", "--ward", "millbrook",
                        "--day", time.strftime("%Y-%m-%d"), "--goes-on", "no", actor="officer")
        decided.command("tension", "remove", "1", "--because", "It named a child.",
                        actor="officer")
        decided.command("tension", "add", "--what", "Shouting outside the shop.", "--ward",
                        "millbrook", "--day", time.strftime("%Y-%m-%d"), "--goes-on", "yes",
                        "--email", "mina@example.org", actor="officer")
        decided.command("benefit", "add", "--cycle", CYCLE, "--priority", "belonging", "--text",
                        "More people feel at home here.", "--owner", "Head of communities",
                        "--known-by", "What people say.", actor="officer")
        # A provider and help that was given, so that there are pages of them.
        decided.command("provider", "add", "--name", "Made-up Lunch Club", "--kind", "group",
                        "--ward", "millbrook", "--community", "older-people", "--offers",
                        "Lunch on Tuesdays.", actor="officer")
        decided.command("provider", "note", "1", "--day", time.strftime("%Y-%m-%d"), "--text",
                        "They keep a table for us.", actor="officer")
        decided.command("support", "add", "--day", time.strftime("%Y-%m-%d"), "--kind", "drop-in",
                        "--group", "Made-up Lunch Club", "--minutes", "30", "--about", "The form.",
                        actor="officer")
        # Figures that are kept, so that anybody can read them.
        decided.command("equality", "freeze", "--round", ROUND, actor="officer")
        # An erasure that somebody else proposed, and data that must stay.
        decided.command("privacy", "erase", "--person", "applicant@example.org", "--reason",
                        "The website is no more.", actor="officer2")
        decided.command("privacy", "hold", "--application", told, "--reason", "A claim.",
                        actor="officer2")
        # While a change waits for the group, nothing leads to asking for another; and to the check of
        # a return only who has saved it whole.
        found.append((decided, "applicant", "mina@example.org",
                      (f"/applications/{told}/agreement/change",
                       f"/applications/{told}/returns/1/check", f"{asked}/thanks")))
        # Its file is taken, so that its groups can be told; every one of them has an email address, so
        # that nothing leads to what is printed for the others.
        run_name = decided.listing("run", "list", "--round", ROUND)[0]["reference"]
        decided.command("run", "export", run_name, "--profile", "ledger", actor="finance")
        # A statement of the bank's with one movement that is nobody's.
        statement = decided.folder / "statement.xml"
        statement.write_text(STATEMENT)
        decided.command("reconcile", str(statement), "--profile", "camt.053", actor="finance")
        # Figures of an indicator, so that there is something to draw.
        figures = decided.folder / "figures.csv"
        figures.write_text("ward,period,value\nall,2024,61\nall,2025,62.5\nmillbrook,2025,70\n"
                           "canal-side,2025,55.5\n")
        decided.command("indicator", "import", str(figures), "--indicator", "belonging",
                        actor="officer")
        printed = (f"/work/{ROUND}/runs/{run_name}/advice.html",
                   f"/work/{ROUND}/bank-letters.html")
        # Of planned rounds one page of each kind is looked at, and that is another round's.
        starts = {"finance": printed, "officer": ("/work/round-1b/learned",)}
        found += [(decided, role, address, starts.get(role, ()))
                  for role, address in ROLES.items()]
    for fund, role, address, starts in found:
        crawler.role(fund, role, address, starts)
    run.visited |= crawler.visited


def every_page(run):
    """Whether all that can be looked at was."""
    with run.report.test("every page was visited"):
        for name, pattern in sorted(routes().items()):
            run.report.check(pattern in run.visited, f"{name} ({pattern}) was never visited")
