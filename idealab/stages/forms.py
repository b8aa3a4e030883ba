from flask_wtf import FlaskForm
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Optional


class MoveForm(FlaskForm):
    stage_id = IntegerField(validators=[InputRequired()])
    from_id = IntegerField(validators=[Optional()])
    reason = TextAreaField()
