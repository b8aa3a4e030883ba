"""`idealab stats`: what a campaign amounts to."""

import json
from collections.abc import Iterator

import click

from idealab.insights.queries import Figures, figures_of
from idealab.interchange.finding_campaigns import find_campaigns
from idealab.lib.db import reading


@click.command()
@click.argument("campaign", required=False)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def stats(campaign: str | None, as_json: bool) -> None:
    """Count ideas, people, votes, comments, ratings and pictures.

    CAMPAIGN is its name in the address, or the id it was imported under; without it, all
    campaigns are counted together."""
    with reading():
        ids = [one.id for one in find_campaigns(campaign).campaigns] if campaign else None
        figures = figures_of(ids)
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(figures)))


def _lines(figures: Figures) -> Iterator[str]:
    ideas, votes, comments = figures["ideas"], figures["votes"], figures["comments"]
    yield f"{'ideas':12}{ideas['total']:10,}  {_told(ideas['by_status'])}"
    if ideas["by_stage"]:
        yield f"{'by stage':12}{'':10}  {_told(ideas['by_stage'])}"
    yield f"{'people':12}{figures['people']:10,}"
    yield f"{'votes':12}{votes['rows']:10,}  and {votes['imported']:,} that no person stands behind"
    by_kind = {kind: count for kind, count in comments["by_kind"].items() if count}
    yield f"{'comments':12}{comments['total']:10,}  {comments['roots']:,} threads; {_told(by_kind)}"
    yield f"{'ratings':12}{figures['ratings']:10,}"
    yield f"{'pictures':12}{sum(figures['media'].values()):10,}  {_told(figures['media'])}"
    if figures["top10"]:
        yield "most supported"
    for idea in figures["top10"]:
        yield f"{'':12}{idea['votes']:10,}  {idea['title']} ({idea['id']})"


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


COMMANDS = (stats,)
