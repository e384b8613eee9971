"""Pages about actors: adding, describing and deleting one, and where it belongs."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from actors import affiliating, services
from actors.forms import ActorForm, AffiliationForm, DeletionForm, NewActorForm, NewAffiliationForm
from actors.models import Actor, Affiliation, Kind
from projects.guards import Door, open_project
from projects.permissions import Action
from projects.refusals import ChangeForm, RefusableForm, Refusal

_FIELDS = ("name", "kind", "colour", "note", "revision")
_MOST_OFFERED = 1_000


def _page(request: HttpRequest, name: str, door: Door, form: RefusableForm, **more: object) -> HttpResponse:
    context = {"door": door, "section": "actors", "form": form, **more}
    return render(request, f"actors/{name}.html", context, status=form.status)


def _opened(request: HttpRequest, slug: str, actor: UUID) -> tuple[Door, Actor]:
    door = open_project(request.user, slug, Action.ORGANISE_ACTORS)
    row = Actor.objects.of(door.id).live().with_uses(door).filter(id=actor).first()
    if row is None:
        raise Http404("There is no such actor in this project. It may have been merged or deleted.")
    return door, row


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a person or an organisation."""
    door = open_project(request.user, slug, Action.ADD_ACTORS)
    count = Actor.objects.of(door.id).count()
    if request.method != "POST":
        return _page(request, "new", door, NewActorForm(count=count, initial={"name": request.GET.get("name", "")}))
    form = NewActorForm(request.POST, count=count)
    if not form.is_valid():
        return _page(request, "new", door, form)
    try:
        made = services.create_actor(door=door, **form.cleaned_data)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, "new", door, form)
    messages.success(request, f"“{made.name}” is among the actors.")
    return redirect("annotations:actor", slug=slug, actor=made.id)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, actor: UUID) -> HttpResponse:
    """Names, kind, colour, note."""
    door, row = _opened(request, slug, actor)
    if request.method != "POST":
        now = {field: getattr(row, field) for field in _FIELDS} | {"other_names": "\n".join(row.other_names)}
        return _page(request, "edit", door, ActorForm(initial=now), actor=row)
    form = ActorForm(request.POST)
    if not form.is_valid():
        return _page(request, "edit", door, form, actor=row)
    try:
        services.change_actor(door=door, id=actor, **form.cleaned_data)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, "edit", door, form, actor=row)
    messages.success(request, "Saved.")
    return redirect("annotations:actor", slug=slug, actor=actor)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, slug: str, actor: UUID) -> HttpResponse:
    """Say what the deletion touches, then delete; the message on the next page undoes it."""
    door, row = _opened(request, slug, actor)
    form = DeletionForm(request.POST if request.method == "POST" else None, initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
        try:
            services.delete_actor(door=door, id=actor, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("annotations:restore_actor", kwargs={"slug": slug, "actor": actor})
            messages.success(request, f"“{row.name}” is deleted.", extra_tags=undo)
            return redirect("annotations:actors", slug=slug)
    return _page(request, "delete", door, form, actor=row, affiliations=_affiliations(door, row))


# --- affiliations ----------------------------------------------------------------------------------------------------


def _affiliations(door: Door, actor: Actor) -> list[Affiliation]:
    end = "person" if actor.kind == Kind.PERSON else "organisation"
    return list(Affiliation.objects.of(door.id).between_the_living().filter(**{end: actor}).in_time())


@require_http_methods(["GET", "HEAD", "POST"])
def affiliations(request: HttpRequest, slug: str, actor: UUID) -> HttpResponse:
    """Where a person belongs, or who belongs to an organisation; a POST adds an affiliation."""
    door, row = _opened(request, slug, actor)
    form = NewAffiliationForm(request.POST if request.method == "POST" else None, of=row)
    if request.method == "POST" and form.is_valid():
        try:
            made = _affiliate(door, row, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"“{made.person.name}” belongs to “{made.organisation.name}”.")
            return redirect("actors:affiliations", slug=slug, actor=actor)
    others = Actor.objects.of(door.id).live().exclude(kind=row.kind).values_list("name", flat=True)
    more = {"actor": row, "affiliations": _affiliations(door, row), "others": others[:_MOST_OFFERED]}
    return _page(request, "affiliations", door, form, **more)


@transaction.atomic
def _affiliate(door: Door, actor: Actor, name: str, **facts: object) -> Affiliation:
    """Affiliate an actor with the one of this name, which is added when there is none."""
    of_person = actor.kind == Kind.PERSON
    kind = Kind.ORGANISATION if of_person else Kind.PERSON
    other = services.actor_named(door=door, name=name, kind=kind)
    person, organisation = (actor, other) if of_person else (other, actor)
    return affiliating.affiliate(door=door, person=person.id, organisation=organisation.id, **facts)  # type: ignore[arg-type]


def _opened_affiliation(request: HttpRequest, slug: str, affiliation: UUID) -> tuple[Door, Affiliation]:
    door = open_project(request.user, slug, Action.ORGANISE_ACTORS)
    row = Affiliation.objects.of(door.id).between_the_living().filter(id=affiliation).first()
    if row is None:
        raise Http404("There is no such affiliation in this project.")
    return door, row


def _end(request: HttpRequest, row: Affiliation) -> UUID:
    """The end of an affiliation from whose page somebody came: the person, unless the address names the other."""
    return row.organisation_id if request.GET.get("of") == str(row.organisation_id) else row.person_id


@require_http_methods(["GET", "HEAD", "POST"])
def edit_affiliation(request: HttpRequest, slug: str, affiliation: UUID) -> HttpResponse:
    """As what, and when."""
    door, row = _opened_affiliation(request, slug, affiliation)
    now = {field: getattr(row, field) for field in ("role", "since", "until", "revision")}
    form: ChangeForm = AffiliationForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            affiliating.change_affiliation(door=door, id=affiliation, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Saved.")
            return redirect("actors:affiliations", slug=slug, actor=_end(request, row))
    return _page(request, "edit_affiliation", door, form, affiliation=row, end=_end(request, row))


@require_POST
def remove_affiliation(request: HttpRequest, slug: str, affiliation: UUID) -> HttpResponse:
    """Take an affiliation away; the message on the next page undoes it."""
    door, row = _opened_affiliation(request, slug, affiliation)
    form = DeletionForm(request.POST)
    try:
        affiliating.end_affiliation(
            door=door, id=affiliation, revision=form.cleaned_data["revision"] if form.is_valid() else row.revision
        )
    except Refusal as refusal:
        messages.error(request, f"The affiliation was not removed. {refusal}")
    else:
        undo = reverse("actors:resume_affiliation", kwargs={"slug": slug, "affiliation": affiliation})
        said = f"“{row.person.name}” no longer belongs to “{row.organisation.name}”."
        messages.success(request, said, extra_tags=undo)
    return redirect("actors:affiliations", slug=slug, actor=_end(request, row))


@require_POST
def resume_affiliation(request: HttpRequest, slug: str, affiliation: UUID) -> HttpResponse:
    """Bring back an affiliation that was taken away."""
    door = open_project(request.user, slug, Action.ORGANISE_ACTORS)
    try:
        row = affiliating.resume_affiliation(door=door, id=affiliation)
    except Refusal as refusal:
        messages.error(request, f"The affiliation is not back. {refusal}")
        return redirect("annotations:actors", slug=slug)
    messages.success(request, f"“{row.person.name}” belongs to “{row.organisation.name}” again.")
    return redirect("actors:affiliations", slug=slug, actor=row.person_id)
