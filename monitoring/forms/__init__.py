from monitoring.forms.row import ResultRowForm
from monitoring.forms.sheet import EntrySheet

__all__ = ["EntrySheet", "ResultRowForm"]
