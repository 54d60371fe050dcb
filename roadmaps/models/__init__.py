from roadmaps.models.evidence import Evidence
from roadmaps.models.exclusion import ExclusionCase, ExclusionVersion
from roadmaps.models.execution import MeasureInForce, MeasureReport, ResultLine
from roadmaps.models.plan_year import PlanYear
from roadmaps.models.risk import RiskFactor
from roadmaps.models.roadmap import Measure, Roadmap, RoadmapVersion, Section

__all__ = [
    "Evidence",
    "ExclusionCase",
    "ExclusionVersion",
    "Measure",
    "MeasureInForce",
    "MeasureReport",
    "PlanYear",
    "ResultLine",
    "RiskFactor",
    "Roadmap",
    "RoadmapVersion",
    "Section",
]
