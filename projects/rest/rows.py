"""Answers to rows brought in bulk: what became of each line."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from projects.rest.problems import FieldError


@dataclass(slots=True)
class Report:
    """What became of the rows of one request, in the order of their lines."""

    created: int = 0
    there: int = 0
    refused: int = 0
    results: list[dict[str, Any]] = field(default_factory=list)

    def done(self, line: int, fate: str, id: UUID | None) -> None:
        """The row on this line was `created`, or is `there` already."""
        setattr(self, fate, getattr(self, fate) + 1)
        self.results.append({"line": line, "status": fate, "id": id})

    def refuse(self, line: int, errors: list[FieldError]) -> None:
        """The row on this line was refused for these reasons."""
        self.refused += 1
        self.results.append({"line": line, "status": "refused", "id": None, "errors": errors})

    @property
    def body(self) -> dict[str, Any]:
        """The report as JSON."""
        self.results.sort(key=lambda result: result["line"])
        return {
            "created": self.created, "there": self.there, "refused": self.refused, "results": self.results,
        }  # fmt: skip
