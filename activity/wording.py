"""What became of people, documents, tags and the rest, as the end of a sentence that begins with a name. Pure.

What became of annotations is told by `annotations.telling`.
"""

from collections.abc import Callable, Mapping, Sequence

from activity.things import Happened, Names, Piece, Thing, person
from annotations.margin import shortened

_SHORT = 120
Telling = Callable[[Happened, Names], Sequence[Piece]]


def _a(role: str | None) -> str:
    return f"{'an' if role and role[0] in 'aeo' else 'a'} {role}"


# --- tags ------------------------------------------------------------------------------------------------------------


def _tag(event: Happened, names: Names) -> Thing:
    return names.tag_then(event.object, event.said.get("name", "a tag"))


def _of_tag(before: str, after: str = "") -> Telling:
    return lambda event, names: [before, _tag(event, names), after]


def _changed_tag(event: Happened, names: Names) -> Sequence[Piece]:
    was, now, tag = event.before or {}, event.said, _tag(event, names)
    changed = {name for name in now if now[name] != was.get(name)} - {"revision", "slug"}
    if "name" in changed:
        return [f"renamed the tag “{was.get('name')}” to ", tag]
    if changed == {"retired"}:
        return ["retired the tag ", tag] if now["retired"] else ["took the tag ", tag, " up again"]
    if changed and changed <= {"parent", "position"}:
        if now["parent"] and "parent" in changed:
            return ["moved the tag ", tag, " below ", names.tag(now["parent"])]
        return ["moved the tag ", tag]
    return ["changed the tag ", tag]


def _merged_tag(event: Happened, names: Names) -> Sequence[Piece]:
    into = (event.after or {}).get("into", "")
    return [f"merged the tag “{(event.before or {}).get('name')}” into ", names.tag(into)]


# --- actors ----------------------------------------------------------------------------------------------------------


def _of_actor(before: str, after: str = "") -> Telling:
    return lambda event, names: [before, names.actor(event.object, event.said.get("name", "somebody")), after]


def _changed_actor(event: Happened, names: Names) -> Sequence[Piece]:
    was, now = event.before or {}, event.said
    actor = names.actor(event.object, now.get("name", "somebody"))
    if was.get("name") != now.get("name"):
        return [f"renamed the actor “{was.get('name')}” to ", actor]
    return ["changed the actor ", actor]


def _merged_actor(event: Happened, names: Names) -> Sequence[Piece]:
    into = event.after or {}
    return [
        f"merged “{(event.before or {}).get('name')}” into ",
        names.actor(into.get("into"), into.get("name", "somebody")),
    ]


def _affiliated(before: str) -> Telling:
    def tell(event: Happened, names: Names) -> Sequence[Piece]:
        said = event.said
        role = f", as {said['role']}" if said.get("role") else ""
        return [before, names.actor(said.get("person")), " belongs to ", names.actor(said.get("organisation")), role]

    return tell


# --- documents and who codes them ------------------------------------------------------------------------------------


def _of_document(before: str, after: str = "") -> Telling:
    def tell(event: Happened, names: Names) -> Sequence[Piece]:
        return [before, names.document(event.object, event.said.get("title", "a document")), after]

    return tell


def _corrected(event: Happened, names: Names) -> Sequence[Piece]:
    version = event.said.get("version")
    return _of_document("corrected the text of ", f": it is now version {version}")(event, names)


def _in_document(before: str, after: str = "") -> Telling:
    return lambda event, names: [before, names.document(event.said.get("document")), after]


def _given(event: Happened, names: Names) -> Sequence[Piece]:
    document, to = names.document(event.said.get("document")), event.said.get("user")
    return ["took ", document, " to code"] if to == event.user else ["gave ", document, " to ", person(to), " to code"]


def _taken_back(event: Happened, names: Names) -> Sequence[Piece]:
    return ["took ", names.document(event.said.get("document")), " back from ", person(event.said.get("user"))]


def _decided(begin: str) -> Telling:
    verdicts = {
        "accept": "accept what coders say of",
        "edit": "edit what coders say of",
        "reject": "let nothing stand at",
    }

    def tell(event: Happened, names: Names) -> Sequence[Piece]:
        said = event.said
        verdict = verdicts.get(said.get("verdict", ""), "decide about")
        passage = f"“{shortened(said['quote'], _SHORT)}”" if said.get("quote") else "a passage"
        where = names.passage(passage, said.get("annotation") or "", said.get("document", ""))
        return [f"{begin}{verdict} ", where, " in ", names.document(said.get("document"))]

    return tell


