"""The agreement of a pair: the words both read and sign before the first film comes in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from config.agreement import agreement as declared
from config.agreement import fingerprint_of
from config.texts import LANGUAGES, current_language, language, text
from storage import access, clock, ledger, people, set_up_facts
from storage.database import one_at_a_time
from storage.errors import Refused
from storage.records import Agreement, Pair, Person, Programme, Signature
from storage.rules import agreement as rule
from storage.rules.access import Act, Asker
from storage.rules.retention import policy_for
from storage.rules.roles import Role
from storage.rules.sentences import Sentence, refuse_if
from storage.rules.steps import Who

Words = Mapping[str, Mapping[str, str]]
"""By part and promise, the sentence."""


@dataclass(frozen=True)
class Before:
    """An earlier wording that somebody signed."""

    version: int
    signed_at: datetime
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class AgreementView:
    """The agreement of one pair, as one of the two reads it."""

    pair_id: str
    programme: str
    teacher: str
    coach: str
    version: int
    fingerprint: str
    """Of what stands here: it goes along with the signature."""
    words: Words
    signed: Mapping[Who, datetime]
    """Who signed these words, and when."""
    mine: Who
    before: Before | None
    """What the reader signed last, when that was something else."""
    not_yet: tuple[Sentence, ...]
    """What the school records first."""


@dataclass(frozen=True)
class ToSign:
    """A pair whose agreement somebody still has to sign."""

    pair_id: str
    other: str
    """The name of the other of the two."""


# Asking


def read(session: Session, asker: Asker, pair_id: str) -> AgreementView:
    """Return the agreement of an own pair. Raises NotFound."""
    about = access.around_pair(session, pair_id)
    access.require_sight(asker, Act.READ_AGREEMENT, access.pair_thing(about))
    pair, programme = about.pair, about.programme
    mark = _fingerprint(programme)
    names = people.names(session, {pair.teacher_id, pair.coach_id})
    return AgreementView(
        pair_id=pair.id,
        programme=programme.name,
        teacher=names[pair.teacher_id],
        coach=names[pair.coach_id],
        version=declared().version,
        fingerprint=mark,
        words=words(programme, current_language()),
        signed=_signed(session, pair, mark),
        mine=Who.teacher if asker.role is Role.teacher else Who.coach,
        before=_before(session, asker, pair, mark),
        not_yet=set_up_facts.unmet(session, programme.id),
    )


def mine(session: Session, asker: Asker) -> list[AgreementView]:
    """Return the agreements of all pairs the asker is one of in this role, unsigned ones first."""
    views = [read(session, asker, pair.id) for pair, _, _ in _own_pairs(session, asker)]
    return sorted(views, key=lambda view: view.mine in view.signed)


def to_sign(session: Session, asker: Asker) -> list[ToSign]:
    """Return what the asker can sign now and has not, in the role the asker looks with."""
    rows = _own_pairs(session, asker)
    done = session.execute(
        select(Signature.pair_id, Agreement.fingerprint)
        .join(Agreement)
        .where(Signature.person_id == asker.id)
    )
    signed = {(row.pair_id, row.fingerprint) for row in done}
    marks = {
        programme.id: _fingerprint(programme)
        for programme in {programme.id: programme for _, programme, _ in rows}.values()
        if not set_up_facts.unmet(session, programme.id)
    }
    return [
        ToSign(pair.id, other)
        for pair, programme, other in rows
        if programme.id in marks and (pair.id, marks[programme.id]) not in signed
    ]


def _own_pairs(session: Session, asker: Asker) -> list[tuple[Pair, Programme, str]]:
    """The pairs the asker is one of now, with the name of the other of the two."""
    ends = {
        Role.teacher: (Pair.teacher_id, Pair.coach_id),
        Role.coach: (Pair.coach_id, Pair.teacher_id),
    }
    if asker.role not in ends:
        return []
    own, other = ends[asker.role]
    found = session.execute(
        select(Pair, Programme, Person.name)
        .join(Programme, Programme.id == Pair.programme_id)
        .join(Person, Person.id == other)
        .where(own == asker.id, Pair.ended_at.is_(None), Programme.ends_on >= clock.today())
        .order_by(Pair.created_at)
    )
    return [(pair, programme, name) for pair, programme, name in found]


def unsigned(session: Session, pair: Pair, programme: Programme) -> tuple[Sentence, ...]:
    """Return what is still to be signed before this pair's film may come in."""
    return rule.unsigned(_signed(session, pair, _fingerprint(programme)))


