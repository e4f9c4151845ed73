"""The panel's meeting, from the agenda to the decision; and two people who press at once."""
import hashlib
import re
import sqlite3

import fund as funds
from journeys_errors import check_errors
from journeys_money import DECIDER, SECOND
from journeys_staff import MEMBER, OFFICER, rows
from keyboard import Keyboard
from page_checks import Watch, examine

SECOND_DECIDER = "decider2@example.org"
MEMBERS = [f"p{number}@example.org" for number in (1, 2, 3)]
GROUPS = 8
# £5,000 each of £30,000: the money reaches the sixth. From there on, outwards, what is above first.
AGENDA = ["6", "7", "5", "8", "4", "3", "2", "1"]
PLACE = "/work/{round}/meeting"


def prepare(fund):
    """Eight applications, of which six can be paid for, scored by three members; one of these has an
    interest in the last."""
    for number in range(1, GROUPS + 1):
        fund.submit(name=f"Meeting House {number}", pounds=5000, minimum=4000,
                    email=f"house{number}@example.org")
    fund.make_closed()
    references = [row["reference"] for row in fund.listing(
        "application", "list", "--round", funds.ROUND, "--status", "eligible")]
    for member in MEMBERS:
        fund.command("panel", "add", "--round", funds.ROUND, "--email", member, actor="officer")
    fund.command("panel", "assign", "--round", funds.ROUND, "--per-application", "3", "--seed", "7",
                 actor="officer")
    lines = ["application,panel_member,criterion,score,comment"]
    for member in MEMBERS:
        actor = member.split("@")[0]
        fund.command("panel", "brief", "--round", funds.ROUND, actor=actor)
        for place, reference in enumerate(references):
            if member == MEMBERS[2] and place == GROUPS - 1:
                fund.command("interest", "declare", reference, "--reason", "A cousin",
                             actor=actor)
                continue
            fund.command("interest", "declare", reference, "--none", actor=actor)
            left = 26 - 2 * place
            for criterion in funds.CRITERIA:
                lines.append(f"{reference},{member},{criterion},{min(5, left)},")
                left -= min(5, left)
    fund.command("score", "import", "-", "--round", funds.ROUND, actor="officer",
                 given="\n".join(lines) + "\n")
    fund.screen()
    fund.stage = "scored"
    return references


def looked_at(person):
    """From now on every page that this person comes to is examined, the first two of a kind."""
    watch, look, seen = Watch(person.page), person.look, {}

    def whole():
        look()
        kind = (re.sub(r"[A-Z]{2}\d\d-\d{4}-[A-Z]", "{reference}", person.path), person.status)
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= 2:
            watch.requests[:] = watch.requests[-2:]
            examine(person, watch, kind[0].replace(person.run.round, "{round}"),
                    status=person.status)
        watch.begin()

    person.look = whole
    return person


def at_once(*pressed):
    """Each of some people presses a button; nobody waits for another.

    pressed: person and the words of the button.
    """
    with pressed[0][0].page.expect_navigation(), pressed[1][0].page.expect_navigation():
        for person, text in pressed:
            button = person.page.locator("main").get_by_role("button", name=text, exact=True).first
            button.evaluate("button => { setTimeout(() => button.click(), 250); }")
    for person, _ in pressed:
        person.page.wait_for_load_state()
    # Who was first, and who was told something.
    return sorted((person for person, _ in pressed), key=lambda person: person.status)


def stored(fund, query):
    """One value of the database, as it stands."""
    with sqlite3.connect(f"file:{fund.folder}/fund.sqlite?mode=ro", uri=True) as database:
        return database.execute(query).fetchone()[0]


