from monitoring.models.result import Result
from monitoring.models.sitting import Sitting, Subject

__all__ = ["Result", "Sitting", "Subject"]
