"""Following an idea, and handing its link on."""

from idealab.ideas.models import Follow, IdeaStatus
from idealab.ideas.sharing import share_of
from idealab.lib.db import db
from idealab.voting.queries import bonds_of
from tests import make


def test_a_follow_is_there_once_and_can_be_ended(client_for, ana, bruno):
    idea = make.idea(ana)
    browser, address = client_for(bruno), f"/ideas/{idea.id}/follow"

    for _ in range(2):
        answer = browser.post(address, data={"wanted": "y"}, headers={"Accept": "application/json"})
    page = browser.get(f"/ideas/{idea.id}").text

    assert answer.json == {"following": True}
    assert db.session.query(Follow).filter_by(user_id=bruno.id).count() == 1
    assert '<span data-follow-label data-on="Following" data-off="Follow">Following<' in page
    browser.post(address, data={"wanted": ""})
    assert bonds_of(bruno, [idea.id]).followed == set()


def test_each_reader_sees_their_own_follow(client_for, ana, bruno, marta):
    idea = make.idea(ana)
    pressed = '<button class="btn" name="wanted" value="" aria-pressed="true">'
    client_for(bruno).post(f"/ideas/{idea.id}/follow", data={"wanted": "y"})

    assert pressed in client_for(bruno).get(f"/ideas/{idea.id}").text
    assert pressed not in client_for(marta).get(f"/ideas/{idea.id}").text


def test_an_idea_one_may_not_see_is_not_followed(client_for, visitor, ana, bruno):
    idea = make.idea(ana, status=IdeaStatus.HIDDEN)

    assert client_for(bruno).post(f"/ideas/{idea.id}/follow").status_code == 404
    assert visitor.post(f"/ideas/{idea.id}/follow").status_code == 303


def test_what_not_everybody_may_see_has_no_link_to_share(app, visitor, ana):
    idea = make.idea(ana, title="Doors & windows + more")

    share = share_of(idea)

    assert share.address.endswith(f"/ideas/{idea.id}")
    assert share.mail.startswith("mailto:?subject=Doors%20%26%20windows%20%2B%20more&body=")
    idea.status = IdeaStatus.HIDDEN
    assert share_of(idea) is None
