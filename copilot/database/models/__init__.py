"""One module per aggregate. Importing this package registers every table."""

from copilot.database.models.application import Application
from copilot.database.models.blob import Blob
from copilot.database.models.document import Document, Rendition
from copilot.database.models.imports import ResumeImport
from copilot.database.models.match import MatchRow
from copilot.database.models.model_call import Budget, ModelCall, ModelResponse, TotalBudget
from copilot.database.models.posting import PostingRow
from copilot.database.models.profile import Profile, ProfileVersion
from copilot.database.models.run import Run, Step
from copilot.database.models.tick import Tick
from copilot.database.models.user import IdempotencyKey, Invite, Token, User
from copilot.database.models.vector import PostingVector, ProfileVector

__all__ = [
    "Application",
    "Blob",
    "Budget",
    "Document",
    "IdempotencyKey",
    "Invite",
    "MatchRow",
    "ModelCall",
    "ModelResponse",
    "PostingRow",
    "PostingVector",
    "Profile",
    "ProfileVector",
    "ProfileVersion",
    "Rendition",
    "ResumeImport",
    "Run",
    "Step",
    "Tick",
    "Token",
    "TotalBudget",
    "User",
]
