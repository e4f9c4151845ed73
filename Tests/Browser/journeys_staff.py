"""Officers and panel members: from what came in to scores that are locked."""
import csv
import io
import re

import answers
import fund as funds
from journeys_applicant import REFERENCE
from journeys_errors import check_errors

OFFICER, MEMBER, OTHER_MEMBER = "officer@example.org", *funds.PANEL


def rows(person):
    """The rows of the list: what stands in each cell."""
    table = person.page.locator("main tbody tr")
    return [[cell.strip() for cell in row] for row in table.evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))")]


def download(person, text, media="text/csv"):
    """Takes the file behind a link, and checks how it is handed out."""
    link = person.page.get_by_role("link", name=text, exact=True).first.get_attribute("href")
    return fetch(person, link, media)


def fetch(person, link, media="text/csv"):
    answer = person.context.request.get(link)
    person.check(answer.status == 200, f"{link} answers {answer.status}")
    kind = answer.headers.get("content-type", "")
    person.check(kind.startswith(media), f"{link} is {kind}")
    place = answer.headers.get("content-disposition", "")
    shape = r"""attachment; filename="[\w.-]+"(; filename\*=UTF-8''[\w.%-]+)?"""
    person.check(re.fullmatch(shape, place), f"{link}: {place}")
    person.check(answer.headers.get("x-content-type-options") == "nosniff", f"{link}: sniffing")
    return answer.body()


def officer(run):
    """The list, one application in full, one on the telephone, then the round is closed."""
    fund = run.fund("round")
    fund.reach("applied")
    with run.person(fund, OFFICER) as person:
        w = person.words
        person.go("/home")
        person.click(person.page.locator(f'main a[href="/work/{run.round}"]'))
        waiting = len(fund.listing("application", "list", "--round", run.round,
                                   "--status", "submitted"))
        card = person.page.locator(".card", has_text=w("page.card-text-submitted"))
        person.check(card.locator(".count").inner_text() == str(waiting),
                     f"{waiting} applications wait, and not {card.inner_text()}")
        search_list(person, fund)
        one_application(person, fund)
        all_clear(person, fund, waiting)
        by_telephone(person, fund)
        name_panel(person)
        person.to_round("")
        person.follow(w("page.close-round"))
        person.write("reason", "Everything has come")
        person.press(w("page.close-round"))
        for stage in ("checked", "closed", "panel"):
            fund.reach(stage, by_hand=True)
        person.says_done(w("page.round-closed"))
        person.check(person.page.get_by_role("link", name=w("page.close-round")).count() == 0,
                     "it can be closed again")
        by_paper_too_late(person, fund)
        give_out(person)


def search_list(person, fund):
    w = person.words
    count = len(fund.listing("application", "list", "--round", person.run.round))
    person.to_round("/applications")
    person.check(len(rows(person)) == 50, f"the first page has {len(rows(person))} rows")
    person.follow(w("page.next-page"))
    person.check(len(rows(person)) == count - 50, f"the second page has {len(rows(person))} rows")
    person.follow(w("page.first-page"))
    person.write("search", "Club number 1")
    person.press(w("page.show"))
    found = rows(person)
    person.check(found and all(row[1].startswith("Club number 1") for row in found),
                 f"the search finds {[row[1] for row in found]}")
    names = [row[1] for row in found]
    person.check(names == sorted(names), f"what is found by name is listed as {names}")
    sort = person.page.locator('[aria-sort="ascending"]')
    person.check(sort.count() == 1 and w("page.group") in sort.inner_text(),
                 "no column says that the list is by name")
    person.check(person.page.locator("main thead a").count() == 0,
                 "what is found by name offers an order that it does not have")
    listed = [row[0] for row in found]
    text = download(person, w("page.as-csv")).decode()
    taken = list(csv.DictReader(io.StringIO(text)))
    person.check([row["reference"] for row in taken] == listed,
                 f"the file has {len(taken)} rows, the list {len(listed)}, or in another order")
    person.write("search", "")
    person.press(w("page.show"))
    person.follow(w("page.requested"))
    person.follow(w("page.requested"))
    amounts = [int(re.sub(r"\D", "", row[3])) for row in rows(person)]
    person.check(amounts == sorted(amounts, reverse=True), f"sorted: {amounts}")
    person.check(len(amounts) == 50, "sorting changes what is found")
    sort = person.page.locator('[aria-sort="descending"]')
    person.check(sort.count() == 1, "no column says how it is sorted")
    person.field("status").select_option("submitted")
    person.press(w("page.show"))
    person.check("sort=amount" in person.path, "a filter forgets how it is sorted")
    person.write("search", "nobody at all")
    person.press(w("page.show"))
    person.sees(w("page.applications-none"))
    # Every row, of all pages.
    whole = fetch(person, f"/work/{person.run.round}/applications.csv").decode()
    person.check(len(list(csv.DictReader(io.StringIO(whole)))) == count, "the file is not whole")
    person.check("<b>Bold" in whole and "Llanfair" in whole, "the file lacks a group")


