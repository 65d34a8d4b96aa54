"""The access matrix of the privacy chapter: per act a cell per role, written apart from MAY."""

from collections.abc import Callable

from storage.rules.access import Thing

ME = "11111111-1111-4111-8111-111111111111"
SOMEBODY = "22222222-2222-4222-8222-222222222222"

Cell = Callable[[Thing], bool]


def never(_: Thing) -> bool:
    return False


def always(_: Thing) -> bool:
    return True


def own(t: Thing) -> bool:
    return t.owner_id == ME


def own_now(t: Thing) -> bool:
    return own(t) and t.cycle_open and not t.withdrawn


def pair(t: Thing) -> bool:
    return t.coach_id == ME


def pair_now(t: Thing) -> bool:
    return pair(t) and t.cycle_open and not t.withdrawn


def pair_this_year(t: Thing) -> bool:
    return pair(t) and t.programme_open and not t.withdrawn


def playable(t: Thing) -> bool:
    return not t.held and not t.locked


def mine(t: Thing) -> bool:
    return pair_now(t) and t.author_id == ME and not t.published


def coach_film(t: Thing) -> bool:
    return pair_now(t) and t.released and playable(t)


def coach_after_publishing(t: Thing) -> bool:
    return pair_this_year(t) and t.published


def both_after_publishing() -> dict[str, Cell]:
    return {
        "teacher": lambda t: own_now(t) and t.published,
        "coach": lambda t: pair_now(t) and t.published,
    }


