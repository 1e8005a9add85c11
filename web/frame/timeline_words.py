"""The words of the sentences: a template an event, and of which option lists a code may be."""

YES_AND_NO = {"reached": ("已接通", "未接通")}
LISTS = {
    "kind": ("hotline_kinds",),
    "way": ("contact_ways", "visit_ways"),
    "reason": (
        "not_contacted_reasons",
        "return_reasons",
        "extension_reasons",
        "void_reasons",
        "check_reasons",
    ),
    "facts": ("facts",),
    "appeal": ("appeal",),
    "result": ("outcomes",),
    "outcome": ("outcomes", "issue_outcomes", "visit_outcomes", "void_reasons"),
    "reply_way": ("reply_ways",),
    "contacted": ("contacted",),
    "solved": ("solved",),
    "satisfaction": ("satisfaction", "visit_satisfaction"),
    "kinds": ("crossing_kinds",),
    "source": ("hotline_sources", "issue_sources"),
    "themes": ("visit_themes",),
    "interval": ("visit_intervals",),
    "purpose": ("reveal_purposes",),
    "basis": ("erasure_bases",),
    "urgency": ("urgency",),
}
