"""Groups that apply: one person from the beginning to the end, and two at once."""
import re

REFERENCE = re.compile(r"CF\d\d-\d{4}-[A-Z]")


def types(fund):
    return {question["key"]: question["type"] for section in fund.form()
            for question in section["questions"]}


def eligibility(fund):
    return fund.yaml("eligibility.yaml")["questions"]


def applicant(run):
    """From the front page to the receipt, and a question that the officer asks."""
    fund = run.fund("open")
    w, address = fund.words(), "asha@example.org"
    given = fund.answers(contactEmail=address, groupName="Example Lane Kitchen")
    with run.person(fund) as asha:
        asha.go("/")
        asha.follow(w("page.about-round", round=fund.title))
        for list_ in ("whoCanApply", "weFund", "weDoNotFund", "afterwards"):
            for sentence in fund.yaml("fund.yaml")["fund"]["about"][list_]:
                asha.sees(sentence)
        asha.follow(w("page.check-first"))
        check_eligibility(asha)
        asha.follow(w("page.start"))
        asha.check(asha.path.startswith("/sign-in?next="), "this is not where one signs in")
        before = fund.mail.newest()
        asha.ask_for_email(address)
        asha.type_code(fund.mail.wait(address, before))
        asha.check(asha.path == f"/rounds/{run.round}/start", "signing in does not lead back")
        asha.press(w("page.start"))
        write(asha, given)
        change_one(asha, given)
        reference = send(asha, given)
        look_back(asha, given, reference)
        ask_and_answer(run, asha, reference)
        take_back_another(asha, given, reference)
        fund.states[address] = asha.context.storage_state()


def check_eligibility(asha):
    w, questions = asha.words, eligibility(asha.fund)
    amiss = questions[1]
    for question in questions:
        fits = question["fits"]
        asha.give(question["key"], {"yes": "no", "no": "yes"}[fits] if question is amiss else fits)
    asha.press(w("page.continue"))
    asha.check(asha.heading() == w("page.fits-not"), f"it says “{asha.heading()}”")
    for question in questions:
        asha.sees(question["otherwise"], seen=question is amiss)
        asha.sees(question["tryInstead"], seen=question is amiss)
    asha.follow(w("page.answer-again"))
    for question in questions:
        asha.give(question["key"], question["fits"])
    asha.press(w("page.continue"))
    asha.check(asha.heading() == w("page.fits"), f"it says “{asha.heading()}”")


def write(asha, given):
    """The whole form by its list of tasks, with a break in the middle."""
    w, fund, tasks = asha.words, asha.fund, asha.path
    sections = fund.form()
    asha.check(asha.page.locator(".tasks a").count() == len(sections),
               "not every section can be begun, or more than the sections")
    asha.sees(w("page.tasks-done", done=0, all=len(sections)))
    asha.follow(sections[0]["title"])
    asha.answer_section(given)
    asha.check(asha.path == tasks, "the first section does not lead back to the tasks")
    asha.sees(w("page.tasks-done", done=1, all=len(sections)))
    asha.follow(sections[1]["title"])
    asha.give("contactName", given["contactName"])
    asha.press(w("page.save-for-later"))
    asha.says_done(w("page.saved"))
    asha.sees(w("progress.begun"))
    # They come back by their own page, as on another day.
    asha.go("/home")
    asha.check(asha.page.locator(".banner").count() == 0, "what was done is said a second time")
    asha.click(asha.page.locator(f'main a[href="{tasks}"]'))
    asha.follow(sections[1]["title"])
    asha.check(asha.given("contactName") == given["contactName"], "what was saved is gone")
    asha.answer_section(given)
    for section in sections[2:]:
        asha.follow(section["title"])
        asha.answer_section(given)
    asha.sees(w("page.tasks-done", done=len(sections), all=len(sections)))
    asha.sees(w("progress.cannot-start"), seen=False)


def apply(run, fund, address, name, is_sent=True):
    """An application on the pages, by the shortest way; gives back its reference or its draft."""
    with run.person(fund, address) as person:
        w = person.words
        person.go(f"/rounds/{run.round}/start")
        person.press(w("page.start"))
        draft = person.path
        person.answer_form(fund.answers(contactEmail=address, groupName=name))
        if not is_sent:
            return draft
        person.go(f"{draft}/send")
        person.press(w("page.send"))
        return REFERENCE.search(person.text())[0]


