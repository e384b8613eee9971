"""What templates say of affiliations."""

from django import template

from actors import belonging

register = template.Library()


@register.filter
def span(affiliation: belonging.Lasting) -> str:
    """From when to when, in words; "" when neither is known."""
    return belonging.span(affiliation.since, affiliation.until)
