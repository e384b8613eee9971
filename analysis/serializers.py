"""The shapes of agreement, for the OpenAPI document, and a report in them."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from analysis.coefficients import Coefficient, Undefined
from analysis.comparing import Report, Row
from analysis.picture import Picture
from analysis.reading import Material


class CoefficientShape(serializers.Serializer[Any]):
    """Agreement beyond chance: 1 − observed / expected disagreement."""

    value = serializers.FloatField(allow_null=True, help_text="1 is perfect, 0 is chance; null when it is undefined.")
    undefined = serializers.ChoiceField(
        choices=[one.name.lower() for one in Undefined], allow_null=True, help_text="Why there is no value."
    )
    reason = serializers.CharField(allow_null=True, help_text="The same in words.")
    n = serializers.IntegerField(help_text="How many characters it was counted from.")
    coverage = serializers.FloatField(help_text="Their share of all the text that was asked for, from 0 to 1.")
    observed_disagreement = serializers.FloatField(allow_null=True)
    expected_disagreement = serializers.FloatField(allow_null=True)

    class Meta:
        ref_name = "Coefficient"


class RowShape(serializers.Serializer[Any]):
    """How far people agree on one question."""

    cohens_kappa = CoefficientShape()
    fleiss_kappa = CoefficientShape()
    krippendorffs_alpha = CoefficientShape()
    unitizing_alpha = CoefficientShape(help_text="By Krippendorff's formula of 1995 and 2004, not that of 2016.")
    marked = serializers.IntegerField(help_text="Characters that at least one coder marked so.")
    agreed = serializers.IntegerField(help_text="Characters that all marked so who judged them.")

    class Meta:
        ref_name = "AgreementRow"


class TagRowShape(RowShape):
    """How far people agree on one tag."""

    tag = serializers.CharField(help_text="Its slug.")

    class Meta:
        ref_name = "AgreementOnTag"


class PairShape(serializers.Serializer[Any]):
    """Cohen's kappa of two coders, on the documents that both have finished."""

    coders = serializers.ListField(child=serializers.CharField(), min_length=2, max_length=2)
    overall = CoefficientShape()
    anything = CoefficientShape()

    class Meta:
        ref_name = "AgreementOfPair"


class ComparedShape(serializers.Serializer[Any]):
    """A document that was compared."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    coders = serializers.ListField(child=serializers.CharField())
    characters = serializers.IntegerField()
    differing = serializers.IntegerField(help_text="Characters of which not all coders say the same.")
    uneven = serializers.BooleanField(
        help_text="It has another number of coders than most, and is left out of Fleiss' kappa and unitizing alpha."
    )

    class Meta:
        ref_name = "ComparedDocument"


class LeftOutShape(serializers.Serializer[Any]):
    """What was asked for and could not be compared."""

    closed_documents = serializers.IntegerField(help_text="Documents in which you see only your own work.")
    unfinished_documents = serializers.IntegerField(help_text="Documents that fewer than two coders have finished.")
    annotations_of_others = serializers.IntegerField(
        help_text="Annotations, in the documents compared, of people who have not finished them."
    )
    annotations_on_older_versions = serializers.IntegerField(
        help_text="Annotations of those who have, but not on the current text."
    )

    curated_annotations = serializers.IntegerField(help_text="Annotations that decisions made; nobody coded them.")

    class Meta:
        ref_name = "LeftOut"


class AgreementShape(serializers.Serializer[Any]):
    """How far the coders of documents agree."""

    coders = serializers.ListField(child=serializers.CharField(), help_text="User names.")
    characters = serializers.IntegerField(help_text="How many characters at least two have judged.")
    of = serializers.IntegerField(help_text="How many characters all documents have that were asked for.")
    overall = RowShape(help_text="All tags, pooled; `agreed` where all gave the same tags.")
    anything = RowShape(help_text="Whether something is marked at all, whatever its tags.")
    tags = TagRowShape(many=True)
    pairs = PairShape(many=True)
    documents = ComparedShape(many=True)
    left_out = LeftOutShape()

    class Meta:
        ref_name = "Agreement"


def as_json(found: Material, report: Report, tags: frozenset[str] | None) -> dict[str, Any]:
    """A report in the shape above; what differs is told of these tags, or of all that is marked."""
    whole = found.characters
    return {
        "coders": report.coders,
        "characters": report.characters,
        "of": whole,
        "overall": _row(report.overall, whole),
        "anything": _row(report.anything, whole),
        "tags": [{"tag": tag} | _row(row, whole) for tag, row in report.tags.items()],
        "pairs": [
            {
                "coders": pair.coders,
                "overall": _coefficient(pair.overall, whole),
                "anything": _coefficient(pair.anything, whole),
            }
            for pair in report.pairs
        ],
        "documents": [
            {
                "id": one.document,
                "title": found.titles[one.document],
                "coders": one.coders,
                "characters": one.length,
                "differing": Picture(one, tags).differing,
                "uneven": one in report.uneven,
            }
            for one in report.compared
        ],
        "left_out": {
            "closed_documents": found.left_out.closed,
            "unfinished_documents": found.left_out.unfinished,
            "annotations_of_others": found.left_out.of_others,
            "annotations_on_older_versions": found.left_out.on_older_versions,
            "curated_annotations": found.left_out.curated,
        },
    }


def _row(row: Row, whole: int) -> dict[str, Any]:
    return {
        "cohens_kappa": _coefficient(row.cohen, whole),
        "fleiss_kappa": _coefficient(row.fleiss, whole),
        "krippendorffs_alpha": _coefficient(row.alpha, whole),
        "unitizing_alpha": _coefficient(row.unitizing, whole),
        "marked": row.marked,
        "agreed": row.agreed,
    }


def _coefficient(one: Coefficient, whole: int) -> Mapping[str, Any]:
    counted = one.n > 0
    return {
        "value": one.value,
        "undefined": one.undefined and one.undefined.name.lower(),
        "reason": one.undefined and one.undefined.value,
        "n": one.n,
        "coverage": one.n / whole if whole else 0.0,
        "observed_disagreement": float(one.observed) if counted else None,
        "expected_disagreement": float(one.expected) if counted else None,
    }
