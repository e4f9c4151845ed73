"""A group that applies without a mouse."""
import re
import urllib.request

from journeys_applicant import REFERENCE, eligibility
from keyboard import Keyboard


def keyboard(run):
    """A narrow screen, no mouse, Urdu where the fund has it, and the link of the email."""
    fund = run.fund("open")
    language = "ur" if "ur" in fund.languages() else "en"
    english, address = fund.words(), "zoya@example.org"
    given = fund.answers(contactEmail=address, registered="charity",
                         groupName="محلے کا باورچی خانہ")
    with run.person(fund, width=320, height=640) as zoya:
        keys = Keyboard(zoya)
        zoya.go("/")
        if language != "en":
            zoya.language, zoya.words = language, fund.words(language)
            keys.follow(zoya.words("language.name"), skip=False)
            direction = zoya.page.evaluate("() => document.documentElement.dir")
            zoya.check(direction == "rtl", f"{language} runs {direction}")
        w = zoya.words
        title = (w.sections.get("rounds") or {}).get(run.round, fund.title)
        keys.follow(w("page.about-round", round=title))
        keys.follow(w("page.check-first"))
        for question in eligibility(fund):
            keys.choose(question["key"], question["fits"])
        keys.press(w("page.continue"))
        keys.follow(w("page.start"))
        sign_in_by_link(zoya, keys, address)
        keys.press(w("page.start"))
        tasks, pages = zoya.path, 0
        for place in range(len(fund.form())):
            keys.follow_place(".tasks a", place)
            while "/questions/" in zoya.path:
                keys.answer_page(given)
                pages += 1
            zoya.check(zoya.path == tasks, "a section does not end at the tasks")
        zoya.check(pages > 20, f"the form has {pages} pages only")
        keys.follow(w("page.check-and-send"))
        keys.press_link(w("page.continue"))
        keys.follow(w("page.skip-these"))
        before = fund.mail.newest()
        keys.press(w("page.send"))
        reference = REFERENCE.search(zoya.text())[0]
        receipt = fund.mail.wait(address, before, reference)
        zoya.check(given["groupName"] in receipt, "the receipt does not name the group")
        if language == "en":
            zoya.check(english("page.sent-title") in zoya.text(), "it is not said that it was sent")
        keys.follow(w("page.see-application"))


def sign_in_by_link(zoya, keys, address):
    fund, w = zoya.fund, zoya.words
    before = fund.mail.newest()
    keys.type("email", address)
    keys.press(w("page.send-me-an-email"))
    zoya.address = address
    message = fund.mail.wait(address, before)
    link = re.search(r"https?://\S+/sign-in/link\S+", message)[0]
    # A scanner of mail looks at every link, and more than once.
    for _ in range(2):
        with urllib.request.urlopen(link, timeout=10) as answer:
            zoya.check(answer.status == 200, f"a scanner gets {answer.status}")
    zoya.go(link)
    keys.press(w("page.sign-in"))
    zoya.check(zoya.path == f"/rounds/{zoya.run.round}/start", "the link does not lead on")
