"""Text stays readable on every highlight: WCAG 2.2's 4.5:1, for any colour that a tag may have, in light and dark."""

import re
from pathlib import Path

import pytest

from annotations.naming import PALETTE

ROOT = Path(__file__).parent.parent.parent
SITE = (ROOT / "argmap/static/argmap/site.css").read_text()
CHIPS = (ROOT / "argmap/static/argmap/components.css").read_text()
READER = (ROOT / "annotations/static/annotations/reader.css").read_text()
EXTREMES = ("#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff", "#808080")

Colour = tuple[float, float, float]


def rgb(code: str) -> Colour:
    return tuple(int(code[at : at + 2], 16) for at in (1, 3, 5))


def token(name: str, dark: bool) -> Colour:
    """A colour of site.css, as light-dark() gives it."""
    pair = re.search(rf"--{name}: light-dark\((#\w{{6}}), (#\w{{6}})\)", SITE)
    return rgb(pair[2 if dark else 1])


def over(top: Colour, share: float, bottom: Colour) -> Colour:
    """A translucent colour on another."""
    return tuple(a * share + b * (1 - share) for a, b in zip(top, bottom, strict=True))


def luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (value / 255 for value in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def tints() -> list[float]:
    return [int(share) / 100 for share in re.findall(r"--tint: (\d+)%", READER)]


def dimmed() -> float:
    """How much of a tag's colour its tint keeps in the dark."""
    return int(re.search(r"var\(--c, var\(--edge\)\) (\d+)%, var\(--paper\)", READER)[1]) / 100


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("colour", [*PALETTE, *EXTREMES])
def test_text_is_readable_on_every_highlight(colour, dark):
    paper, ink = token("paper", dark), token("ink", dark)
    tag = over(rgb(colour), dimmed(), paper) if dark else rgb(colour)
    assert len(tints()) > 4
    for tint in tints():
        assert contrast(ink, over(tag, tint, paper)) >= 4.5, tint


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_sites_own_colours_are_readable(dark):
    for ground in ("paper", "surface", "sunk"):
        for text in ("ink", "muted", "accent", "danger", "warn"):
            assert contrast(token(text, dark), token(ground, dark)) >= 4.5, (text, ground)
        assert contrast(token("edge", dark), token(ground, dark)) >= 3, ground
    assert contrast(token("on-accent", dark), token("accent", dark)) >= 4.5
    for tone in ("accent", "danger", "warn"):
        assert contrast(token("ink", dark), token(f"{tone}-soft", dark)) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("colour", PALETTE)
def test_the_palettes_own_colours_stand_out_from_the_page(colour, dark):
    line = over(rgb(colour), 0.86, token("ink", dark))
    assert contrast(line, token("paper", dark)) >= 3


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("colour", [*PALETTE, *EXTREMES])
def test_text_is_readable_on_every_tag_of_the_palette_and_the_list(colour, dark):
    share = int(re.search(r"\.tag \{[^}]*background: color-mix\(in oklab, var\(--c\) (\d+)%", CHIPS)[1]) / 100
    chip = over(rgb(colour), share, token("surface", dark))
    quiet = over(token("muted", dark), 0.5, token("ink", dark))  # counts, and the sign that takes a tag away
    assert contrast(token("ink", dark), chip) >= 4.5
    assert contrast(quiet, chip) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_is_offered_is_readable_where_one_is_and_beside(dark):
    assert contrast(token("ink", dark), token("accent-soft", dark)) >= 7
    assert contrast(token("accent", dark), token("accent-soft", dark)) >= 3
    assert contrast(token("muted", dark), token("sunk", dark)) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("colour", [*PALETTE, *EXTREMES])
def test_the_edge_of_a_swatch_stands_out_from_the_page_whatever_its_colour(colour, dark):
    """The colour itself may be the page's own: then the edge shows where it is. As WCAG 2.2 asks of graphics, 3:1."""
    share = (
        int(re.search(r"\.swatch \{[^}]*border: 1px solid color-mix\(in oklab, [^%]*\) (\d+)%, var\(--ink\)", CHIPS)[1])
        / 100
    )
    edge = over(rgb(colour), share, token("ink", dark))
    for ground in ("paper", "surface"):
        fill, behind = rgb(colour), token(ground, dark)
        assert max(contrast(edge, behind), contrast(fill, behind)) >= 3, ground


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_stands_in_the_codebook_is_readable(dark):
    muted, ink = token("muted", dark), token("ink", dark)
    for ground in ("paper", "sunk", "accent-soft"):  # a row, a badge, a row that is dragged or was led to
        assert contrast(muted, token(ground, dark)) >= 4.5, ground
    assert contrast(ink, token("surface", dark)) >= 7  # the key of a tag
    assert contrast(token("accent", dark), token("accent-soft", dark)) >= 4.5  # a link in such a row
    assert contrast(token("on-accent", dark), token("accent", dark)) >= 4.5  # where what is dragged will land
    assert contrast(token("accent", dark), token("paper", dark)) >= 3  # the line there
