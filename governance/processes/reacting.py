"""Every reaction there is: what an event of one stream asks of another, done in the same append."""

from governance.processes import carrying_out, visiting
from governance.processes.occasion import Reactions

REACTIONS: Reactions = {**carrying_out.REACTIONS, **visiting.REACTIONS}
