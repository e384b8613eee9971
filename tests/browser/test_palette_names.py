"""The palette's arithmetic, in the browser that runs it: which names are alike, and where one ends in a line."""

import pytest


@pytest.fixture
def call(sign_in, transactional_db):
    """A function that calls a function of a module in a page."""
    page = sign_in()
    page.goto("/accounts/sign-in/")

    def run(module: str, name: str, *given):
        return page.evaluate(
            "async ([module, name, given]) => (await import(`/static/annotations/${module}`))[name](...given)",
            [module, name, list(given)],
        )

    return run


def test_slips_and_short_forms_are_alike_and_other_words_are_not(call):
    for a, b in (
        ("imigration", "immigration"), ("migrnat", "migrant"), ("labor", "labour"), ("Adams", "Adam"),
        ("J. Smith", "Jane Smith"), ("Jane Smith", "J Smith"), ("José Müller", "Jose Muller-s"), ("Smith", "J. Smith"),
    ):  # fmt: skip
        assert call("match.js", "alike", a, b), (a, b)
    for a, b in (
        ("emigration", "immigration"), ("tax", "tex"), ("wages", "prices"), ("Jane Smith", "John Smith"),
        ("wages", "Wages"),
    ):  # fmt: skip
        assert not call("match.js", "alike", a, b), (a, b)


def test_the_fit_of_a_name_goes_from_the_whole_to_its_letters(call):
    fits = [
        call("match.js", "fit", "free mov", name)
        for name in (
            "free mov",
            "free movement",
            "the free movement",
            "movement, free",
            "unfree movers",
            "fire remover",
        )
    ]
    assert fits == sorted(fits, reverse=True)
    assert call("match.js", "fit", "free mov", "wages") == 0


@pytest.mark.parametrize(
    ("typed", "name", "rest"),
    [
        ("wages", "wages", ""),
        (" , wages , free movement", "wages", "free movement"),
        ('"bread, and roses", wages', "bread, and roses", "wages"),
        ("“bread, and", "bread, and", ""),
        ("„Brot, Rosen“, Lohn", "Brot, Rosen", "Lohn"),
        ('"free" movement, wages', '"free" movement', "wages"),
        ("so-called “experts”", "so-called “experts”", ""),
        ("wages,", "wages", ""),
        ('"👩‍👩‍👧‍👦, family", wages', "👩‍👩‍👧‍👦, family", "wages"),
        ("", "", ""),
    ],
)
def test_the_first_name_of_a_line(call, typed, name, rest):
    found = call("line.js", "firstName", typed, ",")
    assert (found["name"], found["rest"]) == (name, rest)


def test_what_a_name_is_of_is_guessed(call):
    for name in ("TUC", "Home Office", "The Guardian", "Labour Party", "Universität Wien", "UN-HCR"):
        assert call("kinds.js", "guessedKind", name) == "organisation", name
    for name in ("Jane Smith", "Marine Le Pen", "Ada", "José Müller", "李强", "X"):
        assert call("kinds.js", "guessedKind", name) == "person", name
