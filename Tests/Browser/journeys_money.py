"""From the ranking to the file for the ledger."""
import csv
import io
import re

from journeys_errors import check_errors
from journeys_staff import OFFICER, download, fetch, rows

SECOND = "officer2@example.org"
DECIDER, FINANCE, AUDITOR = (f"{name}@example.org" for name in ("decider", "finance", "auditor"))


def decision(run):
    """The officer proposes by the ranking; the decision maker approves, with a reason."""
    fund = run.fund("round")
    fund.reach("met")
    with run.person(fund, OFFICER) as officer, run.person(fund, DECIDER) as decider:
        w = officer.words
        officer.to_round("/ranking")
        ranked = [row[1] for row in rows(officer)]
        officer.check(officer.page.locator("svg rect").count() == min(40, len(ranked)),
                      "the chart does not show the first forty")
        taken = list(csv.DictReader(io.StringIO(download(officer, w("page.as-csv")).decode())))
        officer.check([row["reference"] for row in taken] == ranked, "the file ranks otherwise")
        scores = [float(row[4].split()[0]) for row in rows(officer)]
        officer.check(scores == sorted(scores, reverse=True), f"not in order: {scores}")
        decider.to_round("/decision")
        decider.sees(w("page.no-proposal-meeting"))
        officer.to_round("/decision")
        officer.press(w("page.propose-recommended"))
        fund.reach("proposed", by_hand=True)
        officer.says_done(w("page.proposed", number=1))
        officer.check(officer.page.get_by_role("button", name=re.compile("^Approve")).count() == 0,
                      "the officer may approve")
        officer.to_round("/ranking")
        officer.check(officer.page.locator("tr.cut").count() == 1, "no cut line")
        read_and_approve(decider)
        fund.reach("decided", by_hand=True)


def read_and_approve(decider):
    w = decider.words
    decider.go("/home")
    decider.click(decider.page.locator(f'main a[href="/work/{decider.run.round}/decision"]'))
    lines = rows(decider)
    awarded = [row for row in lines if row[6] != w("outcome.none")]
    total = sum(int(re.sub(r"\D", "", row[5])) for row in lines)
    decider.check(0 < total <= 3_000_000, f"the awards come to {total} pence")
    decider.check(decider.page.locator("tr.cut").count() == 1, "no line shows where it ends")
    taken = list(csv.DictReader(io.StringIO(download(decider, w("page.as-csv")).decode())))
    decider.check(sum(int(row["awardPence"]) for row in taken) == total, "the file sums otherwise")
    decider.follow(lines[0][1])
    decider.to_round("/decision")
    approve = w("page.approve-number", number=1)
    decider.press(approve, 422)
    check_errors(decider, ["reason"])
    reason = "Best fit with what the fund is for; the panel agreed."
    decider.write("reason", reason)
    decider.press(approve)
    decider.says_done(w("page.decided-done"))
    decider.sees(reason)
    decider.sees(DECIDER)
    decider.check(len(awarded) > 1, "hardly anything was awarded")
    decider.check(decider.page.get_by_role("button", name=approve).count() == 0,
                  "it can be approved again")


