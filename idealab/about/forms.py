from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, TextAreaField

from idealab.lib.languages import lazy


class PageForm(FlaskForm):
    body = TextAreaField(lazy("Text"))
    edition = IntegerField(widget=HiddenField.widget)
