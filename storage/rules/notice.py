"""What people are told ahead of time, once each: that something of theirs is about to go."""

from datetime import datetime, timedelta
from enum import StrEnum

from storage.rules.retention import Because, Ending
from storage.rules.retention_words import Kind

AHEAD = timedelta(days=7)
"""So long before something goes its owner hears of it."""
SHOWN_FOR = timedelta(days=14)
"""So long a notice that nobody put away stands on the screen."""
KEPT_FOR = timedelta(days=30)
"""So long after its moment a notice is remembered, so that it is not given again."""
ITS_OWN = frozenset({
    Kind.proxy_recording, Kind.unreleased_recording, Kind.clip, Kind.reflection, Kind.draft,
    Kind.talk_metadata, Kind.action_summary, Kind.account,
})  # fmt: skip
"""What is told by itself; all else goes with one of these, or is only a copy of it."""
_LESSON = frozenset({Kind.proxy_recording, Kind.unreleased_recording})
_FROM_UPLOAD = frozenset({Because.hard_max, Because.upload})


class Word(StrEnum):
    """What a notice says; text key ``notices.says.<value>``."""

    ending = "ending"
    """It goes within a week."""
    ending_unpublished = "ending_unpublished"
    """A whole lesson goes within a week, and its clips are not with the teacher yet."""
    shorter_policy = "shorter_policy"
    """The school is going to keep things for a shorter time."""
    asked_longer = "asked_longer"
    """The coach asks to keep a film longer."""
    stopped = "stopped"
    """The teacher stopped; so long she can still take things along."""
    coach_stopped = "coach_stopped"
    """The teacher stopped with a cycle; the coach no longer opens any of it. No reason."""
    film_withdrawn = "film_withdrawn"
    """The teacher took a film back that her coach could look at."""
    summary_gone = "summary_gone"
    """A summary that both agreed on is not there any more, for the coach."""
    coach_stopped_all = "coach_stopped_all"
    """The teacher stopped with the programme, for her coach."""
    objection = "objection"
    """A parent objects to a film; its teacher deals with it."""
    objection_due = "objection_due"
    """A parent must have an answer soon; for the teacher of the film."""
    answer_due = "answer_due"
    """The same, for who wrote the objection down."""
    objection_found = "objection_found"
    """A film came in that a parent objected to before; for who wrote it down."""
    shared = "shared"
    """A teacher lets a school leader read something; so long it can be read."""
    objection_clips = "objection_clips"
    """A parent objects to the clips of a film that is gone: it is hers to deal with."""
    objection_clips_due = "objection_clips_due"
    """The same, and the parent must soon have an answer."""
    clips_remade = "clips_remade"
    """Something was taken out of a film, and the clips of it are cut anew."""
    clips_gone = "clips_gone"
    """The same, and clips that showed it are gone."""
    on_hold = "on_hold"
    """Something is held; the officer alone opens it."""
    confirm_hold = "confirm_hold"
    """The other of the two set a hold, and it lapses unless it is confirmed."""
    review_hold = "review_hold"
    """A hold has to be looked at again."""
    left = "left"
    """Somebody left the school; so long what is her own can be taken along."""
    teacher_left = "teacher_left"
    """The teacher left the school, for her coach."""
    coach_left = "coach_left"
    """The coach left the school, for the teacher."""
    new_coach = "new_coach"
    """Another coach came in the place of who left."""
    place_ended = "place_ended"
    """There is no other coach: the teacher's part in the programme ended."""
    restored = "restored"
    """A backup was put back, which does not know what was made after it."""
    restored_open = "restored_open"
    """The same, and without a list of what was stopped since."""
    newcomer = "newcomer"
    """Somebody came in who looks after things here: officer, school leader or admin."""
    newcomer_again = "newcomer_again"
    """The same person chose another password by an invitation."""


OF_THE_OTHER = frozenset({
    Word.coach_stopped, Word.coach_stopped_all, Word.film_withdrawn, Word.summary_gone,
    Word.teacher_left,
})  # fmt: skip
"""What a coach hears of her teacher: that it stopped, and never why."""
NOT_WHILE_HELD = frozenset({
    Word.ending, Word.ending_unpublished, Word.asked_longer, Word.objection, Word.objection_due,
})  # fmt: skip
"""What is not so, or asks for what cannot be done, while a hold locks what it is about."""
OF_NEWCOMERS = frozenset({Word.newcomer, Word.newcomer_again})
"""What everybody hears of who looks after things here, by name."""


def is_due(kind: Kind, ending: Ending, now: datetime) -> bool:
    """Whether this is the time to tell that it goes."""
    return kind in ITS_OWN and ending.at is not None and now <= ending.at <= now + AHEAD


def before_publishing(kind: Kind, ending: Ending, *, published: bool) -> bool:
    """Whether a lesson goes because it has been there for so long, with its clips not sent."""
    return kind in _LESSON and ending.because in _FROM_UPLOAD and not published


def again(told_for: datetime, ending: datetime) -> bool:
    """Whether something was told, stays longer since then, and is to be told once more."""
    return ending - told_for > AHEAD
