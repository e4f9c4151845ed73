"""A person at a browser: they go, click, type, and look at what they get."""
import re

# Every page must pass these, wherever a journey comes by.
LOOK = """() => ({
  title: document.title,
  headings: document.querySelectorAll('h1').length,
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  language: document.documentElement.lang,
  direction: document.documentElement.dir,
})"""
# Which questions a page asks: the names of its fields, a date once.
ASKED = """() => {
  const found = [];
  for (const field of document.querySelectorAll('main form [name]')) {
    const name = field.name.split('.')[0];
    if (field.type !== 'hidden' && field.tagName !== 'BUTTON' && !found.includes(name))
      found.push(name);
  }
  return found;
}"""
MONTHS = ["day", "month", "year"]


class Person:
    def __init__(self, run, fund, address=None, width=1280, height=900, scripts=False,
                 state=None, language="en"):
        self.run, self.fund, self.address = run, fund, address
        self.report, self.width = run.report, width
        self.context = run.browser.new_context(
            java_script_enabled=scripts, viewport={"width": width, "height": height},
            locale="en-GB", base_url=fund.origin, storage_state=state, accept_downloads=True)
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.language = language
        self.words = fund.words(language)
        self.answer, self.is_closed, self.looks = None, False, True
        self.page.on("response", self._note)
        self.report.people.append(self)

    def _note(self, response):
        if response.request.is_navigation_request() and response.frame == self.page.main_frame:
            self.answer = response

    def close(self):
        self.is_closed = True
        self.report.people.remove(self)
        self.context.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        # After a failure the report still wants to say where they were.
        if kind is None:
            self.close()

    # MARK: Where they are

    @property
    def path(self):
        return self.page.url.removeprefix(self.fund.origin)

    @property
    def status(self):
        return self.answer.status if self.answer else None

    def where(self):
        try:
            return f"{self.address or 'somebody'} at {self.path}: {self.status}, " \
                   f"“{self.page.title()}”"
        except Exception as error:
            return f"{self.address or 'somebody'}: {error}"

    def text(self):
        return self.page.locator("main").inner_text()

    def heading(self):
        return self.page.locator("h1").inner_text().strip()

    def check(self, good, what):
        return self.report.check(good, f"{self.path}: {what}")

    def sees(self, text, seen=True):
        """Whether a text stands in the main part, however it is broken into lines."""
        there = " ".join(text.split()) in " ".join(self.text().split())
        return self.check(there == seen, f"{'no' if seen else 'there is'} “{text[:200]}”")

    def says_done(self, text=None):
        """Whether the page says what has been done."""
        banner = self.page.locator(".banner [role=status]")
        if not self.check(banner.count() == 1, "nothing says what was done"):
            return
        found = banner.inner_text().strip()
        self.check(text is None or found == text, f"it says “{found}” and not “{text}”")

    def look(self):
        """What holds for every page."""
        if not self.looks or "text/html" not in (self.answer.headers.get("content-type") or ""):
            return
        found = self.page.evaluate(LOOK)
        self.check(found["headings"] == 1, f"{found['headings']} first headings")
        self.check(found["title"].endswith(self.fund.fund_name), f"it is “{found['title']}”")
        self.check(found["language"] == self.language, f"its language is {found['language']}")
        if self.width <= 320:
            self.check(found["overflow"] <= 0, f"it is {found['overflow']} px too wide")

    def expect(self, status):
        assert self.status == status, \
            f"{self.path} answered {self.status} and not {status}: {self.text()[:300]}"
        self.look()

    # MARK: What they do

    def go(self, path, status=200):
        self.page.goto(path)
        self.expect(status)

    def reload(self, status=200):
        self.page.reload()
        self.expect(status)

    def click(self, place, status=200):
        with self.page.expect_navigation():
            place.click()
        self.expect(status)

    def follow(self, text, status=200, within="main"):
        """Follows the link with these words."""
        links = self.page.locator(within).get_by_role("link", name=text, exact=True)
        self.click(links.first, status)

    def press(self, text, status=200):
        """Presses the button with these words."""
        self.click(self.page.locator("main").get_by_role("button", name=text, exact=True).first,
                   status)

    def field(self, name):
        return self.page.locator(f'main form [name="{name}"]:not([type=hidden])')

    def asked(self):
        return self.page.evaluate(ASKED)

    def give(self, key, value):
        """Answers one question by clicking and typing."""
        if isinstance(value, tuple):
            for part, text in zip(MONTHS, value):
                self.write(f"{key}.{part}", text)
            return
        if self.field(f"{key}.1.amount").count():
            for place, (what, kind, amount) in enumerate((value or {"lines": []})["lines"], 1):
                self.write(f"{key}.{place}.what", what)
                self.field(f"{key}.{place}.kind").select_option(kind)
                self.write(f"{key}.{place}.amount", amount)
            return
        chooser = self.page.locator(f'main input[type=file][name="{key}"]')
        if chooser.count():
            if value:
                chooser.set_input_files(value)
            return
        field = self.field(key)
        kind = field.first.evaluate("field => field.type")
        if kind in ("radio", "checkbox"):
            wanted = value if isinstance(value, list) else [value]
            wanted = ["true" if one is True else one for one in wanted]
            for place in range(field.count()):
                one = field.nth(place)
                is_wanted = one.get_attribute("value") in wanted
                if is_wanted and not one.is_checked():
                    # As people do: on its label.
                    self.page.locator(f'label[for="{one.get_attribute("id")}"]').click()
                elif kind == "checkbox" and one.is_checked() and not is_wanted:
                    one.click()
        elif kind == "select-one":
            field.select_option(value)
        else:
            self.write(key, value)

    def write(self, name, text):
        field = self.field(name)
        field.click()
        field.fill("")
        if len(text) <= 60:
            field.press_sequentially(text)
        else:
            field.fill(text)

    def given(self, key):
        """What stands in the fields of a question now, as `give` takes it."""
        dates = self.field(f"{key}.day")
        if dates.count():
            return tuple(self.field(f"{key}.{part}").input_value() for part in MONTHS)
        if self.field(f"{key}.1.amount").count():
            parts = [[self.field(f"{key}.{place}.{part}").input_value()
                      for part in ("what", "kind", "amount")] for place in range(1, 4)]
            return {"lines": [tuple(line) for line in parts if line[0]]}
        field = self.field(key)
        kind = field.first.evaluate("field => field.type")
        if kind in ("radio", "checkbox"):
            chosen = [field.nth(place).get_attribute("value") for place in range(field.count())
                      if field.nth(place).is_checked()]
            if kind == "radio":
                return chosen[0] if chosen else None
            return chosen == ["true"] if field.count() == 1 else chosen
        if self.page.locator(f'main input[type=file][name="{key}"]').count():
            # What was sent before; a browser tells nothing of what is chosen now.
            sent = self.page.locator(f'main form input[type=hidden][name="{key}"]')
            return [one.input_value() for one in sent.all()]
        return field.input_value()

    # MARK: What everybody does now and then

    def ask_for_email(self, address, status=200):
        """From the page to sign in to the one that wants the code."""
        self.address = address
        self.write("email", address)
        self.press(self.words("page.send-me-an-email"), status)

    def sign_in(self, address, onto=""):
        """By the code of the email."""
        before = self.fund.mail.newest()
        self.go("/sign-in" + (f"?next={onto}" if onto else ""))
        self.ask_for_email(address)
        self.type_code(self.fund.mail.wait(address, before))

    def type_code(self, message):
        self.write("code", re.search(r"\b\d{8}\b", message)[0])
        self.press(self.words("page.sign-in"))

    def to_round(self, place, status=200):
        self.go(f"/work/{self.run.round}{place}", status)

    def answer_page(self, given):
        """Answers every question that the page asks, and goes on."""
        for key in self.asked():
            self.give(key, given[key])
        self.press(self.words("page.save-and-continue"))

    def answer_section(self, given):
        """From the first page of a section to the list of tasks."""
        pages = []
        while "/questions/" in self.path:
            assert self.path not in pages, f"{self.path} comes back"
            pages.append(self.path)
            self.answer_page(given)
        return pages

    def answer_form(self, given):
        """Every section of the task list; gives back the pages that were answered."""
        tasks, pages = self.path, []
        for place in range(self.page.locator(".tasks a").count()):
            link = self.page.locator(".tasks a").nth(place)
            if "/questions/" in link.get_attribute("href"):
                self.click(link)
                pages += self.answer_section(given)
                assert self.path == tasks, f"a section ends at {self.path}"
        return pages