def meeting(run):
    """An officer holds the meeting; a second one records beside them; a member reads."""
    fund = run.fund("meeting")
    prepare(fund)
    with run.person(fund, OFFICER, scripts=True) as officer, \
            run.person(fund, SECOND, scripts=True) as second, run.person(fund, MEMBER) as member:
        looked_at(officer)
        w = officer.words
        member.to_round("/meeting")
        member.sees(w("page.meeting-not-yet"))
        officer.to_round("")
        officer.click(officer.page.locator(f'main a[href="/work/{run.round}/meeting"]').first)
        officer.press(w("page.open-meeting"))
        officer.says_done(w("page.meeting-opened"))
        agenda = rows(officer)
        officer.check([row[2] for row in agenda] == AGENDA, f"the agenda is {agenda}")
        items = [row[0] for row in agenda]
        attend(officer, fund, items[0])
        member.to_round("/meeting")
        member.check([row[0] for row in rows(member)] == items, "a member reads another agenda")
        moderate(officer, items[0])
        recommend(officer, items)
        by_keys(run, fund, items[5])
        two_record(officer, second, items[3])
        minutes = sign(officer, second, items)
        member.to_round("/meeting/minutes")
        member.check(text_of(member) == minutes, "a member reads other minutes")
        frozen(officer, second, items, minutes)
        decide(run, fund, officer, items)


def to_item(person, reference, more=""):
    person.to_round(f"/meeting/applications/{reference}{more}")


def attend(officer, fund, item):
    """Too few are there; then all are; and one goes while something is being recorded."""
    w = officer.words
    officer.give(f"at.{MEMBERS[0]}", "present")
    officer.give(f"at.{MEMBERS[1]}", "apologies")
    officer.press(w("page.save-attendance"))
    officer.says_done(w("page.attendance-saved"))
    officer.check(officer.given(f"at.{MEMBERS[1]}") == "apologies", "the apologies are gone")
    officer.follow(item)
    officer.sees(w("page.item-too-few"))
    officer.check(officer.page.locator("main form").count() == 0, "too few can record something")
    officer.to_round("/meeting")
    officer.give(f"at.{MEMBERS[1]}", "present")
    officer.press(w("page.save-attendance"))
    to_item(officer, item)
    fund.command("meeting", "record", "--round", funds.ROUND, "--apologies", MEMBERS[1],
                 actor="officer2")
    officer.give("kind", "fund")
    officer.write("conditions", "A plan by June.")
    officer.write("for", "1")
    officer.press(w("page.save-recommendation"), 422)
    check_errors(officer, ["kind"])
    officer.sees(w("problem.item-no-quorum"))
    officer.check((officer.given("kind"), officer.given("conditions"), officer.given("for"))
                  == ("fund", "A plan by June.", "1"), "what was typed is gone")
    officer.to_round("/meeting")
    for address in MEMBERS[1:]:
        officer.give(f"at.{address}", "present")
    officer.press(w("page.save-attendance"))
    officer.says_done(w("page.attendance-saved"))


def moderate(officer, item):
    """A score changes, with a reason; what it was stays beside what it is."""
    w = officer.words
    officer.follow(item)
    officer.follow(w("page.moderation"))
    officer.press(w("page.save-moderation"), 422)
    check_errors(officer, ["member"])
    for score, field in (("9", "score"), ("much", "score")):
        officer.give("member", MEMBERS[1])
        officer.give("criterion", "learning")
        officer.write("score", score)
        officer.write("reason", "They told us more.")
        officer.press(w("page.save-moderation"), 422)
        check_errors(officer, [field])
        officer.check((officer.given("score"), officer.given("reason"), officer.given("member"))
                      == (score, "They told us more.", MEMBERS[1]), "what was typed is gone")
    officer.write("score", "2")
    officer.press(w("page.save-moderation"))
    officer.says_done(w("page.moderation-saved"))
    changed = rows(officer)
    officer.check(len(changed) == 1 and changed[0][2:] == ["0", "2", "They told us more."],
                  f"what changed is {changed}")


def save(officer, **given):
    for name, value in given.items():
        officer.give({"votes": "for"}.get(name, name), value)
    officer.press(officer.words("page.save-recommendation"))
    officer.says_done(officer.words("page.recommendation-saved"))


