"""The commissioning cycle on pages: from its start to a round that opens by its approved Plan."""
from crawl_states import at_error, empty
from fund import CYCLE
from journeys_errors import check_errors
from journeys_money import DECIDER
from journeys_staff import OFFICER
from page_checks import Watch, examine

OFFICER2, AUDITOR = "officer2@example.org", "auditor@example.org"
PLACE = f"/cycles/{CYCLE}"
QUESTIONS = 'main a[href*="/questions/"]'
EVIDENCE = "A made-up survey of 212 people in Millbrook, 2026"


def cycle_journey(run):
    """Two officers and a decision maker take a cycle to its approved Plan, and open its round."""
    fund = run.fund("cycle")
    with run.person(fund, OFFICER) as officer, run.person(fund, OFFICER2) as second, \
            run.person(fund, DECIDER) as decider, run.person(fund, AUDITOR) as auditor:
        w = officer.words
        stage = {name: w(f"cycle-stage.{name}") for name in ("analyse", "plan", "do")}
        start(officer, run.round)
        auditor.go(f"{PLACE}/questions/vision")
        auditor.check(auditor.page.locator("main form").count() == 0, "an auditor may answer")
        answer_all(officer, "analyse")
        close(officer, stage["analyse"])
        needs(officer)
        officer.go(f"{PLACE}/closing")
        officer.check(officer.page.locator("main form").count() == 0, "it can be closed too early")
        answer_all(officer, "plan")
        officer.go(f"{PLACE}/closing")
        officer.check(officer.page.locator(f"{QUESTIONS}").count() == 4,
                      "the answers that nobody signed are not listed")
        sign_all(second)
        close(officer, stage["plan"])
        officer.go(f"/work/{run.round}/open")
        officer.press(w("page.open-round"), 422)
        officer.sees(w("problem.round-plan-unapproved"))
        approve(decider, stage["plan"])
        officer.go(PLACE)
        officer.sees(w("page.cycle-stage-is", stage=stage["do"],
                       standing=w("cycle-standing.open")))
        officer.go(f"/work/{run.round}/open")
        officer.press(w("page.open-round"))
        officer.says_done(w("page.round-opened"))
        fund.reach("open", by_hand=True)
        go_back(second, stage["analyse"])
        for path in ("", "/needs", "/needs/1", "/money", "/stages/plan"):
            auditor.go(PLACE + path)


def start(officer, round_):
    w = officer.words
    officer.go("/home")
    officer.follow(w("page.cycles-all"))
    officer.sees(w("page.cycles-none"))
    officer.follow(w("page.cycle-start"))
    officer.press(w("page.cycle-start"), 422)
    check_errors(officer, ["title", "key"])
    officer.write("title", "Cohesion in a made-up year")
    officer.write("key", "Not a key")
    officer.give("round", round_)
    officer.press(w("page.cycle-start"), 422)
    check_errors(officer, ["key"])
    officer.check(officer.given("title") == "Cohesion in a made-up year"
                  and officer.given("round") == round_, "what was written is lost")
    officer.write("key", CYCLE)
    officer.press(w("page.cycle-start"))
    officer.says_done(w("page.cycle-started"))
    officer.check(officer.path == PLACE, "it leads elsewhere")


def answer_all(officer, stage):
    w = officer.words
    officer.go(f"{PLACE}/stages/{stage}")
    links = officer.page.locator(QUESTIONS).evaluate_all(
        "all => all.map(one => one.getAttribute('href'))")
    for place, link in enumerate(links):
        officer.go(link)
        if place == 0:
            officer.write("evidence", EVIDENCE)
            officer.press(w("page.cycle-save-answer"), 422)
            check_errors(officer, ["text"])
            officer.check(officer.given("evidence") == EVIDENCE, "the evidence is lost")
        officer.write("text", "Neighbours of different backgrounds hardly meet here, and say so.")
        officer.write("evidence", EVIDENCE)
        officer.press(w("page.cycle-save-answer"))
        officer.says_done(w("page.cycle-answer-saved"))


def close(officer, stage):
    w = officer.words
    officer.go(PLACE)
    officer.follow(w("page.cycle-close", stage=stage))
    officer.press(w("page.cycle-close", stage=stage))
    officer.says_done(w("page.cycle-closed"))


def needs(officer):
    """A need, what shows it, and the priority that answers it."""
    w = officer.words
    officer.go(f"{PLACE}/needs")
    officer.follow(w("page.need-new"))
    officer.press(w("page.need-save"), 422)
    check_errors(officer, ["text", "place"])
    officer.write("text", "Young people of different backgrounds have nowhere to meet.")
    officer.write("place", "Millbrook")
    officer.press(w("page.need-save"))
    officer.click(officer.page.locator('main a[href$="/needs/1"]').first)
    officer.follow(w("page.need-evidence-add"))
    officer.write("url", "nowhere")
    officer.press(w("page.need-evidence-save"), 422)
    check_errors(officer, ["source", "url"])
    officer.write("source", "The youth survey")
    officer.write("url", "https://example.org/surveys/youth-in-the-made-up-borough-of-millbrook")
    officer.press(w("page.need-evidence-save"))
    officer.sees("The youth survey")
    officer.go(f"{PLACE}/needs")
    officer.follow(w("page.priority-choose"))
    officer.press(w("page.priority-save"), 422)
    check_errors(officer, ["priority"])
    officer.give("priority", "belonging")
    officer.give("need", ["1"])
    officer.give("criteria", ["need", "lens"])
    officer.press(w("page.priority-save"))
    officer.says_done(w("page.priority-chosen"))


