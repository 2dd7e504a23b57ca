from __future__ import annotations

from typing import Any
from uuid import UUID

from copilot.database.models import ProfileVersion
from copilot.database.repositories import profiles
from copilot.database.repositories.profiles import VersionedProfile
from webapp.authentication import Resource
from webapp.openapi import ApiBlueprint
from webapp.paging import PageQuery, page_schema, paged
from webapp.schemas.profile import (
    ChangeProfileSchema,
    NewProfileSchema,
    ProfileEntrySchema,
    ProfileSchema,
    ReplaceProfileSchema,
    VersionEntrySchema,
    VersionSchema,
)
from webapp.services import transaction, user_id

blueprint = ApiBlueprint(
    "profiles",
    __name__,
    url_prefix="/v1/profiles",
    description="What the candidate states, in versions that never change",
)


def present(found: VersionedProfile) -> dict[str, Any]:
    """For ProfileSchema and ProfileEntrySchema."""
    return {
        "id": found.profile.id,
        "name": found.profile.name,
        "created_at": found.profile.created_at,
        "version": found.version,
    }


@blueprint.route("")
class Profiles(Resource):
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema("ProfilePage", ProfileEntrySchema))
    def get(self, query: dict[str, Any]) -> Any:
        """All profiles, the newest first"""
        with transaction() as session:
            page = profiles.newest_page(session, after=query["cursor"], limit=query["limit"])
            return paged(page, [present(found) for found in page.items])

    @blueprint.arguments(NewProfileSchema)
    @blueprint.response(201, ProfileSchema)
    def post(self, given: dict[str, Any]) -> Any:
        """Make a profile from a JSON Resume document"""
        with transaction() as session:
            made = profiles.create(session, user_id(), **given, source="api")
        return present(made), 201, {"Location": f"/v1/profiles/{made.profile.id}"}


@blueprint.route("/<uuid:profile_id>")
class OneProfile(Resource):
    @blueprint.response(200, ProfileSchema)
    @blueprint.problem(404)
    def get(self, profile_id: UUID) -> dict[str, Any]:
        """A profile with its newest version"""
        with transaction() as session:
            return present(profiles.get(session, profile_id))

    @blueprint.arguments(ReplaceProfileSchema)
    @blueprint.response(200, ProfileSchema)
    @blueprint.problem(404)
    def put(self, given: dict[str, Any], profile_id: UUID) -> dict[str, Any]:
        """Replace what the profile states: a new version

        The same content again makes no version.
        """
        with transaction() as session:
            return present(profiles.change(session, profile_id, **given))

    @blueprint.arguments(ChangeProfileSchema)
    @blueprint.response(200, ProfileSchema)
    @blueprint.problem(404)
    def patch(self, given: dict[str, Any], profile_id: UUID) -> dict[str, Any]:
        """Change parts: what is left out stays; a new version unless only the name changes"""
        with transaction() as session:
            return present(profiles.change(session, profile_id, **given))

    @blueprint.response(204)
    @blueprint.problem(404)
    @blueprint.problem(409)
    def delete(self, profile_id: UUID) -> None:
        """Delete a profile that no application uses"""
        with transaction() as session:
            profiles.remove(session, profile_id)


@blueprint.route("/<uuid:profile_id>/versions")
class Versions(Resource):
    @blueprint.arguments(PageQuery, location="query")
    @blueprint.response(200, page_schema("VersionPage", VersionEntrySchema))
    @blueprint.problem(404)
    def get(self, query: dict[str, Any], profile_id: UUID) -> Any:
        """The versions, the newest first"""
        with transaction() as session:
            return paged(
                profiles.versions_page(
                    session, profile_id, after=query["cursor"], limit=query["limit"]
                )
            )


@blueprint.route("/<uuid:profile_id>/versions/<int:number>")
class OneVersion(Resource):
    @blueprint.response(200, VersionSchema)
    @blueprint.problem(404)
    def get(self, profile_id: UUID, number: int) -> ProfileVersion:
        """One version"""
        with transaction() as session:
            return profiles.get(session, profile_id, number).version
