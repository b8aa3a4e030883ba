"""Who can sign in to the demo. The passwords are made for this installation, and kept in a file
that only its owner reads."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from flask import Flask

CONSONANTS, VOWELS = "bdfghjklmnprstvz", "aeiou"
FILE = "sign-in.txt"
HEADING = "These people can sign in. Their passwords were made for this installation:"


class SignIn(NamedTuple):
    role: str
    name: str
    address: str
    password: str


def fresh_password() -> str:
    """Four words nobody has used before, like “tolu-kani-rame-sipo”: 50 bits of chance."""
    return "-".join(f"{_syllable()}{_syllable()}" for _word in range(4))


def write_sign_ins(instance: Path, people: Iterable[SignIn]) -> None:
    """Keep them where the next start finds them; in one step, so that no half file is read."""
    rows = [tuple(person) for person in people]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    path = instance / FILE
    fresh = path.with_suffix(f".{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    with fresh.open("w", encoding="utf-8") as file:
        file.write("\n".join([HEADING, *(f"  {line}" for line in lines), ""]))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def demo_sign_ins(app: Flask) -> str:
    """What there is to print; nothing if no demo was made here."""
    path: Path = app.config["INSTANCE"] / FILE
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def _syllable() -> str:
    return secrets.choice(CONSONANTS) + secrets.choice(VOWELS)
