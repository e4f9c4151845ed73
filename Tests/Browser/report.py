"""What was tested and what came of it."""
import re
import time
import traceback
from collections import Counter
from contextlib import contextmanager


# The same thing wrong on many pages is written out so often.
MOST_OF_A_KIND = 3


def kind(what):
    """What is wrong, without what is particular to one page."""
    return re.sub(r"/[\w/?&=%.-]+|CF\d\d-\d{4}-\w|\d+×\d+|'£?[\d,. ]+'(, )?|\d+ px", "…", what)


class Report:
    def __init__(self):
        self.passed, self.failed, self.found, self.kinds = 0, [], [], Counter()
        # Whoever is in a browser just now, so that a failure says where they were.
        self.people = []

    def check(self, good, what):
        """Notes what is wrong and goes on, so that one run finds everything."""
        if not good:
            self.found.append(what)
        return good

    @contextmanager
    def test(self, name, quiet=False):
        before, self.found = self.found, []
        started = time.monotonic()
        try:
            yield
        except Exception as error:  # Whatever it is, the other tests go on.
            place = traceback.extract_tb(error.__traceback__)[-1]
            mine = [step for step in traceback.extract_tb(error.__traceback__)
                    if "site-packages" not in step.filename]
            place = mine[-1] if mine else place
            where = [person.where() for person in self.people if not person.is_closed]
            text = str(error).strip() or type(error).__name__
            self.found.append(
                f"{text.splitlines()[0]} ({place.name}, line {place.lineno})\n    "
                + "\n    ".join(text.splitlines()[1:4] + where))
        took = time.monotonic() - started
        found, self.found = self.found, before
        if found:
            self.failed.append((name, found))
            new = []
            for what in found:
                self.kinds[kind(what)] += 1
                if self.kinds[kind(what)] <= MOST_OF_A_KIND:
                    new.append(what)
            if new:
                lines = [f"FAILED  {name} ({took:.1f} s)", *new]
                print("\n  - ".join(lines), flush=True)
        else:
            self.passed += 1
            if not quiet:
                print(f"passed  {name} ({took:.1f} s)", flush=True)

    def repeated(self):
        """What was wrong so often that not each was written out."""
        return [(count, what) for what, count in self.kinds.most_common()
                if count > MOST_OF_A_KIND]
