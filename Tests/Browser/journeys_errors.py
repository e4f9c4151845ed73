"""What goes wrong: each is said in full, at the field, and nothing is lost or half done."""
import http.client
import re

import answers
from journeys_applicant import types

# Of each line of the list of what is wrong: where its link leads, and what is there.
SUMMARY = """() => [...document.querySelectorAll('.error-summary a')].map(link => {
  const field = document.getElementById(link.hash.slice(1));
  const group = field && field.closest('.field');
  const error = group && group.querySelector('.error');
  const described = group && [...group.querySelectorAll('[aria-describedby]')].some(
    at => at.getAttribute('aria-describedby').split(' ').includes(error && error.id));
  return {
    text: link.textContent, hash: link.hash, name: field && field.name,
    isField: !!field && ['INPUT', 'TEXTAREA', 'SELECT'].includes(field.tagName),
    error: error && error.textContent.trim(), isDescribed: described,
  };
})"""


def check_errors(person, keys):
    """The page of a form that was not taken: everything wrong stands at the top, in order, with
    links that lead to the fields, and at the fields."""
    page, w = person.page, person.words
    person.check(person.page.title().startswith(w("page.error-prefix")),
                 f"the title is “{page.title()}”")
    found = page.evaluate(SUMMARY)
    person.check([one["name"] and one["name"].split(".")[0] for one in found] == list(keys),
                 f"wrong is {[one['name'] or one['hash'] for one in found]}, not {list(keys)}")
    for one in found:
        person.check(one["isField"], f"{one['hash']} leads to no field")
        person.check(one["error"] and one["isDescribed"], f"nothing is said at {one['hash']}")
        if one["error"]:
            said = one["error"].removeprefix(w("page.error-prefix")).strip()
            person.check(one["text"].endswith(said), f"above “{one['text']}”, below “{said}”")
    # A browser moves the focus once it has drawn the page.
    page.wait_for_function("() => document.activeElement.className", timeout=5000)
    focused = page.evaluate("() => document.activeElement.className")
    person.check(focused == "error-summary", "the list of what is wrong has not the focus")
    if found:
        page.locator(".error-summary a").last.click()
        here = page.evaluate("() => document.activeElement.id")
        person.check("#" + here == found[-1]["hash"], f"the link leads to #{here}")


def wrong_answers(keys, kinds, required):
    """What to give that cannot be taken, by key; nothing for what cannot be wrong."""
    found = {}
    for key in keys:
        value = answers.WRONG.get(kinds[key])
        if value is not None and (value not in ("", False) or key in required):
            found[key] = value
    return found


def form_errors(run):
    """Each page of the form: empty, then answered, then everything wrong at once."""
    fund = run.fund("open")
    w, kinds = fund.words(), types(fund)
    questions = {question["key"]: question for section in fund.form()
                 for question in section["questions"]}
    required = {key for key, question in questions.items() if question["required"]}
    given = fund.answers(registered="charity")
    with run.person(fund, "eve@example.org") as eve:
        eve.go(f"/rounds/{run.round}/start")
        eve.press(w("page.start"))
        draft = eve.path
        # What cannot be sent yet says what is missing.
        eve.go(f"{draft}/send")
        eve.press(w("page.send"), 422)
        eve.sees(w("page.not-ready-text"))
        visited = []
        for section in fund.form():
            eve.go(draft)
            eve.follow(section["title"])
            while "/questions/" in eve.path:
                visited += eve.asked()
                spoil_page(eve, given, kinds, required)
        # The other way through the form: a group on no register.
        eve.go(f"{draft}/questions/registered")
        given["registered"] = "neither"
        eve.answer_page(given)
        for page in ("firstPersonName", "secondPersonName"):
            eve.go(f"{draft}/questions/{page}")
            visited += eve.asked()
            spoil_page(eve, given, kinds, required)
        missed = set(questions) - set(visited)
        eve.check(not missed, f"never asked: {missed}")
        bad_token(eve, draft)
        eve.go(f"{draft}/questions/nowhere", 404)
        eve.go("/drafts/99999", 404)
    too_large(run, fund, draft)
    eligibility_errors(run, fund)


def same(one, other):
    """The same answer, but for blanks around it."""
    return one == other or isinstance(one, str) and one.strip() == other.strip()


def spoil_page(eve, given, kinds, required):
    w, here, keys = eve.words, eve.path, eve.asked()
    needed = [key for key in keys if key in required]
    if needed:
        eve.press(w("page.save-and-continue"), 422)
        check_errors(eve, needed)
        eve.go(here)
    wanted = {key: given[key] for key in keys}
    eve.answer_page(given)
    onward = eve.path
    unfit = [{key: some[key] for key in keys if key in some} for some in answers.UNFIT]
    for wrong in filter(None, [wrong_answers(keys, kinds, required), *unfit]):
        eve.go(here)
        before = {key: eve.given(key) for key in keys}
        for key in keys:
            # An amount and a date come back as the program writes them.
            if kinds[key] not in ("money", "date", "file", "budget"):
                eve.check(same(before[key], wanted[key]), f"{key} holds {before[key]!r}")
        for key, value in wrong.items():
            eve.give(key, value)
        eve.press(w("page.save-and-continue"), 422)
        check_errors(eve, wrong)
        for key, value in wrong.items():
            kept = eve.given(key)
            eve.check(same(kept, value), f"{key} kept {kept!r} and not {value!r}")
        eve.go(here)
        after = {key: eve.given(key) for key in keys}
        eve.check(after == before, f"what was wrong was stored: {after}")
    eve.go(onward)


