"""The page on which somebody decides, unit by unit, what shall count of what several coders marked."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from annotations.anchoring import NoSinglePlace
from annotations.margin import GAP, shortened
from annotations.reading import document_of, sheet_version
from coding.adjudicating import STATES, Desk, base_of, following, nearby, tabs, waiting
from coding.adjudication_forms import CONFIRM, RulingForm, initial, read_unit
from coding.deciding import accept_agreed, change_decision, confirm_decision, decide, remove_decision
from coding.units import Case, comparison
from projects.guards import open_project
from projects.permissions import Action
from projects.refusals import Refusal

_SHORT = 60
_LONGEST_NUMBER = 10
_DONE = {"accept": "“{}” is accepted.", "edit": "“{}” is decided.", "reject": "“{}” is rejected."}


@require_safe
def adjudicate(request: HttpRequest, slug: str, document: UUID) -> HttpResponse:
    """A unit (the one that `unit` names, else the first that waits), and how many there are."""
    desk = _desk(request, slug, document)
    return _page(request, desk, read_unit(request.GET.get("unit", "")))


def _desk(request: HttpRequest, slug: str, document: UUID) -> Desk:
    door = open_project(request.user, slug, Action.ADJUDICATE)
    row = document_of(door, document)
    if row.id in door.veiled:
        raise PermissionDenied("You code this document yourself. Say that you are done with it, then adjudicate.")
    return Desk(door, comparison(door, row), anonymous=request.GET.get("names") == "hidden")


def _wish(request: HttpRequest, **other: str) -> str:
    """The query that keeps what the page shows: the filter, and whether names are hidden."""
    show = request.GET.get("show", "")
    kept = {"show": show if show in dict(STATES) else "", "names": request.GET.get("names", "")}
    return urlencode({name: value for name, value in (kept | other).items() if value})


def _page(request: HttpRequest, desk: Desk, unit: UUID | None, form: RulingForm | None = None) -> HttpResponse:
    found, show = desk.found, request.GET.get("show", "")
    cases = found.that_are(show if show in dict(STATES) else "")
    case = next((one for one in cases if one.unit.id == unit), None) or (found.case(unit) if unit else None)
    case = case or waiting(cases) or next(iter(cases), None)
    context: dict[str, Any] = {
        "door": desk.door,
        "section": "library",
        "document": found.document,
        "found": found,
        "show": show,
        "tabs": tabs(found),
        "anonymous": desk.anonymous,
        "keep": _wish(request),
        "other_names": _wish(request, names="" if desk.anonymous else "hidden"),
        "agreed": sum(not one.decision for one in found.that_are("agreed")),
        "tags_version": sheet_version(desk.tags),
        "coders": [desk.name(coder) for coder in desk.coders],
        "form": form,
        "case": case,
    }
    if case:
        context |= _shown(desk, case, read_unit(request.GET.get("from", ""))) | _around(cases, case, desk)
    return render(request, "coding/adjudicate.html", context, status=form.status if form else 200)


def _shown(desk: Desk, case: Case, chosen: UUID | None) -> dict[str, Any]:
    """One unit: who says what, what was decided, and what an edited version begins from."""
    actors = desk.actors(case)
    base, tags = base_of(desk, case, chosen), {tag["slug"]: tag["name"] for tag in desk.tags}
    names = {id_: row.name for id_, row in actors.items()}
    columns = desk.columns(case, actors)
    decided = case.decision.accepted if case.decision else None
    return {
        "columns": columns,
        "stretch": desk.stretch(case),
        "base": initial(base, desk.quotes(base.pieces), tags, names) if base else {},
        "base_from": chosen or "",
        "chosen": next((column for column in columns if column.mark and column.mark.id == decided), None),
        "since": [(one.what, desk.name(one.coder) if one.coder else "") for one in case.since],
        "made": case.decision.annotation if case.decision else None,
    }


def _around(cases: list[Case], case: Case, desk: Desk) -> dict[str, Any]:
    """The way to the other units."""
    place = next((n for n, one in enumerate(cases) if one.unit.id == case.unit.id), -1)
    listed = nearby(cases, place)
    return {
        "place": place + 1,
        "count": len(cases),
        "earlier": cases[place - 1] if place > 0 else None,
        "later": cases[place + 1] if place + 1 < len(cases) else None,
        "listed": [(one, shortened(_words(desk, one), 110)) for one in listed],
        "unlisted": len(cases) - len(listed),
    }


def _words(desk: Desk, case: Case) -> str:
    """What a unit is about, in the words of the text."""
    if case.unit.marks:
        return GAP.join(desk.quotes(case.unit.marks[0].pieces))
    return case.decision.quote if case.decision else ""


@require_POST
def rule(request: HttpRequest, slug: str, document: UUID, unit: UUID) -> HttpResponse:
    """Decide about a unit, then on to the next one."""
    desk = _desk(request, slug, document)
    case = desk.found.case(unit)
    if case is None:
        raise Http404("There is no such unit in this document any more.")
    form = RulingForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, unit, form)
    try:
        _ruled(desk, case, form)
    except NoSinglePlace as error:
        where = "stand in the text more than once" if error.candidates else "do not stand in the text"
        form.add_error(None, f"These words {where}. Select them in it, or paste them exactly, with more around them.")
        return _page(request, desk, unit, form)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, _desk(request, slug, document), unit, form)
    undo = reverse("coding:undo_ruling", kwargs={"slug": slug, "document": document, "unit": unit})
    said = _DONE.get(form.cleaned_data["verdict"], "The decision about “{}” stays.").format(
        shortened(_words(desk, case), _SHORT)
    )
    messages.success(request, said, extra_tags=f"{undo}?{_wish(request)}")
    after = following(desk.found.that_are(request.GET.get("show", "")), case)
    return _back(request, slug, document, unit=str((after or case).unit.id))


def _ruled(desk: Desk, case: Case, form: RulingForm) -> None:
    door, given, decided = desk.door, form.cleaned_data, case.decision
    seen, revision = given["seen"] or None, given["revision"]
    if given["verdict"] == CONFIRM and decided:
        confirm_decision(door=door, id=decided.id, revision=revision, seen=seen)
        return
    base = base_of(desk, case, given["accepted"])
    words = GAP.join(desk.quotes(base.pieces)) if base else ""
    ruling = form.ruling(base, words, {id_: row.name for id_, row in desk.actors(case).items()})
    if decided and revision:
        change_decision(door=door, id=decided.id, ruling=ruling, revision=revision, seen=seen)
    else:
        decide(door=door, document=desk.found.document.id, unit=case.unit.id, ruling=ruling, seen=seen)


def _back(request: HttpRequest, slug: str, document: UUID, **wish: str) -> HttpResponse:
    return redirect(f"{reverse('coding:adjudicate', args=[slug, document])}?{_wish(request, **wish)}")


@require_POST
def undo_ruling(request: HttpRequest, slug: str, document: UUID, unit: UUID) -> HttpResponse:
    """Take a decision back; `revision` says which one was seen."""
    desk = _desk(request, slug, document)
    case = desk.found.case(unit)
    if case and case.decision:
        try:
            remove_decision(door=desk.door, id=case.decision.id, revision=_number(request.POST.get("revision", "")))
        except Refusal as refusal:
            messages.error(request, f"It was not taken back. {refusal}")
        else:
            messages.success(request, "The decision is taken back, and what it made is deleted.")
    return _back(request, slug, document, unit=str(unit))


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdigit() and len(words) < _LONGEST_NUMBER else None


@require_POST
def agree(request: HttpRequest, slug: str, document: UUID) -> HttpResponse:
    """Accept all that the coders agree on."""
    desk = _desk(request, slug, document)
    made = accept_agreed(door=desk.door, document=desk.found.document.id)
    messages.success(request, f"{len(made)} passage{'' if len(made) == 1 else 's'} accepted, on which all agree.")
    return _back(request, slug, document)