def _signed(session: Session, pair: Pair, mark: str) -> dict[Who, datetime]:
    rows = session.execute(
        select(Signature.person_id, Signature.signed_at)
        .join(Agreement)
        .where(Signature.pair_id == pair.id, Agreement.fingerprint == mark)
    )
    who = {pair.teacher_id: Who.teacher, pair.coach_id: Who.coach}
    return {who[row.person_id]: row.signed_at for row in rows}


def _before(session: Session, asker: Asker, pair: Pair, mark: str) -> Before | None:
    found = session.execute(
        select(Agreement, Signature.signed_at)
        .join(Signature)
        .where(Signature.pair_id == pair.id, Signature.person_id == asker.id)
        .order_by(Signature.signed_at.desc())
    ).first()
    if not found or found.Agreement.fingerprint == mark:
        return None
    parts = json.loads(found.Agreement.sentences)[current_language()]
    sentences = tuple(sentence for part in parts.values() for sentence in part.values())
    return Before(found.Agreement.version, found.signed_at, sentences)


def words(programme: Programme, lang: str) -> Words:
    """Return what every pair of a programme agrees, in this language."""
    policy = policy_for(programme.preset)  # type: ignore[arg-type] # only declared ones are stored
    parts = rule.sentences(rule.terms(programme.style, policy))
    with language(lang):
        return {
            part: {promise: text(said.key, **said.fields) for promise, said in promises.items()}
            for part, promises in parts.items()
        }


def _in_every_language(programme: Programme) -> dict[str, Words]:
    return {lang: words(programme, lang) for lang in LANGUAGES}


def _fingerprint(programme: Programme) -> str:
    return fingerprint_of(_in_every_language(programme))


# Acting


def sign(session: Session, asker: Asker, pair_id: str, fingerprint: str) -> Signature:
    """Say yes to the words that were read; twice is once.

    Raises Refused while the school still has something to record, and when the words changed
    since they were read (`fingerprint`).
    """
    about = access.around_pair(session, pair_id)
    thing = access.pair_thing(about)
    access.require_sight(asker, Act.READ_AGREEMENT, thing)
    access.require(asker, Act.SIGN_AGREEMENT, thing)
    refuse_if(set_up_facts.unmet(session, about.programme.id))
    one_at_a_time(session, f"agreement:{pair_id}")
    wording = _wording(session, about.programme)
    if wording.fingerprint != fingerprint:
        raise Refused("agreement.refused.changed")
    there = session.scalar(
        select(Signature).where(
            Signature.pair_id == pair_id,
            Signature.person_id == asker.id,
            Signature.agreement_id == wording.id,
        )
    )
    if there:
        return there
    made = Signature(
        agreement_id=wording.id, pair_id=pair_id, person_id=asker.id, signed_at=clock.now()
    )
    session.add(made)
    ledger.write(session, asker.id, "sign", "agreement", pair_id, about.pair.teacher_id)
    return made


def _wording(session: Session, programme: Programme) -> Agreement:
    """The row of what the agreement says now, made when somebody signs it first."""
    sentences = _in_every_language(programme)
    mark = fingerprint_of(sentences)
    one_at_a_time(session, mark)
    found = session.scalar(select(Agreement).where(Agreement.fingerprint == mark))
    if not found:
        found = Agreement(
            version=declared().version,
            fingerprint=mark,
            sentences=json.dumps(sentences, ensure_ascii=False),
            created_at=clock.now(),
        )
        session.add(found)
        session.flush()
    return found
