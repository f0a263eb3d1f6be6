"""What JSON of outside holds, with a type: only as much as was looked at."""

from typing import Any, cast


def as_object(value: Any) -> dict[str, Any] | None:
    """The value when it is a JSON object; nothing else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def as_list(value: Any) -> list[Any] | None:
    """The value when it is a JSON list; nothing else."""
    return cast("list[Any]", value) if isinstance(value, list) else None