def letters(run):
    """The panel's words, a look at a letter, and then they go."""
    fund = run.fund("round")
    fund.reach("decided")
    listed = fund.listing("application", "list", "--round", run.round)
    by_status = {}
    for row in listed:
        contact = fund.command("application", "show", row["reference"], "--format", "json",
                               actor="officer")
        address = re.search(r'"email": ?"([^"]+)"', contact)
        if address and row["status"] in ("awarded", "declined"):
            by_status.setdefault(row["status"], (row["reference"], address[1]))
    with run.person(fund, OFFICER) as officer:
        w, feedback = officer.words, "We would love to see the finished table."
        reference, address = by_status["awarded"]
        officer.to_round(f"/applications/{reference}")
        officer.follow(w("page.write-feedback"))
        officer.press(w("page.save-feedback"), 422)
        check_errors(officer, ["feedback"])
        officer.write("feedback", feedback)
        officer.press(w("page.save-feedback"))
        officer.says_done(w("page.feedback-saved"))
        officer.to_round(f"/letters/{reference}")
        officer.sees(feedback)
        officer.sees(w("letter-status.queued"))
        before = fund.mail.newest()
        officer.to_round("/letters")
        if officer.page.get_by_role("button", name=w("page.send-letters")).count():
            officer.press(w("page.send-letters"))
            officer.says_done()
        officer.to_round("/letters")
        officer.follow(w("page.to-gate"))
        officer.sees(w("page.gate-next-complete"))
        fund.complete_letters()
        officer.to_round("/letter-gate")
        officer.sees(w("page.gate-next-pass"))
        officer.press(w("page.gate-pass-button"))
        officer.says_done(w("page.gate-passed"))
        officer.sees(w("page.gate-next-other"))
        button = officer.page.get_by_role("button", name=w("page.gate-release-button"))
        officer.check(button.count() == 0, "one person passes the gate and lets the letters go")
        with run.person(fund, SECOND) as second:
            second.to_round("/letter-gate")
            second.write("embargo", "soon")
            second.press(w("page.gate-release-button"), 422)
            check_errors(second, ["embargo"])
            second.write("embargo", "")
            second.press(w("page.gate-release-button"))
            second.says_done(w("page.gate-released"))
        fund.reach("lettered", by_hand=True)
        award = fund.mail.wait(address, before, reference)
        officer.check(feedback in " ".join(award.split()), "the letter lacks the panel's words")
        if "declined" in by_status:
            fund.mail.wait(by_status["declined"][1], before, by_status["declined"][0])
        officer.to_round(f"/letters/{reference}")
        officer.sees(w("letter-status.sent"))
        officer.to_round("/letters")
        officer.sees(w("page.send-letters-text"), seen=False)
        officer.to_round(f"/applications/{reference}")
        officer.check(officer.field("feedback").count() == 0, "the words can still be changed")


def payments(run):
    """Finance schedules, approves one run, and takes its file: the same bytes each time."""
    fund = run.fund("round")
    fund.reach("agreed")
    with run.person(fund, FINANCE) as finance:
        w = finance.words
        finance.go("/home")
        finance.click(finance.page.locator(f'main a[href="/work/{run.round}/payments"]'))
        finance.press(w("page.schedule"))
        finance.says_done()
        finance.check(finance.page.get_by_role("button", name=w("page.schedule")).count() == 0,
                      "what is scheduled can be scheduled again")
        count = len(rows(finance))
        total = sum(int(re.sub(r"\D", "", row[3])) for row in rows(finance))
        finance.sees(f"£{total // 100:,}.{total % 100:02}")
        finance.press(w("page.approve-run"))
        fund.reach("scheduled", by_hand=True)
        fund.reach("paid", by_hand=True)
        finance.says_done()
        finance.check(finance.page.get_by_role("button", name=w("page.approve-run")).count() == 0,
                      "there is a second run to approve")
        link = finance.page.locator('main a[href*="/payments/export"]').first.get_attribute("href")
        first, second = fetch(finance, link), fetch(finance, link)
        finance.check(first == second, "the file is another one each time")
        lines = list(csv.reader(io.StringIO(first.decode())))
        place = lines[0].index("amount")
        total = sum(round(float(line[place]) * 100) for line in lines[1:-1])
        finance.check(lines[-1][0] == "TRAILER" and lines[-1][1] == str(len(lines) - 2),
                      f"the trailer is {lines[-1]}")
        finance.check(round(float(lines[-1][place]) * 100) == total, "the total is another")
        finance.check(count == len(lines) - 2, "not every instalment is in the file")
        download(finance, w("page.as-csv"))
        finance.to_round("/history")
        finance.sees(w("action.paymentRun-approval"))
        finance.sees(FINANCE)
        for path in ("", "/applications", "/letters"):
            finance.to_round(path, 403)
        with run.person(fund, AUDITOR) as auditor:
            auditor.check(fetch(auditor, link) == first, "the auditor gets another file")
            auditor.to_round("/payments")
            auditor.check(auditor.page.locator("main form").count() == 0,
                          "the auditor may change something")
        with run.person(fund, OFFICER) as officer:
            officer.check(officer.context.request.get(link).status == 403,
                          "the officer may take the file")
