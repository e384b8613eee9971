"""How actors are named: pure, so that pages, API and imports agree."""

from projects.naming import problem_with_characters

LONGEST_NAME = 200
KINDS = ("person", "organisation")


def problem_with_actor(name: str) -> str | None:
    """Why a tidied name cannot be an actor's, or None."""
    if not name:
        return "An actor needs a name."
    if len(name) > LONGEST_NAME:
        return f"An actor's name has at most {LONGEST_NAME} characters; this one has {len(name)}."
    problem = problem_with_characters(name)
    return f"An actor's name {problem}." if problem else None