def shown(value):
    """What a page shows of an answer, as far as that can be told from the answer alone."""
    return value if isinstance(value, str) and len(value) > 12 else None


def change_one(asha, given):
    w = asha.words
    asha.follow(w("page.check-and-send"))
    for key, value in given.items():
        if key != "registrationNumber" and shown(value):
            for line in value.splitlines():
                asha.sees(line)
    title = asha.fund.form()[0]["questions"][0]["title"]
    asha.follow(f"{w('page.change')} {title}")
    asha.check(asha.given("groupName") == given["groupName"], "the answer is not in its field")
    given["groupName"] = "Example Lane Kitchen Club"
    asha.give("groupName", given["groupName"])
    asha.press(w("page.save-and-continue"))
    asha.check(asha.path.endswith("/check"), "after a change it does not go back to the check")
    asha.sees(given["groupName"])


def send(asha, given):
    w, before = asha.words, asha.fund.mail.newest()
    asha.follow(w("page.continue"))
    equality = asha.fund.yaml("equality.yaml")["questions"]
    asha.give(equality[0]["key"], [equality[0]["options"][0]["key"], "prefer-not-to-say"])
    asha.give(equality[4]["key"], equality[4]["options"][0]["key"])
    asha.press(w("page.continue"))
    # Before they send it, they read how it is used.
    asha.sees(w("page.privacy-notice-text"))
    asha.sees(w("page.privacy-fraud", council=asha.fund.yaml("fund.yaml")["fund"]["council"]))
    asha.press(w("page.send"))
    asha.check(asha.path.endswith("/sent"), "sending does not lead to a confirmation")
    reference = REFERENCE.search(asha.text())[0]
    receipt = asha.fund.mail.wait(given["contactEmail"], before, reference)
    for key in ("projectTitle", "projectSummary", "harm"):
        asha.check(given[key] in " ".join(receipt.split()), f"the receipt has no {key}")
    # Sent once is sent: going back does not send it again.
    asha.page.go_back()
    asha.page.go_back()
    asha.go(f"/applications/{reference}/sent")
    return reference


def look_back(asha, given, reference):
    w = asha.words
    asha.follow(w("page.see-application"))
    asha.sees(w("told.submitted"))
    asha.sees(w("told-next.submitted"))
    asha.follow(w("page.copy-to-keep"))
    for key, value in given.items():
        if key != "registrationNumber" and shown(value):
            asha.sees(value.splitlines()[0])
    with asha.page.expect_download() as download:
        asha.page.get_by_role("link", name=w("page.copy-as-text")).click()
    asha.check(download.value.suggested_filename == f"{reference}.txt",
               f"the file is called {download.value.suggested_filename}")
    text = open(download.value.path(), encoding="utf-8").read()
    asha.check(reference in text and given["projectSummary"] in text, "the text is not whole")
    asha.go("/home")
    asha.sees(reference)


def ask_and_answer(run, asha, reference):
    fund, w = asha.fund, asha.words
    before = fund.mail.newest()
    question = "Which room will you use?\nAnd is it free on Saturdays?"
    answer = "The library. It is ours every Saturday & Sunday, <says> the caretaker."
    with run.person(fund, "officer@example.org") as officer:
        officer.to_round(f"/applications/{reference}")
        officer.follow(w("page.ask-group"))
        officer.write("question", question)
        officer.press(w("page.ask"))
        officer.says_done(w("page.asked"))
        officer.sees(w("page.answer-awaited"))
        fund.mail.wait(asha.address, before, "Which room will you use?")
        asha.go("/home")
        asha.sees(w("page.answer-wanted"))
        asha.follow(reference)
        asha.sees("And is it free on Saturdays?")
        asha.page.locator("main form textarea").fill(answer)
        asha.press(w("page.send-answer"))
        asha.says_done(w("page.answered"))
        asha.sees(answer)
        officer.reload()
        officer.sees(answer)


