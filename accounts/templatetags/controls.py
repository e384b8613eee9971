"""What the templates of forms ask of Django's forms."""

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's control alone, without a placeholder that repeats its label."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def control_type(field: BoundField) -> str:
    """What kind of control the field has, as in `<input type>`: "checkbox", "textarea", "select", "radio", "text" …"""
    name = type(field.field.widget).__name__
    return {"Textarea": "textarea", "Select": "select", "RadioSelect": "radio"}.get(
        name, getattr(field.field.widget, "input_type", "text")
    )


@register.simple_tag
def mail_is_sent() -> bool:
    """Whether mail leaves this installation; else it is kept in files for whoever runs it."""
    return bool(settings.EMAIL_HOST)
