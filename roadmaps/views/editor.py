"""The editor of a roadmap: the whole text as one form, which two people may have open at once."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput, PortalError, StaleRevision
from portal.core.forms import whole_number
from portal.core.views import OwnPageMixin
from roadmaps import services
from roadmaps.checks import checked_sections
from roadmaps.clashes import Clash, measure_clashes
from roadmaps.content import Change, RoadmapContent
from roadmaps.forms import (
    RoadmapEditor,
    Typed,
    as_seen,
    heading_clashes,
    merged_with_stored,
    with_move,
    with_row,
    with_taken,
)
from roadmaps.models import Roadmap
from roadmaps.selectors import (
    content_of,
    content_of_input,
    last_edit,
    measures_at,
    remark_of,
    suggestions_for,
    timeline,
    version_difference,
)
from roadmaps.views.gone import GonePlanMixin
from roadmaps.views.parts import dispute_words, disputed_of, in_its_room, person

_LARGEST_REVISION = 2**31
#: buttons that change the page and save nothing; «show» brings back a draft that the browser kept
_QUIET = ("add", "move", "show")


@dataclass(frozen=True, slots=True)
class Differences:
    """Between the stored text and the typed one, as far as the person must know of them."""

    #: the revision that the person had before him
    seen: int
    #: what the other one changed within rows
    clashes: list[Clash]
    #: rows that he added: they stand in the form now
    theirs: list[tuple[str, str]]
    #: rows of one of the two texts alone
    rows: list[Change]
    is_same_order: bool
    #: nothing is left to save
    is_empty: bool


class RoadmapEditView(OwnPageMixin, GonePlanMixin, View):
    """A button adds or moves a row and keeps what was typed; a save of an older text shows both texts.

    The page's own script sends the form too: it is told by JSON where to go after a save.
    """

    permission = Permission.ROADMAP_EDIT
    view_permission = Permission.ROADMAP_VIEW
    http_method_names = ["get", "head", "post"]

    def get(self, request, pk: int):
        roadmap = self.get_row(pk)
        if not roadmap.is_editable:
            messages.info(request, f"Сейчас состояние «{roadmap.get_status_display()}»: изменять нельзя.")
            return redirect(roadmap)
        return self.page(roadmap, RoadmapEditor(roadmap=roadmap))

    def post(self, request, pk: int):
        roadmap = self.get_row(pk)
        data: Typed = with_taken(request.POST, roadmap)
        if any(name in data for name in _QUIET):
            return self.reshape(roadmap, data)
        return self.save(roadmap, RoadmapEditor(roadmap=roadmap, data=as_seen(data)))

    def reshape(self, roadmap: Roadmap, data: Typed):
        """The page again with a row more, or in another order; nothing is saved and nothing is judged."""
        added = moved = way = ""
        if "add" in data:
            data, added = with_row(data, data.get("add", ""))
        elif "move" in data:
            way = data.get("move", "").rpartition(" ")[2]
            data, moved = with_move(data, data.get("move", ""))
        editor = RoadmapEditor(roadmap=roadmap, data=as_seen(data), quiet=True)
        editor.focus(added)
        extra: dict[str, Any] = {"moved": moved, "moved_way": way}
        if seen := whole_number(
            data.get("clash", ""), _LARGEST_REVISION
        ):  # what stood side by side stays there
            judged = RoadmapEditor(roadmap=roadmap, data=editor.data)
            extra["differences"] = differences_of(roadmap, judged, seen=seen, offers=False)
        return self.page(roadmap, editor, **extra)

    def save(self, roadmap: Roadmap, editor: RoadmapEditor):
        if not editor.is_valid():
            return self.page(roadmap, editor)
        try:
            services.roadmap_save(
                roadmap=roadmap,
                sections=editor.sections_input(),
                title=editor.head.cleaned_data["title"],
                seen=editor.head.cleaned_data["seen"],
                by=person(self.request),
            )
        except InvalidInput as error:
            editor.refuse(error.errors)
            return self.page(roadmap, editor)
        except StaleRevision as error:
            return self.conflict(roadmap, editor, error)
        except PortalError as error:
            return self.page(roadmap, editor, status=error.http_status, refusal=error)
        return self.saved(Roadmap.objects.get(pk=roadmap.pk))

    def saved(self, roadmap: Roadmap):
        """On to the plan; back to the editor where a wording was changed and its days were not."""
        if numbers := disputed_of(roadmap):
            messages.warning(self.request, f"Карта сохранена. {dispute_words(numbers)}")
            return self.leave(roadmap, reverse("roadmaps:edit", args=[roadmap.pk]))
        messages.success(self.request, "Карта сохранена. Когда всё готово, отправьте её на утверждение.")
        return self.leave(roadmap)

    def conflict(self, roadmap: Roadmap, editor: RoadmapEditor, error: StaleRevision):
        """Both texts side by side; the next save is made knowingly. Errors are mended first."""
        if typed_text(roadmap, editor) is None or editor.data is None:
            return self.page(roadmap, editor)
        seen = editor.head.cleaned_data["seen"]
        merged = RoadmapEditor(roadmap=roadmap, data=merged_with_stored(editor.data, roadmap))
        differences = differences_of(roadmap, merged, seen=seen)
        if differences is not None and differences.is_empty:
            messages.info(self.request, "Эти же сведения уже сохранены.")
            return self.leave(roadmap)
        return self.page(roadmap, merged, status=error.http_status, differences=differences)

    def leave(self, roadmap: Roadmap, url: str = ""):
        url = url or roadmap.get_absolute_url()
        if self.request.headers.get("X-Requested-With") == "fetch":
            return JsonResponse({"url": url})
        return redirect(url)

    def get_row(self, pk: int) -> Roadmap:
        return in_its_room(self.request, self.scoped_row(Roadmap.objects.with_content(), pk=pk))

    def page(self, roadmap: Roadmap, editor: RoadmapEditor, *, status: int = 200, **extra: Any):
        editor.mark_errors()
        context = {
            "roadmap": roadmap,
            "editor": editor,
            "suggestions": suggestions_for(roadmap),
            "saved": last_edit(roadmap),
            "remark": remark_of(timeline(roadmap), roadmap.status),
        }
        return render(self.request, "roadmaps/roadmap_edit.html", context | extra, status=status)


def typed_text(roadmap: Roadmap, editor: RoadmapEditor) -> RoadmapContent | None:
    """What is typed as the text that it would become; None, and errors at their fields, where it cannot."""
    if not editor.is_valid():
        return None
    try:
        rows = checked_sections(editor.sections_input(), year=roadmap.year, period=roadmap.period)
    except InvalidInput as error:
        editor.refuse(error.errors)
        return None
    return content_of_input(title=editor.head.cleaned_data["title"], sections=rows)


def differences_of(
    roadmap: Roadmap, editor: RoadmapEditor, *, seen: int, offers: bool = True
) -> Differences | None:
    """Between what is stored and what is typed; None where the typed text has errors.

    `seen` is the revision that the person had before him; `offers` as in `measure_clashes`.
    """
    typed, stored = typed_text(roadmap, editor), content_of(roadmap)
    if typed is None:
        return None
    earlier = measures_at(roadmap, seen)
    clashes = measure_clashes(stored=stored, typed=typed, earlier=earlier, keys=editor.keys, offers=offers)
    known = {row.id for row in stored.measures}
    changes, is_same_order = version_difference(old=stored, new=typed), _places(stored) == _places(typed)
    return Differences(
        seen=seen,
        clashes=[*heading_clashes(editor, roadmap), *clashes],
        theirs=[
            (number, row.name)
            for number, row in typed.numbered()
            if earlier and row.id in known and row.id not in earlier
        ],
        rows=[change for change in changes if change.kind != "changed"],
        is_same_order=is_same_order,
        is_empty=not changes and is_same_order,
    )


def _places(content: RoadmapContent) -> list[list[int | None]]:
    return [[row.id for row in section.measures] for section in content.sections]