def _wanted(event: Happened, names: Names) -> Sequence[Piece]:
    number, document = event.said.get("coders"), event.said.get("document")
    what: list[Piece] = [names.document(document)] if document else ["each document"]
    if number is None:
        return ["no longer says how many coders ", *what, " is to have"]
    return [f"said that {number} coder{'s' if number != 1 else ''} shall code ", *what]


# --- the project and its people --------------------------------------------------------------------------------------


def _words(words: str) -> Telling:
    return lambda event, names: [words]


def _came_in(event: Happened, names: Names) -> Sequence[Piece]:
    said = event.said
    if said.get("user") == event.user:
        how = " by an invitation" if said.get("invitation") else ""
        return [f"came in{how}, as {_a(said.get('role'))}"]
    return ["took ", person(said.get("user")), f" in, as {_a(said.get('role'))}"]


def _new_role(event: Happened, names: Names) -> Sequence[Piece]:
    return ["made ", person(event.said.get("user")), f" {_a(event.said.get('role'))}"]


def _shown_out(event: Happened, names: Names) -> Sequence[Piece]:
    return ["took ", person(event.said.get("user")), " out of the project"]


def _changed_project(event: Happened, names: Names) -> Sequence[Piece]:
    was, now = event.before or {}, event.said
    changed = {name for name in ("name", "description", "public", "presence") if was.get(name) != now.get(name)}
    if changed == {"name"}:
        return [f"renamed the project to “{now['name']}”"]
    if changed == {"public"}:
        return ["made the project public" if now["public"] else "made the project private"]
    if changed == {"presence"}:
        return [f"turned presence {'on' if now['presence'] else 'off'}: whether members see who else is here"]
    return ["changed what is said of the project"]


def _handed_over(event: Happened, names: Names) -> Sequence[Piece]:
    return ["handed the project over to ", person((event.said.get("to") or {}).get("user"))]


def _invited(event: Happened, names: Names) -> Sequence[Piece]:
    return [f"made an invitation for {_a(event.said.get('role'))}"]


def _answered(event: Happened, names: Names) -> Sequence[Piece]:
    accepted = event.said.get("state") == "accepted"
    return ["accepted" if accepted else "declined", " that ", person(event.said.get("user")), " joins"]


WORDS: Mapping[str, Telling] = {
    "tag.created": _of_tag("added the tag ", " to the codebook"),
    "tag.changed": _changed_tag,
    "tag.merged": _merged_tag,
    "tag.deleted": _of_tag("deleted the tag "),
    "tag.restored": _of_tag("brought the tag ", " back"),
    "actor.created": _of_actor("added ", " to the actors"),
    "actor.changed": _changed_actor,
    "actor.merged": _merged_actor,
    "actor.deleted": _of_actor("deleted the actor "),
    "actor.restored": _of_actor("brought the actor ", " back"),
    "affiliation.created": _affiliated("said that "),
    "affiliation.changed": _affiliated("corrected how "),
    "affiliation.deleted": _affiliated("took back that "),
    "document.imported": _of_document("imported "),
    "document.changed": _of_document("changed the details of "),
    "document.corrected": _corrected,
    "document.deleted": _of_document("deleted "),
    "document.restored": _of_document("brought ", " back"),
    "document.closed": _of_document("closed ", ": each codes it independently"),
    "document.opened": _of_document("opened ", ": all see each other’s work there"),
    "assignment.created": _given,
    "assignment.removed": _taken_back,
    "assignment.finished": _in_document("is done with "),
    "assignment.resumed": _in_document("took ", " up again"),
    "coders.wanted": _wanted,
    "decision.made": _decided("decided to "),
    "decision.changed": _decided("changed a decision: to "),
    "decision.removed": _decided("took back the decision to "),
    "project.created": _words("started the project"),
    "project.changed": _changed_project,
    "project.deleted": _words("deleted the project"),
    "project.restored": _words("brought the project back"),
    "project.handed_over": _handed_over,
    "member.added": _came_in,
    "member.changed": _new_role,
    "member.removed": _shown_out,
    "member.left": _words("left the project"),
    "invitation.created": _invited,
    "invitation.revoked": _words("revoked an invitation"),
    "invitation.used": _words("used an invitation"),
    "request.made": _words("asked to join"),
    "request.answered": _answered,
    "request.withdrawn": _words("no longer asks to join"),
}
"""By kind of event: what somebody did."""
