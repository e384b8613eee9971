"""The coefficients in words: what each is called, what it asks, and how a value of it is written."""

from typing import NamedTuple

from analysis.coefficients import Coefficient


class Explained(NamedTuple):
    """A coefficient by its name in rows of a report, as people call it, its letter, and what it says in plain words."""

    key: str
    name: str
    letter: str
    plainly: str


COEFFICIENTS = (
    Explained(
        "cohen",
        "Cohen’s kappa",
        "κ",
        "Two coders, character by character: how much more often they agree than two people would who marked as much "
        "as each of these did, but anywhere.",
    ),
    Explained(
        "fleiss",
        "Fleiss’ kappa",
        "κ",
        "Any number of coders, as long as each document has as many: how much more often two of them agree than if "
        "everybody marked as much as all do on average, but anywhere.",
    ),
    Explained(
        "alpha",
        "Krippendorff’s alpha",
        "α",
        "Like Fleiss’ kappa, but documents may have different numbers of coders, and it makes up for small samples.",
    ),
    Explained(
        "unitizing",
        "Unitizing alpha",
        "uα",
        "Whether people cut out the same passages: where each begins and ends counts, and one long passage is not ten "
        "short ones. Long passages weigh most. The formula is Krippendorff’s of 1995 and 2004.",
    ),
)


def written(coefficient: Coefficient) -> str:
    """A value with three decimals, such as 0.812 or −0.250, or “undefined”."""
    if coefficient.value is None:
        return "undefined"
    return f"{coefficient.value:.3f}".replace("-0.000", "0.000").replace("-", "−")


def part(of: int, whole: int) -> str:
    """A share as people read it: 25%, and never 0% or 100% of what is not."""
    if not whole:
        return "0%"
    share = round(100 * of / whole)
    return "<1%" if of and not share else ">99%" if share == 100 and of < whole else f"{share}%"
