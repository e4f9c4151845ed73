#!/usr/bin/env python3
"""Validates a package of grants against the 360Giving schemas in a folder, with formats asserted, and
by what readers check beyond them: no grant twice, no impossible day, no amount of nothing.

usage: validate_giving.py FOLDER FILE

Prints `valid` and how many grants, or what is wrong, and exits with 1 then; with 77 where the schemas
or what reads them are not here.
"""

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

data = json.loads(path.read_text())
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
