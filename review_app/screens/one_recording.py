"""One lesson film of one's own: the look before sharing, who may see it, and when it goes."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

import streamlit as st

from config.texts import format_date, text
from review_app.parts import frame, written
from review_app.parts.acts import attempt, notices
from review_app.parts.ask_first import ask_first
from review_app.parts.plain import named, plain
from review_app.parts.player import Film, captions_in, player
from review_app.parts.sentences import filmed_on
from review_app.screens import extension, looking_through, objections, withdrawal
from review_app.screens import recordings as shelf
from storage import clock, extensions, privacy_review, recordings, retention, set_up_facts, today
from storage import objections as objections_to
from storage.database import asking
from storage.errors import NotFound
from storage.extensions import ExtensionView
from storage.objections import ObjectionView
from storage.people import Member
from storage.privacy_review import Review
from storage.recordings import RecordingView
from storage.records import RecordingState, RenditionKind
from storage.retention import WHOLE, EndingView
from storage.rules.set_up import LegalBasis
from storage.rules.steps import UNPUBLISHED
from storage.spans import Span
from storage.today import CycleView

PLACE = "recording"
"""Where refusals about this film are told."""
_CHECKED = "recording.checked"
_SOONER = "recording.sooner_day"


@dataclass(frozen=True)
class Seen:
    """Everything this screen shows, read at once."""

    film: RecordingView
    cycle: CycleView | None
    endings: Sequence[EndingView]
    longer: ExtensionView
    basis: LegalBasis | None
    objection: ObjectionView | None = None
    """A parent objects: then it is locked, and hers to deal with."""
    check: Review | None = None
    """How far she is with taking out what nobody may see or hear; None where that is over."""

    @property
    def ends_on(self) -> date | None:
        """The last day of the whole film."""
        ends = [each.ending.at for each in self.endings if each.kind in WHOLE]
        return _day(ends[0]) if ends and ends[0] else None


def show(member: Member, recording_id: str) -> None:
    """Draw one film. Raises NotFound for somebody else's, as for one that does not exist."""
    seen = _read(member, recording_id)
    frame.heading(text("recordings.of", day=shelf.day_of(seen.film)))
    if seen.cycle:
        frame.path(member, seen.cycle, key="recording.path", disappears=seen.ends_on)
    if seen.film.withdrawn_at:
        withdrawal.told_of_film(seen.film.withdrawn_at)
    match seen.film.state:
        case RecordingState.processing if seen.film.withdrawn_at:
            notices(PLACE)
        case RecordingState.processing:
            _under_way(member, recording_id)
            notices(PLACE)
        case RecordingState.refused:
            _refused(seen)
        case _:
            if seen.objection:
                objections.of_film(seen.film, seen.objection, PLACE)
            _watch(seen)
            _share(seen)
            notices(PLACE)
            _facts(seen)
    if seen.objection is None:
        _ways_out(seen)
    if seen.film.state is RecordingState.ready and seen.film.step != "done":
        written.follow(member, recording_id)


def _ways_out(seen: Seen) -> None:
    """Locking it, taking it back, throwing it away: the last things on the page."""
    if seen.film.state in (RecordingState.ready, RecordingState.released):
        objections.of_film(seen.film, None, PLACE)
    with st.container(horizontal=True, key="recording.ways_out"):
        if not _stopped(seen) and seen.film.state is not RecordingState.refused:
            withdrawal.from_film(seen.film, PLACE, published=_is_published(seen.cycle))
        _throw_away(seen)


def _is_published(cycle: CycleView | None) -> bool:
    """Whether clips were made of it: then stopping with the film is stopping with the cycle."""
    return cycle is not None and (cycle.paused_from or cycle.state) not in UNPUBLISHED


def _stopped(seen: Seen) -> bool:
    """Whether she took it back, by itself or with its cycle."""
    return bool(seen.film.withdrawn_at or (seen.cycle and seen.cycle.withdrawn))


def _read(member: Member, recording_id: str) -> Seen:
    with asking() as session:
        film = recordings.look(session, member.asker, recording_id)
        if film.owner_id != member.id:
            raise NotFound()  # a coach watches in the workbench, where looking has a purpose
        cycle = today.cycle(session, member.asker, film.cycle_id) if film.cycle_id else None
        endings = retention.endings(session, member.asker, recording_id)
        longer = extensions.look(session, member.asker, recording_id)
        objection = objections_to.of_recording(session, member.asker, recording_id)
        check = None
        if film.state is RecordingState.ready:
            with suppress(NotFound):  # her cycle came to its end
                check = privacy_review.look(session, member.asker, recording_id)
        basis = set_up_facts.basis_of(session, recording_id)
    return Seen(film, cycle, endings, longer, basis, objection, check)


@frame.panel(every=2)
def _under_way(member: Member, recording_id: str) -> None:
    with asking() as session:
        film = recordings.look(session, member.asker, recording_id)
    if film.state is not RecordingState.processing:
        st.rerun()
    shelf.steps(film)


def _refused(seen: Seen) -> None:
    st.info(frame.refusal(seen.film.refusal or "refusals.film_damaged"), icon=":material/info:")
    if seen.cycle and seen.cycle.refused:
        st.markdown(text("recordings.again"))
        if st.button(text("today.on.film"), type="primary", key="recording.again"):
            frame.go("recordings")


