"""People and their tokens, for whoever runs this argmap."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.socialaccount import admin as connections  # registers what is taken away again below
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.authentication import forget_tokens
from accounts.models import ApiToken, User
from accounts.requests import SignedInRequest
from accounts.services import revoke_token

admin.site.site_header = admin.site.site_title = "argmap"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # the same sign-in, with its rate limits
admin.site.unregister(connections.SocialApp)  # the provider is configured by the environment
admin.site.unregister(connections.SocialToken)  # none is kept
admin.site.unregister(Group)  # what people may do is decided by their role in each project


@admin.register(User)
class People(UserAdmin):  # type: ignore[type-arg]
    """Users are deactivated rather than deleted: their work points to them, and the database keeps it so."""

    list_display = ("username", "email", "is_active", "is_staff", "date_joined", "last_login")
    actions = ("deactivate", "activate")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A user name stays: the log calls people by it, and tells by it whose work in a closed document is."""
        return (*super().get_readonly_fields(request, obj), *(["username"] if obj else []))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="Deactivate: they can no longer sign in, their work stays")
    def deactivate(self, request: SignedInRequest, queryset: QuerySet[User]) -> None:
        count = queryset.exclude(pk=request.user.pk).update(is_active=False)
        forget_tokens()
        self.message_user(request, f"Deactivated: {count}.")

    @admin.action(description="Activate: they can sign in again")
    def activate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self.message_user(request, f"Activated: {queryset.update(is_active=True)}.")


@admin.register(ApiToken)
class Tokens(admin.ModelAdmin):  # type: ignore[type-arg]
    """Tokens can be seen and revoked here; they are made by their owners, who alone see the secret."""

    list_display = ("name", "hint", "user", "read_only", "created", "expires")
    search_fields = ("name", "hint", "user__username")
    list_select_related = ("user",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: ApiToken) -> None:
        revoke_token(token=obj)
        forget_tokens()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        for token in queryset:
            self.delete_model(request, token)
