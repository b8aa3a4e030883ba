import pytest

from idealab.interchange.records import check_record, key_of, references, usable_part
from tests.interchange.packages import IDEA


def codes(kind, record):
    return [finding.code for finding in check_record(kind, record)]


def test_a_record_that_holds_what_it_should_has_no_findings():
    assert codes("ideas", IDEA) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": 7}, "E104"),
        ({"title": None}, "E104"),
        ({"title": "x" * 501}, "E106"),
        ({"status": "lost"}, "E105"),
        ({"id": "two words"}, "E105"),
        ({"id": "line\n"}, "E105"),
        ({"author": "x" * 201}, "E106"),
        ({"created_at": "2026-02-30"}, "E105"),
        ({"created_at": "2026-03-03T18:22:10"}, "E105"),
        ({"created_at": "0001-01-01T00:00:00+14:00"}, "E105"),
        ({"created_at": "٢٠٢٦-03-03"}, "E105"),
        ({"version": 1.5}, "E104"),
        ({"version": True}, "E104"),
        ({"tags": "seats"}, "E104"),
        ({"tags": ["seats", 1]}, "E104"),
        ({"location": {"lat": 50.1}}, "E103"),
        ({"views": 10**30}, "E105"),
        ({"ext": {"Not A Domain": {}}}, "E105"),
    ],
)
def test_a_value_of_another_kind_is_named_and_the_record_skipped(change, code):
    findings = check_record("ideas", IDEA | change, line=4)

    assert [finding.code for finding in findings] == [code]
    assert findings[0].stops
    assert findings[0].line == 4


@pytest.mark.parametrize(
    "told", ["2026-03-03", "2026-03-03T18:22Z", "2026-03-03T18:22:10.123456789+01:00"]
)
def test_a_day_and_an_instant_are_both_times(told):
    assert codes("ideas", IDEA | {"created_at": told}) == []


def test_what_is_required_is_missed():
    assert codes("ideas", {"id": "i1", "campaign": "c1", "status": "published"}) == ["E103"]


def test_a_place_that_is_nowhere_is_dropped_and_the_idea_kept():
    idea = IDEA | {"location": {"lat": 50.7, "lon": 7031}}

    findings = check_record("ideas", idea)

    assert [finding.code for finding in findings] == ["W401"]
    assert usable_part("ideas", idea) == IDEA


def test_unknown_keys_are_a_warning_and_ignored():
    idea = IDEA | {"mood": "sunny", "source": {"system": "x", "id": "1", "shelf": 3}}

    assert codes("ideas", idea) == ["W102", "W102"]
    assert usable_part("ideas", idea) == IDEA | {"source": {"system": "x", "id": "1"}}


def test_an_event_may_come_from_nothing():
    event = {"at": "2026-03-03", "type": "stage_changed", "from": None, "to": "s1"}

    assert codes("events", event) == []


def test_a_vote_without_id_is_told_by_idea_person_and_round():
    assert key_of("votes", {"idea": "i1", "person": "ana", "value": 1}) == ("i1", "ana", "")


def test_references_are_found_in_lists_and_inner_objects_too():
    idea = IDEA | {"coauthors": ["ana", "bruno"], "answer": {"body": "Yes.", "by": "marta"}}

    assert set(references("ideas", idea)) == {
        ("campaign", "campaigns", "c1"),
        ("coauthors", "people", "ana"),
        ("coauthors", "people", "bruno"),
        ("answer.by", "people", "marta"),
    }
