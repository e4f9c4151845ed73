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


ACCOUNT = "66374958"


def agree(run, fund, reference):
    """The group reads its offer, agrees to it, and says where its money goes."""
    with run.person(fund, "mina@example.org") as mina:
        w = mina.words
        mina.go(f"/applications/{reference}")
        mina.click(mina.page.locator(f'main a[href="/applications/{reference}/agreement"]').first)
        mina.write("name", "Mina Made-up")
        mina.press(w("page.own-accept-button"), 422)
        check_errors(mina, ["role", "authorised"])
        mina.write("role", "chair")
        mina.field("authorised").check()
        mina.press(w("page.own-accept-button"))
        mina.says_done(w("page.own-accepted"))
        mina.go(f"/applications/{reference}")
        mina.click(mina.page.locator(f'main a[href="/applications/{reference}/bank"]').first)
        for name, text in (("accountName", "Mina's walking group"), ("sortCode", "08-99-9"),
                           ("account", "6637")):
            mina.write(name, text)
        mina.press(w("page.own-bank-send"), 422)
        check_errors(mina, ["sortCode", "account"])
        mina.write("sortCode", "08-99-99")
        mina.write("account", ACCOUNT)
        mina.press(w("page.own-bank-send"))
        mina.says_done(w("page.own-bank-sent"))
        mina.sees(f"••••{ACCOUNT[-4:]}")
        mina.sees(ACCOUNT, seen=False)


def verify(run, fund, reference):
    """Finance records what the bank says to the name; somebody else rings the group."""
    with run.person(fund, FINANCE) as finance:
        w = finance.words
        finance.to_round(f"/payees/{reference}")
        finance.page.get_by_label(w("page.bank-result-match"), exact=True).check()
        finance.press(w("page.bank-confirm-save"))
        finance.says_done(w("page.bank-confirmed"))
    with run.person(fund, OFFICER) as officer:
        officer.to_round(f"/payees/{reference}")
        officer.write("number", "01632 960001")
        officer.write("source", "Their entry in the register")
        officer.page.get_by_label(officer.words("page.bank-call-yes"), exact=True).check()
        officer.press(officer.words("page.bank-ring-save"))
        officer.says_done(officer.words("page.bank-called"))
        officer.sees(ACCOUNT, seen=False)


def payments(run):
    """The group agrees and gives its bank details; three acts by two people pay it, and the files are
    the same each time."""
    fund = run.fund("round")
    fund.reach("agreed")
    own = fund.listing("application", "list", "--round", run.round)[0]
    is_awarded = own["status"] in ("awarded", "part-awarded")
    if is_awarded:
        agree(run, fund, own["reference"])
    with run.person(fund, FINANCE) as finance, run.person(fund, "finance2@example.org") as second:
        w = finance.words
        finance.go("/home")
        finance.click(finance.page.locator(f'main a[href="/work/{run.round}/payments"]'))
        finance.press(w("page.schedule"))
        finance.says_done()
        fund.reach("scheduled", by_hand=True)
        finance.sees(w("obstacle.payeeMissing"))
        finance.check(
            finance.page.get_by_role("button", name=w("page.propose-run")).count() == 0,
            "a run can be proposed to accounts that nobody knows")
        if is_awarded:
            finance.sees(w("obstacle.payeeUnverified"))
            verify(run, fund, own["reference"])
        fund.verify_bank_details()
        finance.to_round("/payments")
        instalments = [row for row in rows(finance) if re.search("£", row[3])]
        total = sum(int(re.sub(r"\D", "", row[3])) for row in instalments)
        finance.sees(f"£{total // 100:,}.{total % 100:02}")
        finance.press(w("page.propose-run"))
        finance.says_done()
        approve = w("page.approve-run")
        finance.check(finance.page.get_by_role("button", name=approve).count() == 0,
                      "who proposed a run may approve it")
        second.to_round("/payments")
        second.press(approve)
        second.says_done()
        release = re.compile("^" + w("page.release-run", run=""))
        second.check(second.page.get_by_role("button", name=release).count() == 0,
                     "who approved a run may release it")
        finance.to_round("/payments")
        finance.check(finance.page.locator('main a[href*="/payments/export"]').count() == 0,
                      "a run has files before it is released")
        finance.click(finance.page.get_by_role("button", name=release).first)
        fund.reach("paid", by_hand=True)
        finance.says_done()
        finance.check(finance.page.locator('main a[href*="/payments/export"]').count() == 0,
                      "a link takes a file to the bank")
        files_of = {form["profile"]: form for form in
                    finance.page.locator('main form[action$="/payments/export"]').evaluate_all(
                        "forms => forms.map(form => ({action: form.getAttribute('action'),"
                        " ...Object.fromEntries(new FormData(form))}))")}
        links = {profile: f"{form['action']}?profile={profile}&run={form['run']}"
                 for profile, form in files_of.items()}
        first = check_ledger(finance, files_of["ledger"], len(instalments))
        for profile, media in (("bacs18", "text/plain"), ("pain.001.001.09", "application/xml")):
            files = [take(finance, files_of[profile], media) for _ in range(2)]
            finance.check(files[0] == files[1], f"{profile} is another one each time")
            finance.check(not is_awarded or ACCOUNT.encode() in files[0],
                          f"{profile} does not pay the group")
        finance.to_round("/payments")
        download(finance, w("page.as-csv"))
        finance.to_round("/history")
        finance.sees(w("action.paymentRun-release"))
        finance.sees(FINANCE)
        for path in ("", "/applications", "/letters"):
            finance.to_round(path, 403)
        with run.person(fund, AUDITOR) as auditor:
            auditor.check(fetch(auditor, links["ledger"]) == first, "the auditor gets another file")
            auditor.check(auditor.context.request.get(links["bacs18"]).status == 403,
                          "the auditor may read accounts")
            auditor.to_round("/payments")
            auditor.check(auditor.page.locator("main form").count() == 0,
                          "the auditor may change something")
            auditor.check(auditor.page.locator('main a[href*="bacs18"]').count() == 0,
                          "the auditor is led to accounts")
        with run.person(fund, OFFICER) as officer:
            officer.check(officer.context.request.get(links["ledger"]).status == 403,
                          "the officer may take the file")
    if is_awarded:
        fund.offer_change(own["reference"])


def take(person, form, media="text/csv"):
    """The file that a form's button answers with."""
    fields = {name: value for name, value in form.items() if name != "action"}
    answer = person.context.request.post(form["action"], form=fields)
    person.check(answer.status == 200, f"{form['action']} answers {answer.status}")
    kind = answer.headers.get("content-type", "")
    person.check(kind.startswith(media), f"{form['profile']} is {kind}")
    return answer.body()


def check_ledger(finance, form, count):
    """The file for the ledger: the same each time, with its totals; gives back its bytes."""
    first, second = take(finance, form), take(finance, form)
    finance.check(first == second, "the file is another one each time")
    lines = list(csv.reader(io.StringIO(first.decode())))
    place = lines[0].index("amount")
    total = sum(round(float(line[place]) * 100) for line in lines[1:-1])
    finance.check(lines[-1][0] == "TRAILER" and lines[-1][1] == str(len(lines) - 2),
                  f"the trailer is {lines[-1]}")
    finance.check(round(float(lines[-1][place]) * 100) == total, "the total is another")
    finance.check(count == len(lines) - 2, "not every instalment is in the file")
    return first
