"""The one action bar: what this person may do now with a roadmap or an exclusion case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import View

from portal.core.authors import is_own
from portal.core.errors import InvalidInput, PortalError, TransitionRefused
from portal.core.views import ScopedViewMixin
from portal.core.workflow import Transition, WorkflowModel, steps_for
from roadmaps.forms import StepForm
from roadmaps.models import ExclusionCase, Roadmap
from roadmaps.services import Order
from roadmaps.views.parts import person


@dataclass(frozen=True, slots=True)
class Remark:
    """What the remark of a step is about, and what is said where it is missing."""

    label: str
    help_text: str
    missing: str


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step on its button and after it. Steps with a `remark` or an `order` open their fields first.

    `primary` is the one thing that people come for in this state.
    """

    label: str
    done: str
    call: Callable[..., WorkflowModel]
    remark: Remark | None = None
    order: bool = False
    primary: bool = False

    @property
    def asks(self) -> bool:
        return bool(self.remark or self.order)


@dataclass(frozen=True, slots=True)
class Button:
    """A step of the bar; `is_open` where its fields came back with errors, `discards` where it ends the
    version under way.
    """

    target: str
    words: StepWords
    form: StepForm
    is_open: bool
    discards: bool = False


#: by the state to which a step leads, or by both states where the way matters
Words = Mapping[str | tuple[str, str], StepWords]


class StepsMixin(ScopedViewMixin):
    """Needs `words` and `subject`, the services' keyword."""

    words: Words
    subject: str

    def words_of(self, source: str, target: str) -> StepWords | None:
        return self.words.get((source, target)) or self.words.get(target)

    def steps_context(self, obj: WorkflowModel, sent: StepForm | None = None) -> dict[str, Any]:
        """For roadmaps/_action_bar.html: the buttons, or the reason why there are none.

        `sent` is the form of a refused step: it stands open, with what was typed.
        """
        steps = steps_for(obj, person(self.request))
        buttons = [
            _button(step, words, sent) for step in steps if (words := self.words_of(step.source, step.target))
        ]
        return {
            "steps": sorted(buttons, key=lambda button: not button.words.primary),
            "own_text": not steps and self._waits_for_another(obj),
        }

    def _waits_for_another(self, obj: Any) -> bool:
        """Whether the person could decide, were he not the one who wrote or sent the text."""
        user = person(self.request)
        could = any(
            step.source == obj.status and step.other_person_required and user.may(step.permission)
            for step in obj.transitions()
        )
        return could and is_own(obj, user)


def _button(step: Transition, words: StepWords, sent: StepForm | None) -> Button:
    target = step.target
    is_open = sent is not None and sent.data.get("target") == target
    form = sent if sent is not None and is_open else _form(words, target)
    return Button(target, words, form, is_open, step.effect == "discard")


def _form(words: StepWords | None, target: str, data: Any = None) -> StepForm:
    """With the step's own words from the start: a field that was read once keeps its label."""
    form = StepForm(data, target=target)
    if words and words.remark:
        form.name_remark(words.remark.label, words.remark.help_text)
    return form


class TransitionView(StepsMixin, View):
    """POST only: one step of a workflow. A refusal shows the page again with what was typed."""

    http_method_names = ["post"]

    def get_row(self, pk: int) -> Roadmap | ExclusionCase:
        raise NotImplementedError

    def render_refusal(self, row: Roadmap | ExclusionCase, form: StepForm, error: PortalError):
        raise NotImplementedError

    def post(self, request, pk: int):
        row, target = self.get_row(pk), request.POST.get("target", "")
        words = self.words_of(row.status, target)
        form = _form(words, target if target.isidentifier() else "step", request.POST)
        try:
            self._take(row, form, words)
        except PortalError as error:
            _show(error, form, words)
            return self.render_refusal(self.get_row(pk), form, error)
        messages.success(request, words.done if words else "")
        return redirect(row.get_absolute_url())

    def _take(self, row: Roadmap | ExclusionCase, form: StepForm, words: StepWords | None) -> None:
        if not form.is_valid():
            raise InvalidInput({name: str(errors[0]) for name, errors in form.errors.items()})
        if words is None:
            raise TransitionRefused("Такого действия нет. Обновите страницу.")
        data = form.cleaned_data
        asked: dict[str, Any] = {"remark": data["remark"]} if words.remark else {}
        if words.order:
            asked |= {
                "order": Order(data["order_number"], data["order_date"]),
                "in_force_on": data["in_force_on"],
            }
        words.call(**{self.subject: row}, by=person(self.request), seen=data["seen"], **asked)


def _show(error: PortalError, form: StepForm, words: StepWords | None) -> None:
    """Put the refusal of the service at the fields, in the words of the step."""
    if not isinstance(error, InvalidInput):
        return
    for name, message in error.errors.items():
        if name in form.fields and name not in form.errors:
            own = words.remark.missing if words and words.remark and name == "remark" else message
            form.add_error(name, own)
    form.mark_errors()


def refusal_context(form: StepForm, error: PortalError) -> dict[str, Any]:
    """For the top of the page: the fields that are wrong as links, or the refusal in its own words."""
    if any(not field.is_hidden and field.errors for field in form):
        return {"step_form": form}
    return {"refusal": error}


def status_of(error: PortalError) -> int:
    """What is wrong in a form is an ordinary page; everything else keeps its own status."""
    return 200 if isinstance(error, InvalidInput) else error.http_status