def one_application(person, fund):
    w = person.words
    second = next(row["reference"] for row in fund.listing(
        "application", "list", "--round", person.run.round) if row["title"] == "The choir again")
    person.to_round("/applications?search=" + second)
    person.follow(second)
    person.sees(w("page.blocking"))
    person.sees("7654321")
    here = f"/applications/{second}"
    for link, button, field in (("page.new-note", "page.save-note", "note"),
                                ("page.ask-group", "page.ask", "question")):
        person.follow(w(link))
        person.press(w(button), 422)
        check_errors(person, [field])
        person.to_round(here)
    person.follow(w("page.new-note"))
    person.write("note", "Rang them: the second one is a slip.\nThey will write.")
    person.press(w("page.save-note"))
    person.says_done(w("page.noted"))
    person.sees("They will write.")
    before = fund.mail.newest()
    person.follow(w("page.ask-group"))
    person.write("question", "Is this your first application, sent twice?")
    person.press(w("page.ask"))
    person.says_done(w("page.asked"))
    fund.mail.wait("group5@example.org", before, "sent twice?")
    person.follow(w("page.check"))
    person.press(w("page.save-check"), 422)
    check_errors(person, ["verdict"])
    person.give("verdict", "ineligible")
    person.press(w("page.save-check"), 422)
    check_errors(person, ["reason"])
    person.check(person.given("verdict") == "ineligible", "the choice is gone")
    person.write("reason", "You have applied for the same project already.")
    person.press(w("page.save-check"))
    person.says_done(w("page.checked"))
    person.sees(w("status.ineligible"))
    person.page.locator(f'main a[href$="{second}/contact"]').click()
    person.write("email", "not an address")
    person.press(w("page.save-contact"), 422)
    check_errors(person, ["email"])
    person.write("email", "choir@example.org")
    person.write("name", "Robin Treasurer")
    person.press(w("page.save-contact"))
    person.says_done(w("page.contact-changed"))
    person.sees("choir@example.org")
    person.sees("Robin Treasurer")
    person.to_round("/applications/CF26-9999-X", 404)


def all_clear(person, fund, waiting):
    w = person.words
    person.to_round("")
    person.press(w("page.all-clear"))
    person.says_done()
    person.to_round("/applications?status=submitted")
    left = rows(person)
    person.check(all(row[5] != "–" for row in left),
                 f"left over without anything against them: {left}")
    person.check(len(left) < waiting, "nothing was passed")


def by_telephone(person, fund):
    """Somebody rings: the officer fills in the same form for them."""
    w = person.words
    person.to_round("")
    person.follow(w("page.assist"))
    person.press(w("page.continue"), 422)
    check_errors(person, ["how"])
    person.give("how", "phone")
    person.press(w("page.continue"))
    person.sees(w("page.assisted-phone"))
    person.answer_form(fund.answers(groupName="Told on the telephone",
                                    contactEmail="ring@example.org"))
    person.follow(w("page.check-and-send"))
    person.follow(w("page.continue"))
    person.follow(w("page.skip-these"))
    person.press(w("page.send"))
    reference = REFERENCE.search(person.text())[0]
    person.to_round(f"/applications/{reference}")
    person.sees(w("page.typed-phone"))
    person.follow(w("page.check"))
    person.give("verdict", "eligible")
    person.press(w("page.save-check"))
    person.sees(w("status.eligible"))


def by_paper_too_late(person, fund):
    """After the deadline an officer may still type one in, and says why."""
    w = person.words
    person.to_round("/assist")
    person.give("how", "paper")
    person.press(w("page.continue"))
    person.answer_form(fund.answers(groupName="Came by post", contactEmail=""))
    person.follow(w("page.check-and-send"))
    person.follow(w("page.continue"))
    person.follow(w("page.skip-these"))
    person.press(w("page.send"), 422)
    check_errors(person, ["late"])
    person.write("late", "The post was late, and the stamp is of the day before.")
    person.press(w("page.send"))
    person.sees(w("page.typed-receipt-post"))
    reference = REFERENCE.search(person.text())[0]
    person.to_round(f"/applications/{reference}")
    person.sees("the stamp is of the day before")
    person.follow(w("page.check"))
    person.give("verdict", "eligible")
    person.press(w("page.save-check"))


def name_panel(person):
    w = person.words
    person.to_round("/panel")
    person.press(w("page.add-to-panel"), 422)
    check_errors(person, ["email"])
    for member in funds.PANEL:
        person.give("email", member)
        person.press(w("page.add-to-panel"))
        person.says_done(w("page.panel-added", email=member))
    person.check([row[1] for row in rows(person)] == funds.PANEL, f"the panel is {rows(person)}")


def give_out(person):
    """Every application to both members, by a draw."""
    w = person.words
    person.to_round("/panel")
    person.follow(w("page.assignment"))
    person.write("perApplication", "both")
    person.press(w("page.assign"), 422)
    check_errors(person, ["perApplication"])
    person.write("perApplication", "3")
    person.press(w("page.assign"), 422)
    person.sees(w("problem.scorers-too-few", count=len(rows(person)), needed=3))
    person.write("perApplication", "2")
    person.press(w("page.assign"))
    both = ", ".join(row["name"] for row in person.fund.yaml("people.yaml")["people"]
                     if row["email"] in funds.PANEL)
    person.check(all(row[2] == both for row in rows(person)), f"they have {rows(person)}")
    person.to_round("/interests")
    person.sees(w("page.interests-none"))


