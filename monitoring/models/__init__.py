from monitoring.models.batch import ImportBatch, ImportChange
from monitoring.models.import_run import ImportRun
from monitoring.models.journal import BiasMarkers, JournalComparison
from monitoring.models.part import ResultPart
from monitoring.models.quality import Conclusion, Waiver
from monitoring.models.result import Result
from monitoring.models.settings import MarkScale, Parameter
from monitoring.models.sitting import Sitting, Subject
from monitoring.models.summary import DistrictSummary, RegionSummary

__all__ = [
    "BiasMarkers",
    "Conclusion",
    "DistrictSummary",
    "ImportBatch",
    "ImportChange",
    "ImportRun",
    "JournalComparison",
    "MarkScale",
    "Parameter",
    "RegionSummary",
    "Result",
    "ResultPart",
    "Sitting",
    "Subject",
    "Waiver",
]
