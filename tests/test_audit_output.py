"""Results reach files whole, or one line says why not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stroma.cli import main
from stroma.errors import InputError
from stroma.writing import check_target


@pytest.mark.parametrize("option", ["-o", "--report", "--json", "--ttl"])
def test_a_name_that_is_too_long_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Mesenchymal stem cells help people with MS.\n", encoding="utf-8")
    assert main(["audit", str(article), option, str(tmp_path / ("x" * 400))]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "too long" in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_a_folder_that_takes_no_files_is_said_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    with pytest.raises(InputError, match="no permission"):
        check_target(tmp_path / "a.html")
