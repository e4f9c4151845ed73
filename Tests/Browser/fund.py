"""A fund of its own in a temporary folder: its files, its mail server, its server, its commands."""
import base64
import email
import email.policy
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

import answers

ROOT = Path(__file__).resolve().parents[2]
# Where the folders Config and Templates stand that each fund gets a copy of.
FILES = ROOT
ROUND = "round-2"
CYCLE = "cycle-1"
CLOSES = "2027-04-12T12:00"
PANEL = ["p1@example.org", "p2@example.org"]
ALLOTMENT = 3_000_000
CRITERIA = ["need", "lens", "reach", "prevention", "delivery", "learning"]
# What a round goes through, in order.
STAGES = ["planned", "open", "applied", "checked", "closed", "panel", "scored", "met", "proposed",
          "decided", "recorded", "published", "called", "effective", "lettered", "agreed",
          "scheduled", "paid"]
processes, folders = [], []


def start(command, **options):
    """Starts a process that `end_all` ends."""
    process = subprocess.Popen(command, **options)
    processes.append(process)
    return process


def end(process):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(8)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process in processes:
        processes.remove(process)


def end_all():
    """Whatever became of the tests, nothing of them is left."""
    for process in list(processes):
        end(process)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(what, look, seconds=20):
    """What `look` gives as soon as it gives anything."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} seconds in vain for {what}")


class Words:
    """What the program says, of the fund's own files."""

    def __init__(self, folder, language):
        self.language = language
        text = (folder / "text" / f"{language}.yaml").read_text(encoding="utf-8")
        self.sections = yaml.safe_load(text) or {}
        self.english = self if language == "en" else Words(folder, "en")

    def __call__(self, key, **arguments):
        section, name = key.split(".", 1)
        text = (self.sections.get(section) or {}).get(name)
        if text is None and self.english is not self:
            return self.english(key, **arguments)
        assert text is not None, f"there is no text for {key}"
        for argument, value in arguments.items():
            text = text.replace("{" + argument + "}", str(value))
        return text.strip()


class Mail:
    """The mail server of Tests/Support, and what it took."""

    def __init__(self, folder, seconds):
        self.folder = folder
        folder.mkdir()
        self.process = start([sys.executable, str(ROOT / "Tests/Support/smtp_server.py"),
                              str(folder), str(seconds)], stderr=subprocess.DEVNULL)
        port = folder / "port"
        wait_for("the mail server", port.exists)
        self.port = port.read_text()

    def messages(self):
        """Each message as (number, receiver, message), in the order they came."""
        found = []
        for path in self.folder.glob("message-*"):
            number = path.name.removeprefix("message-")
            if not number.isdigit():
                continue
            head, content = path.read_bytes().split(b"\n\n", 1)
            receiver = head.decode().split("RCPT ")[1].strip()
            message = email.message_from_bytes(content, policy=email.policy.default)
            found.append((int(number), receiver, message))
        return sorted(found, key=lambda item: item[0])

    def newest(self):
        return max((number for number, _, _ in self.messages()), default=0)

    def wait(self, receiver, after=0, containing=""):
        """The text of the newest message to a receiver that came after another."""
        def look():
            for number, to, message in reversed(self.messages()):
                text = str(message["Subject"]) + "\n" + message.get_body(
                    ("plain",)).get_content()
                if number > after and to == receiver and containing in text:
                    return text
            return None
        return wait_for(f"a message to {receiver} with “{containing}”", look)