def sign_all(second):
    w = second.words
    second.go("/home")
    second.follow(w("page.waits-cycle-signatures", stage=w("cycle-stage.plan"), count=4))
    links = second.page.locator(QUESTIONS).evaluate_all(
        "all => all.map(one => one.getAttribute('href'))")
    for link in links:
        second.go(link)
        second.press(w("page.cycle-sign"))
        second.says_done(w("page.cycle-signed"))


def approve(decider, stage):
    w = decider.words
    decider.go("/home")
    decider.follow(w("page.waits-cycle-approval", stage=stage))
    decider.sees(EVIDENCE)
    decider.press(w("page.cycle-approve", stage=stage))
    decider.says_done(w("page.cycle-approved"))


def go_back(second, stage):
    w = second.words
    second.go(PLACE)
    second.follow(w("page.cycle-reopen"))
    second.press(w("page.cycle-reopen"), 422)
    check_errors(second, ["stage", "reason"])
    second.give("stage", "analyse")
    second.write("reason", "A ward was left out")
    second.press(w("page.cycle-reopen"))
    second.says_done(w("page.cycle-reopened"))
    second.sees("A ward was left out")


def cycle_states(run, crawler):
    """Each page of a cycle in the stage in which most can be done there, looked at as every other
    page is, and each form sent empty."""
    fund = run.fund("cycle")
    look(run, crawler, fund, OFFICER, "/start-cycle")
    fund.approve_plan()
    fund.command("cycle", "reopen", CYCLE, "--stage", "plan", "--reason", "A trial",
                 actor="officer")
    fund.command("cycle", "need", "add", CYCLE, "--text", "To meet", "--place", "Hill Top",
                 actor="officer")
    last = fund.listing("cycle", "need", "list", CYCLE)[-1]["number"]
    for path in ["", "/stages/plan", "/questions/gap", "/closing", "/reopening", "/rounds",
                 "/needs", "/new-need", "/needs/1", f"/needs/{last}/evidence",
                 f"/needs/{last}/withdrawal", "/priorities", "/priorities/belonging/withdrawal",
                 "/money", "/plan"]:
        look(run, crawler, fund, OFFICER, PLACE + path)
    plan_states(run, crawler, fund)
    fund.command("cycle", "answer", CYCLE, "gap", "--text", "Another one", "--evidence", "A survey",
                 actor="officer")
    look(run, crawler, fund, OFFICER2, f"{PLACE}/questions/gap")
    fund.command("cycle", "need", "withdraw", CYCLE, str(last), "--reason", "A trial",
                 actor="officer")
    fund.command("cycle", "sign", CYCLE, "gap", actor="officer2")
    fund.command("cycle", "advance", CYCLE, actor="officer")
    look(run, crawler, fund, DECIDER, f"{PLACE}/approval")
    look(run, crawler, fund, DECIDER, f"/prospectus/{CYCLE}")
    look(run, crawler, fund, AUDITOR, PLACE)
    look(run, crawler, fund, AUDITOR, "/cycles")


def plan_states(run, crawler, fund):
    """Each part of the plan with its form, an entry of it, and taking that back."""
    def write(part, *said):
        fund.command("cycle", "plan", "write", CYCLE, part, *said, actor="officer")

    write("vision", "--text", "People of all backgrounds feel at home here.", "--help-offered",
          "A drop-in on Tuesdays.")
    write("gap", "--need", "1", "--existing", "A youth club", "--baseline", "20", "--target", "40",
          "--better", "higher")
    write("option", "--title", "Nothing", "--kind", "nothing", "--description", "Wait and see.",
          "--choice", "declined", "--why", "It gets worse.")
    write("option", "--title", "Small grants", "--kind", "other", "--description", "Many small ones.",
          "--choice", "chosen", "--why", "Groups know best.", "--cost-from", "5000",
          "--cost-to", "20000")
    write("mark", "--option", "2", "--question", "need", "--mark", "good", "--reason", "It fits.")
    write("talk", "--day", "2026-01-02", "--who", "Parents at the school gate", "--how", "walk",
          "--said", "Nowhere to meet.", "--changed", "yes", "--outcome", "Rooms can be paid for.")
    write("outcome", "--priority", "belonging", "--text", "More people feel they belong.")
    write("impact", "--characteristic", "age", "--effect", "positive", "--evidence", "A survey",
          "--action", "Nothing has to be done.")
    for part in ("vision", "gap", "option", "mark", "talk", "outcome", "question", "share",
                 "impact", "dates"):
        look(run, crawler, fund, OFFICER, f"{PLACE}/plan/{part}")
    look(run, crawler, fund, OFFICER, f"{PLACE}/plan/option/2")
    look(run, crawler, fund, OFFICER, f"{PLACE}/plan/option/2/withdrawal")
    fund.command("cycle", "timetable", CYCLE, "--from", "2027-01-04", "--save", actor="officer")


def look(run, crawler, fund, address, path):
    pattern = crawler.pattern(path) or path
    with run.report.test(f"{fund.name}, {address}: {path}", quiet=True):
        person = run.person(fund, address, scripts=True)
        person.looks = False
        watch = Watch(person.page)
        for language in [*(one for one in fund.languages() if one != "en"), "en"]:
            person.context.add_cookies([
                {"name": "cohesion-language", "url": fund.origin, "value": language}])
            watch.begin()
            person.page.goto(path)
            watch.requests[:] = watch.requests[:2]
            examine(person, watch, pattern, language=language)
        crawler.visited.add(pattern)
        form = person.page.locator("main form:has(textarea, select, input:not([type=hidden]))")
        if form.count():
            empty(form.first)
            watch.begin()
            with person.page.expect_navigation():
                form.first.locator("button").first.click()
            at_error(run, person, watch, pattern, 422)
        person.close()
