"""Who asks, and whether they may. Every resource needs a token unless it says otherwise."""

from __future__ import annotations

from typing import ClassVar

from flask import Flask, current_app, g, request
from flask.views import MethodView

from copilot.accounts.tokens import Scope, authenticate
from copilot.errors import InsufficientScope, Unauthenticated
from copilot.observability import context
from webapp.services import services


class Resource(MethodView):
    """Base of all resources. Reading needs the scope ``read``, everything else ``write``, unless
    ``scope`` names another."""

    scope: ClassVar[Scope | None] = None
    public: ClassVar[frozenset[str]] = frozenset()
    """Methods that need no token."""


def identify() -> None:
    """Look the token up; a wrong one is refused only after the rate limit has counted it."""
    g.principal = None
    g.refusal = None
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    resource = _resource()
    if resource is None or request.method in resource.public or not scheme:
        return
    try:
        if scheme.lower() != "bearer":
            raise Unauthenticated("Send the token as: Authorization: Bearer …")
        g.principal = authenticate(services().database, secret.strip())
        context.user_id.set(str(g.principal.user_id))
    except Unauthenticated as refusal:
        g.refusal = refusal


def authorize() -> None:
    resource = _resource()
    if resource is None or request.method in resource.public or request.method == "OPTIONS":
        return
    if g.principal is None:
        raise g.refusal or Unauthenticated("Send a token: Authorization: Bearer …")
    needed = resource.scope or (Scope.READ if request.method in ("GET", "HEAD") else Scope.WRITE)
    if needed not in g.principal.scopes:
        raise InsufficientScope(f"This needs a token with the scope {needed}.", scope=str(needed))


def register(app: Flask) -> None:
    app.before_request(authorize)


def _resource() -> type[Resource] | None:
    view = current_app.view_functions.get(request.endpoint or "")
    found = getattr(view, "view_class", None)
    return found if isinstance(found, type) and issubclass(found, Resource) else None
