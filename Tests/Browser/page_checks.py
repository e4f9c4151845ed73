"""What every page must pass: for those who cannot see it well, on a small screen, and in size."""
import hashlib
import re

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 320)
KILOBYTES, LARGE = 60, 250
LARGE_PAGES = {"/work/{round}/ranking", "/work/{round}/scoring/pack"}
FURTHER_REQUESTS = 2
SCRIPT = Axe().axe_script
POLICY = "default-src 'none'"
# Targets below 24 by 24 px, unless they are links inside a sentence, or nothing to see.
TARGETS = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary')].filter(one => {
  const box = one.getBoundingClientRect();
  if (!box.width || (box.width >= 23.9 && box.height >= 23.9)) return false;
  if (one.matches('.skip:not(:focus)')) return false;
  if (one.tagName !== 'A' || getComputedStyle(one).display !== 'inline') return true;
  const around = one.parentElement;
  return !around.matches('p, li, dd, td') ||
    around.textContent.trim() === one.textContent.trim();
}).map(one => one.tagName.toLowerCase() + ' “' + (one.textContent.trim() || one.name) + '” ' +
  ['width', 'height'].map(side => Math.round(one.getBoundingClientRect()[side])).join('×'))"""
SHAPE = """() => ({
  headings: document.querySelectorAll('h1').length, title: document.title,
  overflow: document.documentElement.scrollWidth - innerWidth,
  language: document.documentElement.lang, direction: document.documentElement.dir,
  ids: [...document.querySelectorAll('[id]')].map(one => one.id).filter(
    (id, place, all) => all.indexOf(id) !== place),
  dangling: [...document.querySelectorAll('[for], [aria-labelledby], [aria-describedby]')].flatMap(
    one => ['for', 'aria-labelledby', 'aria-describedby'].flatMap(
      name => (one.getAttribute(name) || '').split(/\\s+/).filter(Boolean))).filter(
        id => !document.getElementById(id)),
  empty: [...document.querySelectorAll('main a, main button, main h1, main h2, main h3, main li')]
    .filter(one => !one.textContent.trim()).map(one => one.outerHTML.slice(0, 80)),
  braces: /\\{\\{|\\{[a-z]+\\}/.test(document.body.innerText.replaceAll('{{fund}} <script>', '')),
})"""


# Amounts, numbers, references and addresses that stand the wrong way round in a line from right
# to left: what is written first must stand further to the left.
REVERSED = """() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const wanted = /£[\\d,.]+|\\d{5} \\d{6}|[A-Z]{2}\\d\\d-\\d{4}-[A-Z]|[\\w.]+@[\\w.]+\\w/g;
  const left = (node, place) => {
    const range = document.createRange();
    range.setStart(node, place);
    range.setEnd(node, place + 1);
    return range.getBoundingClientRect();
  };
  while (walk.nextNode()) {
    for (const match of walk.currentNode.data.matchAll(wanted)) {
      const first = left(walk.currentNode, match.index);
      const last = left(walk.currentNode, match.index + match[0].length - 1);
      if (first.width && first.top === last.top && first.left > last.left)
        found.push(match[0]);
    }
  }
  return [...new Set(found)];
}"""


# What a page is made of, without its words and numbers: pages that are alike in this are alike to axe,
# which reads no words. Neighbours of the same make count once, as the rows of a table do.
MAKE = """() => {
  const apart = /^(href|action|id|for|name|value|src|aria-describedby|aria-labelledby)$/;
  const make = node => {
    const own = [...node.attributes].map(({name, value}) => name + '=' + (
      apart.test(name) ? !!value : value.replace(/\\d+/g, '0'))).sort().join(' ');
    let inner = '', last = null;
    for (const child of node.childNodes) {
      const one = child.nodeType === 1 ? make(child)
        : child.nodeType === 3 && child.data.trim() ? 'words' : '';
      if (one && one !== last) inner += one;
      if (one) last = one;
    }
    return `<${node.tagName} ${own}>${inner}</>`;
  };
  return make(document.documentElement);
}"""


class Watch:
    """What a page asks for, and what the browser complains about."""

    def __init__(self, page):
        self.requests, self.complaints = [], []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))

    def begin(self):
        self.requests.clear()
        self.complaints.clear()


def slug(pattern):
    return re.sub(r"\W+", "-", pattern).strip("-") or "front"


def examine(person, watch, pattern, status=200, shot=None, language="en", typed=0):
    """Everything about the page that the person is at, at both widths.

    typed: how many KB of it somebody has written who must not lose them.
    """
    report, page, answer = person.report, person.page, person.answer

    def check(good, what):
        report.check(good, what)

    check(answer.status == status, f"it answers {answer.status} and not {status}")
    headers = answer.headers
    check(POLICY in headers.get("content-security-policy", ""), "no security policy")
    check(headers.get("x-content-type-options") == "nosniff", "its type may be guessed")
    check("text/html" in headers.get("content-type", ""), f"it is {headers.get('content-type')}")
    cache = headers.get("cache-control", "")
    check("no-store" in cache or "private" in cache, f"it may be kept by others: “{cache}”")
    most = LARGE if pattern in LARGE_PAGES else KILOBYTES
    size = (len(answer.body()) if status == 200 else len(page.content().encode())) / 1024
    check(size <= most + typed, f"it has {size:.0f} KB, and may have {most + typed:.0f}")
    further = watch.requests[1:]
    check(len(set(further)) <= FURTHER_REQUESTS, f"it asks for {further}")
    check(all(one.startswith(person.fund.origin) for one in further), f"it asks for {further}")
    refused = [text for text in watch.complaints if "Content Security Policy" in text]
    check(not refused, f"the browser says {refused[:2]}")
    fund = person.fund.fund_name
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900 if width > 320 else 640})
        found = page.evaluate(SHAPE)
        at = f"at {width} px" + ("" if language == "en" else f" in {language}")
        check(found["headings"] == 1, f"{found['headings']} first headings")
        check(found["title"].endswith(fund), f"its title is “{found['title']}”")
        check(found["language"] == language, f"its language is {found['language']}")
        check((found["direction"] == "rtl") == (language in ("ur", "ar")), "its direction is wrong")
        check(found["overflow"] <= 0, f"it is {found['overflow']} px too wide {at}")
        check(not found["ids"], f"twice the same id: {found['ids'][:5]}")
        check(not found["dangling"], f"an id that is not there: {found['dangling'][:5]}")
        check(not found["empty"], f"with nothing in it: {found['empty'][:3]}")
        check(not found["braces"], "a name in braces was not filled in")
        reversed_ = page.evaluate(REVERSED) if found["direction"] == "rtl" else []
        check(not reversed_, f"the wrong way round {at}: {reversed_[:4]}")
        small = page.evaluate(TARGETS)
        check(not small, f"too small to hit {at}: {small[:4]}")
        for violation in violations(person, width):
            check(False, f"{violation} {at}")
        if shot:
            page.screenshot(path=f"{shot}--{width}.png", full_page=True)
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def examine_dark(person):
    """The colours of the night."""
    person.page.emulate_media(color_scheme="dark")
    for violation in violations(person, "dark"):
        person.report.check(False, f"{violation} in the dark")
    person.page.emulate_media(color_scheme="light")


def violations(person, way):
    """What axe finds, unless it has looked at a page of the same make in this way before and found
    nothing.

    way: a width in px, or the dark.
    """
    page, alike = person.page, person.run.alike
    known = (way, hashlib.sha256(page.evaluate(MAKE).encode()).digest())
    if known in alike:
        return
    if not page.evaluate("() => !!window.axe"):
        page.evaluate(SCRIPT)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "preload": False,
               "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    if not found:
        alike.add(known)
    for violation in found:
        nodes = [node["html"][:140] for node in violation["nodes"]]
        yield (f"axe {violation['id']} ({violation['impact']}, {len(nodes)}×): {nodes[0]}")
