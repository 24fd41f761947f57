"""Who is asking: a person who logged in, a token of the API, the one person of a local start, or a stranger."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from guihua.web import fence
from guihua.web.accounts import token_of
from guihua.web.models import Person
from guihua.web.place import place

LOOPBACK = ("127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Principal:
    """role: a word of the table of rights; organisation, body: code and name of the body they act for, empty where none; name: what the log
    keeps; duty: leader or secrecy, where the person signs in that place."""

    role: str
    organisation: str = ""
    name: str = ""
    body: str = ""
    duty: str = ""
    by_token: bool = False

    @property
    def known(self) -> bool:
        """Whether it is anybody but a stranger."""
        return self.role != "public"


STRANGER = Principal("public")
LOCAL_PERSON = Principal("local", name="local")


@fence.for_all
def who(request: HttpRequest) -> Principal:
    """The principal of a request."""
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer ") and request.path.startswith("/api/"):
        token = token_of(header[7:].strip())
        if token is None:
            return STRANGER
        body = token.organisation
        return Principal(token.role, body.code, f"token: {token.label}", body.name, by_token=True)
    if request.user.is_authenticated:
        person = request.user
        code, body = (person.organisation.code, person.organisation.name) if person.organisation else ("", "")
        return Principal(person.role, code, str(person), body, person.duty)
    return LOCAL_PERSON if _alone(request) else STRANGER


def _alone(request: HttpRequest) -> bool:
    """A start on this machine alone, asked from this machine and not through a proxy, before the first account exists."""
    return (
        place().local
        and request.META.get("REMOTE_ADDR") in LOOPBACK
        and not any(h in request.headers for h in ("X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"))
        and not Person.objects.exists()
    )