def _watch(seen: Seen) -> None:
    film, address = seen.film, f"/recordings/{seen.film.id}"
    if film.intention:
        st.markdown(text("recordings.intention", intention=plain(film.intention)))
    written_out = RenditionKind.captions in film.files and seen.objection is None
    lighter = RenditionKind.data_saver in film.files
    captions = (captions_in(film.language, f"{address}/captions.vtt"),) if written_out else ()
    player(
        key="recording.player",
        of=film.id,
        film=Film(
            src=f"{address}/proxy.mp4",
            fps=Fraction(*film.fps) if film.fps else Fraction(25),
            duration_ms=film.duration_ms or 0,
            saver=f"{address}/data-saver.mp4" if lighter else None,
            poster=f"{address}/poster.jpg" if RenditionKind.poster in film.files else None,
            captions=captions,
            lines=None if seen.objection else f"{address}/lines.json",
        ),
        on_watched=lambda spans: _note_watched(film.id, spans),
    )


def _note_watched(recording_id: str, spans: Sequence[Span]) -> None:
    attempt(
        lambda session, me: recordings.note_watched(session, me, recording_id, spans), place=PLACE
    )


def _share(seen: Seen) -> None:
    """What sharing means, the tick, and the button; or with whom it is shared."""
    if not seen.cycle or _stopped(seen) or seen.objection:
        return
    coach, film = named(seen.cycle.coach), seen.film
    if film.state is RecordingState.released:
        st.header(text("recordings.shared", name=coach), anchor=False)
        st.markdown(text("recordings.shared_means", name=coach))
        return
    if seen.check and not seen.check.reviewed:
        looking_through.before(film.id, seen.check, PLACE)
        return
    st.header(text("recordings.share", name=coach), anchor=False)
    st.markdown(text("recordings.share_means", name=coach))
    if seen.check:
        looking_through.after(film.id, seen.check)
    st.checkbox(text("recordings.checked"), key=_CHECKED)
    with st.container(horizontal=True, key="recording.share"):
        st.button(
            text("recordings.share_with", name=coach),
            type="primary",
            key="recording.share_with",
            on_click=_release,
            args=(film.id, False, coach),
        )
        if film.watched_at is None:
            st.button(
                text("recordings.share_unwatched"),
                key="recording.share_unwatched",
                on_click=_release,
                args=(film.id, True, coach),
            )


def _release(recording_id: str, waived: bool, coach: str) -> None:
    checked = bool(st.session_state.get(_CHECKED))  # as ticked now, not as drawn last
    attempt(
        lambda session, me: recordings.release(
            session, me, recording_id, pupils_checked=checked, waived=waived
        ),
        place=PLACE,
        done=text("recordings.shared", name=coach),
    )


def _facts(seen: Seen) -> None:
    """Three plain facts: who may see it, when it goes, and that it can go sooner."""
    who, when = st.columns(2, gap="large")
    with who:
        st.header(text("recordings.who"), anchor=False)
        released = seen.film.state is RecordingState.released
        shared = released and seen.cycle and not (_stopped(seen) or seen.objection)
        st.markdown(text("recordings.who_you"))
        st.markdown(
            text("recordings.who_coach", name=named(seen.cycle.coach))
            if shared and seen.cycle
            else text("recordings.who_nobody")
        )
        st.markdown(text("recordings.who_never"))
        filmed_on(seen.basis)
    with when:
        st.header(text("recordings.when"), anchor=False)
        for sentence in dict.fromkeys(_in_words(each) for each in seen.endings):
            st.markdown(f":material/schedule: {sentence}")
        _sooner(seen)
        extension.teachers(seen.film.id, seen.longer, seen.ends_on, PLACE)


def _in_words(view: EndingView) -> str:
    return text(view.sentence, date=format_date(_day(view.ending.at)) if view.ending.at else "")


def _sooner(seen: Seen) -> None:
    if not seen.ends_on or seen.ends_on <= clock.today():
        return
    with st.expander(text("recordings.sooner"), key="recording.sooner"):
        wish = st.date_input(
            text("recordings.sooner_day"),
            value=None,
            min_value=clock.today(),
            max_value=seen.ends_on,
            format="DD-MM-YYYY",
            key=_SOONER,
        )
        st.button(
            text("recordings.sooner_keep"),
            disabled=wish is None,
            key="recording.sooner_keep",
            on_click=_choose_end,
            args=(seen.film.id,),
        )


def _choose_end(recording_id: str) -> None:
    wish: date | None = st.session_state[_SOONER]
    if wish is None:  # emptied in the moment of pressing: nothing was chosen
        return
    end = datetime.combine(wish, time(23, 59, 59), clock.SCHOOL_TIME)
    attempt(
        lambda session, me: retention.choose_end(session, me, recording_id, end),
        place=PLACE,
        done=text("recordings.sooner_kept", day=format_date(wish)),
    )


def _throw_away(seen: Seen) -> None:
    if seen.film.state is RecordingState.refused:
        return
    recording_id = seen.film.id
    ask_first(
        st.button(
            text("recordings.throw_away"), key="recording.throw_away", icon=":material/delete:"
        ),
        key="recording.sure",
        title=text("recordings.sure"),
        says=[text("recordings.sure_means")],
        do=text("recordings.sure_yes"),
        act=lambda session, me: recordings.discard(session, me, recording_id),
        place=PLACE,
        done=text("recordings.gone"),
        then=lambda: frame.go("recordings"),
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.SCHOOL_TIME).date()
