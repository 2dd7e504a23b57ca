"""The OpenAPI document and its page, served from our own files."""

from __future__ import annotations

import http
from typing import Any

from flask import Blueprint, Flask, Response, render_template
from flask_smorest import Api
from flask_smorest import Blueprint as SmorestBlueprint
from pydantic import BaseModel

from webapp import problems
from webapp.parsing import StrictParser
from webapp.schemas.fields import ModelField
from webapp.schemas.problem import ProblemSchema

# Swagger UI carries pictures as data: addresses in its own style sheet, nothing else from outside.
DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


class ApiBlueprint(SmorestBlueprint):  # type: ignore[misc]
    ARGUMENTS_PARSER = StrictParser()

    def problem(self, status: int) -> Any:
        """Document that the operation may answer with a problem object of this status."""
        return self.alt_response(status, http.HTTPStatus(status).name)


class ProblemApi(Api):  # type: ignore[misc]
    """Leaves errors to ``webapp.problems`` and documents them as problem objects."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        pass

    def _register_responses(self) -> None:
        for status in http.HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            if status >= 400:
                response["content"] = {problems.MEDIA_TYPE: {"schema": ProblemSchema}}
            self.spec.components.response(status.name, response, lazy=True)
        self.spec.components.response(
            "DEFAULT_ERROR",
            {
                "description": "A problem object",
                "content": {problems.MEDIA_TYPE: {"schema": ProblemSchema}},
            },
            lazy=True,
        )


def make_api(app: Flask) -> ProblemApi:
    app.config.update(
        API_TITLE="Application copilot",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = ProblemApi(
        app,
        spec_kwargs={
            "info": {
                "description": "Submit a posting, poll its run, take the documents. "
                "Errors are problem objects (RFC 9457)."
            },
            "security": [{"bearer": []}],
        },
    )
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})

    def model_reference(_converter: Any, field: Any, **_: Any) -> dict[str, Any]:
        if not isinstance(field, ModelField):
            return {}
        reference = {"$ref": _component(api, field.model)}
        return {"anyOf": [reference, {"type": "null"}]} if field.allow_none else reference

    api.ma_plugin.converter.add_attribute_function(model_reference)
    return api


def _component(api: ProblemApi, model: type[BaseModel]) -> str:
    """Add the value object's own JSON Schema to the components."""
    schema = model.model_json_schema(
        by_alias=True, ref_template="#/components/schemas/{model}", mode="validation"
    )
    for name, part in {**schema.pop("$defs", {}), model.__name__: schema}.items():
        if name not in api.spec.components.schemas:
            api.spec.components.schema(name, part)
    return f"#/components/schemas/{model.__name__}"


docs = Blueprint("docs", __name__)


@docs.get("/docs")
def swagger_ui() -> Response:
    response = Response(render_template("docs.html"), mimetype="text/html")
    response.headers["Content-Security-Policy"] = DOCS_POLICY
    return response
