from services.brief_memory import REMEMBERED_S, BriefMemory


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_is_told_carries_its_age_and_is_gone_after_ten_minutes() -> None:
    clock = Clock()
    memory = BriefMemory[str, str](9, clock)
    memory.put("a way", "12 min")
    clock.now = REMEMBERED_S - 1
    assert memory.get("a way") == ("12 min", REMEMBERED_S - 1)
    clock.now = REMEMBERED_S
    assert memory.get("a way") is None


def test_it_forgets_what_nobody_asks_for_any_more() -> None:
    clock = Clock()
    memory = BriefMemory[str, str](9, clock)
    memory.put("old", "x")
    clock.now = 100
    memory.put("young", "y")
    clock.now = REMEMBERED_S
    memory.forget_old()
    assert memory
    clock.now += 100
    memory.forget_old()
    assert not memory


def test_of_more_than_so_many_the_oldest_goes_and_said_again_is_young_again() -> None:
    memory = BriefMemory[str, int](2, Clock())
    for key, value in (("a", 1), ("b", 2), ("a", 3), ("c", 4)):
        memory.put(key, value)
    assert [memory.get(key) and memory.get(key).value for key in "abc"] == [3, None, 4]  # type: ignore[union-attr]
