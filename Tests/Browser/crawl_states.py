"""Rounds as a crawl wants them, and the pages that say that something is wrong."""
import urllib.parse

from journeys_applicant import apply
from journeys_staff import MEMBER, OFFICER
from page_checks import Watch, examine, slug

# Forms where nothing must be given: sent empty, they would do what they are for.
EMPTY_IS_GOOD = {"/drafts/{draft}/equality", "/applications/{reference}/withdraw",
                 "/work/{round}/close", "/work/{round}/open", "/rounds/{round}/start",
                 "/work/{round}/scoring/{reference}", "/drafts/{draft}/send",
                 "/work/{round}/applications/{reference}/contact",
                 "/work/{round}/meeting/interests"}
# Forms of nothing but choices, or where whatever is written is good: nothing can be wrong in them.
NOTHING_WRONG = {"/drafts/{draft}/equality", "/rounds/{round}/start", "/work/{round}/assist",
                 "/work/{round}/panel", "/work/{round}/meeting/interests"}
# These would end what the others look at: they come last.
LAST = ["/applications/{reference}/withdraw", "/work/{round}/close", "/work/{round}/open"]


def prepare_open(run):
    """Somebody with an application that was asked about, a draft that is ready and one begun."""
    fund, address = run.fund("open"), "lena@example.org"
    reference = apply(run, fund, address, "Lena and friends")
    ready = apply(run, fund, address, "Lena and neighbours", is_sent=False)
    with run.person(fund, address) as lena, run.person(fund, OFFICER) as officer:
        lena.go(f"/rounds/{run.round}/start")
        lena.press(lena.words("page.start"))
        begun = lena.path
        lena.follow(fund.form()[0]["title"])
        lena.answer_page(fund.answers())
        officer.to_round(f"/applications/{reference}")
        officer.follow(officer.words("page.ask-group"))
        officer.write("question", "Which room will you use?")
        officer.press(officer.words("page.ask"))
    return fund, [f"/applications/{reference}/sent", f"{ready}/check", f"{ready}/equality",
                  f"{ready}/send", begun, f"/rounds/{run.round}/start"]


def prepare_closed(run, crawler):
    """Scoring in every state: not begun, in the midst of it, locked, and closed by an interest."""
    fund = run.fund("closed")
    fund.reach("panel")
    fund.command("panel", "brief", "--round", run.round, actor="p1")
    with run.person(fund, MEMBER) as person:
        w = person.words
        person.to_round("/scoring")
        links = [person.page.locator("tbody a").nth(place).get_attribute("href")
                 for place in range(4)]
        for place, link in enumerate(links[:3]):
            person.go(link)
            person.give("has", "yes" if place == 0 else "no")
            if place == 0:
                person.write("detail", "I keep their accounts.")
            person.press(w("page.continue"))
            if place == 0:
                continue
            names = [name for name in dict.fromkeys(person.page.locator(
                "main form [name$='.value']").evaluate_all("all => all.map(one => one.name)"))]
            for name in names[:2] if place == 1 else names:
                person.give(name, "4")
            person.press(w("page.save-scores"))
            if place == 2:
                person.press(w("page.lock"))
    fund.reach("scored")
    meeting_states(run, crawler)
    fund.reach("proposed")
    return fund, [f"/work/{run.round}/scoring", *reversed(links)]


def meeting_states(run, crawler):
    """Each page of a meeting that is open, looked at as every other page is, and sent empty."""
    fund = run.fund("closed")
    fund.open_meeting()
    reference = fund.listing("application", "list", "--round", run.round, "--status",
                             "eligible")[-1]["reference"]
    item = f"/meeting/applications/{reference}"
    for place in ("/meeting", item, f"{item}/moderation", "/meeting/minutes"):
        if place == "/meeting/minutes":
            fund.recommend()
        pattern = "/work/{round}" + place.replace(reference, "{reference}")
        with run.report.test(f"{fund.name}, meeting: {place}", quiet=True):
            person = run.person(fund, OFFICER, scripts=True)
            person.looks = False
            watch = Watch(person.page)
            for language in ["en", *(one for one in fund.languages() if one != "en")]:
                cookie = {"name": "cohesion-language", "url": fund.origin, "value": language}
                person.context.add_cookies([cookie])
                watch.begin()
                person.page.goto(f"/work/{run.round}{place}")
                watch.requests[:] = watch.requests[:2]
                examine(person, watch, pattern, language=language)
            crawler.visited.add(pattern)
            if place != "/meeting":
                person.context.add_cookies([cookie | {"value": "en"}])
                person.page.goto(f"/work/{run.round}{place}")
                watch.begin()
                with person.page.expect_navigation():
                    person.page.locator("main form button").first.click()
                at_error(run, person, watch, pattern, 422)
            person.close()
    fund.command("meeting", "sign", "--round", run.round, "--chair", MEMBER,
                 actor="officer")
    fund.reach("met", by_hand=True)


def at_error(run, person, watch, name, status):
    """The page that says what is wrong, as every other page is looked at."""
    shot = run.shots / f"error-{slug(name)}" if run.shots else None
    typed = person.page.locator("main textarea").evaluate_all(
        "all => all.reduce((sum, one) => sum + one.value.length, 0)") / 1024
    examine(person, watch, name, status=status, shot=shot, typed=typed)
    if status == 422:
        # Whoever reads it in another language stays where they are.
        for link in person.page.locator(".languages a").all():
            answer = person.context.request.get(link.get_attribute("href"))
            run.report.check(answer.status == 200,
                             f"in another language it answers {answer.status}")
        person.context.add_cookies([
            {"name": "cohesion-language", "value": "en", "url": person.fund.origin}])


