"""The cache on Redis, without which the portal goes on: what cannot be read is missing, what cannot be kept is lost."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from apps.kernel.fuse import Fuse

log = structlog.get_logger(__name__)
fuse = Fuse()


class DispensableRedisCache(RedisCache):
    """Nothing here may be the only copy: counters of attempts, the worker's sign of life."""

    def _try(self, verb: Callable[..., Any], missing: Any, *args: Any, **kwargs: Any) -> Any:
        if fuse.is_blown:
            return missing
        try:
            return verb(*args, **kwargs)
        except (RedisError, OSError) as error:
            fuse.blow()
            log.warning("cache_unreachable", error=type(error).__name__)
            return missing

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._try(super().get, default, key, default, version)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        self._try(super().set, None, key, value, *args, **kwargs)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        """True where Redis is away: whoever counts by it takes this for the first time."""
        return self._try(super().add, True, key, value, *args, **kwargs)

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return self._try(super().touch, False, key, *args, **kwargs)

    def delete(self, key: Any, version: Any = None) -> bool:
        return self._try(super().delete, False, key, version)

    def has_key(self, key: Any, version: Any = None) -> bool:
        return self._try(super().has_key, False, key, version)

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> int:
        return self._try(super().incr, delta, key, delta, version)

    def get_many(self, keys: Any, version: Any = None) -> dict[Any, Any]:
        return self._try(super().get_many, {}, keys, version)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return self._try(super().set_many, list(data), data, *args, **kwargs)

    def delete_many(self, keys: Any, version: Any = None) -> None:
        self._try(super().delete_many, None, keys, version)
