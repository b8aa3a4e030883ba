"""Small packages made by hand, whole ones and broken ones."""

import json
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

CAMPAIGN = {"id": "c1", "title": "City car 2030"}
IDEA = {"id": "i1", "campaign": "c1", "title": "Seats that turn", "status": "published"}
ANA, BRUNO = {"id": "ana"}, {"id": "bruno"}


def manifest_of(files: dict[str, bytes], /, **changes: Any) -> dict[str, Any]:
    listed = [
        {"path": name, "sha256": sha256(raw).hexdigest(), "bytes": len(raw)}
        for name, raw in files.items()
    ]
    return {
        "oicx": "1.0",
        "id": "small",
        "created_at": "2026-05-01T08:00:00Z",
        "generator": {"name": "by hand"},
        "privacy": "pseudonymous",
        "files": listed,
        **changes,
    }


def lines(*records: Any) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def files_with(**kinds: Any) -> dict[str, bytes]:
    """The files of a package of one campaign and one idea, with these kinds set or added:
    a list of records, or the raw bytes of the file."""
    content = {"campaigns": [CAMPAIGN], "people": [ANA, BRUNO], "ideas": [IDEA], **kinds}
    return {
        f"{kind}.jsonl": records if isinstance(records, bytes) else lines(*records)
        for kind, records in content.items()
    }


def folder_with(folder: Path, files: dict[str, bytes], /, **changes: Any) -> Path:
    for name, raw in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
    (folder / "manifest.json").write_text(json.dumps(manifest_of(files, **changes)))
    return folder


def zip_with(path: Path, files: dict[str, bytes], /, **changes: Any) -> Path:
    manifest = json.dumps(manifest_of(files, **changes))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("manifest.json", manifest)
        for name, raw in files.items():
            packed.writestr(name, raw)
    return path
