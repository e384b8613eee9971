"""What is typed while the server is out of reach is kept, shown as waiting, and saved later, in every engine."""

import pytest

from annotations.models import Annotation
from tests.engines.reading import drag_over, open_document, ready, saved, tag_selection

QUOTE = "Wage stagnation is not caused by migrant labour"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cut_off(open_page, cast, project, document):
    """Bob's page with a passage that he tagged after the network was gone."""
    page = open_document(open_page(cast.bob), project, document)
    page.road.cut = True
    drag_over(page, QUOTE)
    tag_selection(page, "wages")
    page.see(".item", "Not saved")
    page.see("mark.unsaved")
    return page


def test_what_was_marked_without_a_network_is_saved_when_it_is_back(cut_off):
    assert not Annotation.objects.exists()
    cut_off.road.cut = False
    cut_off.click(".item button", "Retry")
    saved(cut_off)
    assert Annotation.objects.get().labels == ["wages"]


def test_what_was_marked_without_a_network_outlives_the_page(cut_off):
    cut_off.road.cut = False
    cut_off.reload()
    ready(cut_off)
    saved(cut_off)
    assert Annotation.objects.get().quote == QUOTE
