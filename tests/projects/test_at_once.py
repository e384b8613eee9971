"""What many people do with projects at the same time."""

import pytest

from projects.services import create_project
from tests.annotations.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_projects_of_one_name_that_are_started_at_once_all_begin(cast):
    slugs = at_once(6, lambda n: create_project(user=cast.bob, name="Debates").slug)
    assert sorted(slugs) == ["debates", *(f"debates-{n}" for n in range(2, 7))]
