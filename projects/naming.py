"""How what people name in a project is written and coloured: pure, so that pages, API and imports agree."""

import unicodedata

PALETTE = (
    "#2f6fb3", "#b4552d", "#2e8a57", "#9a4fa3", "#b38a12", "#c2415d",
    "#1f8a94", "#6a5acd", "#7a8b2a", "#d0703c", "#4a6b8a", "#a3476f",
)  # fmt: skip
"""The colours that new tags and actors are given in turn: alike in lightness, apart in hue, so that none shouts."""


def tidy(name: str) -> str:
    """A name as it is kept: NFC, without white space around it, single spaces within it."""
    return " ".join(unicodedata.normalize("NFC", name).split())