# MARK: The panel

def panel(run):
    """One application closed by an interest, one scored in two goes, locked, and on paper."""
    fund = run.fund("round")
    fund.reach("panel")
    with run.person(fund, MEMBER) as person:
        w = person.words
        person.go("/home")
        person.click(person.page.locator(f'main a[href="/work/{run.round}/scoring"]').first)
        brief(person)
        todo = {row[1]: row[0] for row in rows(person)}
        closed, mine = todo["Weir Gardeners"], todo["Quarry Row Football"]
        have_interest(person, closed)
        score(person, mine)
        lock(person, mine)
        person.to_round("/scoring")
        person.follow(w("page.scoring-pack"))
        person.sees(mine)
        person.sees(closed, seen=False)
        person.check("01632" not in person.text() and "@example.org" not in person.text(),
                     "the pack tells how to reach a group")
        with run.person(fund, OTHER_MEMBER) as other:
            look_from_aside(other, mine)
        person.to_round("/scoring/CF26-9999-X", 404)
        for place in ("", "/applications", "/ranking", "/letters", "/payments"):
            person.to_round(place, 403)


def brief(person):
    """Reads how to score, and says so."""
    w = person.words
    person.follow(w("page.briefing-read"))
    person.press(w("page.continue"), 422)
    check_errors(person, ["read"])
    person.give("read", "yes")
    person.press(w("page.continue"))
    person.says_done(w("page.briefing-done"))


def have_interest(person, reference):
    w, here = person.words, f"/work/{person.run.round}/scoring/{reference}"
    person.follow(reference)
    person.check(person.path == here + "/interest", "it is shown before the interest is asked")
    person.press(w("page.continue"), 422)
    check_errors(person, ["has"])
    person.give("has", "yes")
    person.press(w("page.continue"), 422)
    check_errors(person, ["detail"])
    person.write("detail", "My sister is their treasurer.")
    person.press(w("page.continue"))
    person.says_done(w("page.interest-noted"))
    person.sees(w("scoring.interest"))
    person.follow(reference)
    person.check(person.heading() == w("page.barred"), f"it says “{person.heading()}”")
    person.sees("My sister is their treasurer.")
    person.sees(answers.GOOD["projectSummary"], seen=False)


def score(person, reference):
    w, page = person.words, person.page
    person.to_round("/scoring")
    person.follow(reference)
    person.give("has", "no")
    person.press(w("page.continue"))
    person.sees(w("page.own-total", total="0.00", count=0, all=6))
    person.check(answers.LONG.strip()[:60] in page.locator(".pair-evidence").first.inner_text(),
                 "the answers do not stand beside the criteria")
    person.check("01632" not in person.text(), "it tells how to reach the group")
    # A comment without a score is no score.
    person.write("lens.comment", "They cook by turns.")
    person.press(w("page.save-scores"), 422)
    check_errors(person, ["lens"])
    person.check(person.given("lens.comment") == "They cook by turns.", "the comment is gone")
    person.give("need.value", "4")
    person.give("lens.value", "5")
    person.press(w("page.save-scores"))
    person.says_done(w("page.scores-saved"))
    # 20% of 4/5, and 20% of 5/5.
    person.sees(w("page.own-total", total="36.00", count=2, all=6))
    person.check(person.given("lens.comment") == "They cook by turns.", "the comment is not kept")
    person.press(w("page.lock"), 422)
    check_errors(person, funds.CRITERIA[2:])
    person.to_round(f"/scoring/{reference}")
    for criterion in funds.CRITERIA[2:]:
        person.give(f"{criterion}.value", "3")
    person.press(w("page.save-and-list"))
    person.says_done(w("page.scores-saved"))
    person.sees(w("scoring.some", done=6, all=6))


def lock(person, reference):
    w = person.words
    person.follow(reference)
    person.sees(w("page.own-total", total="72.00", count=6, all=6))
    person.press(w("page.lock"))
    person.says_done(w("page.locked"))
    person.sees(w("scoring.locked"))
    person.follow(reference)
    person.sees(w("page.locked-text"))
    person.sees("They cook by turns.")
    person.check(person.page.locator("main form").count() == 0, "it can still be changed")


def look_from_aside(other, reference):
    """Nobody sees what another has scored."""
    w = other.words
    other.to_round("/scoring")
    brief(other)
    row = next(row for row in rows(other) if row[0] == reference)
    other.check(row[4] == w("scoring.new"), f"the other member sees “{row[4]}”")
    other.follow(reference)
    other.give("has", "no")
    other.press(w("page.continue"))
    other.sees("They cook by turns.", seen=False)
    other.sees(w("page.own-total", total="0.00", count=0, all=6))