def bad_token(eve, draft):
    """A form that is not of this browser is refused, and nothing is saved."""
    eve.go(f"{draft}/questions/need")
    eve.page.evaluate("() => { document.querySelector('main [name=csrf]').value = 'x'; }")
    eve.write("need", "From another site.")
    eve.press(eve.words("page.save-and-continue"), 403)
    eve.go(f"{draft}/questions/need")
    eve.check(eve.given("need") != "From another site.", "it was saved all the same")


def too_large(run, fund, draft):
    """More than a form may send, by a raw request: it says so before it reads it all."""
    host = fund.origin.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.putrequest("POST", f"{draft}/questions/need")
    connection.putheader("Content-Type", "application/x-www-form-urlencoded")
    connection.putheader("Content-Length", str(5_000_000))
    connection.endheaders()
    connection.send(b"need=" + b"x" * 1000)
    answer = connection.getresponse()
    run.report.check(answer.status == 413, f"5 MB sent to a form: {answer.status} and not 413")
    body = answer.read().decode()
    run.report.check(fund.words()("page.error-413") in body, "413 is no page for people")
    connection.close()


def eligibility_errors(run, fund):
    with run.person(fund) as somebody:
        w = somebody.words
        somebody.go(f"/rounds/{run.round}/eligibility")
        keys = somebody.asked()
        somebody.press(w("page.continue"), 422)
        check_errors(somebody, keys)
        somebody.give(keys[0], "yes")
        somebody.press(w("page.continue"), 422)
        check_errors(somebody, keys[1:])
        somebody.check(somebody.given(keys[0]) == "yes", "the answer that was given is gone")


def sign_in_errors(run):
    fund = run.fund("open")
    with run.person(fund) as fay:
        w = fay.words
        for bad in ("", "fay", "fay@", "a b@example.org"):
            fay.go("/sign-in")
            fay.ask_for_email(bad, 422)
            check_errors(fay, ["email"])
            fay.check(fay.given("email") == bad, "what was typed is gone")
        before = fund.mail.newest()
        fay.go("/sign-in")
        fay.ask_for_email("fay@example.org")
        message = fund.mail.wait("fay@example.org", before)
        for bad in ("", "00000000", "hello"):
            fay.write("code", bad)
            fay.press(w("page.sign-in"), 422)
            check_errors(fay, ["code"])
        fay.type_code(message)
        fay.check(fay.path == "/home", "a right code after wrong ones does not sign in")
        # What was used is used up, and says what to do.
        link = re.search(r"https?://\S+/sign-in/link\S+", message)[0]
        with run.person(fund) as other:
            other.go(link, 404)
            other.sees(w("problem.sign-in-link-wrong"))
    with run.person(fund) as gil:
        for _ in range(5):
            gil.go("/sign-in")
            gil.ask_for_email("gil@example.org")
        gil.go("/sign-in")
        gil.ask_for_email("gil@example.org", 429)
        gil.check(gil.answer.headers.get("retry-after"), "429 does not say how long to wait")
        gil.sees(w("page.error-429"))
    with run.person(fund) as hal:
        hal.go("/nowhere", 404)
        hal.sees(w("page.error-404"))
        hal.go("/home")
        hal.check(hal.path == "/sign-in?next=/home", f"/home leads to {hal.path}")
        # Nobody is led to another site by a link to this one.
        before = fund.mail.newest()
        hal.go("/sign-in?next=https://evil.example/")
        hal.ask_for_email("hal@example.org")
        hal.type_code(fund.mail.wait("hal@example.org", before))
        hal.check(hal.path == "/home", f"signing in led to {hal.page.url}")
        for place in ("", "/applications", "/decision"):
            hal.to_round(place, 403)


def sessions(run):
    """Signing out here, and everywhere; what was being written then is shown, not lost."""
    fund = run.fund("open")
    w, address = fund.words(), "ivy@example.org"
    with run.person(fund, address) as one, run.person(fund) as two:
        two.sign_in(address)
        one.go("/account")
        one.check(one.page.locator("#sessions-caption ~ tbody tr, tbody tr").count() == 2,
                  "not both sessions are listed")
        one.page.get_by_role("button", name=w("page.sign-out"), exact=True).click()
        one.page.wait_for_load_state()
        one.says_done(w("page.signed-out"))
        one.go("/home")
        one.check(one.path.startswith("/sign-in"), "it is still signed in")
        two.go("/home")
        two.check(two.path == "/home", "the other browser was signed out, too")
        one.sign_in(address)
        one.go(f"/rounds/{run.round}/start")
        one.press(w("page.start"))
        draft = one.path
        one.go(f"{draft}/questions/need")
        written = "Everything that we heard at the market, in a long sentence.\nAnd one more."
        one.page.locator("main form textarea").fill(written)
        two.go("/account")
        two.press(w("page.sign-out-everywhere"))
        two.says_done(w("page.signed-out-everywhere"))
        one.press(w("page.save-and-continue"), 401)
        for line in written.splitlines():
            one.sees(line)
        one.follow(w("page.sign-in"))
        before = fund.mail.newest()
        one.ask_for_email(address)
        one.type_code(fund.mail.wait(address, before))
        one.check(one.path == f"{draft}/questions/need", f"signing in leads to {one.path}")
        fund.states.pop(address)
