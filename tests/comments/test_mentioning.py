"""Names in comments lead to people who take part, and to nobody else."""

import pytest

from idealab.accounts.settling import describe
from idealab.comments.commenting import add_comment
from idealab.comments.mentioning import forget_mentions, people_to_name
from idealab.comments.models import CommentKind, CommentStatus, Mention
from idealab.lib.clock import now
from idealab.lib.db import db
from tests import make, people


@pytest.fixture
def idea(ana):
    return make.idea(ana)


def say(idea, by, text, **more):
    comment = add_comment(idea, text, by=by, now=now(), **more)
    db.session.commit()
    return comment


def test_a_name_leads_to_the_person_it_means(idea, ana, bruno):
    comment = say(idea, bruno, "Thank you, @Ana, that helps. Write to ana@example.org.")

    assert (
        f'<a href="/people/{ana.id}" rel="nofollow ugc noopener">@Ana</a>, that'
        in comment.body_html
    )
    assert comment.body_html.count("/people/") == 1
    assert db.session.query(Mention).one().user_id == ana.id


def test_the_longest_name_is_meant(idea, ana, bruno):
    longer = people.participant("Ana de la Cruz")
    make.comment(idea, longer)

    comment = say(idea, bruno, "@Ana de la Cruz knows, @Ana asks.")

    assert (
        f'/people/{longer.id}" rel="nofollow ugc noopener">@Ana de la Cruz</a>' in comment.body_html
    )
    assert f'/people/{ana.id}" rel="nofollow ugc noopener">@Ana</a>' in comment.body_html


def test_nobody_is_named_who_does_not_take_part(idea, bruno):
    people.participant("Nova")

    assert "<a" not in say(idea, bruno, "Ask @Nova or @Nobody.").body_html


def test_of_two_with_one_name_the_chosen_one_is_meant_and_never_one_by_chance(idea, bruno):
    first, second = people.participant("Kim"), people.participant("Kim")
    make.comment(idea, first)
    make.comment(idea, second)

    assert "<a" not in say(idea, bruno, "@Kim?").body_html
    assert f"/people/{second.id}" in say(idea, bruno, "@Kim?", chosen=[second.id]).body_html


def test_a_name_in_code_or_in_a_link_stays_what_it_is(idea, bruno):
    comment = say(idea, bruno, "`@Ana` and [@Ana](https://example.org)")

    assert "/people/" not in comment.body_html


def test_a_person_renamed_stays_linked_by_the_new_name(idea, ana, bruno):
    comment = say(idea, bruno, "Ask @Ana.")

    describe(ana, name="Anabela", home="", about="", language="en")
    db.session.commit()

    assert (
        f'<a href="/people/{ana.id}" rel="nofollow ugc noopener">@Anabela</a>' in comment.body_html
    )


def test_words_about_somebody_who_left_stay_and_lead_nowhere(idea, ana, bruno):
    comment = say(idea, bruno, "Ask @Ana and @Bruno, who spoke.")
    comment = say(idea, bruno, "Ask @Ana and @Bruno, who spoke.")

    forget_mentions(ana)

    assert "@Ana and <a" in comment.body_html


def test_a_name_is_text_and_no_markup(idea, bruno):
    odd = people.participant("<b>*x*")
    make.comment(idea, odd)

    comment = say(idea, bruno, "Hello @<b>*x*", chosen=[odd.id])

    assert "<b>" not in comment.body_html


def test_those_who_speak_here_are_offered_first(idea, ana, bruno):
    elsewhere = people.participant("Anton")
    make.idea(elsewhere, campaign_=idea.campaign)
    people.participant("Anja")  # takes no part

    assert [person.name for person in people_to_name(idea, "an")] == ["Ana", "Anton"]
    assert [person.name for person in people_to_name(idea, "")] == ["Ana"]


def test_co_authors_take_part_too(idea, ana):
    make.coauthor(idea, people.participant("Carla"))
    elsewhere = people.participant("Cesar")
    make.coauthor(make.idea(ana, campaign_=idea.campaign), elsewhere)

    assert [person.name for person in people_to_name(idea, "")] == ["Ana", "Carla"]
    assert [person.name for person in people_to_name(idea, "c")] == ["Carla", "Cesar"]


@pytest.mark.parametrize(
    "unseen", [{"kind": CommentKind.INTERNAL_NOTE}, {"status": CommentStatus.HIDDEN}]
)
def test_what_nobody_may_read_makes_nobody_take_part(idea, bruno, unseen):
    comment = make.comment(idea, bruno)
    for name, value in unseen.items():
        setattr(comment, name, value)
    db.session.commit()

    assert people_to_name(idea, "Bruno") == []


def test_the_second_word_of_a_name_is_found_too_and_signs_are_letters(idea):
    make.comment(idea, people.participant("Maria Özgür"))
    make.comment(idea, people.participant("100%_sure"))

    assert [person.name for person in people_to_name(idea, "öz")] == ["Maria Özgür"]
    assert people_to_name(idea, "_") == []


def test_names_are_told_to_those_who_see_the_idea(client_for, visitor, idea, bruno):
    address = f"/ideas/{idea.id}/people?q=a"

    assert client_for(bruno).get(address).json["people"][0]["name"] == "Ana"
    assert visitor.get(address).status_code == 303
    assert client_for(bruno).get("/ideas/999/people").status_code == 404