# Roles that are not named have no access at all.
# fmt: off
MATRIX: dict[str, dict[str, Cell]] = {
    "upload_recording": {"teacher": own_now, "coach": lambda t: pair_now(t) and t.on_behalf},
    "see_progress": {"teacher": own},
    "watch_recording": {"teacher": lambda t: own(t) and playable(t), "coach": coach_film,
                        "dpo": lambda t: t.held},
    "read_transcript": {"teacher": lambda t: own(t) and playable(t), "coach": coach_film,
                        "dpo": lambda t: t.held},
    "correct_transcript": {"teacher": lambda t: own(t) and playable(t), "coach": coach_film},
    "forget_name": {"teacher": lambda t: own(t) and playable(t), "coach": coach_film},
    "release_recording": {"teacher": lambda t: own_now(t) and not t.released and playable(t)},
    "check_privacy": {"teacher": lambda t: own_now(t) and not t.released and playable(t)},
    "discard_recording": {"teacher": lambda t: own(t) and not t.held},
    "report_unusable": {"coach": lambda t: pair_now(t) and t.released},
    "read_retention": {"teacher": own, "coach": lambda t: pair_now(t) and t.released},
    "extend_retention": {"teacher": own},
    "ask_extension": {"coach": lambda t: pair_now(t) and t.released},
    "tell_lesson": {"teacher": lambda t: own(t) and not t.held},
    "handle_objection": {"teacher": lambda t: own(t) and not t.held},
    "enter_objection": {"admin": always, "dpo": always},
    "read_objections": {"admin": always, "dpo": always},
    "shorten_retention": {"teacher": lambda t: own(t) and not t.held},
    "read_observation_notes": {"coach": lambda t: coach_film(t) and t.author_id == ME},
    "write_observation_note": {"coach": coach_film},
    "change_observation_note": {"coach": lambda t: coach_film(t) and t.author_id == ME},
    "cut_clip": {"coach": lambda t: coach_film(t) and not t.published},
    "read_clip_draft": {"coach": lambda t: coach_film(t) and mine(t)},
    "change_clip": {"coach": lambda t: mine(t) and t.released and playable(t)},
    "delete_clip": {"coach": lambda t: mine(t) and playable(t)},
    "publish_package": {
        "coach": lambda t: pair_now(t) and t.released and not t.published and not t.locked
    },
    "watch_clip": {"teacher": lambda t: own(t) and t.published and playable(t),
                   "coach": lambda t: coach_after_publishing(t) and playable(t),
                   "dpo": lambda t: t.held},
    "download_clip": {
        "teacher": lambda t: own(t) and t.published and t.downloads and playable(t)
    },
    "throw_away_clip": {"teacher": lambda t: own(t) and t.published and not t.held},
    "throw_away_words": {"teacher": lambda t: own(t) and not t.held},
    "read_package": {"teacher": lambda t: own(t) and t.published, "coach": coach_after_publishing},
    "write_reflection": {"teacher": lambda t: own_now(t) and t.published and not t.submitted},
    "submit_reflection": {"teacher": lambda t: own_now(t) and t.published},
    "read_reflection": {"teacher": own, "coach": lambda t: pair_this_year(t) and t.submitted},
    "open_talk": both_after_publishing(),
    "write_talk_notes": both_after_publishing(),
    "confirm_talk": both_after_publishing(),
    "propose_summary": both_after_publishing(),
    "ask_change": both_after_publishing(),
    "agree_summary": both_after_publishing(),
    "read_summary": {"teacher": own, "coach": pair_this_year, "school_leader": lambda t: t.shared},
    "download_summary": {"teacher": own, "coach": pair_this_year},
    "take_own": {"teacher": own, "coach": own},
    "grant_share": {"teacher": lambda t: own(t) and t.programme_open and not t.withdrawn
                    and playable(t)},
    "revoke_share": {"teacher": own}, "read_shares": {"teacher": own},
    "plan_cycle": {"teacher": own, "coach": pair_this_year, "coordinator": always},
    "see_cycle_state": {"teacher": own, "coach": pair_this_year},
    "start_cycle": {"teacher": lambda t: own(t) and t.programme_open and not t.withdrawn,
                    "coach": pair_this_year},
    "pause_cycle": {"teacher": own_now, "coach": pair_now, "coordinator": always},
    "resume_cycle": {"teacher": own_now, "coach": pair_now, "coordinator": always},
    "cancel_cycle": {"teacher": own_now, "coach": pair_now},
    "close_cycle_early": {"teacher": own_now, "coach": pair_now},
    "withdraw": {"teacher": own},
    "invite_person": {"coordinator": always, "admin": always},
    "note_departure": {"coordinator": always, "admin": always},
    "see_enrolment": {"teacher": own, "coach": pair, "coordinator": always, "admin": always,
                      "dpo": always},
    "manage_enrolment": {"coordinator": always},
    "manage_pair": {"coordinator": always},
    "open_earlier": {"teacher": own},
    "manage_programme": {"coordinator": always},
    "read_agreement": {"teacher": own, "coach": pair},
    "sign_agreement": {"teacher": lambda t: own(t) and t.programme_open and not t.withdrawn,
                       "coach": pair_this_year},
    "set_up_programme": {"coordinator": always, "admin": always},
    "read_set_up": {"coordinator": always, "admin": always, "dpo": always},
    "see_counts": {"teacher": own, "coach": pair, "dpo": always},
    "see_totals": {"coordinator": always, "dpo": always},
    "see_monthly_totals": {role: lambda t: t.people_counted >= 5
                           for role in ("coordinator", "school_leader", "dpo")},
    "see_machine_room": {"admin": always},
    "read_policy": {"teacher": always, "coach": always, "admin": always, "dpo": always},
    "change_policy": {"dpo": always},
    "accept_policy": {"teacher": always},
    "read_retention_totals": {"admin": always, "dpo": always},
    "run_retention": {"admin": always},
    "read_holds": {"dpo": always, "school_leader": always},
    "set_hold": {"dpo": always, "school_leader": always},
    "find_to_hold": {"dpo": always},
    "confirm_hold": {"dpo": always, "school_leader": always},
    "review_hold": {"dpo": always, "school_leader": always},
    "lift_hold": {"dpo": always},
    "read_tombstones": {"teacher": own, "coach": lambda t: t.author_id == ME, "admin": always,
                        "dpo": always},
    "read_ledger": {"teacher": own, "coach": lambda t: t.author_id == ME, "admin": always,
                    "dpo": always},
}
# fmt: on
