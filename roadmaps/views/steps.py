"""The one action bar: what this person may do now with a roadmap or an exclusion case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import View

from portal.core.errors import InvalidInput, PortalError, TransitionRefused
from portal.core.views import ScopedViewMixin
from portal.core.workflow import WorkflowModel, steps_for
from roadmaps.forms import StepForm
from roadmaps.models import ExclusionCase, Roadmap
from roadmaps.services import Order
from roadmaps.views.parts import person


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step on its button and after it. `remark` and `order` steps open their fields first."""

    label: str
    done: str
    call: Callable[..., WorkflowModel]
    remark: bool = False
    order: bool = False

    @property
    def asks(self) -> bool:
        return self.remark or self.order


class StepsMixin(ScopedViewMixin):
    """Needs `words`: the steps by the state to which they lead, and `subject`, the services' keyword."""

    words: dict[str, StepWords]
    subject: str

    def steps_context(self, obj: WorkflowModel) -> dict[str, Any]:
        """For roadmaps/_action_bar.html: the buttons, or the reason why there are none."""
        steps = steps_for(obj, person(self.request))
        buttons = [{"target": step.target, "words": self.words[step.target]} for step in steps]
        # Sending and approving stand before returning: the page has one primary action.
        return {
            "steps": sorted(buttons, key=lambda button: button["words"].remark),
            "own_text": not steps and self._waits_for_another(obj),
        }

    def _waits_for_another(self, obj: Any) -> bool:
        """Whether the person could decide, were he not the one who wrote or sent the text."""
        user = person(self.request)
        return user.pk in (obj.submitted_by_id, obj.edited_by_id) and any(
            step.source == obj.status and step.other_person_required and user.may(step.permission)
            for step in obj.transitions()
        )


class TransitionView(StepsMixin, View):
    """POST only: one step of a workflow. A refusal shows the page again with what was typed."""

    http_method_names = ["post"]

    def get_row(self, pk: int) -> Roadmap | ExclusionCase:
        raise NotImplementedError

    def render_refusal(self, row: Roadmap | ExclusionCase, form: StepForm, error: PortalError):
        raise NotImplementedError

    def post(self, request, pk: int):
        row, form = self.get_row(pk), StepForm(request.POST)
        try:
            words = self._take(row, form)
        except PortalError as error:
            if isinstance(error, InvalidInput):
                for name in error.errors.keys() & form.fields.keys():
                    form.add_error(name, error.errors[name])
            return self.render_refusal(self.get_row(pk), form, error)
        messages.success(request, words.done)
        return redirect(row.get_absolute_url())

    def _take(self, row: Roadmap | ExclusionCase, form: StepForm) -> StepWords:
        if not form.is_valid():
            raise InvalidInput({name: str(errors[0]) for name, errors in form.errors.items()})
        data = form.cleaned_data
        words = self.words.get(data["target"])
        if words is None:
            raise TransitionRefused("Такого действия нет. Обновите страницу.")
        asked: dict[str, Any] = {"remark": data["remark"]} if words.remark else {}
        if words.order:
            asked |= {
                "order": Order(data["order_number"], data["order_date"]),
                "in_force_on": data["in_force_on"],
            }
        words.call(**{self.subject: row}, by=person(self.request), seen=data["seen"], **asked)
        return words


def status_of(error: PortalError) -> int:
    """What is wrong in a form is an ordinary page; everything else keeps its own status."""
    return 200 if isinstance(error, InvalidInput) else error.http_status
