"""An installation on its way: what it has done so far, readable from every web process.

A thread does the work; its progress is a small file in the data folder, readable by its owner
alone, for it holds the new passwords until they were shown.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import structlog

from runtime.errors import LANGUAGES, Refusal, sentence
from runtime.installation import Installation
from templates_market.bundle import Bundle
from templates_market.install import Wish, install

STAGES = ("checked", "published", "staffed", "seeded")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an installation is. ``failed`` says why it ended early, by language."""

    app: str
    title: dict[str, str]
    sample: bool
    stages: tuple[str, ...] = ()
    is_done: bool = False
    records: int = 0
    logins: tuple[dict[str, str], ...] = ()
    failed: dict[str, str] = field(default_factory=dict)


def begin(installation: Installation, bundle: Bundle, *, sample: bool, author: str) -> str:
    """Start an installation; the word to look after it with is returned."""
    word = secrets.token_urlsafe(16)
    path = _path(installation, word)
    start = Progress(bundle.template.key, dict(bundle.template.title), sample)
    _write(path, start)
    job = _Job(installation, bundle, path, start)
    threading.Thread(target=job.run, args=(author,), daemon=True).start()
    return word


def look(installation: Installation, word: str) -> Progress | None:
    """How far it is; None for a word that names none."""
    if not word.replace("-", "").replace("_", "").isalnum() or len(word) > 40:
        return None
    try:
        said: dict[str, Any] = json.loads(_path(installation, word).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return Progress(**{**said, "stages": tuple(said["stages"]), "logins": tuple(said["logins"])})


def forget(installation: Installation, word: str) -> None:
    """The passwords were shown: the file goes."""
    _path(installation, word).unlink(missing_ok=True)


@dataclass(slots=True)
class _Job:
    installation: Installation
    bundle: Bundle
    path: Path
    progress: Progress

    def run(self, author: str) -> None:
        """Install, writing down every stage; whatever goes wrong is written down, too."""
        wish = Wish(self.progress.sample, author, self._tell)
        try:
            done = install(self.installation, self.bundle, wish)
        except Refusal as refusal:
            self._fail({lang: refusal.message(lang) for lang in LANGUAGES})
        except Exception:
            log.exception("install_failed", template=self.bundle.template.key)
            self._fail({lang: sentence("market.broke", lang) for lang in LANGUAGES})
        else:
            logins = tuple(
                {"login": each.login, "name": each.name, "password": each.password or ""}
                for each in done.logins
            )
            self._put(is_done=True, records=done.records, logins=logins)

    def _tell(self, stage: str) -> None:
        self._put(stages=(*self.progress.stages, stage))

    def _fail(self, why: dict[str, str]) -> None:
        self._put(is_done=True, failed=why)

    def _put(self, **changes: Any) -> None:
        self.progress = Progress(**{**asdict(self.progress), **changes})
        _write(self.path, self.progress)


def _path(installation: Installation, word: str) -> Path:
    folder = installation.settings.data_dir / "market"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{word}.json"


def _write(path: Path, progress: Progress) -> None:
    """The whole file or nothing of it."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(progress), file, ensure_ascii=False)
    fresh.replace(path)
