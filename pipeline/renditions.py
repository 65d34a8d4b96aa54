"""The files made from a film: which there are and where they lie."""

from dataclasses import dataclass, fields
from pathlib import Path

from pipeline.film import Film
from storage.records import RenditionKind


@dataclass(frozen=True)
class Renditions:
    """The files made from a film."""

    proxy: Path
    poster: Path
    filmstrip: Path
    sheet: Path
    """JSON: what `stills.Sheet` says about the filmstrip."""

    peaks: Path
    audio: Path
    """16 kHz mono WAV, for the speech model; not kept."""

    data_saver: Path | None = None
    """A light proxy; None for a film that is watched as it is, which nothing decodes."""

    duration_ms: int = 0
    """How long the proxy lasts: what was really in the film, whatever it said beforehand."""

    @classmethod
    def inside(cls, folder: Path, film: Film | None = None) -> "Renditions":
        """Return where they lie in a folder; with the light proxy when this film needs one."""
        anew = film is not None and not film.browser_playable
        return cls(
            folder / "proxy.mp4",
            folder / "poster.jpg",
            folder / "filmstrip.jpg",
            folder / "filmstrip.json",
            folder / "peaks.json",
            folder / "audio.wav",
            folder / "data-saver.mp4" if anew else None,
        )

    def files(self) -> dict[str, Path]:
        """Return each file by name."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: path for name, path in found.items() if isinstance(path, Path)}

    def watched(self) -> dict[RenditionKind, Path]:
        """Return what people watch, by kind: everything but the sound for the speech model."""
        lighter = {} if self.data_saver is None else {RenditionKind.data_saver: self.data_saver}
        return lighter | {
            RenditionKind.proxy: self.proxy,
            RenditionKind.poster: self.poster,
            RenditionKind.filmstrip: self.filmstrip,
            RenditionKind.filmstrip_plan: self.sheet,
            RenditionKind.peaks: self.peaks,
        }

    def sizes(self) -> dict[str, int]:
        """Return the size of each file in bytes, by name."""
        return {name: path.stat().st_size for name, path in self.files().items()}
