"""The fields that a report to an authority is made of, as the authority's form calls them."""

from collections.abc import Mapping
from typing import Final

FIELDS: Final[Mapping[str, str]] = {
    "organisation": "Organisation that reports",
    "submitter": "Who submits, and in which role",
    "ref": "Reference",
    "own_reference": "Reference of the organisation",
    "title": "Title",
    "kind": "Kind of event",
    "severity": "Severity",
    "harms": "Harm, and to whom",
    "started_at": "Start of the incident",
    "ended_at": "End of the incident",
    "aware_at": "When the organisation became aware",
    "involved_at": "When it had reason to think that a model played a part",
    "determined_at": "When it determined that it is such an incident",
    "resolved_at": "When it was resolved",
    "jurisdictions": "Jurisdictions touched",
    "why": "Why it qualifies",
    "narrative": "Chain of events",
    "plain_statement": "Plain statement",
    "model": "Model",
    "training_run": "Training run",
    "evidence_of_involvement": "What shows that the model was involved",
    "internal_use_only": "Whether in internal use only",
    "malicious": "Whether somebody acted in bad faith",
    "cross_border": "Whether more than one country is touched",
    "death": "Whether anyone died",
    "imminent_danger": "Whether anyone is in imminent danger",
    "critical_infrastructure": "Whether critical infrastructure is disrupted",
    "security_breach": "Whether there was a serious cybersecurity breach",
    "weights_exfiltrated": "Whether weights were taken or got out",
    "widespread_infringement": "Whether rights are infringed widely",
    "model_involved": "Whether the model's behaviour played a part",
    "response_done": "What was done",
    "response_planned": "What is planned",
    "recommendation": "Recommendation to authorities",
    "root_cause": "Root cause: outputs, inputs, mitigations that failed or were bypassed",
    "patterns": "Patterns and near misses",
}
"""The union of the forms that were read; a regime names those that its authority asks for, in its order."""
