import json
from collections import Counter
from functools import cache

import pytest

from idealab.demo.drawing import SKETCHES, document_of
from idealab.sketches.strokes import LARGEST_BYTES, MOST_STROKES, document_from, drawing_from

drawn = cache(document_of)


def test_there_are_many_and_no_two_are_the_same():
    texts = Counter(json.dumps(document["layers"]) for document in map(drawn, SKETCHES))
    papers = {document["paper"] for document in map(drawn, SKETCHES)}

    assert len(texts) == len(SKETCHES) >= 26
    assert len(papers) > 12


@pytest.mark.parametrize("key", SKETCHES)
def test_a_sketch_is_a_drawing_within_the_limits(key: str):
    text = json.dumps(drawn(key), separators=(",", ":"))

    drawing = drawing_from(document_from(text.encode()))

    assert 40 < len(drawing.strokes) < MOST_STROKES
    assert len(text) < LARGEST_BYTES / 2
    assert (drawing.width, drawing.height) == (2400, 1200)


@pytest.mark.parametrize("key", ["seat-turn", "shared-house", "open-lamp"])
def test_the_same_sketch_is_drawn_every_time(key: str):
    assert document_of(key) == drawn(key)
