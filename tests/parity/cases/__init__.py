"""The edge charts: one module a family, one entry a chart."""

from tests.parity.case import Case
from tests.parity.cases import documents, failures, files, functions, metadata, subcharts, values

CASES: dict[str, Case] = {
    f"{family.__name__.rsplit('.', 1)[-1]}: {name}": case
    for family in (documents, failures, files, functions, metadata, subcharts, values)
    for name, case in family.CASES.items()
}
