import random
from unicodedata import normalize

from idealab.interchange.canonical import SortedLines, canonical_hash, canonical_line
from tests.interchange.packages import IDEA

VOTES = [{"idea": f"i{n % 7}", "person": f"p{n}", "value": 1} for n in range(100)]


def test_a_canonical_line_is_sorted_composed_and_without_what_is_unknown():
    idea = {"title": normalize("NFD", "Türe"), "mood": "sunny", "id": "i1"}

    assert canonical_line("ideas", idea) == '{"id":"i1","title":"Türe"}'


def test_the_order_of_the_lines_does_not_matter():
    shuffled = random.Random(1).sample(VOTES, len(VOTES))

    assert canonical_hash("votes", shuffled) == canonical_hash("votes", VOTES)


def test_one_changed_value_changes_the_hash():
    changed = [*VOTES[:-1], VOTES[-1] | {"value": -1}]

    assert canonical_hash("votes", changed) != canonical_hash("votes", VOTES)


def test_votes_given_again_all_count_in_the_hash():
    again = [*VOTES, VOTES[0] | {"value": -1}]

    assert canonical_hash("votes", again) == canonical_hash("votes", list(reversed(again)))
    assert canonical_hash("votes", again) != canonical_hash("votes", VOTES)


def test_sorting_in_runs_gives_the_order_of_the_keys():
    keys = [(f"i{n % 3}", f"p{n}") for n in range(50)] + [("i", "zz"), ("i1", "")]
    with SortedLines(run_length=7) as sorting:
        for key in random.Random(2).sample(keys, len(keys)):
            sorting.add(key, "/".join(key))

        found = list(sorting)

    assert found == ["/".join(key) for key in sorted(keys)]


def test_a_cleaned_picture_is_compared_without_its_file():
    attachment = {"id": "a1", "target_type": "idea", "target": "i1", "kind": "photo"}
    raw = attachment | {"bytes": 10, "width": 3}
    cleaned = attachment | {"bytes": 7, "width": 2}

    hashes = {canonical_hash("attachments", [a], without_files=True) for a in (raw, cleaned)}

    assert len(hashes) == 1


def test_a_canonical_line_keeps_what_an_extension_says():
    idea = IDEA | {"ext": {"org.example": {"b": 1, "a": None}}}

    assert '"ext":{"org.example":{"a":null,"b":1}}' in canonical_line("ideas", idea)
