"""What becomes of each film that cameras, phones, editors and accidents made.

Every film of the folder has its line: playable, with what it must look and sound like; or refused,
with the reason the teacher reads. Lengths are what plain decoding of the film itself gives.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipeline.film import Film
from pipeline.probe import probe
from pipeline.renditions import Renditions
from pipeline.transcode import make_renditions

NTSC = Fraction(30000, 1001)


@dataclass(frozen=True)
class Usable:
    """What a film must become: pixels, milliseconds, pictures per second."""

    size: tuple[int, int]
    ms: int
    fps: Fraction | int
    as_it_is: bool = False
    """It is repacked, not made anew, so that it has no lighter version either."""

    turned: int = 0
    """Degrees clockwise that its own notes ask for."""

    picture: int = 0
    sound: int = 1
    """Which of its tracks people see and hear."""

    silent: bool = False
    bright: bool = False
    """Too bright for ordinary screens: its colours are changed on purpose."""

    jumps: bool = False
    """Its clock jumps, so that its own times say nothing."""

    @property
    def one_picture_ms(self) -> float:
        """How long one picture lasts."""
        return 1000 / float(self.fps)


USABLE = {
    "audio_starts_2500ms_late.mp4": Usable((640, 360), 8000, 30),
    "avchd_1080i50_ac3_51.mts": Usable((1280, 720), 6016, 25),
    "browser_mediarecorder_vp8_opus_noduration.webm": Usable((640, 360), 5007, 30),
    "chapters_subs_opus.mkv": Usable((640, 360), 8007, 30),
    "digital_silence_track.mp4": Usable((640, 360), 5000, 30, as_it_is=True, silent=True),
    "dvd_mpeg2_ac3.vob": Usable((768, 576), 5024, 25),
    "hdv_anamorphic_1440x1080_sar4x3.mp4": Usable((1280, 720), 4010, 30),
    "les 3 – één 'klas' & vraag? 🎓.mp4": Usable((640, 360), 3008, 30, as_it_is=True),
    "odd_853x479_yuv444_flac.mkv": Usable((852, 480), 4000, 30),
    "old_wmv2_wma.wmv": Usable((640, 360), 5078, 30),
    "phone_hevc10_hlg_rot90_gps.mov": Usable((1280, 720), 5000, 30, turned=270, bright=True),
    "phone_vfr_h264.mp4": Usable((960, 540), 8000, 30),
    "prores_proxy_pcm24.mov": Usable((640, 360), 4000, 30),
    "real_3gp_h263_amr.3gp": Usable((504, 288), 5575, 30),
    "real_avchd_1080i_ac3.mts": Usable((1280, 720), 1034, NTSC),
    "real_chaplin_mp3inmp4.mp4": Usable((640, 360), 9640, 25),
    "real_failing_audio_mp3inmp4.mp4": Usable((640, 360), 11234, 25),
    "real_gopro_karma_gpmd_tmcd.mp4": Usable((854, 480), 12079, NTSC, as_it_is=True),
    "real_kodak_mjpeg_pcmu8.mov": Usable((640, 480), 1500, 10),
    "real_nasa_2video_2audio_2subs.mp4": Usable(
        (480, 270), 13056, NTSC, as_it_is=True, picture=3, sound=4
    ),
    "real_no_duration_vp9_opus.webm": Usable((1280, 720), 4938, Fraction(15000, 1001), silent=True),
    "resolution_and_timestamp_jump.ts": Usable((640, 360), 8064, 30, jumps=True),
    "single_keyframe_gop.mp4": Usable((640, 360), 8000, 30, as_it_is=True),
    "stereo_antiphase.mp4": Usable((640, 360), 8000, 30, as_it_is=True),
    "two_audio_tracks_cam_noise_then_lapel.mp4": Usable(
        (640, 360), 8000, 30, as_it_is=True, sound=2
    ),
    "uhd_2160p_hevc.mp4": Usable((1280, 720), 3008, 30),
    "webcam_mjpeg_mulaw8k.avi": Usable((640, 360), 5000, 30),
}

REFUSED = {
    "audio_only.m4a": "film_no_picture",
    "broken_faststart_truncated.mp4": "film_cut_off",
    "broken_no_moov_truncated.mp4": "film_cut_off",
    "html_error_page.mp4": "not_a_film",
    "no_audio_track.mp4": "film_no_sound",
    "real_av1.mkv": "film_no_sound",
    "real_corrupted.mp4": "film_no_sound",
    "real_encrypted_cenc.mp4": "film_encrypted",
    "real_h265_10bit_hev1.mp4": "film_no_sound",
    "real_iphone_rot0.mov": "film_no_sound",
    "real_iphone_rot90.mov": "film_no_sound",
    "real_mkv_truncated_claims_1132s.mkv": "film_cut_off",
    "real_mp3_with_cover.mp3": "film_no_picture",
    "real_mpeg1_es.mpg": "film_no_sound",
    "real_msmpeg4v2.avi": "film_no_sound",
    "real_no_timescale.mp4": "film_no_sound",
    "zero_bytes.mp4": "film_empty",
}

LESSONS = {
    "lesson_en_open.mp4": Usable((1920, 1080), 117_680, 30, as_it_is=True),
    "lesson_nl_open.mp4": Usable((1920, 1080), 513_650, 30, as_it_is=True),
}

Make = Callable[[Path], tuple[Film, Renditions]]


def folder(shared_media: Path) -> Path:
    """Where these films lie."""
    return shared_media / "open" / "torture"


def maker(new_folder: Callable[[], Path]) -> Make:
    """Return what makes a film once, however often it is asked for."""
    kept: dict[Path, tuple[Film, Renditions]] = {}

    async def make(path: Path) -> tuple[Film, Renditions]:
        film = await probe(path)
        return film, await make_renditions(path, film, new_folder())

    def of(path: Path) -> tuple[Film, Renditions]:
        if path not in kept:
            # A thread of its own: a test that drives a browser has a loop running already.
            with ThreadPoolExecutor(1) as aside:
                kept[path] = aside.submit(lambda: asyncio.run(make(path))).result()
        return kept[path]

    return of
