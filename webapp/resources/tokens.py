from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from copilot.accounts.tokens import IssuedToken, Scope, issue, refuse_wider
from copilot.database.repositories import tokens
from webapp.authentication import Resource
from webapp.openapi import ApiBlueprint
from webapp.paging import PageQuery, page_schema, paged
from webapp.schemas.account import IssuedTokenSchema, NewTokenSchema, TokenSchema
from webapp.services import principal, services, transaction, user_id

blueprint = ApiBlueprint(
    "tokens", __name__, url_prefix="/v1/tokens", description="Tokens for extensions and programs"
)


def shown_once(issued: IssuedToken) -> dict[str, Any]:
    """For IssuedTokenSchema."""
    row = issued.row
    return {
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "scopes": row.scopes,
        "created_at": row.created_at,
        "expires_at": row.expires_at,
        "last_used_at": None,
        "token": issued.secret,
    }


@blueprint.route("")
class Tokens(Resource):
    scope: ClassVar = Scope.ACCOUNT

    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema("TokenPage", TokenSchema))
    def get(self, query: dict[str, Any]) -> Any:
        """Tokens and sessions that can be used"""
        with transaction() as session:
            return paged(tokens.usable_page(session, after=query["cursor"], limit=query["limit"]))

    @blueprint.arguments(NewTokenSchema)
    @blueprint.response(201, IssuedTokenSchema)
    @blueprint.problem(403)
    def post(self, given: dict[str, Any]) -> dict[str, Any]:
        """Make a token; it is shown this once"""
        scopes = tuple(dict.fromkeys(given["scopes"]))
        refuse_wider(scopes, principal().scopes)
        days = given["days"] or services().settings.token_days
        with transaction() as session:
            return shown_once(
                issue(
                    session,
                    user_id(),
                    kind="token",
                    name=given["name"],
                    scopes=scopes,
                    lifetime=timedelta(days=days),
                )
            )


@blueprint.route("/<uuid:token_id>")
class OneToken(Resource):
    scope: ClassVar = Scope.ACCOUNT

    @blueprint.response(204)
    @blueprint.problem(404)
    def delete(self, token_id: UUID) -> None:
        """Revoke a token or end a session, at once"""
        with transaction() as session:
            tokens.revoke(session, token_id)
