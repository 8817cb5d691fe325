"""Our filters and kube-scheduler's own say the same of the same pods and nodes, reason for reason."""

from pipeline.scheduling.filters import message
from tests.scheduler.oracle import answers
from tests.scheduling.questions import question

SEEDS = range(1500)


def test_the_filters_are_those_of_kube_scheduler() -> None:
    questions = [question(seed) for seed in SEEDS]
    found = answers([one.asked() for one in questions])
    wrong = {
        seed: (ours, theirs)
        for seed, one, theirs in zip(SEEDS, questions, found, strict=True)
        if (ours := {name: sorted(reasons) for name, reasons in one.answered().items()})
        != {name: sorted(reasons) for name, reasons in theirs.items()}
    }
    assert wrong == {}
    said = {reason for one in found for reasons in one.values() for reason in reasons}
    assert len(said) >= 15, said


def test_a_sentence_counts_reasons_and_sorts_them_as_text() -> None:
    reasons = {"a": ("Insufficient cpu", "Insufficient memory"), "b": ("Insufficient cpu",), "c": ("Too many pods",)}
    assert message(reasons) == "0/3 nodes are available: 1 Insufficient memory, 1 Too many pods, 2 Insufficient cpu."
