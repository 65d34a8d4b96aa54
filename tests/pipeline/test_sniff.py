"""A file is judged by its first bytes, before any tool opens it."""

import pytest

from pipeline.errors import BadFilm
from pipeline.sniff import MP4, demuxer
from tests import samples

PLAYLIST = "#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\nfile:///etc/passwd\n"
CONCAT = "ffconcat version 1.0\nfile '/etc/passwd'\n"
SESSION = "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n"
MANIFEST = '<?xml version="1.0"?><MPD><BaseURL>file:///etc/passwd</BaseURL></MPD>'
NAMES_OTHERS = {
    "playlist": PLAYLIST,
    "playlist in another alphabet": PLAYLIST.encode("utf-16"),
    "playlist with a mark before it": b"\xef\xbb\xbf" + PLAYLIST.encode(),
    "radio list": "[playlist]\nFile1=file:///etc/passwd\nNumberOfEntries=1\n",
    "media player list": '<ASX version="3.0"><Entry><Ref href="file:///etc/passwd"/></Entry></ASX>',
    "reference": "[Reference]\r\nRef1=file:///etc/passwd\r\n",
    "concat": CONCAT,
    "session": SESSION,
    "manifest": MANIFEST,
    "smooth manifest": '<?xml version="1.0"?><SmoothStreamingMedia></SmoothStreamingMedia>',
    "quicktime link": '<?quicktime type="application/x-quicktime-media-link"?><embed src="x"/>',
    "filters": "lavfi movie=/etc/passwd",
    "script": 'AVISource("/etc/passwd")\nTrim(0, 100)\n',
    "script of pictures": 'import vapoursynth as vs\nvs.core.ffms2.Source("/etc/passwd")\n',
    "edit list": "# mpv EDL v0\n/etc/passwd\n",
    "titles": "[Script Info]\nVideo File: /etc/passwd\n[Events]\n",
    "picture sequence": "IMG_%03d.jpg\n",
    "metadata": ";FFMETADATA1\ntitle=/etc/passwd\n",
    "shortcut": "[InternetShortcut]\nURL=file:///etc/passwd\n",
    "disc": 'FILE "/etc/passwd" BINARY\n  TRACK 01 MODE2/2352\n',
}


@pytest.mark.parametrize("contents", NAMES_OTHERS.values(), ids=NAMES_OTHERS)
def test_a_list_that_names_other_files_is_not_a_film(contents: str | bytes) -> None:
    with pytest.raises(BadFilm, match=r"refusals\.not_a_film"):
        demuxer(samples.written("lesson.mp4", contents))


@pytest.mark.parametrize("name", ["lesson.mp4", "IMG_%03d.jpg", "lesson.m3u8", "concat:a|b.ts"])
def test_what_a_file_is_called_does_not_make_it_a_film(name: str) -> None:
    with pytest.raises(BadFilm, match=r"refusals\.not_a_film"):
        demuxer(samples.written(name, "a list of other files"))


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("sound.mp3", "-vn -c:a libmp3lame"),
        ("sound.wav", "-vn -c:a pcm_s16le"),
        ("sound.flac", "-vn -c:a flac"),
        ("sound.aac", "-vn -c:a aac -f adts"),
    ],
)
def test_a_file_that_can_only_hold_sound_is_known_without_a_tool(name: str, extra: str) -> None:
    with pytest.raises(BadFilm, match=r"refusals\.film_no_picture"):
        demuxer(samples.film(name, seconds=1, extra=extra))


def test_a_photo_of_a_phone_is_not_a_film() -> None:
    photo = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(60)
    with pytest.raises(BadFilm, match=r"refusals\.not_a_film"):
        demuxer(samples.written("IMG_0001.mov", photo))


@pytest.mark.parametrize(
    "contents",
    [
        "Dit is geen film, maar een verslag van de les.",
        "<!DOCTYPE html><html><body>Niet gevonden</body></html>",
        b"PK\x03\x04" + bytes(60),
        b"\x89PNG\r\n\x1a\n" + bytes(60),
        b"RIFF\x10\0\0\0WEBPVP8 ",
    ],
    ids=["text", "web page", "zip", "picture", "webp"],
)
def test_any_other_file_is_not_a_film(contents: str | bytes) -> None:
    with pytest.raises(BadFilm, match=r"refusals\.not_a_film"):
        demuxer(samples.written("film.mov", contents))


def test_an_empty_file_is_called_empty() -> None:
    with pytest.raises(BadFilm, match=r"refusals\.film_empty"):
        demuxer(samples.written("empty.mp4", b""))


def test_room_that_was_reserved_but_never_filled_is_a_film_cut_off() -> None:
    with pytest.raises(BadFilm, match=r"refusals\.film_cut_off"):
        demuxer(samples.written("zeros.mp4", bytes(20_000)))


@pytest.mark.parametrize(
    ("name", "extra", "kind"),
    [
        ("plain.mp4", "", MP4),
        ("plain.mov", "", MP4),
        ("plain.mkv", "", "matroska,webm"),
        ("plain.webm", "-c:v libvpx -deadline realtime -c:a libopus", "matroska,webm"),
        ("plain.avi", "-c:v mjpeg -c:a pcm_s16le", "avi"),
        ("plain.ts", "", "mpegts"),
        ("plain.m2ts", "-mpegts_m2ts_mode 1", "mpegts"),
        ("plain.mpg", "-c:v mpeg2video -c:a mp2 -f vob", "mpeg"),
        ("plain.wmv", "-c:v wmv2 -c:a wmav2", "asf"),
        ("plain.flv", "-ar 44100", "flv"),
    ],
)
def test_every_kind_of_film_is_known_by_its_first_bytes(name: str, extra: str, kind: str) -> None:
    assert demuxer(samples.film(name, seconds=1, extra=extra)) == kind
