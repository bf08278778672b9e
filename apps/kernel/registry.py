"""Small registries through which higher apps reach lower ones; filled in `AppConfig.ready()`."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

ALL: "dict[str, Registry]" = {}


class Registry(Generic[T]):
    """Named things of one kind; a name registers once; `manage.py show_wiring` lists them all."""

    def __init__(self, name: str, says: str) -> None:
        self.name = name
        self.says = says
        self._items: dict[str, T] = {}
        ALL[name] = self

    def register(self, key: str, item: T) -> T:
        """Add an item; raises ValueError when the key is taken by another."""
        if self._items.get(key, item) != item:
            raise ValueError(f"{self.name}: {key!r} is registered twice")
        self._items[key] = item
        return item

    def __getitem__(self, key: str) -> T:
        try:
            return self._items[key]
        except KeyError:
            raise KeyError(f"{self.name}: {key!r} is not registered") from None

    def get(self, key: str) -> T | None:
        """The item, or None."""
        return self._items.get(key)

    def __contains__(self, key: str) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[tuple[str, T]]:
        return iter(sorted(self._items.items(), key=lambda pair: pair[0]))

    def __len__(self) -> int:
        return len(self._items)
