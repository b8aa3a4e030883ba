from click.testing import CliRunner

from idealab.demo.cli import demo_command
from tests import make


def test_the_command_loads_the_demo_and_tells_who_can_sign_in(house):
    told_again = CliRunner().invoke(demo_command, ["--sign-ins"], obj=house.app)

    assert "viktor@idealab.example" in told_again.output
    assert told_again.output in house.said


def test_the_command_leaves_an_installation_in_use_alone(app):
    make.campaign()

    said = CliRunner().invoke(demo_command, [], obj=app)

    assert said.exit_code == 1
    assert "There are campaigns already" in said.output


def test_without_a_demo_there_is_nobody_to_tell_of(app):
    assert "No demo was made" in CliRunner().invoke(demo_command, ["--sign-ins"], obj=app).output
