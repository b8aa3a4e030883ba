from collections import Counter, defaultdict
from statistics import mean

import pytest

from idealab.interchange.converting.catalogue import CONVERTERS
from idealab.interchange.converting.conversion import NotConverted
from tests.interchange.converting.conftest import NOW

HEAD = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/terms/" xmlns:gi="http://purl.org/gi2mo/ns#"
 xmlns:inov="http://purl.org/innovonto/types/#"
 xmlns:oid="http://purl.org/innovonto/legacy/types#">"""
USERS = HEAD + '<inov:Ideator rdf:about="http://x/users/ana"/></rdf:RDF>'
IDEAS = (
    HEAD
    + """
<gi:Idea rdf:about="http://x/ideas/new">
 <dc:title>Warm floor</dc:title><gi:content>Heat it.</gi:content>
 <dc:created>2018-05-31T17:43Z</dc:created>
 <dc:creator rdf:resource="http://x/users/ana"/>
 <gi:hasContributor rdf:resource="http://x/users/bruno"/>
 <oid:status><oid:IdeaStatus rdf:about="http://x/status/COMPLETE"/></oid:status>
 <gi:hasCategory rdf:resource="http://x/category/Parks+%26+Forest"/>
 <gi:hasCategory rdf:resource="http://x/category/Parks+Forest"/>
 <gi:hasReview><gi:MinMaxRating>
  <gi:ratingValue>4</gi:ratingValue><gi:minRatingValue>1</gi:minRatingValue>
  <gi:maxRatingValue>5</gi:maxRatingValue><dc:description>Novelty</dc:description>
  <gi:hasCreator rdf:resource="http://x/users/ana"/>
 </gi:MinMaxRating></gi:hasReview>
 <gi:hasReview><gi:TextualReview>
  <gi:content>Nice.</gi:content><gi:hasCreator rdf:resource="http://x/users/ana"/>
  <dc:description>What do you like?</dc:description>
 </gi:TextualReview></gi:hasReview>
 <inov:hasTextualRefinement rdf:parseType="Resource">
  <gi:content>Cold feet</gi:content><dc:description>Which problem?</dc:description>
 </inov:hasTextualRefinement>
 <inov:inspiredBy><gi:Idea rdf:about="http://x/ideas/old">
  <dc:title>Floor</dc:title><gi:content>A floor.</gi:content>
  <oid:status rdf:resource="http://x/status/ARCHIVED"/>
 </gi:Idea></inov:inspiredBy>
</gi:Idea></rdf:RDF>"""
)
WORKSHOP = (
    HEAD
    + """<gi:Idea rdf:about="http://x/ideas/option"><inov:inspiredBy>
 <gi:Idea rdf:about="http://x/ideas/new"><oid:filteredInGroupPhase>true</oid:filteredInGroupPhase>
 </gi:Idea></inov:inspiredBy></gi:Idea></rdf:RDF>"""
)
BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&b;</rdf:RDF>"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "floor-ideas.xml").write_text(IDEAS)
    (tmp_path / "floor-users.xml").write_text(USERS)
    (tmp_path / "floor-group-phase-data.xml").write_text(WORKSHOP)
    return tmp_path


def test_nested_ideas_are_ideas_and_linked(folder, converted):
    found = converted("innovonto", folder)

    assert [idea["id"] for idea in found.ideas] == ["new", "old"]
    assert [idea["stage"] for idea in found.ideas] == ["COMPLETE", "ARCHIVED"]
    assert found.idea_links == [{"from": "new", "to": "old", "type": "builds_on"}]


def test_an_idea_keeps_all_that_is_said_of_it(folder, converted):
    found = converted("innovonto", folder)

    idea = found.ideas[0]
    assert idea["created_at"] == "2018-05-31T17:43:00Z"
    assert idea["author"] == "ana"
    assert idea["coauthors"] == ["bruno"]
    assert idea["fields"] == {"field:Which-problem": "Cold feet"}
    assert idea["ext"] == {"org.innovonto": {"filtered_in_group_phase": "true"}}
    assert [tag["name"] for tag in found.categories] == ["Parks & Forest", "Parks Forest"]
    assert idea["categories"] == ["tag:Parks-Forest", "tag:Parks-Forest.2"]


def test_ratings_and_reviews_come_by_person(folder, converted):
    found = converted("innovonto", folder)

    (criterion,) = found.criteria
    assert (criterion["label"], criterion["min"], criterion["max"]) == ("Novelty", 1, 5)
    assert found.ratings == [
        {"idea": "new", "person": "ana", "criterion": criterion["id"], "value": 4}
    ]
    (review,) = found.comments
    assert (review["kind"], review["author"], review["body"]) == ("review", "ana", "Nice.")
    assert review["ext"] == {"org.innovonto": {"question": "What do you like?"}}


def test_a_person_who_is_no_user_gets_a_placeholder_and_what_is_left_out_is_told(folder, converted):
    found = converted("innovonto", folder)

    assert [person["id"] for person in found.people] == ["ana", "bruno"]
    assert [finding.code for finding in found.findings] == ["I902", "I903"]


def test_a_rating_without_a_scale_is_reported(folder, converted):
    (folder / "floor-ideas.xml").write_text(
        IDEAS.replace("<gi:minRatingValue>1</gi:minRatingValue>", "")
    )

    found = converted("innovonto", folder)

    assert not hasattr(found, "ratings")
    assert [comment["body"] for comment in found.comments] == ["Nice."]
    assert "E104" in [finding.code for finding in found.findings]


@pytest.mark.parametrize("text", [BOMB, "<a>", "<a><b></a>", "", "no xml"])
def test_a_file_that_is_no_xml_or_declares_entities_is_refused_with_a_sentence(tmp_path, text):
    (tmp_path / "floor-ideas.xml").write_text(text)

    with pytest.raises(NotConverted, match="XML"):
        CONVERTERS["innovonto"](tmp_path, tmp_path / "out", now=NOW)

    assert not (tmp_path / "out").exists()


def test_the_coatings_campaign_comes_over_whole(real_data, converted, expected):
    name = "innovonto-i2m-tco-2018"
    known = expected(name)

    found = converted("innovonto", real_data / name)

    labels = {criterion["id"]: criterion["label"] for criterion in found.criteria}
    values = defaultdict(list)
    for rating in found.ratings:
        values[labels[rating["criterion"]]].append(rating["value"])
    assert len(found.ideas) == known["ideas"]
    assert Counter(idea["stage"] for idea in found.ideas) == known["status"]
    assert len(found.ratings) == known["ratings"]
    assert {label: len(given) for label, given in values.items()} == {
        label: told["n"] for label, told in known["criteria"].items()
    }
    for label, told in known["criteria"].items():
        assert round(mean(values[label]), 4) == told["mean"]
    assert Counter(comment["kind"] for comment in found.comments) == {
        "review": known["textual_reviews"]
    }
    answers = sum(len(idea.get("fields", {})) for idea in found.ideas)
    assert answers == known["textual_refinements"]
    assert len(found.idea_links) == known["inspired_by_links"]
    assert len([one for one in found.people if "roles" in one]) == known["users"]
    assert Counter(finding.code for finding in found.findings) == {"I902": 4, "I903": 26}