def take_back_another(asha, given, reference):
    """A second application that begins with the answers of the first."""
    fund, w = asha.fund, asha.words
    asha.go(f"/rounds/{asha.run.round}/start")
    asha.give("from", reference)
    asha.press(w("page.start"))
    asha.follow(fund.form()[0]["title"])
    asha.check(asha.given("groupName") == given["groupName"], "the answers were not copied")
    asha.go(asha.page.locator(".back-link").get_attribute("href"))
    asha.answer_form(given | {"projectTitle": "The same again"})
    asha.follow(w("page.check-and-send"))
    asha.follow(w("page.continue"))
    asha.follow(w("page.skip-these"))
    before = fund.mail.newest()
    asha.press(w("page.send"))
    second = REFERENCE.search(asha.text())[0]
    fund.mail.wait(asha.address, before, second)
    asha.follow(w("page.see-application"))
    asha.follow(w("page.withdraw"))
    asha.follow(w("page.withdraw-no"))
    asha.follow(w("page.withdraw"))
    before = fund.mail.newest()
    asha.write("reason", "It was a slip.")
    asha.press(w("page.withdraw-yes"))
    asha.says_done(w("page.withdrawn"))
    asha.sees(w("told.withdrawn"))
    asha.check(asha.page.get_by_role("link", name=w("page.withdraw"), exact=True).count() == 0,
               "it can be taken back again")
    fund.mail.wait(asha.address, before, second)


def together(run):
    """Two of one group write the same answer: the second sees the first's, and nothing is lost."""
    fund = run.fund("open")
    w = fund.words()
    first, second = "carol@example.org", "dev@example.org"
    with run.person(fund, first) as carol, run.person(fund) as dev:
        carol.go(f"/rounds/{run.round}/start")
        carol.press(w("page.start"))
        draft = carol.path
        carol.follow(w("page.people"))
        before = fund.mail.newest()
        carol.write("email", second)
        carol.press(w("page.add-person"))
        carol.says_done(w("page.person-added", email=second))
        carol.sees(second)
        # Asked again, they are still one person.
        carol.write("email", second)
        carol.press(w("page.add-person"))
        take_off = w("page.remove-person", email=second)
        carol.check(carol.page.get_by_role("button", name=take_off).count() == 1,
                    "who was asked twice stands there twice")
        invitation = fund.mail.wait(second, before)
        dev.go(re.search(r"https?://\S+/sign-in\S*", invitation)[0])
        before = fund.mail.newest()
        dev.ask_for_email(second)
        dev.type_code(fund.mail.wait(second, before))
        dev.check(dev.path == draft, "the invitation does not lead to the application")
        page = f"{draft}/questions/need"
        carol.go(page)
        dev.go(page)
        carol.write("need", "Carol asked at the market.")
        carol.press(w("page.save-and-continue"))
        dev.write("need", "Dev asked at the school.")
        dev.press(w("page.save-and-continue"), 409)
        dev.sees("Carol asked at the market.")
        dev.sees(first)
        dev.check(dev.given("need") == "Dev asked at the school.", "what they wrote is gone")
        dev.check(dev.page.locator(".error-summary").count() == 1, "nothing says why")
        # Not saved over in the meantime.
        carol.go(page)
        carol.check(carol.given("need") == "Carol asked at the market.", "it was overwritten")
        both = "Carol asked at the market. Dev asked at the school."
        dev.write("need", both)
        dev.press(w("page.save-and-continue"))
        carol.reload()
        carol.check(carol.given("need") == both, "what was put together was not saved")
        # Other pages are nobody's concern: both save, and neither is held up.
        carol.go(f"{draft}/questions/people")
        dev.go(f"{draft}/questions/harm")
        carol.answer_page(fund.answers())
        dev.answer_page(fund.answers())
        carol.go(draft)
        carol.sees(w("page.people-count", count=2))
        leave_and_discard(carol, dev, draft)


def leave_and_discard(carol, dev, draft):
    """Who is taken off sees it no more; what is thrown away is gone for everybody."""
    w = carol.words
    carol.follow(w("page.people"))
    carol.press(w("page.remove-person", email=dev.address))
    carol.says_done(w("page.person-removed", email=dev.address))
    dev.go(draft, 404)
    carol.go(draft)
    carol.sees(w("page.people-one"))
    carol.follow(w("page.discard"))
    carol.press(w("page.discard-yes"))
    carol.says_done(w("page.discarded"))
    # They wrote it, so they are told what became of it.
    carol.page.goto(draft)
    carol.check(carol.status in (404, 409), f"what was thrown away answers {carol.status}")
    dev.go("/home")
    dev.check(dev.page.locator(f'a[href="{draft}"]').count() == 0, "it is still listed")
