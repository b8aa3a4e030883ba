"""Every setting: its name, its environment variable (IDEALAB_<NAME>), its default."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

KNOWN_SECRETS = {"dev", "secret", "changeme", "change-me", "password", "idealab"}
DATABASES = ("postgresql+psycopg://", "sqlite://")
QUEUES = ("redis://", "rediss://", "unix://")
LONGEST_SOCKET_PATH = 100  # The kernel allows 107 bytes for the address of a unix socket.


def load(
    overrides: Mapping[str, Any] | None, home: Path, environ: Mapping[str, str] = os.environ
) -> dict[str, Any]:
    """Read all settings; `overrides` (by Flask name) win. Raises SystemExit with a sentence."""
    read = _Reader(environ)
    overrides = dict(overrides or {})
    instance = _folder(overrides.get("INSTANCE") or read.text("INSTANCE", "instance"), home)
    settings: dict[str, Any] = {
        "HOME": home,
        "INSTANCE": instance,
        "HOST": read.text("HOST", "127.0.0.1"),
        "PORT": read.number("PORT", 8000),
        "WORKERS": read.number("WORKERS", 2),
        "TRUSTED_PROXIES": read.number("TRUSTED_PROXIES", 0),
        "PUBLIC_URL": read.text("PUBLIC_URL", "").rstrip("/"),
        "SITE_NAME": read.text("SITE_NAME", "Idealab"),
        "SQLALCHEMY_DATABASE_URI": read.text("DATABASE_URL", f"sqlite:///{instance}/idealab.db"),
        "SQLITE_SYNCHRONOUS": read.choice("SQLITE_SYNCHRONOUS", "FULL", ("FULL", "NORMAL")),
        "REDIS_URL": read.text("REDIS_URL", ""),
        "REDIS_SOCKET": socket_path(instance),
        "STORAGE_URL": read.text("STORAGE_URL", str(home / "uploads")),
        "SMTP_URL": read.text("SMTP_URL", ""),
        "MAIL_FROM": read.text("MAIL_FROM", "Idealab <idealab@localhost>"),
        "MAX_CONTENT_LENGTH": read.number("MAX_UPLOAD_MB", 32) * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "RATE_LIMITS": read.switch("RATE_LIMITS", True),
        "DEMO": read.switch("DEMO", True),
        "LANGUAGES": ("en", "de"),
        "STATIC_BUILD": instance / "static",
        "LOG_LEVEL": read.text("LOG_LEVEL", "INFO").upper(),
        "X_ACCEL": read.text("X_ACCEL", ""),
        "SEMANTIC": read.switch("SEMANTIC", False),
        "REAL_DATA": read.text("REAL_DATA", ""),
        "SECRET_KEY": read.text("SECRET_KEY", ""),
    }
    settings |= overrides
    settings["SQLALCHEMY_DATABASE_URI"] = database_url(settings["SQLALCHEMY_DATABASE_URI"])
    settings["SECRET_KEY"] = settings["SECRET_KEY"] or _own_secret(settings["INSTANCE"])
    settings["REDIS_EMBEDDED"] = not settings["REDIS_URL"]
    settings["REDIS_URL"] = settings["REDIS_URL"] or f"unix://{settings['REDIS_SOCKET']}"
    settings |= _cookies(settings["PUBLIC_URL"])
    return _checked(settings)


def database_url(url: str) -> str:
    """Name the driver we ship: `postgres://` and `postgresql://` mean psycopg 3."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def socket_path(instance: Path) -> Path:
    """Where the embedded queue server listens: in the instance folder, or, if that is too deep
    for the kernel, in a folder of this user's below the temporary one."""
    path = instance / "queue.sock"
    if len(str(path).encode()) <= LONGEST_SOCKET_PATH:
        return path
    name = hashlib.sha256(str(instance).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"idealab-{os.getuid()}-{name}" / "queue.sock"


def dev_mail_is_open(settings: Mapping[str, Any]) -> bool:
    """Kept mail may be read in the browser only on a machine nobody else reaches."""
    local = settings["HOST"] in ("127.0.0.1", "::1", "localhost")
    return local and not settings["SMTP_URL"] and not settings["PUBLIC_URL"]


def _cookies(public_url: str) -> dict[str, Any]:
    secure = public_url.startswith("https://")
    return {
        "SESSION_COOKIE_NAME": "__Host-idealab" if secure else "idealab",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_REFRESH_EACH_REQUEST": False,  # the row of the session ends on its day anyway
        "PERMANENT_SESSION_LIFETIME": 60 * 60 * 24 * 60,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,  # the Origin check of lib.security is stricter
    }


def _own_secret(instance: Path) -> str:
    """A secret made for this installation at its first start and kept beside its database."""
    path = instance / "secret.key"
    if path.exists():
        return path.read_text()
    instance.mkdir(parents=True, exist_ok=True)
    fresh = instance / f"secret.{secrets.token_hex(4)}"
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(48))
    try:
        os.link(fresh, path)  # of two processes that start together, the first one's secret counts
    except FileExistsError:
        return path.read_text()
    finally:
        fresh.unlink()
    return path.read_text()


def _checked(settings: dict[str, Any]) -> dict[str, Any]:
    secret = settings["SECRET_KEY"]
    if secret.lower() in KNOWN_SECRETS or (not settings.get("TESTING") and len(secret) < 16):
        raise SystemExit(
            "IDEALAB_SECRET_KEY is too easy to guess. Use a random text of 32 characters or more."
        )
    _check_addresses(settings)
    if settings["PUBLIC_URL"] and not settings["PUBLIC_URL"].startswith(("http://", "https://")):
        raise SystemExit("IDEALAB_PUBLIC_URL must begin with http:// or https://.")
    if settings["PUBLIC_URL"] and settings.get("DEBUG"):
        raise SystemExit("Debug mode and a public address do not go together.")
    return settings


def _check_addresses(settings: dict[str, Any]) -> None:
    if not 0 < settings["PORT"] < 65_536:
        raise SystemExit("IDEALAB_PORT must be between 1 and 65535.")
    if not settings["SQLALCHEMY_DATABASE_URI"].startswith(DATABASES):
        raise SystemExit(
            "IDEALAB_DATABASE_URL must begin with postgresql:// or sqlite:/// (three strokes)."
        )
    if not settings["REDIS_URL"].startswith(QUEUES):
        raise SystemExit("IDEALAB_REDIS_URL must begin with redis://, rediss:// or unix://.")


def _folder(value: str | Path, home: Path) -> Path:
    path = Path(value).expanduser()
    return path if path.is_absolute() else home / path


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ

    def text(self, name: str, default: str) -> str:
        return self.environ.get(f"IDEALAB_{name}") or default

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdigit():
            raise SystemExit(f"IDEALAB_{name} must be a whole number, not {value!r}.")
        return int(value)

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name, default).upper()
        if value not in allowed:
            raise SystemExit(f"IDEALAB_{name} must be one of {', '.join(allowed)}.")
        return value

    def switch(self, name: str, default: bool) -> bool:
        return self.choice(name, "ON" if default else "OFF", ("ON", "OFF")) == "ON"
