"""Who asks and about what: the plain facts an access rule looks at."""

from dataclasses import dataclass
from enum import Enum

from storage.rules.roles import Role


@dataclass(frozen=True, kw_only=True)
class Asker:
    """A person in one view.

    Somebody who holds several roles looks through one of them at a time: `role` is the role of
    this view and the only one that grants anything. `holds` names all roles of the person; the
    other ones can only take away (a coordinator who is also school leader gets the stricter row
    of the two). Left empty it means `role` alone.
    """

    id: str
    role: Role
    holds: frozenset[Role] = frozenset()
    left: bool = False
    """The person left the school, and only takes along what is her own."""
    new: bool = False
    """The person came in lately to look after things, and opens nothing that is held."""

    @property
    def roles(self) -> frozenset[Role]:
        """All roles the person holds."""
        return self.holds or frozenset({self.role})


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What is asked about. Every fact left out is the one that grants least."""

    owner_id: str | None = None
    """The teacher whose lesson, cycle, reflection, enrolment, ledger part… it is."""
    coach_id: str | None = None
    """The coach of that teacher's pair, now."""
    author_id: str | None = None
    """Who wrote the draft, clip or comment, or did what the ledger says."""
    on_behalf: bool = False
    """The coach films for this teacher (SVIB), by agreement of the pair."""
    released: bool = False
    """The teacher released the recording."""
    published: bool = False
    """The package (or the clip in it) is published."""
    submitted: bool = False
    """The reflection is submitted."""
    cycle_open: bool = False
    """The cycle has not ended."""
    programme_open: bool = False
    """The programme year has not ended."""
    withdrawn: bool = False
    """The teacher withdrew from the cycle or the programme."""
    locked: bool = False
    """Playback is locked: an objection, an incident, the purge path."""
    held: bool = False
    """It is under legal hold: kept, and played by the data protection officer only."""
    shared: bool = False
    """A share grant of the teacher to this person is in force for this very thing."""
    downloads: bool = False
    """The programme lets teachers keep their own clips as files."""
    people_counted: int = 0
    """How many teachers a total is about."""


@dataclass(frozen=True)
class Verdict:
    """A yes or no with its reason as a text key; true when allowed."""

    allowed: bool
    because: str

    def __bool__(self) -> bool:
        return self.allowed


