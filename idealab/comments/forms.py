from flask_wtf import FlaskForm
from wtforms import BooleanField, FloatField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import Optional


class CommentForm(FlaskForm):
    body = TextAreaField()
    parent_id = IntegerField(validators=[Optional()])
    official = BooleanField()
    once = HiddenField()


class PinForm(FlaskForm):
    """A comment with a place on a picture: a point, or one of nine fields."""

    body = TextAreaField()
    sketch_id = IntegerField(validators=[Optional()])
    x = FloatField(validators=[Optional()])
    y = FloatField(validators=[Optional()])
    place = StringField()
    opening = StringField()
    once = HiddenField()
