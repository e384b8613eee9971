"""Views that open a door say for each change which right it asks for."""

import pytest

from projects.permissions import Action
from projects.rest.doors import ProjectView


def test_a_view_that_forgets_to_say_which_right_a_change_asks_for_cannot_be_written():
    with pytest.raises(TypeError, match="which right DELETE asks for"):

        class Forgetful(ProjectView):
            def delete(self, request, slug): ...


def test_a_view_that_says_it_can():
    class Careful(ProjectView):
        actions = {"DELETE": Action.MANAGE_PROJECT}

        def delete(self, request, slug): ...
