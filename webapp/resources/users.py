from __future__ import annotations

from typing import Any, ClassVar

from flask import Response, stream_with_context

from copilot.accounts import export, users
from copilot.accounts.tokens import Scope
from copilot.database.models import User
from webapp.authentication import Resource
from webapp.openapi import ApiBlueprint
from webapp.schemas.account import ChangeUserSchema, SignUpSchema, UserSchema
from webapp.services import principal, services, transaction, user_id

blueprint = ApiBlueprint("users", __name__, url_prefix="/v1/users", description="Accounts")


@blueprint.route("")
class Users(Resource):
    public: ClassVar = frozenset({"POST"})

    @blueprint.doc(security=[])
    @blueprint.arguments(SignUpSchema)
    @blueprint.response(201, UserSchema)
    @blueprint.problem(403)
    @blueprint.problem(409)
    def post(self, given: dict[str, Any]) -> tuple[User, int, dict[str, str]]:
        """Sign up

        Open, by invitation or closed, as the server is set.
        """
        user = users.sign_up(
            services().database,
            email=given["email"],
            password=given["password"],
            mode=services().settings.sign_up,
            invite=given["invite"],
        )
        return user, 201, {"Location": "/v1/users/me"}


@blueprint.route("/me")
class Me(Resource):
    scope: ClassVar = Scope.ACCOUNT

    @blueprint.response(200, UserSchema)
    def get(self) -> User:
        """Read the account"""
        with transaction() as session:
            return users.of_session(session, user_id())

    @blueprint.arguments(ChangeUserSchema)
    @blueprint.response(200, UserSchema)
    @blueprint.problem(403)
    @blueprint.problem(409)
    def patch(self, given: dict[str, Any]) -> User:
        """Change e-mail address or password

        A new password ends every other session.
        """
        return users.change(
            services().database,
            user_id(),
            keep_token=principal().token_id,
            current_password=given["current_password"],
            email=given["email"],
            password=given.get("password"),
        )

    @blueprint.response(204)
    def delete(self) -> None:
        """Erase the account and everything in it

        Profiles, postings, applications, documents, uploads, tokens: nothing stays.
        """
        with transaction() as session:
            users.erase(session, user_id())


@blueprint.route("/me/export")
class Export(Resource):
    scope: ClassVar = Scope.ACCOUNT

    @blueprint.response(200, {"type": "object"}, description="Every row, by table")
    def get(self) -> Response:
        """Everything that is stored about the user"""
        who = user_id()

        def pieces() -> Any:
            with services().database.transaction(who) as session:
                yield from export.lines(session)

        return Response(
            stream_with_context(pieces()),
            mimetype="application/json",
            headers={"Content-Disposition": 'attachment; filename="copilot-export.json"'},
        )