def recommend(officer, items):
    """Each kind of recommendation once, and what cannot be one."""
    w = officer.words
    to_item(officer, items[0])
    officer.press(w("page.save-recommendation"), 422)
    check_errors(officer, ["kind"])
    officer.give("kind", "fund")
    for name, value in (("for", "3"), ("against", "1"), ("abstain", "0"),
                        (f"dissent.{MEMBERS[2]}", "It costs too much.")):
        officer.write(name, value)
    officer.press(w("page.save-recommendation"), 422)
    officer.sees(w("problem.recommendation-votes-differ", given=4, voters=3))
    officer.check(officer.given("for") == "3"
                  and officer.given(f"dissent.{MEMBERS[2]}") == "It costs too much.",
                  "the votes or the dissent are gone")
    officer.write("for", "2")
    officer.press(w("page.save-recommendation"))
    officer.says_done(w("page.recommendation-saved"))
    officer.sees("It costs too much.")
    officer.sees(w("minutes.votes", **{"for": 2, "against": 1, "abstained": 0}))

    to_item(officer, items[1])
    officer.give("kind", "part")
    officer.write("amount", "£3,000")
    officer.write("conditions", "Another hall.")
    officer.press(w("page.save-recommendation"), 422)
    officer.sees(w("problem.recommendation-below-least",
                   given="£3,000.00").split("{minimum}")[0])
    officer.check((officer.given("amount"), officer.given("conditions"))
                  == ("£3,000", "Another hall."), "what was typed is gone")
    officer.write("amount", "£4,500")
    officer.press(w("page.save-recommendation"))
    officer.says_done(w("page.recommendation-saved"))
    officer.sees("£4,500")

    # One member leaves for one item: two are left, which is enough, and two votes.
    to_item(officer, items[2])
    officer.give("kind", "reserve")
    officer.give("left", [MEMBERS[2]])
    officer.write("for", "3")
    officer.press(w("page.save-recommendation"), 422)
    officer.check(officer.given("left") == [MEMBERS[2]], "who left is forgotten")
    officer.write("for", "2")
    officer.press(w("page.save-recommendation"))
    officer.sees(w("minutes.left", person="Panel Member 3"))
    # Whoever has an interest has left without anybody saying so.
    last = items[AGENDA.index("8")]
    to_item(officer, last)
    officer.sees(w("minutes.left-interest", person="Panel Member 3"))
    officer.check(officer.page.locator(f'[name="dissent.{MEMBERS[2]}"]').count() == 0,
                  "whoever has an interest may dissent")
    officer.give("kind", "decline")
    officer.write("conditions", "None can be.")
    officer.press(w("page.save-recommendation"), 422)
    check_errors(officer, ["conditions"])
    officer.write("conditions", "")
    officer.press(w("page.save-recommendation"))
    for item in (items[4], items[6], items[7]):
        to_item(officer, item)
        save(officer, kind="fund", votes="3")


def by_keys(run, fund, item):
    """A small screen and no mouse: to another round."""
    with run.person(fund, OFFICER, width=320, height=640) as person:
        keys, w = Keyboard(person), person.words
        person.to_round("/meeting")
        keys.follow(item)
        keys.skip()
        keys.choose("kind", "defer")
        keys.type("for", "2")
        keys.type("against", "0")
        keys.type("abstain", "1")
        keys.press(w("page.save-recommendation"))
        person.says_done(w("page.recommendation-saved"))
        person.to_round("/meeting?show=done")
        row = next(row for row in rows(person) if row[0] == item)
        person.check(row[5] == w("recommendation.defer"), f"what is recommended is {row[5]}")


