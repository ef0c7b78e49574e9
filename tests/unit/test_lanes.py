from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ui.html.schedule.lanes import Lane, lanes

Spans = list[tuple[int, int]]


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    starts = draw(st.lists(st.integers(0, 1439), max_size=40))
    return [(start, draw(st.integers(start + 1, 1440))) for start in starts]


def meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@given(spans())
def test_no_two_that_overlap_share_a_lane(some: Spans) -> None:
    found = lanes(some)
    for index, one in enumerate(some):
        for other in range(index):
            if meet(one, some[other]):
                assert found[index].number != found[other].number
                assert found[index].of == found[other].of


@given(spans())
def test_a_cluster_has_as_many_lanes_as_ever_overlap_in_it_at_once(some: Spans) -> None:
    found = lanes(some)
    for cluster in clusters(some):
        most = max(
            sum(some[other][0] <= some[one][0] < some[other][1] for other in cluster) for one in cluster
        )
        assert {found[one].of for one in cluster} == {most}
        assert all(0 <= found[one].number < most for one in cluster)


@given(spans(), st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_given_changes_no_widths(some: Spans, chance: Random) -> None:
    order = list(range(len(some)))
    chance.shuffle(order)
    found, mixed = lanes(some), lanes([some[index] for index in order])
    assert [lane.of for lane in mixed] == [found[index].of for index in order]


def test_one_after_the_other_each_has_the_whole_width() -> None:
    assert lanes([(540, 600), (600, 660)]) == [Lane(0, 1), Lane(0, 1)]


def clusters(some: Spans) -> list[set[int]]:
    """Return which spans overlap, directly or through others."""
    found: list[set[int]] = []
    for index, one in enumerate(some):
        touched = [group for group in found if any(meet(one, some[other]) for other in group)]
        found = [group for group in found if group not in touched]
        found.append({index}.union(*touched))
    return found
