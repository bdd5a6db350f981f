"""The cache that all web hosts share: Redis or Valkey where CACHE_URL names one, and the table of the database while that does not answer.

What lies here (counters of requests, used codes, how many findings are open) is short-lived and can be counted anew, so losing it stops nobody.
"""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

WAITS = 0.5
"""Seconds in which a server has to answer: somebody waits for the page."""
LOOKS_AGAIN = 10.0
"""Seconds after which a server that did not answer is asked again."""


class SharedCache(RedisCache):
    """Redis or, for the next seconds after it did not answer, the database's own table: nobody waits for each of its questions."""

    asked_again_at = 0.0
    away = False
    """Whether it did not answer when it was last asked: of an outage the log tells its begin and its end."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        limits = {"socket_connect_timeout": WAITS, "socket_timeout": WAITS}
        super().__init__(server, {**params, "OPTIONS": {**params.get("OPTIONS", {}), **limits}})

    def answers(self) -> bool:
        """Whether the server is there now."""
        try:
            return bool(self._cache.get_client().ping())
        except (RedisError, OSError):
            return False


def _either(name: str) -> Callable[..., Any]:
    of_server = getattr(RedisCache, name)

    def operation(self: SharedCache, *arguments: Any, **named: Any) -> Any:
        if monotonic() >= SharedCache.asked_again_at:
            try:
                found = of_server(self, *arguments, **named)
            except (RedisError, OSError) as error:
                SharedCache.asked_again_at = monotonic() + LOOKS_AGAIN
                if not SharedCache.away:
                    SharedCache.away = True
                    logger.warning("The cache at CACHE_URL does not answer (%s); the database's table is used.", error)
            else:
                if SharedCache.away:
                    SharedCache.away = False
                    logger.warning("The cache at CACHE_URL answers again.")
                return found
        return getattr(caches["table"], name)(*arguments, **named)

    return operation


for _name in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "has_key",
    "incr",
    "set_many",
    "delete_many",
    "clear",
):
    setattr(SharedCache, _name, _either(_name))
