from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from copilot.accounts import users
from copilot.accounts.tokens import IssuedToken
from copilot.database.repositories import tokens
from webapp.authentication import Resource
from webapp.openapi import ApiBlueprint
from webapp.resources.tokens import shown_once
from webapp.schemas.account import IssuedTokenSchema, SignInSchema
from webapp.services import principal, services, transaction

blueprint = ApiBlueprint("sessions", __name__, url_prefix="/v1/sessions", description="Sign in")


@blueprint.route("")
class Sessions(Resource):
    public: ClassVar = frozenset({"POST"})

    @blueprint.doc(security=[])
    @blueprint.arguments(SignInSchema)
    @blueprint.response(201, IssuedTokenSchema)
    @blueprint.problem(401)
    @blueprint.problem(429)
    def post(self, given: dict[str, Any]) -> dict[str, Any]:
        """Sign in: a token for this session, with every scope"""
        issued: IssuedToken = users.sign_in(
            services().database,
            email=given["email"],
            password=given["password"],
            name=given["name"],
            lifetime=timedelta(hours=services().settings.session_hours),
        )
        return shown_once(issued)


@blueprint.route("/current")
class Current(Resource):
    @blueprint.response(204)
    def delete(self) -> None:
        """Sign out: the token of this request ends"""
        with transaction() as session:
            tokens.revoke(session, principal().token_id)
