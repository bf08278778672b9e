"""Every kind of act is judged once: does it only set a committee up, or is it the first thing done by its charter?

While nothing but founding has happened a clerk may still choose the charter's preset. A new kind fails here until it
stands in one of the two lists.
"""

from apps.record.rules import CATALOGUE

FOUNDING = """
access.ended access.granted
application.paper_added application.received application.withdrawn
calendar.made calendar.revoked
charter.draft_changed charter.draft_withdrawn charter.drafted charter.preset_chosen
committee.created committee.setup_closed committee.test_notice
deadline.reminded deadlines.caught_up
dispute.discarded
endpoint.added endpoint.failing endpoint.gone endpoint.paused endpoint.removed endpoint.replayed endpoint.resumed
endpoint.rotated
factor_reset.asked factor_reset.done factor_reset.refused
file.infected
incident.discarded incident.imported
invitation.accepted invitation.confirmed invitation.made invitation.proposed invitation.resent invitation.withdrawn
jurisdiction.recognised jurisdiction.recognition_ended
measures_key.taken
motion.discarded
notice.receipt_given
reading_key.registered reading_key.retired
regime.loaded
operator_session.closed operator_session.opened
organisation.added organisation.admitted organisation.compute_declared organisation.tie_declared organisation.tie_ended
pause.discarded
roster.disclosed roster.disclosure_ended
seat.administrator_named seat.cover_declared seat.cover_ended seat.ended seat.filled seat.replaced seat.service_added
seat.to_end
token.made token.revoked
"""
"""People, papers, wires and what the committee does before it begins; none of it rests on an article's value."""

