"""How actors are named: pure, so that pages, API and imports agree."""

from projects.naming import problem_with_name

LONGEST_NAME = 200
KINDS = ("person", "organisation")


def problem_with_actor(name: str) -> str | None:
    """Why a tidied name cannot be an actor's, or None."""
    return problem_with_name("An actor", name, LONGEST_NAME)
