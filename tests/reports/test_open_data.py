"""Open data: what was published, as rows for programs; who may read it, with a key or, where that is set, without."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from reports.document import Cell, Column, Row, Table
from reports.editions import correcting
from reports.editions.preparation import begin
from reports.editions.publishing import publish
from reports.models import Briefing, Edition, Withdrawal
from reports.open_data.csvs import table_csv
from reports.open_data.description import Listed, Package, Problem, description
from reports.open_data.rows import ROWS
from reports.printed import PrintedFigure
from seoulwork.accounts import outside
from seoulwork.accounts.models import ReadKey, Role, User
from seoulwork.accounts.read_keys import digest_of
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division
from tests.reports.editions.test_corrections import correct_youth_jobs

pytestmark = [pytest.mark.django_db]
SignIn = Callable[..., Client]
EDITION = "/open/briefings/2018-07/editions/1/"
JULY = "/briefings/2018-07/"


@pytest.fixture
def edition(briefing_data: None) -> Iterator[Edition]:
    cache.clear()
    yield publish(Briefing.objects.get(), None, reason="시험")
    cache.clear()


def csv_rows(client: Client, called: str) -> list[dict[str, str]]:
    response = client.get(f"{EDITION}{called}.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(response.content.decode())))


def test_what_was_published_is_read_as_rows_that_stay(edition: Edition, signed_in: SignIn) -> None:
    council = signed_in(Role.COUNCIL)
    figures = csv_rows(council, "figures")
    rate = next(row for row in figures if row["id"].endswith("/rate"))
    count = next(row for row in figures if row["id"] == rate["id"].replace("/rate", "/value"))
    assert (count["value"], rate["value"], rate["unit"]) == ("245657", "69.4", "%")
    # In which unit a number is, is told though its cell or sentence does not print it.
    jobs = next(row for row in figures if "공공 일자리" in row["place"] and row["place"].endswith("/ 2016"))
    assert (jobs["text"], jobs["unit"]) == ("114", "천개")
    assert [row for row in figures if row["measure"] and row["value"] and not row["unit"]] == []
    assert len(figures) > PrintedFigure.objects.filter(measure__edition=edition).count() / 2
    measures = {row["id"]: row for row in csv_rows(council, "measures")}
    assert {row["measure"] for called in ("figures", "values") for row in csv_rows(council, called)} <= {"", *measures}
    named = [row["measure"] for row in csv_rows(council, "values")]
    assert sum(map(bool, named)) > len(named) * 0.8
    assert council.get(f"/briefings/figures/{next(iter(measures))}/").status_code == 200

    before = {name: council.get(f"{EDITION}{name}").content for name in FILES}
    correct_youth_jobs(58_697)
    division("labour").models.Indicator.objects.update(name="다른 이름")
    after = {name: council.get(f"{EDITION}{name}") for name in FILES}
    assert {name: response.content for name, response in after.items()} == before
    known = after["figures.csv"]["ETag"]
    assert council.get(f"{EDITION}figures.csv", headers={"If-None-Match": known}).status_code == 304


FILES = ["datapackage.json", *(f"{called}.{form}" for called in ROWS for form in ("csv", "json"))]


@pytest.mark.any_engine
def test_the_descriptor_is_true_of_the_files(edition: Edition, signed_in: SignIn) -> None:
    council = signed_in(Role.COUNCIL)
    package = council.get(f"{EDITION}datapackage.json").json()
    assert [each["name"] for each in package["resources"]] == list(ROWS)
    for each in package["resources"]:
        content = council.get(f"{EDITION}{each['path']}").content
        assert (len(content), f"sha256:{sha256(content).hexdigest()}") == (each["bytes"], each["hash"])
        fields = each["schema"]["fields"]
        rows = csv_rows(council, each["name"])
        assert rows and all(field["description"] for field in fields)
        assert list(rows[0]) == [field["name"] for field in fields]
        assert len({row["id"] for row in rows}) == len(rows)
        numbers = [field["name"] for field in fields if field["type"] == "number"]
        assert all(row[name] == "" or float(row[name]) is not None for row in rows for name in numbers)
        told = council.get(f"{EDITION}{each['name']}.json").json()
        assert [{name: "" if value is None else str(value) for name, value in row.items()} for row in told] == rows


KINDS: list[type[BaseModel]] = [Listed, Package, Problem, *ROWS.values()]
SCHEMAS = {kind.__name__: kind for kind in KINDS}


def holds(told: dict[str, Any], response: Any) -> bool:
    """Whether an answer is one of those that the description has for its path."""
    documented = told["get"]["responses"][str(response.status_code)]
    (media_type, of), *_ = documented["content"].items()
    assert response["Content-Type"].startswith(media_type), response["Content-Type"]
    schema = of["schema"]
    if media_type == "text/csv":
        return True
    said = json.loads(response.content)
    items = said if schema.get("type") == "array" else [said]
    named = (schema.get("items") or schema).get("$ref", "").rpartition("/")[2]
    return all(SCHEMAS[named].model_validate(each, strict=True) for each in items) if named else isinstance(said, dict)


@pytest.mark.any_engine
def test_each_path_of_the_description_answers_as_it_says(edition: Edition, signed_in: SignIn) -> None:
    council = signed_in(Role.COUNCIL)
    told = council.get("/open/openapi.json").json()
    assert told == json.loads(json.dumps(description())) and told["openapi"] == "3.1.0"
    for path, operation in told["paths"].items():
        address = f"/open{path}".format(briefing="2018-07", edition=1)
        assert holds(operation, council.get(address)), path
        assert council.head(address).status_code == 200
        assert holds(operation, Client().get(address))
        if "{" in path:
            assert holds(operation, council.get(f"/open{path}".format(briefing="2018-07", edition=2)))

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from([path for path in told["paths"] if "{" in path]),
        st.from_regex(f"^{BriefingName.PATTERN}$", fullmatch=True)
        | st.text(st.characters(exclude_characters="/\\?#%."), min_size=1),
        st.integers(min_value=-3) | st.sampled_from(["x", "１", "1.0", "1 "]),
    )
    def asked(path: str, briefing: str, number: object) -> None:
        response = council.get(f"/open{path}".format(briefing=briefing, edition=number))
        assert holds(told["paths"][path], response)

    asked()


def by_key(key: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)


def given_key(administrator: Client) -> str:
    until = timezone.localdate() + timedelta(days=3)
    page = administrator.post(
        "/read-keys/", {"do": "give", "given_to": "시의회 예산과", "until": until}
    ).content.decode()
    return page.split("<code>seoulwork_")[1].split("</code>")[0].join(["seoulwork_", ""])


def test_a_key_reads_until_it_ends_or_is_taken_and_each_use_is_recorded(edition: Edition, signed_in: SignIn) -> None:
    administrator = signed_in(Role.ADMINISTRATOR)
    key = given_key(administrator)
    kept = ReadKey.objects.get()
    assert kept.digest == digest_of(key) and key not in administrator.get("/read-keys/").content.decode()
    program = by_key(key)
    assert program.get(f"{EDITION}figures.json").status_code == 200
    listed = program.get("/open/editions.json").json()["editions"]
    assert [each["id"] for each in listed] == ["2018-07/1"]
    kept.refresh_from_db()
    assert kept.last_used_at is not None
    used = Event.objects.filter(action=Action.READ_KEY_USED).order_by("pk").first()
    assert used and used.subject == f"시의회 예산과 · {EDITION}figures.json" and used.address
    # A key opens nothing but open data, also with an administrator's session beside it.
    administrator.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    for client in (program, administrator):
        for address in ("/", "/briefings/", JULY, "/read-keys/", f"{JULY}download/pdf/", "/briefings/search/?q=노동"):
            assert client.get(address).status_code in (302, 403), address
        assert client.post(f"{EDITION}figures.json").status_code == 403
    del administrator.defaults["HTTP_AUTHORIZATION"]
    for wrong in (f"{key}x", key[:-1], "", "seoulwork_", digest_of(key)):
        refused = by_key(wrong).get(f"{EDITION}figures.json")
        assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")
    ReadKey.objects.update(at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(seconds=1))
    assert program.get("/open/editions.json").status_code == 401
    ReadKey.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert program.get("/open/editions.json").status_code == 200
    for said in ("거두었습니다", "그사이 거두어졌습니다"):
        taken = administrator.post("/read-keys/", {"do": "take", "which": kept.pk}, follow=True)
        assert said in taken.content.decode()
    assert program.get("/open/editions.json").status_code == 401
    late = administrator.post("/read-keys/", {"do": "give", "given_to": "x", "until": "2099-01-01"})
    assert "한 해 안의 날" in late.content.decode()


@pytest.mark.any_engine
def test_a_key_may_not_ask_without_end(edition: Edition, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "minute", lambda: 1)
    program = by_key(given_key(signed_in(Role.ADMINISTRATOR)))
    codes = [program.get("/open/openapi.json").status_code for _ in range(121)]
    assert (codes[:120], codes[120]) == ([200] * 120, 429)
    codes = [by_key("wrong").get("/open/openapi.json").status_code for _ in range(31)]
    assert (codes[:30], codes[30]) == ([401] * 30, 429)


def open_to_all(client: Client, number: int = 1) -> dict[str, int]:
    edition = f"{JULY}editions/{number}/"
    known = ["", "sections/part-1/", "download/pdf/", "tables/budget/", "tables/budget/csv/", "charts/spending/"]
    addresses = [f"{edition}{each}" for each in known]
    addresses += [f"/open{edition}{each}" for each in FILES]
    return {address: client.get(address).status_code for address in addresses}


CLOSED = (
    "/briefings/newest/",
    "/briefings/search/?q=노동",
    "/briefings/questions/",
    "/briefings/changes/",
    f"{JULY}front/",
    f"{JULY}editions/",
    f"{JULY}editions/1/front/",
    f"{JULY}editions/1/pack/",
    f"{JULY}editions/1/sharing/",
    f"{JULY}editions/1/sections/part-1/ask/",
    f"{JULY}origins/?edition=1",
    f"{JULY}desk/",
    f"{JULY}checks/",
    f"{JULY}drafts/pdf/",
    f"{JULY}correct/",
    "/entry/",
    "/users/",
    "/read-keys/",
)


def test_the_public_reads_what_is_out_only_where_that_is_set(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "minute", lambda: 1)
    monkeypatch.setattr(outside, "BY_ADDRESS", 30)
    administrator = User.objects.create(username="root", name="관리자", role=Role.ADMINISTRATOR)
    correcting.begin(Briefing.objects.get(), by=None, reason="집계 오류")
    correct_youth_jobs(58_697)
    anybody = Client(raise_request_exception=False)
    assert set(open_to_all(anybody).values()) == {302, 401}
    with override_settings(PUBLIC_PAGES=True):
        assert set(open_to_all(anybody).values()) == {200}
        assert anybody.get("/", follow=True).redirect_chain == [("/briefings/", 302)]
        for address in ("/briefings/", JULY, f"{JULY}sections/labour-6/"):
            page = anybody.get(address).content.decode()
            assert "로그인</a>" in page and "묻기" not in page and "한눈에 보기" not in page, address
            assert "48,697" in page or address != JULY  # never what is being corrected
            assert "58,697" not in page
        for address in CLOSED:
            response = anybody.get(address)
            assert response.status_code == 302 and response["Location"].startswith("/account/login/"), address
        tomorrow = timezone.now() + timedelta(days=1)
        second = publish(Briefing.objects.get(), None, reason="시험", readable_from=tomorrow)
        begin_another(administrator)
        assert set(open_to_all(anybody, 2).values()) == {404}
        assert anybody.get("/briefings/2018-09/").status_code == 404
        assert [each["id"] for each in anybody.get("/open/editions.json").json()["editions"]] == ["2018-07/1"]
        Withdrawal.objects.create(edition=edition, reason="읽혀서는 안 됨", by=administrator)
        assert set(open_to_all(anybody).values()) == {404}
        assert anybody.get(JULY).status_code == 404
        assert anybody.get("/open/editions.json").json() == {"editions": []}
        codes = [anybody.get("/open/openapi.json").status_code for _ in range(20)]
        assert codes[-1] == 429
    assert second.number == 2 and anybody.get("/open/editions.json").status_code == 401


def begin_another(by: User) -> None:
    source = Briefing.objects.get()
    briefing = Briefing(
        month=Month(2018, 9),
        reference_month=source.reference_month,
        plan_year=source.plan_year,
        session="다음 회기",
        committee=source.committee,
        title="다음 보고",
        vision=source.vision,
    )
    begin(briefing, source, by=by)


@pytest.mark.any_engine
def test_a_table_and_a_chart_have_an_address_of_their_own(edition: Edition, signed_in: SignIn) -> None:
    council = signed_in(Role.COUNCIL)
    section = council.get(f"{JULY}editions/1/sections/part-1/").content.decode()
    for kind, key, told in (
        ("tables", "budget", "담당관별 예산 집행 현황"),
        ("charts", "spending", "담당관별 예산현액과 지출액"),
    ):
        address = f"{JULY}editions/1/{kind}/{key}/"
        assert f'href="{address}"' in section
        page = council.get(address).content.decode()
        assert told in page and f"sections/part-1/#{kind[:-1]}-{key}" in page and "수치가 나온 곳" in page
        assert "담당관·직급별 정원과 현원" not in page
    table = council.get(f"{JULY}editions/1/tables/budget/csv/")
    lines = list(csv.reader(StringIO(table.content.decode("utf-8-sig"))))
    assert table["Content-Disposition"].startswith("attachment") and len({len(line) for line in lines}) == 1
    assert any("100,177" in cell for line in lines for cell in line)
    missing = ("tables/none/", "charts/none/", "tables/spending/csv/", "charts/budget/")
    assert {council.get(f"{JULY}editions/1/{each}").status_code for each in missing} == {404}


def test_a_text_that_a_spreadsheet_would_work_out_is_marked_and_a_number_is_not() -> None:
    hostile = ["=1+1", "+1", "@SUM(1)", "\tx", "-2+3+cmd|' /C calc'!A0", "-(1)"]
    plain = ["-", "-1,234", "-3.5%", "가=나", ""]
    row = Row(tuple(Cell(each) for each in (*hostile, *plain)))
    (_, said) = csv.reader(StringIO(table_csv(Table("t", "", (Column(),) * len(row.cells), (row,), (row,)))))
    assert said == [*(f"'{each}" for each in hostile), *plain]
