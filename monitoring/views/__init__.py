from monitoring.views.calendar import CalendarView
from monitoring.views.dynamics import DynamicsView
from monitoring.views.entry import EntryListView, SchoolResultsView

__all__ = ["CalendarView", "DynamicsView", "EntryListView", "SchoolResultsView"]
