"""What a worker does with the mails that wait in the queue."""

from typing import Any

from django_tasks_db.models import DBTaskResult

from seoulwork.notices.telling import deliver_then


def mails_go_out() -> None:
    """Those whose time has come."""
    send: Any = deliver_then.func
    for each in DBTaskResult.objects.ready().filter(task_path__endswith="deliver_then"):
        each.delete()
        send(*each.args_kwargs["args"])
