"""Django's admin: organisations, people, tokens, jobs. Only administrators; its login is the site's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from guihua.web.accounts import new_token
from guihua.web.models import Job, Organisation, Person, Token
from guihua.web.page_words import work_word

admin.site.unregister(Group)  # rights come from the role alone


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    """Bodies with validity and successor."""

    list_display = ("code", "name", "region", "valid_from", "valid_to", "successor")
    search_fields = ("code", "name", "name_en")


class NewPerson(BaseUserCreationForm):
    """A new account."""

    class Meta:
        """Its fields."""

        model = Person
        fields = ("username", "name", "role", "duty", "organisation")


@admin.register(Person)
class PersonAdmin(UserAdmin):
    """People and their roles. Rights come from the role alone."""

    add_form = NewPerson
    add_form_template = "admin/change_form.html"
    list_display = ("username", "name", "role", "organisation", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("username", "name")
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("人员"), {"fields": ("name", "role", "duty", "organisation", "is_active")}),
        (_("记录"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "name", "role", "duty", "organisation", "password1", "password2")}),
    )


class TokenForm(forms.ModelForm):
    """A token without its secret."""

    class Meta:
        """Its fields."""

        model = Token
        fields = ("organisation", "role", "label", "expires", "revoked")


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin):
    """Keys of the API: shown once, when made."""

    form = TokenForm
    list_display = ("organisation", "label", "role", "created", "expires", "revoked")

    def save_model(self, request: HttpRequest, obj: Token, form: Any, change: bool) -> None:
        """A new token is made by `accounts` and shown once."""
        if change:
            obj.save()
            return
        clear = new_token(obj.organisation, obj.role, obj.label, obj.expires)
        made = Token.objects.order_by("-pk")[0]
        obj.pk, obj.digest = made.pk, made.digest
        messages.warning(request, _("密钥只显示这一次：%(key)s") % {"key": clear})


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """Long work, to look at."""

    list_display = ("what", "state", "progress", "asked_by", "created", "ended", "tries")
    list_filter = ("state",)

    @admin.display(description=_("种类"), ordering="kind")
    def what(self, job: Job) -> str:
        """Its kind in words."""
        return work_word(job.kind)

    @admin.display(description=_("完成时间"), ordering="finished")
    def ended(self, job: Job) -> Any:
        """When it ended."""
        return job.finished

    @admin.display(description=_("尝试次数"), ordering="attempts")
    def tries(self, job: Job) -> int:
        """How often it was begun."""
        return int(job.attempts)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Jobs come from pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Jobs are looked at, not edited."""
        return False
