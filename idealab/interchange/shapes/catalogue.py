"""All shapes, by the kind of record. Pictures have none: they go through the pipeline."""

from collections.abc import Mapping

from idealab.interchange.shapes.campaigns import CAMPAIGNS, CATEGORIES, CRITERIA, FIELDS, STAGES
from idealab.interchange.shapes.ideas import IDEA_LINKS, IDEA_VERSIONS, IDEAS
from idealab.interchange.shapes.people import FOLLOWS, PEOPLE, RATINGS, VOTE_TOTALS, VOTES
from idealab.interchange.shapes.shape import Shape
from idealab.interchange.shapes.talk import COMMENTS, EVENTS, REACTIONS

SHAPES: Mapping[str, Shape] = {
    shape.kind: shape
    for shape in (
        *(CAMPAIGNS, STAGES, CATEGORIES, FIELDS, CRITERIA, PEOPLE, IDEAS, IDEA_VERSIONS),
        *(IDEA_LINKS, VOTES, VOTE_TOTALS, COMMENTS, REACTIONS, RATINGS, FOLLOWS, EVENTS),
    )
}
