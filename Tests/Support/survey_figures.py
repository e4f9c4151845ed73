"""Figures of surveys and of segregation as scipy and numpy work them out, one case a line:

    kind;what goes in;what comes out

In Tests/UnitTests/golden/survey-figures.txt stands what this printed with scipy 1.17.1 and numpy 2; the
tests compare the program with that, and where scipy is there, that with what this prints now. Exits
with 77 where scipy is not there. What comes out is in thousandths of a point or of a share, of the index
in millionths, of quantiles in millionths.
"""
import sys

try:
    import numpy as np
    from scipy import stats
except ImportError:
    sys.exit(77)


class Dice:
    """The same numbers everywhere, whatever the version of Python."""

    def __init__(self, seed):
        self.state = seed

    def roll(self, low, high):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        return low + (self.state >> 33) % (high - low + 1)


def thousandths(*values):
    return " ".join(str(int(np.floor(abs(value) * 1000 + 0.5) * (-1 if value < 0 else 1)))
                    for value in values)


def words(values):
    return " ".join(str(value) for value in values)


def quantiles():
    for degrees in [1, 2, 3, 4, 5, 7.25, 9.5, 14.125, 33.3, 58, 120.75, 1000]:
        yield (f"quantile;{round(degrees * 1_000_000)};"
               f"{round(stats.t.ppf(0.975, degrees) * 1_000_000)}")


def paired(dice):
    for case in range(120):
        low, high = (1, 5) if case % 2 else (0, 10)
        count = dice.roll(3, 40)
        before = [dice.roll(low, high) for _ in range(count)]
        # Mostly near to what they said before, as people are.
        after = [min(high, max(low, one + dice.roll(-1, 2))) for one in before]
        change = np.mean(after) - np.mean(before)
        if np.ptp(np.subtract(after, before)) == 0:
            ends = (change, change)
        else:
            interval = stats.ttest_rel(after, before).confidence_interval(0.95)
            ends = (interval.low, interval.high)
        yield (f"paired;{words(before)},{words(after)};"
               f"{thousandths(np.mean(before), np.mean(after), change, *ends)}")


def unpaired(dice):
    for case in range(160):
        low, high = (1, 5) if case % 2 else (0, 10)
        before = [dice.roll(low, high) for _ in range(dice.roll(3, 30))]
        after = [dice.roll(low + case % 3, high) for _ in range(dice.roll(3, 30))]
        errors = [np.var(side, ddof=1) / len(side) for side in (before, after)]
        change = np.mean(after) - np.mean(before)
        if sum(errors) == 0:
            ends = (change, change)
        else:
            found = stats.ttest_ind(after, before, equal_var=False)
            if found.df >= 4:
                interval = found.confidence_interval(0.95)
                ends = (interval.low, interval.high)
            else:
                # Of fewer than four degrees of freedom only whole ones count, to be on the safe side.
                reach = stats.t.ppf(0.975, np.floor(found.df + 1e-9)) * np.sqrt(sum(errors))
                ends = (change - reach, change + reach)
        yield (f"unpaired;{words(before)},{words(after)};"
               f"{thousandths(np.mean(before), np.mean(after), change, *ends)}")


def shares(dice):
    for _ in range(80):
        counts = [dice.roll(3, 200), dice.roll(3, 200)]
        yes = [dice.roll(0, count) for count in counts]
        first, second = (one / count for one, count in zip(yes, counts))
        wilson = [stats.binomtest(one, count).proportion_ci(0.95, method="wilson")
                  for one, count in zip(yes, counts)]
        # Newcombe's method 10.
        change = second - first
        low = change - np.hypot(second - wilson[1].low, wilson[0].high - first)
        high = change + np.hypot(wilson[1].high - second, first - wilson[0].low)
        yield (f"shares;{yes[0]} {counts[0]},{yes[1]} {counts[1]};"
               f"{thousandths(first, second, change, low, high)}")


def segregation(dice):
    for _ in range(60):
        areas = [(dice.roll(0, 900), dice.roll(0, 2500)) for _ in range(dice.roll(2, 28))]
        one, others = np.array(areas, dtype=float).T
        if one.sum() == 0 or others.sum() == 0:
            continue
        index = 0.5 * np.abs(one / one.sum() - others / others.sum()).sum()
        yield (f"dissimilarity;{words(one.astype(int))},{words(others.astype(int))};"
               f"{round(index * 1_000_000)}")


dice = Dice(20261127)
for lines in (quantiles(), paired(dice), unpaired(dice), shares(dice), segregation(dice)):
    for line in lines:
        print(line)