class Fund:
    def __init__(self, binary, name, seconds):
        self.binary, self.name, self.stage = binary, name, "planned"
        self.folder = Path(tempfile.mkdtemp(prefix=f"cohesion-browser-{name}-"))
        folders.append(self.folder)
        for part in ("Config", "Templates"):
            shutil.copytree(FILES / part, self.folder / part)
        self.config = self.folder / "Config"
        # The panel of the tests is small, but where it meets one alone does not decide.
        quorum = 2 if name == "meeting" else 1
        rounds = self.config / "rounds.yaml"
        rounds.write_text(
            rounds.read_text().replace("quorum: 3}", f"quorum: {quorum}}}"))
        self.mail = Mail(self.folder / "sink", seconds)
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith("COHESION_")}
        self.environment |= {
            "COHESION_CONFIG": str(self.config),
            "COHESION_TEMPLATES": str(self.folder / "Templates"),
            "COHESION_DATABASE": str(self.folder / "fund.sqlite"),
            "COHESION_SMTP_URL": f"smtp://localhost:{self.mail.port}",
            "COHESION_SMTP_USER": "fund", "COHESION_SMTP_PASSWORD": "secret",
            "COHESION_SMTP_CA_FILE": str(self.folder / "sink/certificate.pem"),
            "COHESION_BANK_KEY": base64.b64encode(os.urandom(32)).decode(),
            "COHESION_MAIL_RETRY_SECONDS": "1,1", "COHESION_LOG_LEVEL": "info",
        }
        self.states = {}
        self.command("init")
        # That of the cycle opens on its pages.
        if name != "cycle":
            self.reach("open")
        self.serve()

    # MARK: The server

    def serve(self):
        self.log = open(self.folder / "server.log", "ab")
        self.server = start([self.binary, "serve", "--port", "0"], env=self.environment,
                            stdout=subprocess.PIPE, stderr=self.log)
        line = self.server.stdout.readline().decode()
        assert "http://" in line, (self.folder / "server.log").read_text()[-2000:]
        self.origin = line[line.index("http://"):].strip()

    def failures(self):
        """What failed inside, as the log of the server says."""
        log = (self.folder / "server.log").read_text(errors="replace")
        return [line for line in log.splitlines() if re.search(r" (error|critical) ", line)]

    # MARK: Commands

    def command(self, *words, actor=None, given=None):
        command = [self.binary, *words]
        if actor:
            command += ["--as", f"{actor}@example.org"]
        for _ in range(30):
            done = subprocess.run(command, env=self.environment, input=given, capture_output=True,
                                  text=True, timeout=60)
            # 75: the server is at it just now, and one is to try again.
            if done.returncode != 75:
                break
            time.sleep(0.5)
        assert done.returncode == 0, f"{' '.join(words)}: {done.returncode} {done.stderr}"
        return done.stdout

    def listing(self, *words, actor="officer"):
        return json.loads(self.command(*words, "--format", "json", actor=actor))

    def submit(self, **changes):
        """Sends an application as a program does; gives back its reference."""
        body = json.dumps(answers.application(self.form(), **changes))
        return self.command("application", "submit", "-", "--round", ROUND, given=body).strip()

    def languages(self):
        return sorted(path.stem for path in (self.config / "text").glob("*.yaml"))

    def words(self, language="en"):
        return Words(self.config, language)

    def yaml(self, name):
        return yaml.safe_load((self.config / name).read_text(encoding="utf-8"))

    def form(self):
        """The questions of the round's form, in order, by their sections."""
        name = self.yaml("rounds.yaml")["rounds"][ROUND].get("form", "form.yaml")
        return self.yaml(name)["sections"]

    def answers(self, **changes):
        """A good answer to each question."""
        return answers.complete(self.form(), answers.GOOD) | changes

    @property
    def fund_name(self):
        return self.yaml("fund.yaml")["fund"]["name"]

    @property
    def title(self):
        return self.yaml("rounds.yaml")["rounds"][ROUND]["title"]

    # MARK: The stages of a round

    def reach(self, stage, by_hand=False):
        """Brings the round to a stage by commands, from wherever it stands.

        by_hand: somebody did the last step on the pages; it is only noted.
        """
        while STAGES.index(self.stage) < STAGES.index(stage):
            following = STAGES[STAGES.index(self.stage) + 1]
            if not (by_hand and following == stage):
                getattr(self, f"make_{following}")()
            self.stage = following

    def approve_plan(self):
        """Brings the commissioning cycle to an approved Plan, from wherever it stands."""
        if not self.listing("cycle", "list"):
            self.command("cycle", "start", CYCLE, "--title", "A made-up cycle", "--round", ROUND,
                         actor="officer")
        for stage in ("analyse", "plan"):
            shown = self.listing("cycle", "show", CYCLE)
            if shown["stage"] != stage:
                continue
            if stage == "plan" and not shown["priorities"]:
                self.command("cycle", "need", "add", CYCLE, "--text", "Neighbours do not meet",
                             "--place", "Millbrook", actor="officer")
                self.command("cycle", "need", "evidence", CYCLE, "1", "--source",
                             "A made-up survey", "--url", "https://example.org", actor="officer")
                self.command("cycle", "priority", "choose", CYCLE, "belonging", "--need", "1",
                             "--criterion", "need", actor="officer")
            asked = next(each for each in shown["stages"] if each["stage"] == stage)
            for question in asked["questions"]:
                if question["answer"] is None:
                    self.command("cycle", "answer", CYCLE, question["question"], "--text",
                                 "So it is.", "--evidence", "A made-up survey", actor="officer")
                if question["coSignedBy"] and not question["signedBy"]:
                    self.command("cycle", "sign", CYCLE, question["question"], actor="officer2")
            self.command("cycle", "advance", CYCLE, actor="officer")
        if self.listing("cycle", "show", CYCLE)["stage"] == "plan":
            self.command("cycle", "approve", CYCLE, actor="decider")

    def make_open(self):
        self.approve_plan()
        self.command("round", "open", ROUND, "--closes", CLOSES, "--reason", "A trial",
                     actor="officer")

    def make_applied(self):
        for number, changes in enumerate(answers.groups()):
            self.submit(**changes, email=f"group{number + 1}@example.org")
        (self.folder / "grants.json").write_text(json.dumps(answers.grants(46)))
        self.command("application", "import", str(self.folder / "grants.json"), "--from",
                     "360giving", "--round", ROUND, actor="officer")

    def make_checked(self):
        self.command("application", "check", "--all-clear", "--round", ROUND, actor="officer")
        for row in self.listing("application", "list", "--round", ROUND, "--status", "submitted"):
            self.command("application", "check", row["reference"], "--eligible", actor="officer")

    def make_closed(self):
        self.make_checked()
        self.command("round", "close", ROUND, "--reason", "A trial", actor="officer")

    def make_panel(self):
        known = [row["email"] for row in self.listing("panel", "list", "--round", ROUND)]
        for member in PANEL:
            if member not in known:
                self.command("panel", "add", "--round", ROUND, "--email", member, actor="officer")
        self.command("panel", "assign", "--round", ROUND, "--per-application", str(len(PANEL)),
                     "--seed", "7", actor="officer")

    def make_scored(self):
        """The second member scores everything, each application with another total."""
        self.command("panel", "brief", "--round", ROUND, actor="p2")
        lines = ["application,panel_member,criterion,score,comment"]
        rows = self.listing("application", "list", "--round", ROUND, "--status", "eligible")
        for row in rows:
            self.command("interest", "declare", row["reference"], "--none", actor="p2")
        for place, row in enumerate(rows):
            for number, criterion in enumerate(CRITERIA):
                # Whoever applied on the pages is given something, to see there what follows.
                score = 5 if place == 0 else (place * 7 + number * (place % 5 + 1)) % 6
                lines.append(f"{row['reference']},{PANEL[1]},{criterion},{score},")
        self.command("score", "import", "-", "--round", ROUND, actor="officer",
                     given="\n".join(lines) + "\n")
        self.screen()

    def make_met(self):
        """The panel meets and goes down the ranking, and its minutes are signed."""
        self.open_meeting()
        self.recommend()
        self.command("meeting", "sign", "--round", ROUND, "--chair", PANEL[0], actor="officer")

    def open_meeting(self):
        self.command("meeting", "open", "--round", ROUND, "--despite-missing", "A trial",
                     actor="officer")
        self.command("meeting", "record", "--round", ROUND, "--present", *PANEL, actor="officer")

    def recommend(self):
        asked = {row["reference"]: row for row in
                 self.listing("application", "list", "--round", ROUND, "--status", "eligible")}
        left = ALLOTMENT
        for row in self.listing("ranking", "show", "--round", ROUND):
            requested, minimum = (asked[row["reference"]][key] or row["requestedPence"]
                                  for key in ("requestedPence", "minimumPence"))
            said = ["reserve"]
            if row["shortfalls"]:
                said = ["decline"]
            elif requested <= left:
                said, left = ["fund"], left - requested
            elif minimum <= left:
                said, left = ["part", "--amount", f"£{left / 100:.2f}"], 0
            else:
                left = 0
            self.command("meeting", "record", row["reference"], "--round", ROUND, "--recommend",
                         *said, actor="officer")

    def make_proposed(self):
        self.command("decision", "propose", "--round", ROUND, actor="officer")

    def screen(self):
        """Screens the round against lists in which one group's name stands; it is somebody else."""
        day = time.strftime("%d-%b-%Y")
        lists = {
            "uk-sanctions": f"Report Date: {day}\nUnique ID,Name 6,Name type,Designation Type\n"
                            "MUP0001,Quarry Row Football,Primary Name,Entity\n",
            "proscribed": f"Report Date: {day}\nname,aliases,listed_on\nMade Up Front,,\n",
        }
        for name, text in lists.items():
            path = self.folder / f"{name}.csv"
            path.write_text(text)
            self.command("screening", "import", str(path), "--list", name, actor="officer")
        self.command("screening", "run", "--round", ROUND, actor="officer")
        for row in self.listing("screening", "list", "--round", ROUND):
            self.command("screening", "decide", str(row["candidate"]), "--verdict", "not-a-match",
                         "--reason", "Another place", actor="officer")

    def make_decided(self):
        self.command("decision", "approve", "--round", ROUND, "--reason", "The best fit",
                     actor="decider")

    def make_recorded(self):
        self.command("decision", "record", "--round", ROUND, "--recommendation",
                     "Give to the projects above the line.", "--outcomes",
                     "More neighbours who know each other.", "--alternatives",
                     "Giving less to more groups: too little for any of them.", actor="decider")

    def make_published(self):
        self.command("decision", "publish", "--round", ROUND, actor="officer")

    def make_called(self):
        self.command("decision", "call-in", "--round", ROUND, "--by", "A committee", "--reason",
                     "To hear more about the third project.", actor="officer")

    def make_effective(self):
        """At once, where a decision that nobody calls in would take days."""
        self.command("decision", "resume", "--round", ROUND, "--outcome", "upheld", "--reason",
                     "The committee heard what it wanted to know.", actor="decider")

    def complete_letters(self):
        """Says all that the round's decision letters have to say."""
        self.command("letter", "conditions", "--none", "--round", ROUND, actor="officer")
        for row in self.listing("application", "list", "--round", ROUND, "--status", "declined"):
            self.command("letter", "feedback", row["reference"], "--text",
                         "Say more about who will come.", actor="officer")
        # It exits 1 while anything is missing: groups of published grants have no address.
        looked = subprocess.run(
            [self.binary, "letter", "gate", "--round", ROUND, "--format", "json", "--as",
             "auditor@example.org"], env=self.environment, capture_output=True, text=True,
            timeout=60)
        missing = json.loads(looked.stdout)
        for row in missing if isinstance(missing, list) else []:
            if row["goesBy"] == "noAddress":
                self.command("application", "contact", row["reference"], "--address",
                             "1 Example Lane; S1 2HH", actor="officer")

    def make_lettered(self):
        self.complete_letters()
        self.command("letter", "gate", "--round", ROUND, actor="officer")
        self.command("letter", "release", "--round", ROUND, actor="officer2")
        self.command("letter", "send", "--round", ROUND, actor="officer")

    def make_agreed(self):
        """Most groups have agreed on paper; the last ones are left at earlier steps, and who applied
        first has an offer to answer."""
        first = self.listing("application", "list", "--round", ROUND)[0]["reference"]
        rows = self.listing("agreement", "list", "--round", ROUND)
        references = [row["reference"] for row in rows if row["reference"] != first]
        signed = references[:-4] if len(references) > 4 else references
        rest = references[len(signed):]

        def answer(reference, economic):
            self.command("agreement", "subsidy", reference, "--economic", economic, "--because",
                         "So it says in the application.", actor="officer")

        own = [first] if len(references) < len(rows) else []
        for reference in own + signed + rest[:2]:
            answer(reference, "yes" if reference in rest[:1] else "no")
        self.command("agreement", "offer", "--round", ROUND, actor="officer")
        # Answered, and not offered yet; of the very last nobody has said anything.
        if rest:
            answer(rest[2], "no")
        for reference in signed:
            self.sign(reference)

    def sign(self, reference):
        """A group has signed the newest words of its offer on paper."""
        version = self.listing("agreement", "show", reference)["versions"][-1]
        self.command("agreement", "accept", reference, "--name", "Made-up Chair", "--role", "chair",
                     "--authorised", "--sha256", version["sha256"], "--signed-on",
                     version["offeredOn"], "--paper", "Cabinet 3", "--because",
                     "They have no computer.", actor="officer2")

    def offer_change(self, reference):
        """A change of what was agreed waits for the group, which may decline it."""
        self.command("agreement", "vary", reference, "--purpose", "Walks, and a map of them",
                     "--because", "They asked for it.", actor="officer")
        self.command("agreement", "approve", reference, actor="decider")

    def make_scheduled(self):
        self.command("payment", "schedule", "--round", ROUND, actor="officer")

    def verify_bank_details(self):
        """Finance takes details down from paper for all but who applied first, and they are right."""
        details = self.folder / "details.json"
        first = self.listing("application", "list", "--round", ROUND)[0]["reference"]
        for number, row in enumerate(self.listing("bank", "list", "--round", ROUND)):
            reference = row["reference"]
            if reference == first or row["state"] != "missing":
                continue
            details.write_text(json.dumps({
                "accountName": "Made-up Group", "sortCode": "08-99-99",
                "account": str(10_000_000 + number)}))
            self.command("bank", "enter", reference, str(details), "--paper-reason",
                         "They have no computer.", actor="finance")
            self.command("bank", "confirm", reference, "--result", "match", actor="finance")
            self.command("bank", "call-back", reference, "--number", "01632 960001", "--source",
                         "Their entry in the register", "--confirmed", actor="officer")

    def make_paid(self):
        self.verify_bank_details()
        self.command("run", "propose", "--round", ROUND, actor="finance")
        self.command("run", "approve", "--round", ROUND, actor="finance2")
        self.command("run", "release", "--round", ROUND, actor="finance")