def two_record(officer, second, item):
    """Two officers record the same item: nobody writes over what they have not read."""
    w = officer.words
    for person in (officer, second):
        to_item(person, item)
    save(officer, kind="fund")
    second.give("kind", "reserve")
    second.write("conditions", "If money is left.")
    second.press(w("page.save-recommendation"), 422)
    check_errors(second, ["kind"])
    second.sees(w("problem.item-seen-changed"))
    second.sees(w("recommendation.fund") + ", £5,000")
    second.check((second.given("kind"), second.given("conditions"))
                 == ("reserve", "If money is left."), "what was typed is gone")
    # They have read it now, and mean it.
    second.press(w("page.save-recommendation"))
    second.says_done(w("page.recommendation-saved"))
    # And both at the same moment.
    for person, kind, amount in ((officer, "fund", ""), (second, "part", "£4,200")):
        to_item(person, item)
        person.give("kind", kind)
        person.write("amount", amount)
    button = w("page.save-recommendation")
    first, told = at_once((officer, button), (second, button))
    first.check((first.status, told.status) == (200, 422),
                f"they are answered {first.status} and {told.status}")
    told.sees(w("problem.item-seen-changed"))
    told.sees(w("recommendation.fund") + ", £5,000" if first is officer
              else w("recommendation.part") + ", £4,200")
    # A score that another has changed meanwhile is looked at again, too.
    for person, score in ((officer, "1"), (second, "0")):
        to_item(person, item, "/moderation")
        person.give("member", MEMBERS[0])
        person.give("criterion", "need")
        person.write("score", score)
        person.write("reason", "We heard more.")
    button = w("page.save-moderation")
    first, told = at_once((officer, button), (second, button))
    first.check((first.status, told.status) == (200, 422),
                f"they are answered {first.status} and {told.status}")
    told.sees(w("problem.item-seen-changed"))
    first.check(len(rows(first)) == 1, "a score was changed twice")


def text_of(person):
    return person.page.locator("main .record").first.inner_text().strip()


def sign(officer, second, items):
    """Something is recorded between the look at the minutes and the signature."""
    w = officer.words
    officer.to_round("/meeting/minutes")
    officer.sees(w("minutes.draft"))
    officer.press(w("page.sign-meeting"), 422)
    check_errors(officer, ["chair"])
    to_item(second, items[7])
    save(second, kind="fund", conditions="Tell the neighbours.")
    officer.give("chair", MEMBERS[1])
    officer.press(w("page.sign-meeting"), 422)
    officer.sees(w("problem.meeting-seen-changed"))
    officer.sees("Tell the neighbours.")
    officer.check(officer.given("chair") == MEMBERS[1], "who was in the chair is forgotten")
    # What the second one will send once it is too late.
    to_item(second, items[0])
    officer.press(w("page.sign-meeting"))
    officer.says_done(w("page.meeting-signed"))
    printed = officer.fund.command("meeting", "minutes", "--round", officer.run.round,
                                   actor="auditor")
    officer.sees(w("page.minutes-signed"))
    officer.sees(w("page.minutes-check", hash=hashlib.sha256(printed.encode()).hexdigest()))
    for said in (w("minutes.chair", person="Panel Member 2"), "It costs too much.",
                 "Another hall.", "Tell the neighbours.", "They told us more.",
                 w("minutes.left", person="Panel Member 3"),
                 w("minutes.left-interest", person="Panel Member 3"),
                 w("minutes.present", people="Panel Member 1, Panel Member 2, Panel Member 3")):
        officer.sees(said)
        officer.check(" ".join(said.split()) in " ".join(printed.split()),
                      f"the printed minutes lack “{said}”")
    officer.sees(w("minutes.draft"), seen=False)
    return text_of(officer)


def frozen(officer, second, items, minutes):
    """Nothing of it can be changed by anybody, and the minutes are the same every time."""
    w = officer.words
    for item in (items[0], items[3]):
        to_item(officer, item)
        officer.check(officer.page.locator("main form").count() == 0, "it can still be changed")
    second.give("kind", "decline")
    second.press(w("page.save-recommendation"), 422)
    second.sees(w("problem.meeting-signed"))
    officer.to_round("/meeting/minutes")
    officer.check(officer.page.locator("main form").count() == 0, "they can be signed again")
    officer.check(text_of(officer) == minutes, "the minutes have changed")
    officer.to_round("/meeting")
    officer.check(officer.page.locator('main [name^="at."]').count() == 0,
                  "who was there can still be changed")


