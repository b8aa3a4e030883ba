from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, TextAreaField
from wtforms.validators import Optional


class CommentForm(FlaskForm):
    body = TextAreaField()
    parent_id = IntegerField(validators=[Optional()])
    official = BooleanField()
    once = HiddenField()