class Act(Enum):
    """Everything somebody can ask to do or see. The table in `access.MAY` answers."""

    # the lesson film
    UPLOAD_RECORDING = "upload_recording"
    """Put a lesson film in; the coach only on the teacher's behalf (SVIB)."""
    SEE_PROGRESS = "see_progress"
    """See how far the machine is with a film; the owner's alone."""
    WATCH_RECORDING = "watch_recording"
    """Open any rendition of a whole lesson: picture, sound, poster, filmstrip, peaks, captions."""
    READ_TRANSCRIPT = "read_transcript"
    """Read what was said in the whole lesson."""
    CORRECT_TRANSCRIPT = "correct_transcript"
    """Put a line right that was written out wrong; what was heard stays."""
    FORGET_NAME = "forget_name"
    """Take a pupil's name out of everything written out of a lesson, for good."""
    RELEASE_RECORDING = "release_recording"
    """Open a film to the coach."""
    CHECK_PRIVACY = "check_privacy"
    """Take ends, sound, places and faces out of an own film before it is released."""
    DISCARD_RECORDING = "discard_recording"
    """Throw an own film away; no reason is asked."""
    REPORT_UNUSABLE = "report_unusable"
    """Say that a released film cannot be used."""
    READ_RETENTION = "read_retention"
    """Read when what disappears."""
    TELL_LESSON = "tell_lesson"
    """Say which class and day an own film is of."""
    HANDLE_OBJECTION = "handle_objection"
    """Deal with a parent's objection to an own film: play it, lift it, throw the film away."""
    SHORTEN_RETENTION = "shorten_retention"
    """Let something disappear earlier."""
    EXTEND_RETENTION = "extend_retention"
    """Keep a whole film longer: once, with a reason, within the school's ceiling."""
    ASK_EXTENSION = "ask_extension"
    """Ask the teacher to keep a film longer."""
    # observation notes
    READ_OBSERVATION_NOTES = "read_observation_notes"
    """Read what was jotted down while watching a film; its writer's alone."""
    WRITE_OBSERVATION_NOTE = "write_observation_note"
    """Jot a fact down at a moment of a released film."""
    CHANGE_OBSERVATION_NOTE = "change_observation_note"
    """Word an own note anew, take it away or put it back."""
    # clips and the package
    CUT_CLIP = "cut_clip"
    """Choose a moment of a released film."""
    READ_CLIP_DRAFT = "read_clip_draft"
    """See or play a clip, tag, fact or question that is not published; its author's alone."""
    CHANGE_CLIP = "change_clip"
    """Change a draft clip: its in and out, tags, words."""
    DELETE_CLIP = "delete_clip"
    """Throw a draft clip away."""
    PUBLISH_PACKAGE = "publish_package"
    """Send the clips to the teacher."""
    WATCH_CLIP = "watch_clip"
    """Play a published clip and its captions."""
    DOWNLOAD_CLIP = "download_clip"
    """Keep a published clip as a file: where the programme allows it, and its teacher alone."""
    THROW_AWAY_CLIP = "throw_away_clip"
    """Let a published clip go before its time, with what was written at it."""
    THROW_AWAY_WORDS = "throw_away_words"
    """Let own words of a cycle go before their time: reflection, talk notes, agreed summary."""
    READ_PACKAGE = "read_package"
    """Read the published facts and questions."""
    # reflection
    WRITE_REFLECTION = "write_reflection"
    """Type answers; kept as typed."""
    SUBMIT_REFLECTION = "submit_reflection"
    """Send the answers to the coach."""
    READ_REFLECTION = "read_reflection"
    """Read the answers; the coach only once they are submitted."""
    # talk and summary
    OPEN_TALK = "open_talk"
    """Open the talk: clips, comments and reflections side by side."""
    WRITE_TALK_NOTES = "write_talk_notes"
    """Write in the notes of the pair."""
    CONFIRM_TALK = "confirm_talk"
    """Say that the talk was held."""
    PROPOSE_SUMMARY = "propose_summary"
    """Write the summary and put it to the other."""
    ASK_CHANGE = "ask_change"
    """Ask for another wording."""
    AGREE_SUMMARY = "agree_summary"
    """Agree; the cycle ends."""
    READ_SUMMARY = "read_summary"
    """Read the summary and its actions."""
    DOWNLOAD_SUMMARY = "download_summary"
    """Take the summary along as a document."""
    TAKE_OWN = "take_own"
    """Take all that is one's own along in one file."""
    GRANT_SHARE = "grant_share"
    """Show one own thing to one person for a while, revocable."""
    REVOKE_SHARE = "revoke_share"
    """Stop that; at once."""
    READ_SHARES = "read_shares"
    """Read with whom one shared what, and when it was read; the coach does not."""
    # the cycle
    PLAN_CYCLE = "plan_cycle"
    """Put planned dates in the year."""
    SEE_CYCLE_STATE = "see_cycle_state"
    """See which step a cycle is at, and whether it is late."""
    START_CYCLE = "start_cycle"
    """Open the next cycle."""
    PAUSE_CYCLE = "pause_cycle"
    """Stop the clock for an absence or a block of holidays."""
    RESUME_CYCLE = "resume_cycle"
    """Let the clock run again."""
    CANCEL_CYCLE = "cancel_cycle"
    """Let a cycle go before anything is published."""
    CLOSE_CYCLE_EARLY = "close_cycle_early"
    """End a cycle that has come part of the way."""
    WITHDRAW = "withdraw"
    """Stop with a cycle or the programme; the teacher's alone, no reason."""
    # people and the programme
    INVITE_PERSON = "invite_person"
    """Invite somebody to an account."""
    NOTE_DEPARTURE = "note_departure"
    """Write down that somebody left the school, or that this was a mistake."""
    SEE_ENROLMENT = "see_enrolment"
    """See who takes part, in which pair, on which planned dates."""
    MANAGE_ENROLMENT = "manage_enrolment"
    """Enrol somebody or end an enrolment."""
    MANAGE_PAIR = "manage_pair"
    """Bring a teacher and a coach together."""
    OPEN_EARLIER = "open_earlier"
    """Let one's coach see what was made with an earlier one, or close it again."""
    MANAGE_PROGRAMME = "manage_programme"
    """Set the programme's numbers, texts and dates."""
    READ_AGREEMENT = "read_agreement"
    """Read what the two of a pair agree, and who signed it."""
    SIGN_AGREEMENT = "sign_agreement"
    """Say yes to it; before the first film, and again when its words change."""
    SET_UP_PROGRAMME = "set_up_programme"
    """Record the legal basis and what else must be known before anybody films."""
    READ_SET_UP = "read_set_up"
    """Read what the school recorded before filming."""
    SEE_COUNTS = "see_counts"
    """See the counts of one pair: cycles, days, steps."""
    SEE_TOTALS = "see_totals"
    """See totals over teachers as they are now; no names, no dates of one person."""
    SEE_MONTHLY_TOTALS = "see_monthly_totals"
    """See the totals that stand still for a month, of which no difference is about few."""
    SEE_MACHINE_ROOM = "see_machine_room"
    """See technical counts: jobs, disk, versions; no content."""
    # retention and proof
    READ_POLICY = "read_policy"
    """Read how long everything is kept."""
    CHANGE_POLICY = "change_policy"
    """Write down that the school keeps things shorter or longer from now on."""
    ACCEPT_POLICY = "accept_policy"
    """Let one's own earlier things stay as long as a newer version has it."""
    READ_RETENTION_TOTALS = "read_retention_totals"
    """See how much goes on which day, of everybody; not whose it is."""
    RUN_RETENTION = "run_retention"
    """Run the sweep, or its dry run over everything."""
    ENTER_OBJECTION = "enter_objection"
    """Write down that a parent objects, by teacher, class and day; sees no film."""
    READ_OBJECTIONS = "read_objections"
    """See which objections stand; no content."""
    READ_HOLDS = "read_holds"
    """See which holds stand, for which reason and on how much; no content."""
    SET_HOLD = "set_hold"
    """Keep something from deletion until the other of the two has confirmed."""
    FIND_TO_HOLD = "find_to_hold"
    """See of which days a teacher has films and texts, to hold some; no content."""
    CONFIRM_HOLD = "confirm_hold"
    """Let a hold that the other set come into force."""
    REVIEW_HOLD = "review_hold"
    """Say that a hold is still needed."""
    LIFT_HOLD = "lift_hold"
    """End a hold, so that what is due goes."""
    READ_TOMBSTONES = "read_tombstones"
    """Read the proofs of deletion; teacher and coach their own part."""
    READ_LEDGER = "read_ledger"
    """Read who did what and when; teacher and coach their own part."""