def decide(run, fund, officer, items):
    """One proposes, another approves."""
    w = officer.words
    officer.to_round("/decision")
    officer.press(w("page.propose-recommended"))
    officer.says_done(w("page.proposed", number=1))
    officer.check(len(rows(officer)) == GROUPS, f"the proposal has {len(rows(officer))} lines")
    approve = w("page.approve-number", number=1)
    officer.check(officer.page.get_by_role("button", name=approve).count() == 0,
                  "one person proposes and approves")
    with run.person(fund, DECIDER, scripts=True) as decider:
        looked_at(decider)
        decider.to_round("/decision")
        decider.press(approve, 422)
        check_errors(decider, ["reason"])
        decider.write("reason", "As the panel recommends.")
        decider.press(approve)
        decider.says_done(w("page.decided-done"))
        decider.sees(DECIDER)
    fund.stage = "decided"


# MARK: Two decision makers

def deciders(run):
    """Both approve at once; then one upholds and one sends back, at once."""
    fund = run.fund("deciders")
    prepare(fund)
    fund.reach("proposed")
    with run.person(fund, DECIDER, scripts=True) as one, \
            run.person(fund, SECOND_DECIDER, scripts=True) as other:
        w = one.words
        approve = w("page.approve-number", number=1)
        reasons = {one: "The first one's reason.", other: "The second one's reason."}
        for person, reason in reasons.items():
            person.to_round("/decision")
            person.write("reason", reason)
        first, told = at_once((one, approve), (other, approve))
        first.check((first.status, told.status) == (200, 409),
                    f"they are answered {first.status} and {told.status}")
        first.says_done(w("page.decided-done"))
        told.check(first.address in told.text(), f"who decided is not said: {told.text()[:300]}")
        told.to_round("/decision")
        told.sees(reasons[first])
        told.sees(reasons[told], seen=False)
        told.check(told.page.get_by_role("button", name=approve).count() == 0,
                   "it can be approved again")
        one_only(one, fund, "decision.approval", "SELECT count(*) FROM awardDecision")
        settle(run, fund, one, other)


def one_only(person, fund, action, query):
    """One row, one entry in the trail, and the trail holds."""
    found = stored(fund, query)
    person.check(found == 1, f"{found} of {query}")
    entries = stored(fund, f"SELECT count(*) FROM auditEntry WHERE action = '{action}'")
    person.check(entries == 1, f"the audit trail has {entries} of {action}")
    fund.command("audit", "verify")


def settle(run, fund, one, other):
    """The decision is called in; one says that it stands, the other sends it back."""
    w = one.words
    fund.stage = "decided"
    fund.reach("called")
    button = w("page.end-call-in-button")
    verdicts = {one: "upheld", other: "returned"}
    for person, verdict in verdicts.items():
        person.to_round("/decision/call-in/outcome")
        person.give("outcome", verdict)
        # Anybody may read it: an address would not be taken.
        person.write("reason", f"As {person.address.split('@')[0]} sees it.")
    first, told = at_once((one, button), (other, button))
    first.check((first.status, told.status) == (200, 409),
                f"they are answered {first.status} and {told.status}")
    # That it was settled, and how.
    told.sees(w(f"problem.decision-settled-{verdicts[first]}").split("{round}")[1])
    told.to_round("/decision")
    told.sees(w(f"verdict.{verdicts[first]}"))
    told.sees(f"As {told.address.split('@')[0]} sees it.", seen=False)
    one_only(one, fund, "decision.resumption", "SELECT count(*) FROM awardCallInOutcome")
