"""Logging in: passwords by Django, guessing slowed down; tokens of the API; making a person at the terminal."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from guihua.errors import GuihuaError
from guihua.web import fence
from guihua.web.models import LoginFailure, Organisation, Person, Role, Token

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(minutes=15)


class SlowedBackend(ModelBackend):
    """Django's password check behind a brake: after five failures for a name from an address each further try of that name from there must wait,
    doubling up to a quarter of an hour. While the brake holds, a right password is refused as well, so a guesser learns nothing. Nobody's
    failures brake another account, nor the same account from elsewhere; a success lifts it."""

    @fence.for_all
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Person | None:
        """The person, or None; PermissionDenied while the brake holds."""
        key = _key(request, username or "")
        if wait_left(key):
            raise PermissionDenied
        person = super().authenticate(request, username=username, password=password, **kwargs)
        if person is None:
            _count(key)
            return None
        LoginFailure.objects.filter(key=key).delete()
        return person  # type: ignore[no-any-return]

    @fence.for_all
    def get_user(self, user_id: int) -> Person | None:
        """The person of a session with the body they act for: whose rows may be seen is only known then."""
        person = Person.objects.select_related("organisation").filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None

    def user_can_authenticate(self, user: Person) -> bool:
        """Active, and of a body that exists today."""
        body = user.organisation
        return bool(user.is_active) and (body is None or body.valid_on(date.today()))


def wait_left(key: str) -> timedelta:
    """How long the next try must still wait."""
    failure = LoginFailure.objects.filter(key=key).first()
    over = failure.count - FREE_TRIES if failure else -1
    if failure is None or over < 0:
        return timedelta()
    pause = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT)
    return max(timedelta(), failure.last + pause - timezone.now())  # type: ignore[no-any-return]


def login_wait(request: HttpRequest, username: str) -> timedelta:
    """The wait that a login page tells a person."""
    return wait_left(_key(request, username))


def _key(request: HttpRequest | None, username: str) -> str:
    address = request.META.get("REMOTE_ADDR", "") if request else ""
    return hashlib.sha256(f"{username.casefold()}\x1f{address}".encode()).hexdigest()


def _count(key: str) -> None:
    now = timezone.now()
    with transaction.atomic():
        LoginFailure.objects.filter(key=key, last__lt=now - timedelta(hours=24)).delete()
        failure, _made = LoginFailure.objects.get_or_create(key=key)
        LoginFailure.objects.filter(pk=failure.pk).update(count=F("count") + 1, last=now)


@fence.for_all
def add_person(
    username: str, password: str, role: str, organisation: str = "", name: str = "", duty: str = ""
) -> Person:
    """A new account. Raises GuihuaError where the name is taken, the role or organisation unknown, or the password weak."""
    from django.contrib.auth.password_validation import validate_password

    if role not in Role.values:
        raise GuihuaError(
            "USER-ROLE", f"没有这种角色 there is no role {role!r}", f"可选 choose one of: {', '.join(Role.values)}"
        )
    if Person.objects.filter(username=username).exists():
        raise GuihuaError(
            "USER-EXISTS",
            f"账号已存在 the account {username!r} exists",
            "换一个名字，或在管理页修改 choose another name, or change the account in the administration",
        )
    body = Organisation.objects.filter(code=organisation).first() if organisation else None
    if organisation and body is None:
        raise GuihuaError(
            "USER-ORGANISATION",
            f"没有这个单位 there is no organisation {organisation!r}",
            "先建 make it first: guihua user organisation CODE NAME",
        )
    person = Person(username=username, role=role, organisation=body, name=name, duty=duty)
    try:
        person.full_clean(exclude=["password"])
        validate_password(password, person)
    except ValidationError as fault:
        raise GuihuaError(
            "USER-INVALID",
            f"账号或口令不合要求 the account or its password does not do: {'; '.join(fault.messages)}",
            "口令要更长，不用常见词，不含账号名 use a longer password that is no common word and does not hold the name",
        ) from None
    person.set_password(password)
    person.save()
    return person


@fence.for_all
def new_token(organisation: Organisation, role: str, label: str, expires: date | None = None) -> str:
    """Make a key and return it: the only time that it can be read."""
    clear = "gh_" + secrets.token_urlsafe(32)
    Token.objects.create(organisation=organisation, role=role, label=label, digest=digest(clear), expires=expires)
    return clear


@fence.for_all
def token_of(clear: str) -> Token | None:
    """The valid token with that text."""
    found = Token.objects.select_related("organisation").filter(digest=digest(clear), revoked=False).first()
    today = date.today()
    if found is None or (found.expires is not None and found.expires < today) or not found.organisation.valid_on(today):
        return None
    return found  # type: ignore[no-any-return]


def digest(clear: str) -> str:
    """What is kept of a token. It holds 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(clear.encode()).hexdigest()
