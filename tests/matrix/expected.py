"""Who may do what in which state: the access matrix as DOMAIN 4.8 has it, cell by cell.

Written apart from `storage/rules/access.py`. Of each asker the states in which she may, by the
letters of `places.STATES`; who is not named may never. What the matrix has no row for names the
paragraph that decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.matrix.places import STATES as ALL

TEACHER, COACH, OTHER_TEACHER, OTHER_COACH = "teacher", "coach", "another teacher", "another coach"
OTHER_LEADER = "another school leader"
COORDINATOR, LEADER, ADMIN, OFFICER = "coordinator", "school leader", "admin", "officer"
BOTH, BOTH_AS_LEADER = "coordinator who leads", "leader who coordinates"
SAME_TEACHER, SAME_COACH = "the teacher as coordinator", "the coach as coordinator"
KINDS = (
    TEACHER, COACH, OTHER_TEACHER, OTHER_COACH, COORDINATOR, SAME_TEACHER, SAME_COACH, LEADER,
    OTHER_LEADER, BOTH, BOTH_AS_LEADER, ADMIN, OFFICER,
)  # fmt: skip
"""Everybody who can ask. Who coordinates and leads gets the stricter row of the two."""
WITH_A_PART = frozenset({TEACHER, COACH, SAME_TEACHER, SAME_COACH})
"""They may hear why something is not to be; to all others it is not there."""


@dataclass(frozen=True)
class Row:
    """One row: which acts it is about, and who may do them when."""

    of: str
    acts: str
    who: Mapping[str, str]

    def may(self, kind: str, state: str) -> bool:
        return state in self.who.get(kind, "")


def _always(*kinds: str) -> dict[str, str]:
    return dict.fromkeys(kinds, ALL)


def _pair(teacher: str, coach: str) -> dict[str, str]:
    return {TEACHER: teacher, COACH: coach}


TEACHERS, PAIRS = (TEACHER, OTHER_TEACHER), (TEACHER, COACH, OTHER_TEACHER, OTHER_COACH)
COORDINATORS = (COORDINATOR, SAME_TEACHER, SAME_COACH)
WHO_SET_UP = (*COORDINATORS, BOTH)
"""The programme's own settings tell of nobody: who also leads the school may make them."""
WHO_HOLD = (LEADER, OTHER_LEADER, BOTH_AS_LEADER, OFFICER)
FILM = "URPSTCYHOW"
"""Where there is a film."""
UNHELD = "URPSTCYOW"
RUNS = "AURPSTHO"
"""Where the cycle has not ended; neither what a parent objects to nor a hold ends it."""
THIS_YEAR = "AURPSTCHO"
"""Until the programme ends or the teacher withdraws."""
SENT = "PSTHO"
"""Where it runs and the clips were sent."""
WATCHED = _pair(UNHELD, "RPST") | {OFFICER: "H"}
"""Of what a parent objects to its teacher sees and reads the film, to deal with it; 4.5."""

