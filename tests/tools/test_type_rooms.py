"""Files of equal names, in folders whose names are no Python names, are checked all the same."""

from pathlib import Path

from tools.type_rooms import checked


def test_a_wrong_type_is_told_with_the_path_of_its_room(tmp_path: Path) -> None:
    for name, value in (("2503.00001", "1"), ("2503.00002", "''")):
        room = tmp_path / name / "experiment"
        room.mkdir(parents=True)
        (room / "parts.py").write_text(f"SHARE: int = {value}\n")
        (room.parent / "test_experiment.py").write_text(
            "from .experiment.parts import SHARE\n\n\ndef test() -> None:\n    assert SHARE\n"
        )
    code, told = checked(tmp_path)
    assert code == 1
    (error,) = (line for line in told.splitlines() if ": error:" in line)
    assert "2503.00002/experiment/parts.py:1:" in error
