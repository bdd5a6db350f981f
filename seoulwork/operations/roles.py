"""The two roles of PostgreSQL in production: the owner of the tables, who migrates, and the role of the web process, who owns nothing.

A role that owns no table can't alter it, drop it, empty it or switch its triggers off; of what stands (what was published, the record
of activity) it may add rows and read them, and nothing else, whatever the triggers say.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from seoulwork.audit.frozen import STANDING

READ_ONLY = ("django_migrations",)


class NoSuchRole(Exception):
    """`str()` is a Korean sentence."""


def statements(role: str) -> Iterator[str]:
    """The SQL that gives the role what the web process needs in the schema of the tables, and takes whatever else it had. Raises
    NoSuchRole for one that is not there, owns a table or may do everything."""
    _check(role)
    quoted = connection.ops.quote_name(role)
    ((schema, database),) = _asked("SELECT quote_ident(current_schema()), quote_ident(current_database())")
    tables = [
        name for (name,) in _asked("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
    ]
    yield f"GRANT CONNECT ON DATABASE {database} TO {quoted}"
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC"
    yield f"REVOKE ALL ON SCHEMA {schema} FROM {quoted}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {quoted}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {quoted}"
    for table in tables:
        rights = "SELECT" if table in READ_ONLY else "SELECT, INSERT"
        if table not in READ_ONLY and table not in STANDING:
            rights += ", UPDATE, DELETE"
        yield f"GRANT {rights} ON {schema}.{connection.ops.quote_name(table)} TO {quoted}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {quoted}"


def grant(role: str) -> list[str]:
    """Carry the statements out, as the owner of the tables; what they were."""
    told = list(statements(role))
    with connection.cursor() as cursor:
        for sql in told:
            cursor.execute(sql)
    return told


def _check(role: str) -> None:
    found = _asked("SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = %s", role)
    if not found:
        raise NoSuchRole(
            f"PostgreSQL에 '{role}' 역할이 없습니다. 먼저 만들어 주세요: CREATE ROLE {role} LOGIN PASSWORD '…'"
        )
    if found[0][0]:
        raise NoSuchRole(
            f"'{role}' 역할은 슈퍼유저이거나 역할·데이터베이스를 만들 수 있습니다. 그런 권한이 없는 역할을 따로 만들어 주세요."
        )
    owned = _asked(
        "SELECT tablename FROM pg_tables WHERE pg_has_role(%s, tableowner, 'USAGE') AND schemaname = current_schema()",
        role,
    )
    if owned:
        raise NoSuchRole(
            f"'{role}' 역할이 표 {len(owned)}개({owned[0][0]} 등)의 주인이거나 그 주인에 딸려 있습니다. 웹 서버의 역할은 따로 만들어 주세요."
        )


def _asked(sql: str, *parameters: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