ROWS = (
    Row("recording", "recordings.look recordings.open_rendition recordings.note_watched", WATCHED),
    Row("recording: own", "recordings.discard retention.choose_end objections.enter "
        "objections.of_recording objections.own settling.before lessons.look "
        "lessons.tell", {TEACHER: UNHELD}),
    Row("recording: own list", "recordings.mine withdrawals.mine withdrawals.places",
        _always(*TEACHERS)),
    Row("own copy (4.5; coach: own texts)", "export_packages.newest export_packages.ask "
        "exports.gather", _always(*PAIRS)),
    Row("recording: upload", "uploads.begin uploads.why_not_yet", {TEACHER: RUNS}),
    Row("recording: half in", "uploads.find uploads.discard uploads.finish", {TEACHER: "A"}),
    Row("recording: before release", "recordings.release", {TEACHER: "U"}),
    Row("recording: before release, or for a parent (4.5)", "privacy_review.agree "
        "privacy_review.captions_left privacy_review.find_faces privacy_review.leave_faces "
        "privacy_review.look privacy_review.make privacy_review.save "
        "privacy_review.stop_making", {TEACHER: "UO"}),
    Row("recording: the same, where the machine made a part", "privacy_review.masked_file "
        "settling.settle", {}),
    Row("clips: the same, where their film is gone", "lone_clips.own objections.of_clips "
        "settling.lift_clips settling.delete_clips", {}),
    Row("recording: after release", "recordings.report_unusable", {COACH: "RPST"}),
    Row("transcript", "transcripts.read transcripts.readable corrections.line", WATCHED),
    Row("transcript: put right", "corrections.correct corrections.take_back "
        "corrections.replace_name corrections.places_of_name", _pair("URPSTCYW", "RPST")),
    Row("clips: look", "clips.look", _pair("PSTCYW", "RPSTC") | {OFFICER: "H"}),
    Row("clips: play", "clips.open_file", _pair("PSTCYW", "PSTC") | {OFFICER: "H"}),
    Row("clips: erase (4.5)", "thrown_away.clip", {TEACHER: "PSTCYOW"}),
    Row("reflections, summaries, what was noted: erase (4.5)", "thrown_away.reflection "
        "thrown_away.talk_notes thrown_away.summary", {TEACHER: ALL}),
    Row("clips: keep (4.4: where the school allows it)", "clip_downloads.take_along",
        {TEACHER: "Y"}),
    Row("comments: own drafts", "clips.drafts clips.cut clips.change clips.remove clips.restore "
        "packages.balance packages.draft_note packages.what_is_missing packages.publish "
        "packages.save_note", {COACH: "R"}),
    Row("comments: after publish", "packages.read", _pair("PSTCYHOW", "PSTCHO")),
    Row("comments: own observation notes", "observation_notes.read observation_notes.write "
        "observation_notes.change observation_notes.remove observation_notes.restore",
        {COACH: "RPST"}),
    Row("reflections: own", "reflections.open_clip reflections.save reflections.submit "
        "reflections.skip_to_talk", {TEACHER: SENT}),
    Row("reflections: after submit", "reflections.read reflections.what_is_missing",
        _pair("PSTCYHOW", "STC")),
    Row("goals, summaries", "action_summaries.read action_summaries.what_is_missing "
        "summary_drafts.begin thrown_away.look today.cycle", _pair(ALL, THIS_YEAR)),
    Row("summaries: by grant", "shared.read shared.again", {LEADER: "C"}),
    Row("summaries: the grants", "share_grants.of_cycle share_grants.room", {TEACHER: ALL}),
    Row("summaries: grant", "share_grants.give share_grants.preview share_grants.revoke",
        {TEACHER: "C"}),
    Row("goals, summaries: tried", "action_summaries.say_tried", {TEACHER: "TCY"}),
    Row("goals, summaries: write", "action_summaries.save action_summaries.propose "
        "summary_drafts.write summary_drafts.drop_action talks.look talks.plan talks.save_notes "
        "talks.say_held talks.take_back_held", _pair(SENT, SENT)),
    Row("goals, summaries: put to the other", "action_summaries.agree action_summaries.ask_change "
        "talks.confirm_held", _pair("T", "T")),
    Row("goals: focus", "cycles.choose_focus cycles.start", _pair(THIS_YEAR, THIS_YEAR)),
    Row("pair: own", "agreements.read today.year", _pair(ALL, ALL)),
    Row("pair: its call room", "enrolments.set_call_link", _pair(ALL, ALL)),
    Row("pair: sign", "agreements.sign", _pair(THIS_YEAR + "W", THIS_YEAR + "W")),
    Row("pair", "enrolments.pairs", _always(*PAIRS, *COORDINATORS, ADMIN, OFFICER)),
    Row("enrolment", "people.everybody", _always(*COORDINATORS, ADMIN, OFFICER)),
    Row("enrolment: arrange", "enrolments.pair enrolments.first_days enrolments.without_pair "
        "pauses.open_cycles", _always(*COORDINATORS)),
    Row("enrolment: leaving the school", "departures.everybody departures.foresee departures.note "
        "departures.undo", _always(*COORDINATORS, ADMIN)),
    Row("enrolment: whose coach left", "handovers.without_coach handovers.ended "
        "handovers.hand_over handovers.end_place", _always(*COORDINATORS)),
    Row("pair: what was made with an earlier coach", "earlier.of_pair earlier.open_to_coach",
        {TEACHER: ALL}),
    Row("enrolment: end", "withdrawals.from_programme",
        {TEACHER: ALL, OTHER_TEACHER: THIS_YEAR + "W"}),
    Row("planned dates", "cycles.plan", _pair(ALL, THIS_YEAR + "W") | _always(*COORDINATORS)),
    Row("planned dates: holidays", "cycles.pause cycles.resume",
        _pair(RUNS, RUNS) | _always(*COORDINATORS)),
    Row("cycle state: end it", "cycles.cancel cycles.close_early", _pair(RUNS, RUNS)),
    Row("cycle state: withdraw (4.1)", "cycles.withdraw withdrawals.from_cycle", {TEACHER: ALL}),
    Row("cycle state: withdraw a film (4.1)", "withdrawals.from_recording", {TEACHER: FILM}),
    Row("counts: totals", "totals.of_programme", _always(*COORDINATORS, OFFICER)),
    Row("counts: totals, n≥5", "monthly_totals.of_programme",
        dict.fromkeys((*COORDINATORS, BOTH, *WHO_HOLD), "AURPSTCHOW")),
    Row("policy: own part", "retention.endings extensions.look", _pair(FILM, "RPSTHO")),
    Row("policy: own list", "retention.coming", _always(*PAIRS)),
    Row("policy: longer (4.7)", "extensions.extend", {TEACHER: FILM}),
    Row("policy: ask for longer (4.7)", "extensions.ask", {COACH: "RPSTHO"}),
    Row("policy: accept (4.7)", "policies.accept", {TEACHER: "Y"}),
    Row("policy", "policies.history nights.look retention_totals.look tombstones.newest",
        _always(ADMIN, OFFICER)),
    Row("policy: approve (4.7)", "policies.choose", _always(OFFICER)),
    Row("policy: run", "nights.allow", _always(ADMIN)),
    Row("tombstones", "receipts.count receipts.receipt", _always(*TEACHERS, ADMIN, OFFICER)),
    Row("audit: own part", "ledger.read ledger.films", _always(*PAIRS, ADMIN, OFFICER)),
    Row("own copy (4.5)", "export_packages.open_file export_packages.remove", {TEACHER: "S"}),
    Row("objection (4.5): settle", "settling.lift settling.delete_all", {TEACHER: "O"}),
    Row("objection (4.5): enter", "objection_entries.read objections.enter_for "
        "objection_entries.stop", _always(ADMIN, OFFICER)),
    Row("hold (4.7)", "holds.read holds.set_on holds.confirm holds.review", _always(*WHO_HOLD)),
    Row("hold (4.7): find, lift", "hold_search.of_teacher hold_search.teachers "
        "holds.lift", _always(OFFICER)),
    Row("set-up (4.1)", "set_up.record_balancing_test set_up.record_decision "
        "set_up.record_legal_basis set_up.record_parents_informed set_up.record_retention "
        "set_up.record_works_council set_up.take_back_decision invitations.invite",
        _always(*WHO_SET_UP, ADMIN)),
    Row("set-up (4.1): read", "set_up.read set_up.everything papers.take",
        _always(*WHO_SET_UP, ADMIN, OFFICER)),
    Row("set-up (4.1): programme", "enrolments.open_programme clip_downloads.allow",
        _always(*WHO_SET_UP)),
)  # fmt: skip

