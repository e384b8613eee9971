"""What the pictures show: a codebook, and what four people have marked in the two seed documents."""

from typing import NamedTuple

PEOPLE = {"alice": "owner", "bob": "annotator", "erin": "editor", "ruth": "reader"}


class Entry(NamedTuple):
    """A tag of the codebook, by slug."""

    name: str
    definition: str
    parent: str | None = None
    example: str = ""


class Voice(NamedTuple):
    """Somebody's part in what is said."""

    name: str
    role: str = "speaker"
    kind: str = "person"


class Mark(NamedTuple):
    """What somebody has marked: the only place of the quotation in the document; `talk` is who comments what on it."""

    who: str
    quote: str
    tags: tuple[str, ...]
    note: str = ""
    said_by: tuple[Voice, ...] = ()
    talk: tuple[tuple[str, str], ...] = ()


EMPLOYERS = Voice("Employers", "blamed", "organisation")
PRESS = Voice("The press", "blamed", "organisation")
LETTER = (
    Voice("Labour Campaign for Free Movement", "speaker", "organisation"),
    Voice("HuffPost UK", "reported_by", "organisation"),
)

CODEBOOK = (
    Entry(
        "causes",
        "Says what brings about low pay, insecurity or division.",
    ),
    Entry(
        "wages",
        "Pay: that it is low, why it is, and what would raise it.",
        "causes",
        "Wage stagnation is not caused by migrant labour, but instead by unscrupulous employers.",
    ),
    Entry(
        "scapegoating",
        "Says that migrants are blamed for what others have done. Not for passages that do the blaming.",
        "causes",
        "Immigrants and free movement are being scapegoated by a political and economic elite",
    ),
    Entry("employers", "What employers do, or leave undone.", "causes"),
    Entry("values", "Appeals to what is right, whatever it brings about."),
    Entry("solidarity", "That workers have interests in common, across borders and origins.", "values"),
    Entry("equal rights", "That the same rights belong to everyone who works here.", "values"),
    Entry("benefits", "What migration brings to the economy, to culture, to those who come."),
    Entry("public opinion", "What voters want or fear, and how parties ought to answer that."),
    Entry("party policy", "What a party says, promises or is asked to do."),
)

OPINION = (
    Mark(
        "bob",
        "Free movement is not only for the metropolitan elite. It is not the reserve of university students spending a "
        "year larking about",
        ("public opinion",),
    ),
    Mark(
        "erin",
        "university students spending a year larking about, or bankers working for their FTSE 100 company in their "
        "Paris branch",
        ("benefits",),
        "Who is said to gain from it.",
    ),
    Mark(
        "alice",
        "It is for every citizen of the EU and for the time being, every citizen of the U.K.",
        ("equal rights", "solidarity"),
    ),
    Mark(
        "erin",
        "You don’t create a more globalised Britain by shutting the door to 500 million people until it opens to the "
        "other 6 odd billion.",
        ("party policy",),
        "Answers the objection of the sentence before; an argument, not only a claim.",
    ),
    Mark("bob", "Immigration brings such huge benefits to the UK.", ("benefits",)),
    Mark(
        "alice",
        "Our communities and our workplaces are stronger when they are more diverse.",
        ("benefits", "solidarity"),
    ),
    Mark(
        "erin",
        "we must not make workers the scapegoat of exploitative employers and the gutter press.",
        ("scapegoating", "employers"),
        "Who blames whom: the press and employers blame workers.",
        (EMPLOYERS, PRESS),
    ),
    Mark(
        "alice",
        "Wage stagnation is not caused by migrant labour, but instead by unscrupulous employers.",
        ("wages", "scapegoating"),
        said_by=(EMPLOYERS,),
        talk=(("erin", "Is this one claim or two?"), ("alice", "Two, @bob: what is not the cause, and what is.")),
    ),
    Mark(
        "bob",
        "by unscrupulous employers. Having worked in London’s melting pot of a hospitality sector, I can tell you "
        "there was no discrimination amongst my Polish, Lithuanian, Italian, Spanish, French, Bulgarian or "
        "Portuguese colleagues",
        ("employers",),
        "Speaks from experience. Does that carry the general claim?",
    ),
    Mark("erin", "We were all paid poorly.", ("wages",)),
    Mark(
        "alice",
        "It was our solidarity as workers that provided us strength: mutual struggle made us stronger.",
        ("solidarity",),
    ),
    Mark(
        "bob",
        "We never blamed each other for our poor wages. We placed the blame firmly where it belonged, with the "
        "employers who prioritised profit over our well-being.",
        ("scapegoating", "wages"),
        said_by=(EMPLOYERS,),
    ),
    Mark("erin", "the employers who prioritised profit over our well-being", ("employers",)),
    Mark(
        "alice",
        "Freedom of movement is a worker’s right akin to any other – we must defend it as such.",
        ("equal rights", "party policy"),
    ),
    Mark("bob", "We must show solidarity with all workers.", ("solidarity",)),
)

REPORT = (
    Mark(
        "bob",
        "During the election campaign Corbyn said free movement would end after Brexit.",
        ("party policy",),
        said_by=(Voice("Jeremy Corbyn"), Voice("HuffPost UK", "reported_by", "organisation")),
    ),
    Mark(
        "alice",
        "Immigrants and free movement are being scapegoated by a political and economic elite that is subjecting "
        "ordinary people to cuts and austerity.",
        ("scapegoating",),
        "The open letter speaks, not the reporter.",
        LETTER,
    ),
    Mark(
        "erin",
        "Labour should respond with clarity, humanity and solidarity.",
        ("solidarity", "party policy"),
        said_by=LETTER,
    ),
    Mark(
        "bob",
        "giving everyone the right to work legally, join a union and stand up to their boss without fear of "
        "deportation or destitution",
        ("equal rights",),
        said_by=LETTER,
    ),
    Mark(
        "alice",
        "the idea that immigration is to blame for a fall in living standards",
        ("scapegoating", "wages"),
        "Chessum rejects this; the words alone assert it.",
        (Voice("Michael Chessum"), Voice("Labour Party", "blamed", "organisation")),
    ),
    Mark("erin", "neo-liberalism and exploitation are the real problem", ("causes",)),
    Mark(
        "bob",
        "curbing free movement should be a priority as many people had voted to leave the EU over concerns about "
        "immigration.",
        ("public opinion", "party policy"),
    ),
)

MARKS = {"The case for free movement of people": OPINION, "Jeremy Corbyn Urged By Allies": REPORT}
"""By how the document's title begins. The first document is the one that the reading page is shown with."""
