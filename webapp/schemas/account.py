from __future__ import annotations

from marshmallow import Schema, fields, validate

from copilot.accounts.passwords import MAX_LENGTH, MIN_LENGTH
from copilot.accounts.tokens import Scope
from webapp.schemas.fields import Text

SCOPES = [scope.value for scope in Scope]


class Password(fields.String):
    """Never shown; its rules are checked where accounts are made."""

    def __init__(self, description: str | None = None, *, required: bool = True) -> None:
        metadata = {"format": "password"}
        if description:
            metadata["description"] = description
        super().__init__(
            required=required,
            load_only=True,
            validate=validate.Length(1, MAX_LENGTH),
            metadata=metadata,
        )


class SignUpSchema(Schema):
    email = fields.Email(required=True, validate=validate.Length(max=320))
    password = Password(f"{MIN_LENGTH} characters or more, not the e-mail address.")
    invite = Text(200, load_default=None, metadata={"description": "Where sign-up needs one."})


class UserSchema(Schema):
    id = fields.UUID(required=True)
    email = fields.String(required=True)
    is_operator = fields.Boolean(required=True)
    created_at = fields.DateTime(required=True)


class ChangeUserSchema(Schema):
    current_password = Password()
    email = fields.Email(load_default=None, validate=validate.Length(max=320))
    password = Password("Ends every other session.", required=False)


class SignInSchema(Schema):
    email = fields.String(required=True, validate=validate.Length(1, 320))
    password = Password()
    name = Text(100, load_default="session", metadata={"description": "Such as the device."})


class NewTokenSchema(Schema):
    name = Text(100, required=True, metadata={"description": "What it is for."})
    scopes = fields.List(
        fields.String(validate=validate.OneOf(SCOPES)),
        load_default=lambda: ["read", "write"],
        validate=validate.Length(min=1),
    )
    days = fields.Integer(
        load_default=None,
        validate=validate.Range(1, 365),
        metadata={"description": "How long it lasts; the server's default if left out."},
    )


class TokenSchema(Schema):
    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["session", "token"]))
    name = fields.String(required=True)
    scopes = fields.List(fields.String(), required=True)
    created_at = fields.DateTime(required=True)
    expires_at = fields.DateTime(required=True)
    last_used_at = fields.DateTime(allow_none=True)


class IssuedTokenSchema(TokenSchema):
    token = fields.String(required=True, metadata={"description": "Shown this once."})
