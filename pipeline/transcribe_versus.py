"""Listen as Lesbeeld does, or as faster-whisper does by itself, to several sounds; for `bench`.

`python -m pipeline.transcribe_versus SIDE MODEL LANGUAGE DEVICE AUDIO...`, SIDE being `ours` or
`peer`, says for each sound, as one line of JSON, which text was heard, and last of all
{"peak_mb"}: the most memory this process had.
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from faster_whisper.audio import decode_audio  # type: ignore[import-untyped]  # it has no stubs

from config.media import media
from pipeline.speech import Sieve
from pipeline.transcribe_ear import Ear, load
from pipeline.transcribe_sound import open_sound
from pipeline.transcribe_tool import guesses, in_language, listen, pieces

KIB_PER_MB = 1024


def ours(model: str, language: str, device: str) -> Callable[[Path], str]:
    """Load what Lesbeeld uses; what comes back listens to one sound."""
    ear = Ear(model, device, media().speech)

    def heard(path: Path) -> Iterator[str]:
        sieve = Sieve()
        with open_sound(path) as sound:
            found = in_language(ear, sound, pieces(sound), language)[1]
            for chunk, echo in chain.from_iterable(listen(ear, sound, found)):
                yield from (line.text for line in sieve.sift(guesses(chunk, echo)))

    return lambda path: " ".join(heard(path))


def peer(model: str, language: str, device: str) -> Callable[[Path], str]:
    """Load faster-whisper; what comes back listens to one sound, window after window."""
    whisper = load(model, device)

    def heard(path: Path) -> str:
        segments, _ = whisper.transcribe(
            decode_audio(str(path)),
            language=None if language == "-" else language,
            beam_size=5,
            word_timestamps=True,
            vad_filter=True,
            condition_on_previous_text=False,
        )
        return " ".join(segment.text.strip() for segment in segments)

    return heard


def main(side: str, model: str, language: str, device: str, *sounds: str) -> None:
    """Listen and print."""
    heard = {"ours": ours, "peer": peer}[side](model, language, device)
    for sound in sounds:
        print(json.dumps({"text": heard(Path(sound))}), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MB
    print(json.dumps({"peak_mb": round(peak)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
