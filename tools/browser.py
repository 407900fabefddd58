"""Finds a Chromium and Chinese fonts; as root on Debian, installs what is missing."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path() -> str | None:
    found = (path for name in NAMES if (path := shutil.which(name)))
    return os.environ.get("CHROMIUM") or next(found, None)


def has_chinese_fonts() -> bool:
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=True)
    return bool(listed.stdout)


def ensure() -> None:
    """Install what is missing, or stop and say what to install."""
    missing = [] if chromium_path() else ["chromium"]
    missing += [] if has_chinese_fonts() else ["fonts-noto-cjk", "fontconfig"]
    if missing and (os.geteuid() != 0 or not shutil.which("apt-get")):
        sys.exit(f"浏览器测试缺少 {'、'.join(missing)}，请先安装，或设 CHROMIUM=路径。")
    if missing:
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        for command in (["apt-get", "update", "-qq"], [*install, *missing]):
            subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)
    print(f"Chromium: {chromium_path()}")


if __name__ == "__main__":
    ensure()
