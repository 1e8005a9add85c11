"""Every board there is: which classes tell the rows, one plain list."""

from projections.accounts.board import AccountBoard
from projections.accounts.changes import AccountChangeBoard
from projections.casework.board import CaseBoard
from projections.disclosures.board import DisclosureBoard
from projections.engine.projection import Projection
from projections.engine.setbacks import SetbackBoard
from projections.hotline.board import TicketBoard
from projections.imports.board import ImportBoard
from projections.issues.board import IssueBoard
from projections.meetings.board import MeetingBoard
from projections.places.board import PlaceBoard
from projections.policies.board import EditionBoard
from projections.resolutions.board import ResolutionBoard
from projections.sign_ins.board import SignInBoard
from projections.topics.board import TopicBoard
from projections.visits.board import VisitBoard
from projections.visits.findings import FindingBoard

# What was found is settled by what became of it, so findings come before issues.
BOARDS: tuple[type[Projection], ...] = (
    CaseBoard,
    PlaceBoard,
    VisitBoard,
    FindingBoard,
    IssueBoard,
    MeetingBoard,
    ResolutionBoard,
    TopicBoard,
    AccountBoard,
    AccountChangeBoard,
    EditionBoard,
    ImportBoard,
    DisclosureBoard,
    SignInBoard,
    TicketBoard,
    SetbackBoard,
)
