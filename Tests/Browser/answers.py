"""What made-up groups write into the form of the round, and what is wrong with what others write.

Answers stand by question key, as a person gives them: a text, an option's key, a list of keys,
True for a declaration, (day, month, year) for a date.
"""

LONG = ("We asked people at the school gate, at the lunch club and in the market what would help. "
        "Most said that they know nobody who moved here lately, and would like to. ")

GOOD = {
    "groupName": "Example Lane Kitchen Table",
    "registered": "neither",
    "registrationNumber": "1234567",
    "groupPostcode": "S1 2HH",
    "contactName": "Sam Example",
    "contactEmail": "group@example.org",
    "contactAddress": "1 Example Lane\nExample Town\nS1 2HH",
    "contactPhone": "01632 960001",
    "whoRuns": "Ada Neighbour\nCal Example\nDee Madeup",
    "firstPersonName": "Ada Neighbour",
    "firstPersonReach": "01632 960002",
    "secondPersonName": "Bo Volunteer",
    "secondPersonReach": "bo@example.org",
    "unrelatedPeople": True,
    "projectTitle": "A table as long as the street",
    "projectSummary": "Neighbours old and new cook and eat together, twelve times in a year.",
    "projectWard": "canal-side",
    "startDate": ("7", "6", "2027"),
    "endDate": ("31", "March", "2028"),
    "need": LONG,
    "prevention": "Quarrels about noise began where people did not know each other's names.",
    "bringTogether": "Every table seats people of different streets.\nThey cook by turns.",
    "harm": "Food: there is always a vegetarian and a halal dish.",
    "people": "120",
    "groups": ["families", "older-people", "new-to-the-area"],
    "safety": "Two people look after children, and both have been checked.",
    "projectPriorities": ["neighbourhoods", "belonging"],
    "projectOutcomes": ["know-each-other", "feel-they-belong"],
    "learning": "We ask everybody the same two questions at the first and the last meal.",
    "amount": "2,500",
    "minimumAmount": "1,800.50",
    "spending": "Room £900, food £1,200, a cook's time £400.",
    "budget": {"lines": [("Room hire", "venue", "900"), ("Food", "food", "1,200"),
                         ("A cook", "staff", "400")]},
    "otherMoney": "yes",
    "supportLetter": {"name": "letter.txt", "mimeType": "text/plain",
                      "buffer": b"They cook well. A neighbour (made up)."},
    "otherMoneyDetails": "The market gives us £200 of vegetables. We have it in writing.",
    "commitment": True,
    "truth": True,
}

# What is wrong, by the type of the question; None where a page leaves nothing wrong to do.
WRONG = {
    "text": "x" * 201,
    "longText": "word " * 320,
    "number": "many",
    "money": "lots",
    "date": ("31", "2", "2027"),
    "choice": None,
    "choices": None,
    "ward": "",
    "declaration": False,
    "postcode": "nowhere",
    "email": "not an address",
    "phone": "ring me",
    "organisationNumber": "12",
}
# And again: what can be read, and does not fit.
UNFIT = [{"amount": "9,999", "startDate": ("1", "1", "2020"), "endDate": ("1", "1", "2035"),
          "people": "0"}, {"minimumAmount": "4,000", "endDate": ("6", "6", "2027")}]

STANDARD = {"groupName", "registrationNumber", "groupPostcode", "contactName", "contactEmail",
            "contactAddress", "projectTitle", "projectSummary", "projectPriorities", "amount", "minimumAmount"}


def complete(sections, given):
    """An answer to every question of the form: those that are known here, and some for others."""
    questions = {question["key"]: question for section in sections
                 for question in section["questions"]}
    return {key: given[key] if key in given else other(question)
            for key, question in questions.items()}


def other(question):
    """An answer to a question that this file does not know."""
    first = [option["key"] for option in question.get("options", [])][:1]
    return {"text": "An answer", "longText": LONG, "number": "12", "money": "500",
            "declaration": True, "date": ("1", "7", "2027"), "postcode": "S1 2HH",
            "email": "other@example.org", "phone": "01632 960009",
            "organisationNumber": "1234567", "choices": first, "file": None, "budget": None,
            "choice": first[0] if first else None}[question["type"]]


def application(sections, name=None, email="group@example.org", number=None, pounds=2500,
                minimum=None, title=None, summary=None, long=None):
    """An application as a program sends it."""
    given = {key: value for key, value in complete(sections, GOOD).items()
             if key not in STANDARD and not isinstance(value, dict)}
    given |= {"people": 120, "startDate": "2027-06-07", "endDate": "2028-03-31"}
    if number:
        given["registered"] = "charity"
        for key in list(given):
            if key.startswith(("firstPerson", "secondPerson", "unrelated")):
                del given[key]
    if long:
        given |= {"need": long, "bringTogether": long, "spending": long}
    organisation = {"name": name or GOOD["groupName"], "postcode": "S1 2HH"}
    if number:
        organisation["registrationNumber"] = number
    body = {
        "organisation": organisation, "contact": {"name": "Sam Example", "email": email},
        "title": title or GOOD["projectTitle"], "summary": summary or GOOD["projectSummary"],
        "amountPence": pounds * 100, "priorities": GOOD["projectPriorities"], "answers": given,
    }
    if minimum:
        body["minimumPence"] = minimum * 100
    return body


def groups():
    """Groups of every kind: plain ones, and those that are hard on a page."""
    return [
        {"name": "Sample Street Youth Kitchen", "pounds": 5000, "minimum": 4000},
        {"name": "Mill Yard Story Choir", "pounds": 4800, "number": "7654321"},
        {"name": "Weir Gardeners", "pounds": 300},
        {"name": "Quarry Row Football", "pounds": 4200, "minimum": 1000, "long": LONG * 7},
        # The same charity a second time: an officer must look.
        {"name": "Mill Yard Story Choir", "pounds": 900, "number": "7654321",
         "title": "The choir again"},
        # Hard on the layout: no place to break; another script; what would be a tag.
        {"name": "Llanfairpwllgwyngyllgogerychwyrndrobwll" * 4, "pounds": 3333},
        {"name": "محلے کا باورچی خانہ", "title": "ایک میز جو گلی جتنی لمبی ہے", "pounds": 1500,
         "summary": "پرانے اور نئے پڑوسی مل کر پکاتے اور کھاتے ہیں۔"},
        {"name": "<b>Bold & Brave</b>", "title": "{{fund}} <script>alert(1)</script>",
         "pounds": 2750},
    ]


def grants(count):
    """Published grants, in the shape of 360Giving."""
    return {"grants": [{
        "id": f"360G-example-{number}", "title": f"Grant {number}", "currency": "GBP",
        "description": "Rent of a room for a club.", "amountAwarded": 400 + 37 * number,
        "awardDate": "2026-01-31",
        "recipientOrganization": [{"id": f"GB-CHC-{2000000 + number}",
                                   "name": f"Club number {number}"}],
        "fundingOrganization": [{"id": "GB-LAE-EX", "name": "Example"}],
    } for number in range(1, count + 1)]}
