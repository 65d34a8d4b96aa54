"""Mail: through the school's own server, or into a folder while there is none. No content in it."""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from config.settings import settings
from config.texts import format_date, language, text
from storage import clock, notices
from storage.database import acting, asking
from storage.notices import Letter
from storage.rules.notice import KEPT_FOR

LETTERS = Path(__file__).parents[1] / "config" / "letters"
PATIENCE_S = 20
"""How long the school's mail server may take to answer."""

_written = Environment(
    loader=FileSystemLoader(LETTERS), undefined=StrictUndefined, autoescape=False,  # noqa: S701 - plain text
    trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
)  # fmt: skip


def write(letter: Letter) -> EmailMessage:
    """Write a letter in the language of who gets it: what goes, when, and where to look."""
    with language(letter.language):
        message = EmailMessage(policy=SMTP)
        message["From"] = sender()
        message["To"] = letter.email
        message["Subject"] = text("mail.subject")
        message["Date"] = formatdate(clock.now().timestamp())
        message["Message-ID"] = f"<{uuid4()}@lesbeeld>"
        template = _written.get_template("notices.txt")
        message.set_content(
            template.render(
                letter=letter,
                text=text,
                day=lambda moment: format_date(moment),
                address=settings().base_url,
            )
        )
    return message


def sender() -> str:
    """The address mails come from: the account on the server, else one that nobody reads."""
    account = unquote(urlsplit(settings().smtp_url).username or "")
    if "@" in account:
        return account
    return f"lesbeeld@{urlsplit(settings().base_url).hostname or 'localhost'}"


def send(message: EmailMessage) -> None:
    """Hand a message to the server. Raises OSError when it does not take it."""
    url = urlsplit(settings().smtp_url)
    if not url.hostname:
        _keep(message)
        return
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            url.hostname, url.port or 465, timeout=PATIENCE_S, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(url.hostname, url.port or 25, timeout=PATIENCE_S)
    with server:
        if url.scheme != "smtps" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def _keep(message: EmailMessage) -> None:
    """While there is no server: a file that any mail program opens."""
    folder = settings().home / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{clock.now():%Y%m%d-%H%M%S}-{uuid4().hex[:8]}.eml"
    (folder / name).write_bytes(message.as_bytes())


def _tidy() -> None:
    """Mail in the folder is read or it is not; it does not stay for that."""
    for file in (settings().home / "mail").glob("*.eml"):
        if file.stat().st_mtime < (clock.now() - KEPT_FOR).timestamp():
            file.unlink(missing_ok=True)


def send_notices() -> int:
    """Mail everybody what is new for them, a letter each; returns how many went out.

    One that the server does not take waits for the next time. Raises OSError for the first such.
    """
    _tidy()
    with asking() as session:
        waiting = notices.letters(session)
    for letter in waiting:
        send(write(letter))
        with acting() as session:
            notices.note_mailed(session, letter)
    return len(waiting)
