"""What the browser tests need from the machine: Chromium and a Chinese font. ``python -m …``.

As root with apt it installs what is missing; otherwise it says in one sentence what to install.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


def chromium() -> str | None:
    """The browser's path: DOUGONG_TEST_CHROMIUM, or the first one found."""
    given = os.environ.get("DOUGONG_TEST_CHROMIUM")
    if given:
        return given
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


def has_chinese_font() -> bool:
    """Whether some font can draw Chinese."""
    if shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=zh", "file"], capture_output=True, check=False)
        return bool(listed.stdout.strip())
    return any(next(folder.rglob("*CJK*"), None) for folder in _FONT_FOLDERS if folder.is_dir())


def missing_packages() -> list[str]:
    """Debian's names of what is missing."""
    wanted = {"chromium": chromium() is not None, "fonts-noto-cjk": has_chinese_font()}
    return [package for package, is_there in wanted.items() if not is_there]


def install(packages: list[str]) -> None:
    """Install Debian packages."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", "update"], check=True, env=env)
    command = ["apt-get", "-qq", "install", "--yes", "--no-install-recommends", *packages]
    subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)


def main() -> int:
    """Install what is missing or say what it is."""
    packages = missing_packages()
    if not packages:
        return 0
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"The browser tests need {' and '.join(packages)} (Debian's names); please install.")
        return 1
    print(f"Installing {' and '.join(packages)} for the browser tests …", flush=True)
    install(packages)
    return 0


if __name__ == "__main__":
    sys.exit(main())
