"""A decision that is a public record: written, published, called in, upheld, corrected, read."""
import csv
import io
import re

from crawl_states import at_error, empty, spoil
from journeys_errors import check_errors
from journeys_money import DECIDER, FINANCE
from journeys_staff import OFFICER, download, rows
from page_checks import Watch, examine

WORDS = {"recommendation": "Give to the projects above the line, as the panel recommends.",
         "outcomes": "More neighbours who know each other, in every part of the town.",
         "alternatives": "Giving less to more groups: too little for any of them.\nWaiting."}


def record(run):
    """From the approval to the day of effect, as five kinds of people see it."""
    fund = run.fund("round")
    fund.reach("decided")
    with run.person(fund, DECIDER) as decider, run.person(fund, OFFICER) as officer, \
            run.person(fund, FINANCE) as finance, run.person(fund) as anybody:
        w = decider.words
        anybody.go("/")
        anybody.follow(w("page.decisions"))
        anybody.sees(w("page.decisions-none"))
        anybody.go(f"/decisions/{run.round}", 404)
        officer.to_round("/decision")
        officer.sees(w("decision-says.made"))
        officer.check(officer.page.get_by_role("link", name=w("page.publish")).count() == 0,
                      "it can be published before it is written")
        write(decider)
        fund.reach("recorded", by_hand=True)
        anybody.go(f"/decisions/{run.round}", 404)
        officer.to_round("/decision")
        officer.follow(w("page.publish"))
        officer.give("on", ("31", "2", "2027"))
        officer.press(w("page.publish-button"), 422)
        officer.give("on", ("", "", ""))
        officer.press(w("page.publish-button"))
        officer.says_done()
        fund.reach("published", by_hand=True)
        finance.to_round("/payments")
        finance.sees(w("page.payments-wait"))
        finance.check(finance.page.get_by_role("button", name=w("page.approve-run")).count() == 0,
                      "it can be paid already")
        call_in(officer)
        fund.reach("called", by_hand=True)
        decider.to_round("/decision")
        decider.follow(w("page.end-call-in"))
        decider.press(w("page.end-call-in-button"), 422)
        check_errors(decider, ["outcome", "reason"])
        decider.give("outcome", "upheld")
        decider.write("reason", "The committee heard what it wanted to know.")
        decider.press(w("page.end-call-in-button"))
        fund.reach("effective", by_hand=True)
        officer.to_round("/decision")
        officer.follow(w("page.correct"))
        officer.write("text", "The second project is in Millbrook.")
        officer.press(w("page.correct-button"))
        read(anybody)
        officer.follow(w("page.public-decision"))
        officer.check(officer.path == f"/decisions/{run.round}", "it leads elsewhere")


def write(decider):
    w = decider.words
    decider.to_round("/decision")
    decider.follow(w("page.write-record"))
    decider.write("outcomes", WORDS["outcomes"])
    decider.press(w("page.save-record"), 422)
    check_errors(decider, ["recommendation", "alternatives"])
    decider.check(decider.given("outcomes") == WORDS["outcomes"], "what was written is lost")
    for name, text in WORDS.items():
        decider.write(name, text)
    decider.press(w("page.save-record"))
    decider.says_done(w("page.record-saved"))


def call_in(officer):
    w = officer.words
    officer.to_round("/decision")
    officer.follow(w("page.call-in-act"))
    officer.press(w("page.call-in-button"), 422)
    check_errors(officer, ["reason"])
    officer.write("by", "A committee")
    officer.write("reason", "To hear more about the third project.")
    officer.press(w("page.call-in-button"))
    officer.says_done(w("page.call-in-done"))


def read(anybody):
    """What everybody reads: the words, who gets what, and nobody's name."""
    w = anybody.words
    anybody.go("/decisions")
    anybody.click(anybody.page.locator("tbody a").first)
    for text in [*WORDS.values(), "A committee", "The second project is in Millbrook.",
                 w("verdict.upheld"), w("decision-status.inEffect")]:
        for line in text.split("\n"):
            anybody.sees(line)
    anybody.check("@" not in anybody.text(), "an address stands there")
    listed = rows(anybody)
    total = sum(int(re.sub(r"\D", "", row[3])) for row in listed)
    taken = list(csv.DictReader(io.StringIO(download(anybody, w("page.as-csv")).decode())))
    anybody.check(sum(int(row["awardPence"]) for row in taken) == total, "the file sums otherwise")
    anybody.check([row["reference"] for row in taken] == [row[0] for row in listed],
                  "the file has other awards")


def decision_states(run):
    """Each page of a decision on its way, looked at as every other page is, and sent empty."""
    fund = run.fund("closed")
    with run.report.test("a proposal that holds", quiet=True):
        # What was sent on the pages before may have moved what the last one rests on.
        fund.make_proposed()
    for stage, address, place, fill in [
            ("decided", DECIDER, "record", empty), ("recorded", OFFICER, "publication", spoil),
            ("published", DECIDER, "call-in", empty), ("published", OFFICER, "correction", empty),
            ("called", OFFICER, "call-in/outcome", empty)]:
        path, pattern = f"/work/{run.round}/decision/{place}", f"/work/{{round}}/decision/{place}"
        with run.report.test(f"{fund.name}, {stage}: {path}", quiet=True):
            fund.reach(stage)
            person = run.person(fund, address, scripts=True)
            person.looks = False
            watch = Watch(person.page)
            for language in ["en", *(one for one in fund.languages() if one != "en")]:
                cookie = {"name": "cohesion-language", "url": fund.origin, "value": language}
                person.context.add_cookies([cookie])
                watch.begin()
                person.page.goto(path)
                watch.requests[:] = watch.requests[:2]
                examine(person, watch, pattern, language=language)
            person.context.add_cookies([cookie | {"value": "en"}])
            person.page.goto(path)
            form = person.page.locator("main form").first
            fill(form)
            watch.begin()
            with person.page.expect_navigation():
                form.locator("button").first.click()
            at_error(run, person, watch, pattern, 422)
            person.close()
