"""Under the workbench: what there is, what is missing, and sending it to the teacher."""

import streamlit as st

from config.programme import programme
from config.texts import format_moment, plural, text
from review_app.parts import frame
from review_app.parts.acts import attempt, carry_out, notices
from review_app.parts.ask_first import ask_first, close, dialog, opened
from review_app.parts.checklist import checklist
from review_app.parts.clip import coach_words, place
from review_app.parts.plain import named, plain
from review_app.parts.writing import Kept, writing
from review_app.screens.publishing_checks import checks
from storage import packages, recordings
from storage.database import asking
from storage.packages import MOST_CHARACTERS
from storage.people import Member
from storage.rules.cycle import State
from storage.rules.steps import Unusable
from storage.today import CycleView

PLACE = "publishing"


def panel(member: Member, cycle: CycleView, recording_id: str) -> None:
    """Draw the note, what is there or missing, and the button; drawn anew at every save.

    How the clips are spread stands beside them, on the desk.
    """
    with asking() as session:
        counts = packages.balance(session, member.asker, cycle.id)
        unmet = packages.what_is_missing(session, member.asker, cycle.id)
        kept = Kept(*packages.draft_note(session, member.asker, cycle.id))
    st.header(text("publishing.missing"), anchor=False)
    if not counts.clips:
        st.markdown(text("publishing.none"))
    writing(
        key="publishing.note",
        of=f"package:{cycle.id}",
        label=text("publishing.note", name=cycle.teacher),
        hint=text("publishing.note_hint", name=cycle.teacher),
        kept=kept,
        save=lambda words, version: carry_out(
            lambda session, me: packages.save_note(session, me, cycle.id, words, version)
        ),
        max_length=MOST_CHARACTERS,
        rows=3,
    )
    checklist(checks(counts.clips, unmet), key="publishing.checks")
    if not unmet:
        st.markdown(text("publishing.complete", name=named(cycle.teacher)))
    notices(PLACE)
    with st.container(horizontal=True, key="publishing.ways"):
        ready = st.button(
            text("publishing.publish", name=named(cycle.teacher)),
            type="primary",
            icon=":material/send:",
            disabled=bool(unmet),
            key="publishing.publish",
        )
        useless = st.button(text("publishing.unusable"), type="tertiary", key="publishing.unusable")
    _confirm(ready, cycle, counts.clips)
    if opened("publishing.unusable", useless):
        _unusable(cycle, recording_id)


def sent(member: Member, cycle: CycleView) -> None:
    """Show what the teacher has from the coach, and the way on."""
    with asking() as session:
        package = packages.read(session, member.asker, cycle.id)
    st.header(text("publishing.sent", name=named(cycle.teacher)), anchor=False)
    st.markdown(text("publishing.sent_on", moment=format_moment(package.published_at)))
    if package.note:
        st.markdown(f"> {plain(package.note)}")
    for clip in package.clips:
        title = text("clip.number", n=clip.position)
        st.markdown(f"**{title}** · {place(clip)}")
        coach_words(clip, member.name, key=f"publishing.clip.{clip.position}")
    _onward(cycle)


def _onward(cycle: CycleView) -> None:
    if cycle.state is State.awaiting_talk:
        frame.link(
            "reflection", text("publishing.to_reflection", name=named(cycle.teacher)), cycle.id
        )
        frame.link("talk", text("publishing.to_talk"), cycle.id)
    elif cycle.state in (State.awaiting_summary, State.summary_proposed, State.completed):
        frame.link("summary", text("publishing.to_summary"), cycle.id)


def _confirm(pressed: bool, cycle: CycleView, n: int) -> None:
    name = named(cycle.teacher)
    ask_first(
        pressed,
        key="publishing.confirm",
        title=text("publishing.confirm", name=name),
        says=[
            plural("publishing.confirm_clips", n, name=name),
            text("publishing.confirm_frozen"),
            text("publishing.confirm_next", name=name),
        ],
        do=text("publishing.publish", name=name),
        act=lambda session, me: packages.publish(session, me, cycle.id),
        place=PLACE,
        done=text("publishing.done", name=name),
    )


def _unusable(cycle: CycleView, recording_id: str) -> None:
    @dialog(text("publishing.unusable"))
    def asked() -> None:
        st.markdown(text("publishing.unusable_lead"))
        reason: Unusable | None = st.radio(
            text("publishing.unusable_reason"),
            list(Unusable),
            index=None,
            format_func=lambda each: text(f"cycle.unusable.{each}"),
            key="publishing.reason",
        )
        st.markdown(text("publishing.unusable_film"))
        days = programme().cycle.redo_school_days
        st.markdown(plural("publishing.unusable_days", days, name=named(cycle.teacher)))
        pressed = st.button(
            text("publishing.unusable_do"), disabled=reason is None, key="publishing.report"
        )
        if pressed and reason is not None and _report(cycle, recording_id, reason):
            frame.go("today")

    asked()


def _report(cycle: CycleView, recording_id: str, reason: Unusable) -> bool:
    close()
    done = attempt(
        lambda session, me: recordings.report_unusable(session, me, recording_id, reason),
        place=PLACE,
        done=text("publishing.unusable_done", name=named(cycle.teacher)),
    )
    if not done:
        st.rerun()
    return done