DECIDING = """
assessment.credit_used assessment.issued
bank_entry.fee_booked bank_entry.fee_reversed bank_entry.interest_booked bank_entry.interest_reversed
bank_line.set_aside bank_line.taken_up bank_statement.balances_stated bank_statement.imported bank_statement.reconciled
declaration.appeal_dismissed declaration.appeal_upheld declaration.appealed declaration.asked declaration.estimate_stood
declaration.estimated declaration.evidence_added declaration.let_go declaration.made declaration.received
instalment.asked instalment.settled opening.asked opening.lapsed opening.opened opening.read opening.refused
organisation.contribution_shown payment.booked payment.matched payment.reversed
application.admitted application.refused
bank_details.approved bank_details.entered bank_details.refused
budget.adopted budget.changed budget.discarded budget.drafted budget.laid budget.rejected
chair.absent chair.acting chair.acting_over chair.appointed chair.back chair.cycle_begun chair.excluded
chair.exclusion_lifted chair.handed_over chair.handover_near chair.holder_changed chair.interim chair.lot_drawn
chair.matter_given chair.matter_taken chair.place_joined chair.place_left chair.rotation_started chair.swap_agreed
chair.swap_asked chair.swap_declined chair.swap_withdrawn chair.value_named
arrears.averted arrears.noticed arrears.vote_held arrears.vote_lost arrears.vote_restored arrears.waived
charter.amended
corrective_action.added corrective_action.done corrective_action.dropped
deadline.chased deadline.escalated deadline.extended deadline.handed_over deadline.lapsed deadline.overdue
deadline.paused deadline.put_off deadline.resumed deadline.taken_on deadline.waived
dispute.adopted dispute.adopted_without_breach dispute.agent_named dispute.appeal_reported dispute.appealed dispute.asked
dispute.commented dispute.complied dispute.compliance_reported dispute.conflict_accepted dispute.consulting
dispute.content dispute.filed dispute.granted dispute.hearing_called dispute.hearing_called_off dispute.hearing_wanted dispute.intended
dispute.interim_issued dispute.join_asked dispute.join_refused dispute.join_taken_back dispute.joined dispute.kept_apart dispute.lapsed
dispute.made_urgent dispute.left dispute.list_closed dispute.list_still_open dispute.next_panel_composed
dispute.nobody_left dispute.not_complied dispute.panel_composed dispute.panel_drawn dispute.panel_requested dispute.panel_size_agreed
dispute.panellist_left dispute.panellist_replaced dispute.period_set dispute.put_together dispute.rebutted dispute.refused
dispute.rejected dispute.replied dispute.request_taken_back dispute.restored dispute.struck
dispute.remedy_asked dispute.remedy_failed dispute.remedy_fulfilled dispute.remedy_ordered dispute.remedy_refused
dispute.rights_restored dispute.rights_suspended dispute.suspension_ordered dispute.suspension_ran_out
dispute.suspension_rejected
dispute.reported dispute.review_asked dispute.settled dispute.submission_answered dispute.submitted dispute.talked
dispute.together_asked dispute.together_offered
dispute.value_named dispute.withdrawn dispute.writing_begun
dispute_paper.entered
dispute_proposal.agreed dispute_proposal.overtaken dispute_proposal.proposed dispute_proposal.refused
dispute_proposal.withdrawn
dispute_service.answered dispute_service.no_longer_owed dispute_service.opened dispute_service.opened_late
dispute_service.served
dispute_service.served_again dispute_service.served_complaint dispute_service.silent
expenditure.approved expenditure.cancelled expenditure.entered expenditure.found_at_bank expenditure.paid
expenditure.payment_taken_back expenditure.redacted expenditure.refused
incident.assigned incident.cause_noted incident.finding_made incident.handed_on incident.scope_answered incident.severity_reviewed
incident.taken_back incident_link.made incident_link.removed
duty.arose duty.fell_away duty.hangs duty.met duty.moved duty.ruled_out duty.sent
questions.asked questions.changed questions.settled
alert.acknowledged alert.addressed alert.answered alert.ended alert.let_go alert.sent alert.updated
incident_message.written incident_thread.opened incident_thread.party_agreed incident_thread.party_asked
incident_thread.party_joined incident_thread.party_left incident_thread.party_refused incident_thread.request_fell
incident.acknowledged incident.amended incident.assessing incident.closed incident.evidence_added incident.filed
incident.published incident.remarked incident.unanswered incident.updated incident.widened incident.withdrawn
public_version.agreed public_version.changed public_version.discarded public_version.drafted public_version.given_back
public_version.published
package.accepted package.answered package.asked package.prepared package.received package.revision_required package.sent
package.sent_elsewhere regime.adopted regime.desk_set regime.proposed regime.refused regime.withdrawn
public_version.withdrawn widening.agreed widening.asked widening.refused widening.withdrawn
identity_request.asked identity_request.read identity_request.refused identity_request.released
incident.filed_protected letter.identity_read letter.news
motion.ballot_cast motion.certified motion.closed motion.extended motion.lapsed motion.opened motion.paper_added
motion.proposed motion.recusal_contested motion.recusal_declared motion.recusal_lifted motion.recusal_upheld
motion.review_set motion.reviewed motion.seconded motion.stated motion.tabled motion.text_amended motion.weight_set
motion.withdrawn
office.ended office.filled
organisation.admitted_again organisation.expelled organisation.left organisation.notice_given
organisation.notice_taken_back organisation.reinstated organisation.suspended
pause.adopted pause.all_conditions_met pause.condition_failed pause.conditions_open
pause.confirmed pause.entered_into_force pause.expired pause.extended pause.imposed pause.joined pause.lab_back
pause.lab_gone pause.laid pause.lapsed pause.left pause.lifted pause.measure_lifted pause.newcomer_bound
pause.newcomer_free pause.newcomer_may_join pause.rejected pause.superseded pause.waits_for_its_hour
pause_case.answered pause_case.cleared pause_case.consequence pause_case.found pause_case.last_consequence
pause_case.noted pause_case.opened pause_case.remedied
pause_condition.accepted pause_condition.awaited pause_condition.came pause_condition.let_go pause_condition.reopened
pause_condition.returned pause_condition.submitted pause_condition.verified
pause_challenge.dismissed pause_challenge.made pause_challenge.upheld pause_evidence.added
pause_lab.acknowledged pause_lab.attested pause_lab.released pause_lab.responded pause_lab.response_answered pause_lab.served
period.closed period.journal_reversed period.opened period.opening_balances period.stated
permit.expired permit.granted permit.refused permit.requested permit.revoked permit.undecided
permit.withdrawn
proof_of_payment.lapsed proof_of_payment.matched proof_of_payment.rejected proof_of_payment.shown
proxy.accepted proxy.declined proxy.offered proxy.revoked
scale.adopted scale.discarded scale.drafted scale.laid scale.redrawn scale.rejected
"""
"""Decisions of the committee, and what runs in the charter's times or order."""


def test_every_kind_is_judged() -> None:
    judged = FOUNDING.split() + DECIDING.split()
    assert sorted(judged) == sorted(key for key, _kind in CATALOGUE if "probe" not in key)


def test_only_founding_leaves_the_preset_open() -> None:
    assert {key for key, kind in CATALOGUE if kind.founding and "probe" not in key} == set(FOUNDING.split())
