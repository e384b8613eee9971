"""Who may do what: the one table. docs/reference/permissions.md says it in words; a test holds the two together."""

from enum import StrEnum

from projects.models import Role


class Action(StrEnum):
    """What can be done in a project."""

    READ = "read the project: documents, annotations, codebook, events, exports"
    SEE_MEMBERS = "see who is a member"
    SEE_COMMENTS = "read the comments on annotations"
    ANNOTATE = "annotate, and change or delete one's own annotations"
    ADD_TAGS = "add tags to the codebook while annotating"
    ADD_ACTORS = "add people and organisations of the debate while annotating"
    COMMENT = "comment on annotations, and change or delete one's own comments"
    CHANGE_ANY_ANNOTATION = "change or delete anyone's annotations, and delete anyone's comments"
    UNDO_ANY = "undo anyone's changes of what one may change oneself"
    ORGANISE_CODEBOOK = "edit, merge and delete tags"
    ORGANISE_ACTORS = "edit, merge and delete people and organisations of the debate"
    SEE_CLOSED = "see everybody’s work in documents that are coded independently"
    ASSIGN = "give documents to coders, close and open them"
    ADJUDICATE = "adjudicate what coders disagree about"
    EDIT_DOCUMENTS = "import, describe, correct and delete documents"
    MANAGE_MEMBERS = "add and remove members, and change their roles"
    INVITE = "invite people and answer those who ask to join"
    HAND_OVER = "hand the project over to another member"
    MANAGE_PROJECT = "rename, publish and delete the project"

    @property
    def briefly(self) -> str:
        """What can be done in a few words, for telling somebody that they may not: with “or” for each “and”."""
        return self.value.split(":")[0].split(", and ")[0].replace(" and ", " or ")


_EVERYONE: frozenset[Role] = frozenset(Role)
_WRITERS = frozenset({Role.OWNER, Role.EDITOR, Role.ANNOTATOR})
_EDITORS = frozenset({Role.OWNER, Role.EDITOR})
_OWNERS = frozenset({Role.OWNER})

TABLE: dict[Action, frozenset[Role]] = {
    Action.READ: _EVERYONE,
    Action.SEE_MEMBERS: _EVERYONE,
    Action.SEE_COMMENTS: _EVERYONE,
    Action.ANNOTATE: _WRITERS,
    Action.ADD_TAGS: _WRITERS,
    Action.ADD_ACTORS: _WRITERS,
    Action.COMMENT: _WRITERS,
    Action.CHANGE_ANY_ANNOTATION: _EDITORS,
    Action.UNDO_ANY: _EDITORS,
    Action.ORGANISE_CODEBOOK: _EDITORS,
    Action.ORGANISE_ACTORS: _EDITORS,
    Action.SEE_CLOSED: _EDITORS,
    Action.ASSIGN: _EDITORS,
    Action.ADJUDICATE: _EDITORS,
    Action.EDIT_DOCUMENTS: _EDITORS,
    Action.MANAGE_MEMBERS: _OWNERS,
    Action.INVITE: _OWNERS,
    Action.HAND_OVER: _OWNERS,
    Action.MANAGE_PROJECT: _OWNERS,
}

PUBLIC = frozenset({Action.READ})
"""What anyone may do in a public project, signed in or not."""


def allowed(action: Action, role: str | None, *, public: bool) -> bool:
    """Whether somebody with this role (None: no member) may do this in a project that is public or not."""
    return (role is not None and Role(role) in TABLE[action]) or (public and action in PUBLIC)
