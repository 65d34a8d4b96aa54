"""The people's side alone, which can be killed in the middle of anything and started again."""

import os
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from config.settings import settings
from pipeline import serve
from tests.house import ROOT
from tests.servers import free_ports

PATIENCE_S = 90


@dataclass
class Web:
    """One web process at one address, on the data folder of the settings in use."""

    port: int = field(default_factory=lambda: free_ports(1)[0])
    process: subprocess.Popen[bytes] | None = None
    kills: int = 0

    @property
    def base(self) -> str:
        """The address people type."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        around = {"LESBEELD_HOME": str(settings().home), "LESBEELD_BASE_URL": self.base}
        with self._log.open("ab") as out:
            self.process = subprocess.Popen(
                serve.web(self.port), cwd=ROOT, env=os.environ | around, stdout=out, stderr=out
            )
        give_up = time.monotonic() + PATIENCE_S
        while self.process.poll() is None and time.monotonic() < give_up:
            try:
                with urlopen(f"{self.base}/health", timeout=2):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"it did not start:\n{self._log.read_text(errors='replace')[-3000:]}")

    def kill(self) -> None:
        """Take it away between two instructions: SIGKILL leaves it no last word."""
        assert self.process, "it runs"
        self.process.kill()
        self.process.wait()
        self.kills += 1

    def stop(self) -> None:
        """Ask it to stop, whether it runs or not."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)

    @property
    def _log(self) -> Path:
        return settings().home / "web.log"
