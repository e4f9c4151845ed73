"""The program in a real browser, as people use it.

    python browser.py COHESION_BINARY [--only NAME] [--except NAME] [--shots DIR]
        [--looked FILE] [--known FILE]…

Each journey does with clicks and keys what people do; then every page is crawled as every role and
checked for accessibility, size and headers. NAME is a journey or a part of the crawl; several go
with commas. A browser keeps one processor busy: the journeys and the parts of the crawl may run
beside each other; `every-page` then asks whether their parts together looked at every page.
Needs playwright, axe-playwright-python, aiosmtpd, PyYAML, openssl and Debian's chromium.
"""
import argparse
import os
import signal
import sys
import threading
import time
from pathlib import Path

sys.dont_write_bytecode = True

from playwright.sync_api import sync_playwright  # noqa: E402

import crawl  # noqa: E402
import fund as funds  # noqa: E402
import journeys_agenda  # noqa: E402
import journeys_applicant  # noqa: E402
import journeys_errors  # noqa: E402
import journeys_keys  # noqa: E402
import journeys_meeting  # noqa: E402
import journeys_money  # noqa: E402
import journeys_open  # noqa: E402
import journeys_record  # noqa: E402
import journeys_staff  # noqa: E402
from person import Person  # noqa: E402
from report import Report  # noqa: E402

SECONDS = 1900
TESTS = {
    "applicant": journeys_applicant.applicant,
    "keyboard": journeys_keys.keyboard,
    "together": journeys_applicant.together,
    "form-errors": journeys_errors.form_errors,
    "sign-in-errors": journeys_errors.sign_in_errors,
    "sessions": journeys_errors.sessions,
    "officer": journeys_staff.officer,
    "panel": journeys_staff.panel,
    "agenda": journeys_agenda.agenda,
    "meeting": journeys_meeting.meeting,
    "deciders": journeys_meeting.deciders,
    "decision": journeys_money.decision,
    "record": journeys_record.record,
    "letters": journeys_money.letters,
    "payments": journeys_money.payments,
    "open-data": journeys_open.open_data,
    "erasing": journeys_open.erasing,
    "next-round": journeys_open.next_round,
    "cycle": crawl.cycle,
    "crawl-begun": crawl.crawl_begun,
    "crawl-done": crawl.crawl_done,
    "every-page": crawl.every_page,
}
# They say of each page what was wrong with it.
BY_PAGE = ("crawl-begun", "crawl-done", "every-page")


class Run:
    """What all tests share: one browser, and the funds."""

    round = funds.ROUND

    def __init__(self, browser, binary, shots):
        self.browser, self.binary, self.shots = browser, binary, shots
        self.report, self.funds = Report(), {}
        # The patterns of the pages that were looked at, and what axe knows already.
        self.visited, self.alike = set(), set()

    def fund(self, name):
        """`open` takes applications, `closed` is being scored, `round` goes on to the end; `meeting`
        and `deciders` are small ones of those; that of `cycle` waits for its Plan."""
        if name not in self.funds:
            fund = self.funds[name] = funds.Fund(self.binary, name, SECONDS)
            if name in ("closed", "round"):
                # One who applied on the pages, to see there what became of it.
                journeys_applicant.apply(self, fund, "mina@example.org", "Mina's walking group")
        return self.funds[name]

    def person(self, fund, address=None, **options):
        """Somebody who is signed in, unless they have no address. They sign in once a fund."""
        if address is None:
            return Person(self, fund, **options)
        if address not in fund.states:
            with Person(self, fund) as person:
                person.sign_in(address)
                fund.states[address] = person.context.storage_state()
        return Person(self, fund, address, state=fund.states[address], **options)


def watch():
    """Ends everything when the time is up, whatever it waits for."""
    def stop():
        for process in funds.processes:
            process.kill()
        funds.end_all()
        print(f"ended after {SECONDS} seconds\n0 passed, 1 failed", flush=True)
        os._exit(1)
    # Whoever ends this ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    timer = threading.Timer(SECONDS, stop)
    timer.daemon = True
    timer.start()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--only", default="", metavar="NAME",
                        help="of " + ", ".join(TESTS) + "; several with commas")
    parser.add_argument("--except", default="", metavar="NAME", dest="other",
                        help="all but these")
    parser.add_argument("--shots", type=Path, metavar="DIR")
    parser.add_argument("--looked", type=Path, metavar="FILE",
                        help="keep which pages were looked at")
    parser.add_argument("--known", type=Path, metavar="FILE", action="append", default=[],
                        help="count those of an earlier run as looked at")
    options = parser.parse_args()
    only, other = ([name for name in names.split(",") if name]
                   for names in (options.only, options.other))
    unknown = [name for name in only + other if name not in TESTS]
    if unknown:
        parser.error("there is no " + ", ".join(unknown))
    if options.shots:
        options.shots.mkdir(parents=True, exist_ok=True)
    watch()
    started = time.monotonic()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium",
                                             args=["--no-sandbox"])
        run = Run(browser, os.path.abspath(options.binary), options.shots)
        report = run.report
        for path in options.known:
            run.visited |= set(path.read_text().splitlines())
        try:
            for name, test in TESTS.items():
                if only and name not in only or name in other:
                    continue
                if name in BY_PAGE:
                    test(run)
                    continue
                with report.test(name):
                    test(run)
                for person in list(report.people):
                    person.close()
            with report.test("nothing failed inside the servers"):
                for fund in run.funds.values():
                    for line in fund.failures()[:10]:
                        report.check(False, f"{fund.name}: {line}")
        finally:
            browser.close()
            funds.end_all()
    if options.looked:
        options.looked.write_text("\n".join(sorted(filter(None, run.visited))))
    for count, what in report.repeated():
        print(f"{count} times: {what}")
    print(f"{time.monotonic() - started:.0f} seconds")
    print(f"{report.passed} passed, {len(report.failed)} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
