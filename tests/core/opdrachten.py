"""Commands as an administrator gives them: with a database in the settings, and what they print."""

from collections.abc import Callable

import pytest

from wijkkompas_core.__main__ import main

Run = Callable[..., tuple[int, str, str]]
"""`run(url, *arguments)`: the exit code, the output and the error output of a command on this database."""


def commands(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Gives commands in this process."""

    def call(url: str, *arguments: object) -> tuple[int, str, str]:
        monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", url)
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call
