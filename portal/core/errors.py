"""Refusals that a person can act on. The text of each is a Russian sentence for the page."""


class PortalError(Exception):
    """An expected refusal: `str(error)` says what happened and what to do."""

    http_status = 400


class InvalidInput(PortalError):
    """Something typed is wrong. `errors` maps a field (or a row's key) to its message."""

    def __init__(self, errors: dict[str, str]):
        super().__init__(" ".join(errors.values()))
        self.errors = errors


class NotAllowed(PortalError):
    """The person may see this row, but may not do this with it."""

    http_status = 403


class AnotherPerson(PortalError):
    """The page was made for one person and is sent in the session of another."""

    http_status = 409


class TransitionRefused(PortalError):
    """The step is not possible from the state in which the row now is."""

    http_status = 409


class StaleRevision(PortalError):
    """Somebody changed the row after the person opened it."""

    http_status = 409
