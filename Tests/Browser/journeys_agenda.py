"""The panel's meeting: who is there, what is recommended, what changed, and its minutes."""
from fund import PANEL
from journeys_errors import check_errors
from journeys_staff import MEMBER, OFFICER, rows


def agenda(run):
    """An officer holds the meeting and signs its minutes; a member who is there reads them."""
    fund = run.fund("round")
    fund.reach("scored")
    with run.person(fund, OFFICER) as officer, run.person(fund, MEMBER) as member:
        w = officer.words
        member.to_round("/meeting")
        member.sees(w("page.meeting-not-yet"))
        officer.to_round("/meeting")
        # Only one of the two has scored: that asks for a reason.
        officer.press(w("page.open-meeting"), 422)
        check_errors(officer, ["despite"])
        officer.write("despite", "A trial")
        officer.press(w("page.open-meeting"))
        officer.says_done(w("page.meeting-opened"))
        officer.sees(w("page.quorum-missing", present=0, needed=1))
        for address in PANEL:
            officer.give(f"at.{address}", "present")
        officer.press(w("page.save-attendance"))
        officer.says_done(w("page.attendance-saved"))
        officer.sees(w("page.quorum-reached", present=len(PANEL), needed=1))
        officer.check(len(rows(officer)) == 25, f"the agenda has {len(rows(officer))} rows")
        officer.follow(w("page.next-page"))
        officer.to_round("/meeting")
        recommend(officer)
        fund.recommend()
        officer.to_round("/meeting")
        officer.sees(w("page.meeting-next-sign"))
        sign(officer)
        fund.reach("met", by_hand=True)
        member.to_round("/meeting/minutes")
        member.sees(w("page.minutes-signed"))
        member.check(member.page.locator("main form").count() == 0, "a member may sign")


def recommend(officer):
    """The next application that is left; what was recorded stands in the form afterwards."""
    w = officer.words
    officer.click(officer.page.locator("main a.button"))
    here = officer.path
    officer.press(w("page.save-recommendation"), 422)
    check_errors(officer, ["kind"])
    officer.give("kind", "reserve")
    officer.write("conditions", "Neighbours are told first.")
    officer.press(w("page.save-recommendation"))
    officer.says_done(w("page.recommendation-saved"))
    officer.check(officer.given("kind") == "reserve", "what was recorded is not in the form")
    officer.follow(w("page.moderation"))
    officer.press(w("page.save-moderation"), 422)
    check_errors(officer, ["member"])
    officer.page.goto(here)
    officer.click(officer.page.locator("main a.button"))
    officer.check(officer.path != here, "the next application is the same")


def sign(officer):
    w = officer.words
    officer.follow(w("page.read-and-sign"))
    officer.press(w("page.sign-meeting"), 422)
    check_errors(officer, ["chair"])
    officer.give("chair", MEMBER)
    officer.press(w("page.sign-meeting"))
    officer.says_done(w("page.meeting-signed"))
    officer.check(officer.page.locator("main form").count() == 0, "it can be signed again")
