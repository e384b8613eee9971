"""What others do comes to the page by itself, in every engine."""

import pytest

from annotations.drafts import Draft
from annotations.services import change_annotation, delete_annotation
from tests.browser.reading import said
from tests.conftest import TEXT
from tests.engines.reading import drag_over, marked, open_document, saved

OTHER = "We were all paid poorly"

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_others_do_is_shown_leaves_the_selection_alone_and_is_not_missed(
    open_page, cast, project, document, doors
):
    page = open_document(open_page(cast.bob), project, document)
    drag_over(page, OTHER)
    page.see("#selection-bar")
    chosen = page.run("() => getSelection().toString()")
    mark = said(doors(cast.erin), document, TEXT, "all paid", "pay")
    saved(page)
    marked(page, "all paid")
    assert chosen == OTHER == page.run("() => getSelection().toString()")
    change_annotation(door=doors(cast.erin), id=mark, draft=Draft(note="By whom?"))
    page.see(".item .remark", "By whom?")
    page.road.cut = True
    delete_annotation(door=doors(cast.erin), id=mark)
    said(doors(cast.erin), document, TEXT, "solidarity", "hope")
    page.see(".notice", "Not live")
    page.road.cut = False
    marked(page, "solidarity")
    page.see(".item", "hope", count=1)
    page.wait("() => !document.querySelector('.notice')")
