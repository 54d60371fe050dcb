from monitoring.services.reference import reference_ensure, reference_load
from monitoring.services.result_input import ResultInput, result_problems
from monitoring.services.results import results_save
from monitoring.services.waivers import finding_waive, waiver_withdraw

__all__ = [
    "ResultInput",
    "finding_waive",
    "reference_ensure",
    "reference_load",
    "result_problems",
    "results_save",
    "waiver_withdraw",
]
