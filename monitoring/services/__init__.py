from monitoring.services.reference import reference_load
from monitoring.services.results import ResultInput, result_problems, results_save

__all__ = ["ResultInput", "reference_load", "result_problems", "results_save"]
