"""What the public reads, what somebody is told of themselves, what is erased, and the next round."""
import json

from journeys_errors import check_errors
from journeys_staff import OFFICER

ADMIN, ERASED = "admin@example.org", "applicant@example.org"


def open_data(run):
    """An officer writes public words that hold an address, and puts them right; anybody reads them."""
    fund = run.fund("round")
    fund.reach("paid")
    with run.person(fund, OFFICER) as officer, run.person(fund) as anybody:
        w = officer.words
        anybody.go("/awards")
        # The newest: on the page of an award stands how it is called everywhere.
        anybody.click(anybody.page.locator("main a[href^='/awards/']").first)
        reference = anybody.path.removeprefix("/awards/")
        officer.to_round(f"/open-data/{reference}")
        officer.write("title", "Lunch with somebody@example.org")
        officer.press(w("page.public-words-save"), 422)
        check_errors(officer, ["reason"])
        officer.check(officer.given("title") == "Lunch with somebody@example.org",
                      "what was written is lost")
        officer.write("reason", "It is told more simply.")
        officer.press(w("page.public-words-save"))
        officer.says_done(w("page.public-words-saved"))
        officer.sees(w("publish-weight.error"))
        anybody.go("/open-data")
        anybody.sees(w("page.open-data-not-ready"))
        anybody.go(f"/open-data/{run.round}/360giving.json", 409)
        officer.follow(reference)
        officer.write("title", "Lunch for neighbours")
        officer.write("reason", "Without an address.")
        officer.press(w("page.public-words-save"))
        officer.says_done(w("page.public-words-saved"))
        officer.sees(w("publish-weight.error"), seen=False)
        anybody.go(f"/awards/{reference}")
        anybody.sees("Lunch for neighbours")
        answer = anybody.context.request.get(f"/open-data/{run.round}/360giving.json")
        grants = json.loads(answer.body())["grants"]
        anybody.check([one["title"] for one in grants if one["id"].endswith(reference)]
                      == ["Lunch for neighbours"], "the file calls it otherwise")
        anybody.check(b"@" not in answer.body(), "an address stands in the file")


def erasing(run):
    """An officer proposes an erasure, somebody else carries it out; before, the person is told what
    is held of them, and afterwards there is nothing."""
    fund = run.fund("round")
    fund.reach("paid")
    with run.person(fund, OFFICER) as officer, run.person(fund, ADMIN) as admin:
        w = officer.words
        officer.go("/information")
        officer.press(w("page.information-person-get"), 422)
        check_errors(officer, ["person"])
        given = told(officer)
        officer.check(given.status == 200 and ERASED in given.text(), "they are not told of")
        officer.check("no-store" in given.headers["cache-control"], "it may be kept")
        officer.go("/keeping")
        officer.follow(w("page.erasure-propose"))
        officer.press(w("page.erasure-propose"), 422)
        check_errors(officer, ["class", "reason"])
        officer.write("person", "nobody@example.net")
        officer.write("reason", "They asked.")
        officer.press(w("page.erasure-propose"), 422)
        check_errors(officer, ["person"])
        officer.write("person", ERASED)
        officer.press(w("page.erasure-propose"))
        officer.says_done(w("page.erasure-is-proposed"))
        officer.follow(w("page.erasure-title", number=1))
        officer.sees(w("page.erasure-own"))
        officer.check(
            officer.page.get_by_role("button", name=w("page.erasure-approve")).count() == 0,
            "who proposed it may carry it out")
        page = officer.path
        admin.go(page)
        admin.check(ERASED in admin.text(), "whoever approves it is not told of whom it is")
        admin.press(w("page.erasure-approve"))
        admin.says_done()
        admin.sees(w("page.certificate-copies"))
        admin.check(ERASED not in admin.text(), "the certificate names them")
        officer.go("/information")
        after = told(officer)
        officer.check(after.status == 422 and "disposition" not in " ".join(after.headers),
                      "something is held of them")


def told(officer):
    """What an officer takes for somebody who asks what is held of them."""
    form = officer.page.locator('main form[action="/information/person"]')
    fields = dict(form.evaluate("form => [...new FormData(form)]"))
    return officer.context.request.post("/information/person",
                                        form={**fields, "person": ERASED},
                                        headers={"Origin": officer.fund.origin})


def next_round(run):
    """The next round is made from this one."""
    fund = run.fund("round")
    fund.reach("paid")
    with run.person(fund, OFFICER) as officer:
        w = officer.words
        officer.to_round("/clone")
        officer.write("to", "3 x")
        officer.write("title", "The next one")
        officer.press(w("page.clone-round"), 422)
        check_errors(officer, ["to"])
        officer.check(officer.given("title") == "The next one", "what was written is lost")
        officer.write("to", "round-9")
        officer.press(w("page.clone-round"))
        officer.says_done()
        officer.check(officer.path == "/work/round-9/learned", "it leads elsewhere")
        officer.go("/work/round-9")
        officer.sees("The next one")
        officer.sees(w("stage.planned"))
