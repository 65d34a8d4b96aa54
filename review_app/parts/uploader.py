"""The card to send a lesson film: resumable, with what to look at and the three ticks.

The bytes go from the browser to the route ``/uploads/`` (tus 1.0) and never through Streamlit. The
upload lives as long as the tab, also when the screen does not; closing it and choosing the same
film again goes on where it stopped. The route makes the recording; this only says that it did.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from config.media import media
from config.texts import catalog, current_language
from review_app.parts.component import component, texts_of
from review_app.parts.phone_code import phone_code
from storage import clock
from storage.rules.lesson import MOST_CHARACTERS
from storage.rules.upload import MEDIA_TYPES, MOST_INTENTION

_CARD = component("uploader")

_REFUSALS = ("upload_not_a_film", "upload_empty", "upload_too_large")
"""What the browser can refuse before the first byte; the server refuses the same and more."""


@dataclass(frozen=True)
class UploaderResult:
    """What the card told in this run of the screen. Both only make the screen look again."""

    finished: bool
    """The server has confirmed the whole film."""
    cancelled: bool
    """The teacher stopped, and the part that was in has been thrown away."""


def uploader(
    *,
    key: str,
    cycle_id: str,
    intention: str = "",
    classes: Sequence[str] = (),
    by_consent: bool = False,
    endpoint: str = "/uploads/",
    screen: str = "/recordings",
) -> UploaderResult:
    """The card for this cycle's film. `intention` is what the teacher wrote before, if anything;
    `classes` are those of her other films.

    `by_consent`: the school films with consent, so that is what the teacher checks.

    `screen` is where the card stands, for going on there with a phone.

    Metadata the route receives: ``filename`` ("film" and the ending only), ``filetype``, ``cycle``,
    ``intention``, ``attested`` ("parents,register,camera"), ``class``, ``lesson`` (the day as
    ``2026-11-24``) and ``fingerprint``.
    """
    data = {
        "texts": texts_of("upload") | _refusals() | (_of_consent() if by_consent else {}),
        "lang": current_language(),
        "cycle": cycle_id,
        "endpoint": endpoint,
        "sign_in": "/",
        "limit_bytes": media().upload.bytes,
        "endings": sorted(MEDIA_TYPES),
        "intention": intention,
        "most_intention": MOST_INTENTION,
        "classes": list(classes),
        "most_class": MOST_CHARACTERS,
        "today": clock.today().isoformat(),
        "zone": clock.SCHOOL_TIME.key,
        "phone": asdict(phone_code(screen)),
    }
    # The form belongs to one cycle; another cycle is another card.
    said = _CARD(key=f"{key}.{cycle_id}", data=data, triggers={"finished": None, "cancelled": None})
    return UploaderResult(said["finished"] is not None, said["cancelled"] is not None)


def _of_consent() -> dict[str, str]:
    return {"attest.parents": catalog(current_language()).singular["upload.attest.consent"]}


def _refusals() -> dict[str, str]:
    sentences = catalog(current_language()).singular
    return {f"refusals.{word}": sentences[f"refusals.{word}"] for word in _REFUSALS}
