"""The CSV files of the CIMT corpora (citizens' proposals with a place or with labels)."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from idealab.interchange.converting.conversion import (
    Conversion,
    Counts,
    NotConverted,
    conversion,
    identifier_of,
    identifiers_of,
    unreadable_refused,
)
from idealab.interchange.inspecting import Progress, silent

EXTENSION = "de.hhu.cimt"
TITLE_LENGTH = 500
ID_COLUMNS, TEXT_COLUMNS = ("document_id", "id"), ("text", "content")
PLAIN_COLUMNS = {*ID_COLUMNS, *TEXT_COLUMNS, "title", "url", "lat", "lon"}
# What is known of a published corpus and not said in its file.
KNOWN: dict[str, dict[str, Any]] = {
    "dataset_location_CDB.csv": {
        "id": "raddialog-bonn-2017",
        "title": "Bonner Rad-Dialog",
        "slug": "raddialog-bonn-2017",
        "lang": "de",
        "timezone": "Europe/Berlin",
        "opens_at": "2017-09-13",
        "closes_at": "2017-10-18",
        "licence": "CC-BY-4.0",
        "source": {"system": "raddialog.bonn.de", "id": "bonner-rad-dialog"},
    }
}
ATTRIBUTION = (
    "Raddialog der Stadt Bonn 2017, Tobias Escher, Heinrich Heine University Düsseldorf; the"
    " address of each contribution stands with it"
)


def convert(folder: Path, out: Path, *, now: datetime, progress: Progress = silent) -> Counts:
    """Write the package `out` from `folder`. Raises NotConverted or PackageNotWritten."""
    path = _only_table(folder)
    with unreadable_refused():
        table = _Table(path)
    campaign = _campaign(path)
    about = {
        "id": campaign["id"],
        "title": campaign["title"],
        "privacy": "pseudonymous",
        "licence": campaign.get("licence"),
        "attribution": ATTRIBUTION if path.name in KNOWN else None,
    }
    with conversion(out, now=now, progress=progress, **about) as package:
        package.add("campaigns", campaign)
        labels = identifiers_of("label", table.labels)
        for order, (name, identifier) in enumerate(labels.items(), start=1):
            label = {"id": identifier, "campaign": campaign["id"], "name": name, "kind": "label"}
            package.add("categories", label | {"order": order})
        for number, row in table.rows():
            with package.skipping(path.name, number):
                idea = _idea(row, campaign=campaign, labels=labels)
                idea["location"] = _place(row, package, file=path.name, line=number)
                package.add("ideas", idea)
        return package.counts


class _Table:
    """One CSV file: UTF-8 if it is that, else Windows-1252; `;` or `,` by its header."""

    def __init__(self, path: Path):
        self._path = path
        self._encoding = _encoding_of(path)
        with path.open(encoding=self._encoding, newline="") as file:
            self._delimiter = ";" if ";" in file.readline() else ","
        self.labels = self._label_columns()

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        with self._path.open(encoding=self._encoding, newline="") as file:
            reader = csv.DictReader(file, delimiter=self._delimiter)
            for row in reader:
                yield reader.line_num, row

    def _label_columns(self) -> list[str]:
        """The columns that hold only 0 and 1, in their order."""
        left: dict[str, None] | None = None
        for _number, row in self.rows():
            if left is None:
                left = dict.fromkeys(name for name in row if name and name not in PLAIN_COLUMNS)
            for name in [name for name in left if row[name] not in ("0", "1")]:
                del left[name]
        return list(left or {})


def _only_table(folder: Path) -> Path:
    tables = sorted(folder.glob("*.csv"))
    if len(tables) != 1:
        raise NotConverted(f"“{folder.name}” must hold one .csv file; it holds {len(tables)}.")
    return tables[0]


def _encoding_of(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as file:
            while file.read(2**20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _campaign(path: Path) -> dict[str, Any]:
    known = KNOWN.get(path.name) or {
        "id": identifier_of(path.stem),
        "title": path.stem,
        "timezone": "Europe/Berlin",
        "lang": "de",
    }
    return {"visibility": "public", "status": "closed", "voting": {"method": "none"}, **known}


def _idea(
    row: dict[str, str], *, campaign: dict[str, Any], labels: dict[str, str]
) -> dict[str, Any]:
    identifier = next(row[name] for name in ID_COLUMNS if row.get(name))
    text = next((row[name] for name in TEXT_COLUMNS if row.get(name)), "")
    source = {"system": campaign.get("source", {}).get("system", "cimt"), "id": identifier}
    known = {*PLAIN_COLUMNS, *labels}
    rest = {name: row[name] for name in row if name and name not in known and row[name]}
    return {
        "id": identifier,
        "campaign": campaign["id"],
        "title": (row.get("title") or text)[:TITLE_LENGTH],
        "body": text,
        "body_format": "text",
        "lang": campaign.get("lang"),
        "via": "web",
        "status": "published",
        "categories": [labels[name] for name in labels if row[name] == "1"],
        "source": source | ({"url": row["url"]} if row.get("url") else {}),
        "ext": {EXTENSION: rest} if rest else None,
    }


def _place(
    row: dict[str, str], package: Conversion, *, file: str, line: int
) -> dict[str, float] | None:
    """Latitude and longitude, written with a decimal comma; None when they are nowhere."""
    told = row.get("lat"), row.get("lon")
    if not all(told):
        return None
    try:
        lat, lon = (float(str(number).replace(",", ".")) for number in told)
        if abs(lat) <= 90 and abs(lon) <= 180:
            return {"lat": lat, "lon": lon}
    except ValueError:
        pass
    message = f"The place {told[0]} / {told[1]} is nowhere on earth."
    package.report(file, line, "W401", message, "dropped the place, kept the idea")
    return None
