"""Recomputes a ranking from the list of scores, in exact fractions, without the program.

Usage: recompute.py SCORES.csv RANKING.json ROUND. Ends with 0 where both agree in every number,
every rank and the order.
"""
import csv
import hashlib
import json
import sys
from fractions import Fraction

scores_path, ranking_path, round_key = sys.argv[1:4]
scores = {}
with open(scores_path, newline="", encoding="utf-8") as file:
    for row in csv.DictReader(file):
        scores.setdefault(row["application"], {}).setdefault(row["criterion"], []).append(
            int(row["score"]))
with open(ranking_path, encoding="utf-8") as file:
    ranking = json.load(file)

weights = {c["key"]: c["weightBasisPoints"] for c in ranking[0]["criteria"]}
assert sum(weights.values()) == 10000, weights


def mean(reference, key):
    values = scores[reference][key]
    return Fraction(sum(values), len(values))


def total(reference):
    return sum(Fraction(w, 10000) * mean(reference, k) / 5 * 100 for k, w in weights.items())


ranked = [row for row in ranking if row["rank"] is not None]
requested = {row["reference"]: row["requestedPence"] for row in ranked}
order = sorted(
    requested,
    key=lambda r: (
        -total(r), -mean(r, "need"), -mean(r, "lens"), requested[r],
        hashlib.sha256(f"{round_key}:{r}".encode()).hexdigest()))
assert [row["reference"] for row in ranked] == order, "the order differs"
assert [row["rank"] for row in ranked] == list(range(1, len(order) + 1)), "the ranks differ"
for row in ranked:
    exact = total(row["reference"])
    assert row["score"] == f"{exact.numerator}/{exact.denominator}", row["reference"]
    hundredths = int(exact * 100 + Fraction(1, 2))
    assert row["scoreDecimal"] == f"{hundredths // 100}.{hundredths % 100:02}", row["reference"]
    for part in row["criteria"]:
        exact = mean(row["reference"], part["key"])
        assert Fraction(part["mean"]) == exact, row["reference"]
        assert Fraction(part["points"]) == Fraction(weights[part["key"]], 10000) * exact / 5 * 100
        assert part["scorers"] == len(scores[row["reference"]][part["key"]])
print(f"{len(ranked)} ranks agree")
