"""Every feature there is, in the order of the menu, and every kind of sheet: two plain lists."""

from web.accounts import FEATURE as ACCOUNTS
from web.attachments import FEATURE as ATTACHMENTS
from web.auth import FEATURE as AUTH
from web.casework import FEATURE as CASEWORK
from web.disclosures import FEATURE as DISCLOSURES
from web.erasures import FEATURE as ERASURES
from web.figures import FEATURE as FIGURES
from web.frame.feature import Feature
from web.hotline import FEATURE as HOTLINE
from web.hotline.sheet import TICKETS
from web.imports import FEATURE as IMPORTS
from web.issues import FEATURE as ISSUES
from web.meetings import FEATURE as MEETINGS
from web.places import FEATURE as PLACES
from web.places.sheet import PLACES as REGISTER
from web.policies import FEATURE as POLICIES
from web.receipts import FEATURE as RECEIPTS
from web.replay import FEATURE as REPLAY
from web.resolutions import FEATURE as RESOLUTIONS
from web.resolutions.sheet import RESOLUTIONS as LEDGER
from web.sheets import Kind
from web.today import FEATURE as TODAY
from web.topics import FEATURE as TOPICS
from web.visits import FEATURE as VISITS
from web.visits.sheet import VISITS as DIARY

FEATURES: tuple[Feature, ...] = (
    TODAY,
    CASEWORK,
    VISITS,
    MEETINGS,
    RESOLUTIONS,
    TOPICS,
    FIGURES,
    HOTLINE,
    IMPORTS,
    REPLAY,
    RECEIPTS,
    PLACES,
    DISCLOSURES,
    ACCOUNTS,
    POLICIES,
    ISSUES,
    ERASURES,
    ATTACHMENTS,
    AUTH,
)
SHEETS: tuple[Kind, ...] = (TICKETS, REGISTER, DIARY, LEDGER)
