"""`idealab jobs`: what waits, what failed, do it again, let it go."""

import json
from collections.abc import Iterator
from typing import Any

import click
from redis.exceptions import RedisError
from rq.exceptions import InvalidJobOperation, NoSuchJobError
from rq.job import Job
from rq.registry import FailedJobRegistry, StartedJobRegistry
from rq.serializers import JSONSerializer

from idealab.lib.queue import QUEUES, queue

AWAY = (
    "The queue server is away. The site goes on; work waits in the database and is queued again "
    "when the server is back."
)


class _QueueGroup(click.Group):
    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except RedisError as problem:
            raise click.ClickException(AWAY) from problem


@click.group(cls=_QueueGroup, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def jobs(context: click.Context, as_json: bool) -> None:
    """Show what the queues hold; `retry` and `drop` act on failed jobs."""
    if context.invoked_subcommand is not None:
        return
    found = overview()
    click.echo(json.dumps(found) if as_json else _as_text(found))


@jobs.command()
@click.argument("job_id", required=False)
@click.option("--all", "all_of_them", is_flag=True, help="Every failed job.")
def retry(job_id: str | None, all_of_them: bool) -> None:
    """Put a failed job back into its queue."""
    count = 0
    for registry, name in _chosen(job_id, all_of_them=all_of_them):
        try:
            registry.requeue(name)
            count += 1
        except (InvalidJobOperation, NoSuchJobError):
            registry.remove(name)  # it is gone, only its name was left
    click.echo(_told(count, "queued again"))


@jobs.command()
@click.argument("job_id", required=False)
@click.option("--all", "all_of_them", is_flag=True, help="Every failed job.")
def drop(job_id: str | None, all_of_them: bool) -> None:
    """Forget a failed job. If its row still asks for the work, the sweep queues it anew."""
    count = 0
    for registry, name in _chosen(job_id, all_of_them=all_of_them):
        registry.remove(name, delete_job=True)
        count += 1
    click.echo(_told(count, "dropped"))


def overview() -> dict[str, Any]:
    """Waiting and running jobs by queue, and the failed ones with the last line of why."""
    lines = {name: queue(name) for name in QUEUES}
    return {
        "waiting": {name: line.count for name, line in lines.items()},
        "running": {name: StartedJobRegistry(queue=line).count for name, line in lines.items()},
        "failed": [told for line in lines.values() for told in _failed_in(line)],
    }


def _failed_in(line: Any) -> Iterator[dict[str, Any]]:
    names = FailedJobRegistry(queue=line).get_job_ids()
    found = Job.fetch_many(names, connection=line.connection, serializer=JSONSerializer)
    for job in found:
        if job is not None:
            yield {
                "id": job.id,
                "queue": line.name,
                "job": job.func_name,
                "arguments": list(job.args or ()),
                "failed_at": job.ended_at.isoformat() if job.ended_at else None,
                "reason": _last_line(job),
            }


def _last_line(job: Job) -> str:
    outcome = job.latest_result()
    words = (outcome.exc_string if outcome else "") or ""
    return (words.strip().splitlines() or [""])[-1]


def _chosen(job_id: str | None, *, all_of_them: bool) -> Iterator[tuple[FailedJobRegistry, str]]:
    if bool(job_id) == all_of_them:
        raise click.UsageError("Name one job, or say --all.")
    found = [
        (registry, name)
        for registry in (FailedJobRegistry(queue=queue(name)) for name in QUEUES)
        for name in registry.get_job_ids()
        if all_of_them or name == job_id
    ]
    if job_id and not found:
        raise click.ClickException(f"No failed job is named {job_id}.")
    yield from found


def _told(count: int, what: str) -> str:
    return f"{count} {'job' if count == 1 else 'jobs'} {what}."


def _as_text(found: dict[str, Any]) -> str:
    lines = [
        f"{name:10}{found['waiting'][name]:6} waiting{found['running'][name]:6} running"
        for name in QUEUES
    ]
    lines.append(_told(len(found["failed"]), "failed"))
    lines += [
        f"  {job['id']}  {job['job']}{tuple(job['arguments'])}  {job['reason']}"
        for job in found["failed"]
    ]
    return "\n".join(lines)
