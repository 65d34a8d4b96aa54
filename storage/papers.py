"""What a school's papers are filled with: its own settings and counts, and no name but the
officer's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.settings import Settings, settings
from config.texts import LANGUAGES
from storage import access, agreements, clock, ledger, policies, set_up
from storage.agreements import Words
from storage.errors import NotFound
from storage.jobs import QUEUES
from storage.records import Pair, Programme, RoleHeld
from storage.rules import set_up as rule
from storage.rules.access import Act, Asker, Thing
from storage.rules.agreement import Terms, terms
from storage.rules.retention import Policy
from storage.rules.roles import Role
from storage.set_up import SetUpView


@dataclass(frozen=True)
class Where:
    """Where things lie and go: hosts only, never a path, a name to sign in with or a password."""

    address: str
    store: str
    """Host of the S3 store; empty: a folder on the server itself."""
    database: str
    """Host of the database server; empty: a file on the server itself."""
    mail: str
    """Host that sends mail; empty: a folder on the server itself."""
    backups: bool
    speech_model: str
    """Name of the model a school chose; empty: the one that comes along."""


@dataclass(frozen=True)
class Facts:
    """Everything the papers of one programme tell."""

    made_on: date
    starts_on: date
    ends_on: date
    set_up: SetUpView
    policy: Policy
    terms: Terms
    promises: Mapping[str, Words]
    """What teacher and coach sign, by language."""
    people: Mapping[Role, int]
    """How many hold each role."""
    pairs: int
    where: Where
    machine: tuple[str, ...] = tuple(QUEUES)
    """What the machine does, as it is asked for."""

    @property
    def so(self) -> frozenset[str]:
        """What is so, as the declaration of the papers asks it."""
        known, where = self.set_up.facts, self.where
        told = {
            "store_local": not where.store,
            "database_here": not where.database,
            "mail_smtp": bool(where.mail),
            "backups": where.backups,
            "model_packaged": not where.speech_model,
            "film_at_once": self.terms.days == 0,
            known.legal_basis or "": known.legal_basis is not None,
        }
        told |= {item: rule.recorded(known, item) for item in rule.Item}
        told |= {use: use in self.set_up.in_force for use in rule.Use}
        return frozenset(str(word) for word, is_so in told.items() if is_so)


# Asking


def gather(session: Session, programme: Programme) -> Facts:
    """Return what the papers of this programme tell now, also while not all is recorded."""
    policy = policies.by_programme(session)[programme.id]
    held = session.execute(select(RoleHeld.role, func.count()).group_by(RoleHeld.role))
    open_pairs = select(func.count()).where(
        Pair.programme_id == programme.id, Pair.ended_at.is_(None)
    )
    return Facts(
        made_on=clock.today(),
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        set_up=set_up.view(session, programme),
        policy=policy,
        terms=terms(programme.style, policy),
        promises={spoken: agreements.words(programme, spoken) for spoken in LANGUAGES},
        people=dict.fromkeys(Role, 0) | dict(held.all()),
        pairs=session.scalar(open_pairs) or 0,
        where=_where(settings()),
    )


def open_programmes(session: Session) -> list[Programme]:
    """Return every programme that has not ended, the newest first."""
    running = select(Programme).where(Programme.ends_on >= clock.today())
    return list(session.scalars(running.order_by(Programme.starts_on.desc())))


def _where(of: Settings) -> Where:
    return Where(
        address=urlsplit(of.base_url).netloc.rpartition("@")[2],
        store=_store(of),
        database="" if of.app_database.startswith("sqlite") else _host(of.app_database),
        mail=_host(of.smtp_url),
        backups=of.backups is not None,
        speech_model=of.whisper_model.rstrip("/").rpartition("/")[2],
    )


def _store(of: Settings) -> str:
    if not of.media_store.startswith("s3:"):
        return ""
    return _host(of.s3_endpoint) or "amazonaws.com"


def _host(address: str) -> str:
    """The host of an address; a database on a socket has none: then it is this server's."""
    return (urlsplit(address).hostname or "") if address else ""


# Acting


def take(session: Session, asker: Asker, programme_id: str) -> Facts:
    """Return the same for who may read the set-up, and note it. Raises NotFound."""
    access.require_sight(asker, Act.READ_SET_UP, Thing())
    programme = session.get(Programme, programme_id)
    if not programme:
        raise NotFound()
    ledger.write(session, asker.id, "take_papers", "programme", programme_id, None)
    return gather(session, programme)
