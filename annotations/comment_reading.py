"""What the reading page knows of the comments on a document, in one query."""

from typing import Any

from annotations.models import Comment
from documents.models import Document
from projects.guards import Door
from projects.permissions import Action


def talk_of(door: Door, document: Document) -> dict[str, Any]:
    """What the page knows of the comments: whether the reader sees and may write some, and by annotation what is new.

    `threads` has how many threads are open, how many comments are unread, and how many of those mention the reader.
    """
    if not door.may(Action.SEE_COMMENTS):
        return {"see": False, "write": False, "threads": {}}
    here = Comment.objects.filter(annotation__document=document.id, annotation__version=document.number)
    found = here.discussions(door)
    threads = {str(one.annotation): (one.open, one.unread, one.mentions) for one in found}
    return {"see": True, "write": door.may(Action.COMMENT), "threads": threads}


def give_talk(annotations: list[dict[str, Any]], talk: dict[str, Any]) -> None:
    """Say in each annotation how many comments the reader has not read; nothing of comments to who may not see them."""
    for annotation in annotations:
        _, annotation["unread"], _ = talk["threads"].get(str(annotation["id"]), (0, 0, 0))
        annotation["comments"] = annotation["comments"] if talk["see"] else 0