def error_states(run, crawler):
    fund, report = run.fund("open"), run.report

    def state(name, status, reach, address=None):
        with report.test(f"error {status}: {name}", quiet=True):
            person = run.person(fund, address, scripts=True)
            person.looks = False
            watch = Watch(person.page)
            watch.begin()
            reach(person)
            watch.requests[:] = watch.requests[-2:]
            at_error(run, person, watch, name, status)
            person.close()

    def go(path):
        return lambda person: person.page.goto(path)

    def submit(person, change):
        person.page.evaluate(change)
        with person.page.expect_navigation():
            person.page.locator("main form button").first.click()

    def foreign(person):
        person.page.goto("/sign-in")
        submit(person, "() => { document.querySelector('main [name=csrf]').value = 'x'; }")

    def too_much(person):
        person.page.goto("/sign-in")
        submit(person, "() => { const field = document.querySelector('main [name=email]');"
                       " field.type = 'text'; field.value = 'x'.repeat(700000); }")

    def too_often(person):
        for _ in range(6):
            person.page.goto("/sign-in")
            person.page.locator("main [name=email]").fill("often@example.org")
            with person.page.expect_navigation():
                person.page.locator("main form button").first.click()

    def code(person):
        person.page.goto("/sign-in")
        person.page.locator("main [name=email]").fill("once@example.org")
        with person.page.expect_navigation():
            person.page.locator("main form button").first.click()
        crawler.visited.add("/sign-in/code")

    def wrong_code(person):
        code(person)
        with person.page.expect_navigation():
            person.page.locator("main form button").first.click()

    def link(person):
        before = fund.mail.newest()
        code(person)
        message = fund.mail.wait("once@example.org", before)
        found = next(word for word in message.split() if "/sign-in/link" in word)
        person.page.goto(found)
        crawler.visited.add("/sign-in/link")

    def meanwhile(person):
        """Somebody else saved the same answer in between."""
        person.page.goto("/home")
        draft = person.page.locator('main a[href^="/drafts/"]').first.get_attribute("href")
        person.page.goto(f"{draft}/questions/need")
        fields = {field: person.page.locator(f"main [name={field}]").input_value()
                  for field in ("csrf", "seen")}
        person.context.request.post(
            f"{draft}/questions/need", data=urllib.parse.urlencode(
                fields | {"need": "What the other wrote.\nIn two lines.", "then": "later"}),
            headers={"Content-Type": "application/x-www-form-urlencoded"}, max_redirects=0)
        person.page.locator("main textarea").fill("What I wrote.")
        with person.page.expect_navigation():
            person.page.locator("main form button").first.click()

    def signed_out(person):
        person.page.goto("/home")
        draft = person.page.locator('main a[href^="/drafts/"]').first.get_attribute("href")
        person.page.goto(f"{draft}/questions/need")
        person.page.locator("main textarea").fill("A sentence that must not be lost.\nAnd more.")
        person.context.clear_cookies()
        with person.page.expect_navigation():
            person.page.locator("main form button").first.click()

    state("nothing there", 404, go("/nowhere"))
    state("not an application", 404, go("/applications/CF26-0001-X"), "lena@example.org")
    state("another role", 403, go(f"/work/{run.round}"), "lena@example.org")
    state("a form of another site", 403, foreign)
    state("too much to send", 413, too_much)
    state("too often", 429, too_often)
    state("the page for the code", 200, code)
    state("a wrong code", 422, wrong_code)
    state("the link of the email", 200, link)
    state("a link that is used", 404, go("/sign-in/link?key=" + "x" * 43))
    state("somebody else saved", 409, meanwhile, "lena@example.org")
    state("signed out meanwhile", 401, signed_out, "lena@example.org")


def spoil(form):
    """Something that cannot be right in every field."""
    for field in form.locator("textarea").all():
        field.fill("word " * 1300)
    for field in form.locator("input:not([type=hidden])").all():
        kind = field.get_attribute("type")
        if kind == "checkbox":
            field.uncheck()
        elif kind == "file":
            field.set_input_files({"name": "scores.csv", "mimeType": "text/csv",
                                   "buffer": b"nothing,of,use\n1\n"})
        elif kind != "radio":
            field.fill("?" * 300)


def empty(form):
    for field in form.locator("textarea, input:not([type=hidden])").all():
        kind = field.get_attribute("type")
        if kind in ("checkbox", "radio"):
            field.evaluate("field => { field.checked = false; }")
        elif kind != "file":
            field.fill("")
    for field in form.locator("select").all():
        field.evaluate("field => { field.value = ''; }")


def post_forms(run, crawler, fund, role, address, met):
    """Each form that was met is sent empty, and with everything wrong."""
    def late(item):
        return LAST.index(item[0]) + 1 if item[0] in LAST else 0
    person = run.person(fund, address, scripts=True)
    person.looks = False
    watch = Watch(person.page)
    for action, (path, place) in sorted(met.items(), key=late):
        ways = [("empty", empty)] if action not in EMPTY_IS_GOOD else []
        ways += [("wrong", spoil)] if action not in NOTHING_WRONG else []
        for name, fill in ways:
            with run.report.test(f"{fund.name}, {role}: {name} form {action} on {path}",
                                 quiet=True):
                person.page.goto(path)
                form = person.page.locator("main form").nth(place)
                fill(form)
                watch.begin()
                with person.page.expect_navigation():
                    form.locator("button").first.click()
                at_error(run, person, watch, f"{name} {action} {role}", 422)
                links = person.page.locator(".error-summary a").evaluate_all(
                    "all => all.map(one => one.hash)")
                run.report.check(links, "nothing says what is wrong")
                for link in links:
                    there = person.page.locator(link) if len(link) > 1 else None
                    run.report.check(there and there.count() == 1, f"{link} leads nowhere")
    person.close()
