"""What reading a package found, one sentence a finding.

E1xx syntax and shape, E2xx references, E3xx media, E4xx limits, W1xx things that are ignored,
W2xx totals, W3xx times, W4xx values dropped, W5xx text changed, I9xx information. A report is
written in English and carries the code, so that other programs can read it too.
"""

import json
from dataclasses import asdict, dataclass

from idealab.lib.errors import Refused

SEVERITIES = {"E": "error", "W": "warning", "I": "information"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a report: where, what, and what was done about it."""

    file: str
    line: int
    code: str
    message: str
    action: str

    @property
    def severity(self) -> str:
        return SEVERITIES[self.code[0]]

    @property
    def stops(self) -> bool:
        """Is the record lost because of it?"""
        return self.code[0] == "E"

    def as_json(self) -> str:
        return json.dumps(asdict(self) | {"severity": self.severity}, ensure_ascii=False)

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{self.code} {place}: {self.message}"


class PackageRefused(Refused):
    """The package as a whole cannot be read; `finding` says why."""

    status = 422

    def __init__(self, finding: Finding):
        super().__init__(str(finding))
        self.finding = finding


def refusal(file: str, code: str, message: str) -> PackageRefused:
    return PackageRefused(Finding(file, 0, code, message, "refused the package"))
