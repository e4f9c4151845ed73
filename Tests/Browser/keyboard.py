"""Everything by the keys: Tab, Enter, Space, the arrows, and typing."""
from person import MONTHS

# What has the focus, and whether people can see that.
FOCUS = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const style = getComputedStyle(here), box = here.getBoundingClientRect();
  const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return {
    tag: here.tagName, name: here.name || '', value: here.value || '', type: here.type || '',
    // Without the signs that hold a number or a name together in a line from right to left.
    text: (here.innerText || '').replace(/[\\u2066-\\u2069]/g, '').trim().replace(/\\s+/g, ' '),
    inMain: !!here.closest('main'),
    isShown: outline || style.boxShadow !== 'none',
    isInView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    isSkip: here.matches('.skip'), href: here.getAttribute('href'),
    isPlace: here.matches('main, [tabindex="0"]'),
  };
}"""


class Keyboard:
    def __init__(self, person):
        self.person, self.page = person, person.page
        self.keys = person.page.keyboard

    def focus(self):
        found = self.page.evaluate(FOCUS)
        if found and found["tag"] != "MAIN":
            what = f"{found['tag']} “{found['text'][:40] or found['name']}”"
            self.person.check(found["isShown"], f"nobody sees that {what} has the focus")
            self.person.check(found["isInView"], f"{what} has the focus out of view")
        return found

    def skip(self):
        """By the first link into the main part."""
        self.keys.press("Tab")
        found = self.focus()
        if self.person.check(found and found["isSkip"], "the first stop is not the skip link"):
            self.keys.press("Enter")

    def tab(self, what, fits, most=150):
        """Tab until something is reached."""
        found = self.focus()
        for _ in range(most):
            if found and fits(found):
                return found
            self.keys.press("Tab")
            found = self.focus()
        raise AssertionError(f"the Tab key does not reach {what}")

    def onward(self, key):
        with self.page.expect_navigation():
            self.keys.press(key)
        self.person.expect(200)

    def follow(self, text, skip=True):
        if skip:
            self.skip()
        self.tab(f"the link “{text}”", lambda at: at["tag"] == "A" and at["text"] == text)
        self.onward("Enter")

    press_link = follow

    def follow_place(self, selector, place):
        link = self.page.locator(selector).nth(place).get_attribute("href")
        self.skip()
        self.tab(f"the link to {link}", lambda at: at["href"] == link)
        self.onward("Enter")

    def press(self, text):
        self.tab(f"the button “{text}”", lambda at: (at["tag"], at["text"]) == ("BUTTON", text))
        self.onward("Enter")

    def to(self, name, value=None):
        self.tab(f"the field {name}",
                 lambda at: at["name"] == name and value in (None, at["value"]))

    def type(self, name, text):
        self.to(name)
        self.keys.press("Control+a")
        if len(text) < 60:
            self.keys.type(text)
        else:
            self.keys.insert_text(text)

    def choose(self, name, value):
        """One of several: the first by Space, from there by the arrows."""
        values = [one.get_attribute("value") for one in self.person.field(name).all()]
        self.to(name)
        self.keys.press("Space")
        for _ in range(values.index(value)):
            self.keys.press("ArrowDown")
        self.person.check(self.person.given(name) == value, f"the arrows do not choose {value}")

    def tick(self, name, values):
        for value in values:
            self.to(name, value)
            self.keys.press("Space")
        chosen = self.person.given(name)
        self.person.check(chosen is True or chosen == values, f"Space does not tick {values}")

    def pick(self, name, value):
        options = self.person.field(name).locator("option").all()
        values = [option.get_attribute("value") for option in options]
        self.to(name)
        for _ in range(values.index(value)):
            self.keys.press("ArrowDown")
        self.person.check(self.person.given(name) == value, f"the arrows do not pick {value}")

    def answer_page(self, given):
        self.skip()
        for key in self.person.asked():
            value = given[key]
            if isinstance(value, tuple):
                for part, text in zip(MONTHS, value):
                    self.type(f"{key}.{part}", text)
                continue
            if isinstance(value, dict) and "lines" in value:
                for place, (what, kind, amount) in enumerate(value["lines"], 1):
                    self.type(f"{key}.{place}.what", what)
                    self.pick(f"{key}.{place}.kind", kind)
                    self.type(f"{key}.{place}.amount", amount)
                continue
            kind = self.person.field(key).first.evaluate("field => field.type")
            if kind == "radio":
                self.choose(key, value)
            elif kind == "checkbox":
                self.tick(key, ["true"] if value is True else value)
            elif kind == "select-one":
                self.pick(key, value)
            elif kind == "file":
                # What the machine asks then is no page of ours.
                self.person.give(key, value)
            else:
                self.type(key, value)
        self.press(self.person.words("page.save-and-continue"))
