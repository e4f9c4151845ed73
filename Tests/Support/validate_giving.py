#!/usr/bin/env python3
"""Validates a package of grants against the 360Giving schemas in a folder, with formats asserted, and
by what readers check beyond them: no grant twice, no impossible day, no amount of nothing. A sheet
(a file that ends in .csv) is first made into such a package by the titles that the schema gives.

usage: validate_giving.py FOLDER FILE

Prints `valid` and how many grants, or what is wrong, and exits with 1 then; with 77 where the schemas
or what reads them are not here.
"""

import csv
import datetime
import json
import sys
from pathlib import Path

try:
    import jsonschema_rs
except ImportError:
    sys.exit(77)

folder, path = Path(sys.argv[1]), Path(sys.argv[2])
try:
    grant = json.loads((folder / "360-giving-schema.json").read_text())
    package = json.loads((folder / "360-giving-package-schema.json").read_text())
except FileNotFoundError:
    sys.exit(77)

# The package names the grant of an earlier version, and both write their dialect with http://.
package.pop("$schema")
grant["$schema"] = "https://json-schema.org/draft/2020-12/schema"
package["properties"]["grants"]["items"] = grant
validator = jsonschema_rs.Draft202012Validator(package, validate_formats=True)



def resolved(schema):
    """What a schema says in its own words and where it points to."""
    if "$ref" in schema:
        schema = grant["$defs"][schema["$ref"].removeprefix("#/$defs/")] | schema
    return schema


def put(target, schema, title, value):
    """Puts a value where its title, like `Recipient Org:Name`, belongs.

    A part of a title may be the number of a row: `Beneficiary Location:0:Name`.
    """
    head, _, rest = title.partition(":")
    keys = {resolved(each).get("title"): key for key, each in schema["properties"].items()}
    key = keys[head]
    schema = resolved(schema["properties"][key])
    if schema.get("type") == "array":
        number, _, behind = rest.partition(":")
        number, rest = (int(number), behind) if number.isdigit() else (0, rest)
        rows = target.setdefault(key, [])
        while len(rows) <= number:
            rows.append({})
        put(rows[number], resolved(schema["items"]), rest, value)
    elif rest:
        put(target.setdefault(key, {}), schema, rest, value)
    else:
        target[key] = float(value) if schema.get("type") == "number" else value


def unrolled(path):
    """The package of a sheet."""
    grants = []
    with path.open(encoding="utf-8-sig", newline="") as sheet:
        for row in csv.DictReader(sheet, strict=True):
            entry = {}
            for title, value in row.items():
                if value:
                    put(entry, grant, title, value)
            grants.append(entry)
    return {"version": "1.4", "grants": grants}


data = unrolled(path) if path.suffix == ".csv" else json.loads(path.read_text())
problems = [
    f"{'/'.join(str(part) for part in error.instance_path)}: {error.message[:300]}"
    for error in validator.iter_errors(data)
]


def days(value):
    if isinstance(value, dict):
        for key, member in value.items():
            if key.endswith("Date") and isinstance(member, str):
                yield member
            else:
                yield from days(member)
    elif isinstance(value, list):
        for member in value:
            yield from days(member)


seen = set()
for entry in data.get("grants", []):
    if entry["id"] in seen:
        problems.append(f"{entry['id']}: twice")
    seen.add(entry["id"])
    if not entry["amountAwarded"]:
        problems.append(f"{entry['id']}: an amount of nothing")
    for day in days(entry):
        try:
            datetime.date.fromisoformat(day[:10])
        except ValueError:
            problems.append(f"{entry['id']}: {day} is no day")

print("\n".join(problems[:20]) if problems else f"valid {len(data['grants'])}")
sys.exit(1 if problems else 0)