ANYBODY = frozenset({
    "action_summaries.open_actions_of", "agreements.mine", "agreements.to_sign", "holds.notice",
    "lessons.classes_of", "notices.mine", "notices.put_away", "policies.mine",
    "retention.endings_of", "shared.mine", "today.everything", "today.mine", "today.running",
    "uploads.unfinished",
})  # fmt: skip
"""Everybody may ask, and gets only what is her own: nothing where nothing is. See `WORDS`."""
AFTER_LEAVE = frozenset({
    "clips.note_opened", "clips.playing_told", "export_packages.fetching_told",
    "export_packages.note_fetched", "readings.note", "readings.untold", "recordings.note_opened",
    "recordings.opening_told", "sittings.note_of_clip", "sittings.note_of_recording",
})  # fmt: skip
"""They tell the ledger of the asker's own act, in the transaction of the act that gave leave;
what comes of them without it is asked of the routes."""

FOR_OTHER_ACTS = frozenset({"transcripts.readable"})
"""They hand a row to the act that asked, and nothing of it to anybody."""

NAMES = _pair(ALL, ALL) | _always(*COORDINATORS, ADMIN, OFFICER)
BY_GRANT = {LEADER: "C"}
SUMMARY = _pair("TCY", "TC") | BY_GRANT
PUBLISHED_WORDS = _pair("PSTCYHOW", "PSTCHO")
CLIP_WORDS = _pair("PSTCYHOW", "RPSTCHO") | {OFFICER: "H"}
WORDS: dict[str, dict[str, str]] = {
    "teacher": NAMES | BY_GRANT,
    "programme": NAMES | _always(LEADER, OTHER_LEADER, BOTH, BOTH_AS_LEADER),
    "class": {TEACHER: FILM, ADMIN: "O", OFFICER: "O"},
    "asked": _pair(ALL, "RPST") | {OFFICER: "H"},
    "line": WATCHED,
    "fact": CLIP_WORDS,
    "prompt": CLIP_WORDS,
    "note": {COACH: "RPST"},
    "package": PUBLISHED_WORDS,
    "answer": _pair("STCY", "STC"),
    "talk": _pair("TCY", "T"),
    "discussed": SUMMARY,
    "action": SUMMARY,
    "purpose": {TEACHER: "C"} | BY_GRANT,
}
"""Of each free text, who may ever be shown it and in which state, whatever is asked."""
ALONG = {
    ("exports.gather", COACH): frozenset({
        "fact of Y", "prompt of Y", "note of C", "note of Y", "package of Y",
    }),
}  # fmt: skip
"""Beyond that what 4.5 lets somebody take along: her own words, for as long as they are there."""
