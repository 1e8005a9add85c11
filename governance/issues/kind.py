"""网格问题 as a kind of case: which clocks run at which stage, and what comes next there."""

from governance.casework.kind import Step, Wait, declare
from governance.issues import commands as ask

ISSUE = declare(
    "issue",
    stream="issues",
    noun="Issue",
    stages=("reported", "verified", "filed", "dispatched", "handled", "checked"),
    returned_to="filed",
    clocks=(
        Wait("verify", ("reported",)),
        Wait("dispatch", ("filed",)),
        Wait("handle", ("filed", "dispatched")),
        Wait("check", ("handled",)),
    ),
    steps=(
        Step("verify", ("reported",), command=ask.VerifyIssue),
        Step("file", ("verified",), command=ask.FileIssue),
        Step("dispatch", ("filed",), until=("return_asked",), command=ask.DispatchIssue),
        Step("handle", ("dispatched",), command=ask.HandleIssue),
        Step("check", ("handled",), command=ask.CheckIssue),
        Step("close", ("checked",), command=ask.CloseIssue),
    ),
    correctable=("title", "place", "grid", "area"),
    ending=("outcome",),
    listings={"outcome": "issue_outcomes"},
)
