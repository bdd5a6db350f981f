"""The administrator's pages: adding, changing and removing, with what is refused and what is recorded."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from seoulwork.accounts.models import Role
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.catalogue.forms import form_class, forms_of
from seoulwork.catalogue.kinds import kinds_of
from seoulwork.domain.fitting import check_reference
from seoulwork.domain.notation import parse_line
from seoulwork.domain.periods import Month
from seoulwork.domain.questions.thresholds import USUAL
from seoulwork.entry.due import due
from seoulwork.figures.divisions import division, divisions
from seoulwork.figures.labels import of_divisions
from seoulwork.figures.models import Bureau, Limits
from seoulwork.figures.queries import ledger

SignIn = Callable[..., Client]
REASON = "추경 반영"


@pytest.fixture
def client(briefing_data: None, signed_in: SignIn) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def model(name: str, key: str = "labour") -> Any:
    return getattr(division(key).models, name).objects


def shown(client: Client, kind: str, pk: int, key: str = "labour") -> dict[str, Any]:
    """What the page's form holds, as the browser would send it back unchanged."""
    form = client.get(reverse("list_change", args=[key, kind, pk])).context["form"]
    values = {name: form[name].value() for name, field in form.fields.items() if not field.disabled}
    return {name: "" if value is None else str(value) for name, value in values.items() if value is not False}


def send(client: Client, kind: str, pk: int, values: dict[str, Any], key: str = "labour") -> str:
    """Send the form; returns what the page says."""
    response = client.post(reverse("list_change", args=[key, kind, pk]), values, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def change(client: Client, kind: str, pk: int, key: str = "labour", /, **values: Any) -> str:
    return send(client, kind, pk, shown(client, kind, pk, key) | {"reason": REASON} | values, key)


def add(client: Client, kind: str, key: str = "labour", /, **values: Any) -> str:
    response = client.post(reverse("list_add", args=[key, kind]), values, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def remove(client: Client, kind: str, pk: int, key: str = "labour") -> str:
    url = reverse("list_remove", args=[key, kind, pk])
    seen = client.get(url).context["form"]["seen"].value()
    return client.post(url, {"seen": seen, "reason": "잘못 넣음"}, follow=True).content.decode()


@pytest.mark.each_case
@pytest.mark.parametrize("kind", sorted({key for each in divisions() for key in forms_of(each)}))
def test_every_form_opens_and_saved_unchanged_changes_nothing(client: Client, kind: str) -> None:
    opened = 0
    for each in divisions():
        if kind not in forms_of(each):
            assert client.get(reverse("list_add", args=[each.key, kind])).status_code == 404
            continue
        found = kinds_of(each)[kind]
        single = 404 if found.single else 200
        assert client.get(reverse("list_add", args=[each.key, kind])).status_code == single
        rows = list(found.of(each).objects.all()[:3])
        opened += len(rows)
        before = list(found.of(each).objects.values())
        for row in rows:
            assert "바뀐 것이 없어" in change(client, kind, row.pk, each.key)
            assert client.get(reverse("list_remove", args=[each.key, kind, row.pk])).status_code == single
        assert list(found.of(each).objects.values()) == before
    assert opened
    assert not Event.objects.filter(actor__isnull=False).exists()


class TestFigures:
    @pytest.fixture
    def target(self, client: Client) -> Any:
        return model("Target").filter(superseded_at__isnull=True, part__isnull=True).first()

    def test_a_change_supersedes_and_keeps_who_and_why(self, client: Client, target: Any) -> None:
        assert "저장했습니다" in change(client, "targets", target.pk, figure="１２,３４５")
        target.refresh_from_db()
        assert target.superseded_at is not None
        new = model("Target").get(
            superseded_at__isnull=True,
            indicator=target.indicator,
            part=None,
            first_month=target.first_month,
            last_month=target.last_month,
        )
        assert (new.value, new.reason, new.entered_by.username) == (12_345, REASON, "administrator")
        event = Event.objects.latest("pk")
        assert event.reason == REASON
        assert event.detail["changes"]["value"] == [target.value, 12_345]

    def test_a_change_needs_a_reason(self, client: Client, target: Any) -> None:
        page = send(client, "targets", target.pk, shown(client, "targets", target.pk) | {"figure": "5", "reason": ""})
        target.refresh_from_db()
        assert 'aria-invalid="true"' in page
        assert target.superseded_at is None

    @pytest.mark.parametrize("typed", ["5,2o1", "12원정", "", "-", "1.5", "99999999999999999999"])
    def test_what_is_no_figure_changes_nothing_and_is_said(self, client: Client, target: Any, typed: str) -> None:
        page = change(client, "targets", target.pk, figure=typed)
        target.refresh_from_db()
        assert "errorlist" in page
        assert target.superseded_at is None

    @pytest.mark.any_engine
    def test_the_second_of_two_who_change_the_same_figure_is_told(self, client: Client, target: Any) -> None:
        seen_by_the_second = shown(client, "targets", target.pk)
        change(client, "targets", target.pk, figure="100")
        page = send(client, "targets", target.pk, seen_by_the_second | {"figure": "200", "reason": REASON})
        assert "다른 사람이 이 항목을 바꾸었습니다" in page
        assert (
            model("Target")
            .get(
                superseded_at__isnull=True,
                indicator=target.indicator,
                part=None,
                first_month=target.first_month,
                last_month=target.last_month,
            )
            .value
            == 100
        )

    def test_an_occupied_place_is_not_taken_by_adding(self, client: Client, target: Any) -> None:
        count = model("Target").count()
        run = f"{target.first_month}~{target.last_month}"
        page = add(client, "targets", indicator=target.indicator_id, run=run, figure="1")
        assert "같은 자리에 이미 값이 있습니다" in page
        assert model("Target").count() == count

    def test_a_place_taken_with_the_same_figure_in_between_is_told(
        self, client: Client, target: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("seoulwork.catalogue.services.record", lambda *_: None)  # nothing is left to write
        page = add(client, "targets", indicator=target.indicator_id, run="2031", figure="1")
        assert "같은 자리에 이미 값이 있습니다" in page

    def test_adding(self, client: Client, target: Any) -> None:
        assert "추가했습니다" in add(client, "targets", indicator=target.indicator_id, run="2031H1", figure="1,000")
        new = model("Target").get(indicator=target.indicator, first_month="2031-01")
        assert (new.value, str(new.last_month), new.source) == (1_000, "2031-06", "browser")

    def test_a_part_of_another_indicator_is_refused(self, client: Client, target: Any) -> None:
        stranger = model("Part").exclude(indicator=target.indicator).first()
        page = add(client, "targets", indicator=target.indicator_id, part=stranger.pk, run="2031", figure="1")
        assert "세부가 아닙니다" in page

    def test_what_can_not_be_is_refused_beside_its_input(self, client: Client, target: Any) -> None:
        page = add(client, "targets", indicator=target.indicator_id, run="2031", figure="△5")
        assert "목표는 0보다 작을 수 없습니다" in page
        budget = division("labour").models.Budget.objects.first()
        assert budget
        page = add(client, "appropriations", budget=budget.pk, from_month="2031-01", figure="△5")
        assert "예산액은 0보다 작을 수 없습니다" in page

    @pytest.mark.parametrize("run", ["2031-13", "올해", "2031-06~2031-01"])
    def test_what_is_no_period_is_said(self, client: Client, target: Any, run: str) -> None:
        assert "errorlist" in add(client, "targets", indicator=target.indicator_id, run=run, figure="1")

    def test_a_removed_figure_stays_in_the_history(self, client: Client, target: Any) -> None:
        assert "지웠습니다" in remove(client, "targets", target.pk)
        target.refresh_from_db()
        assert target.superseded_at is not None
        assert Event.objects.latest("pk").reason == "잘못 넣음"

    @pytest.mark.any_engine
    def test_a_replaced_figure_cannot_be_changed_again(self, client: Client, target: Any) -> None:
        change(client, "targets", target.pk, figure="100")
        assert "다른 사람이" in change(client, "targets", target.pk, figure="200")

    def test_money_is_read_in_its_unit(self, client: Client) -> None:
        row = model("Appropriation").filter(superseded_at__isnull=True).first()
        change(client, "appropriations", row.pk, figure="230억원")
        assert (
            model("Appropriation").get(superseded_at__isnull=True, budget=row.budget, from_month=row.from_month).amount
            == 23_000_000_000
        )

    @pytest.mark.any_engine
    def test_a_budget_stays_above_what_is_committed_and_spent_of_it(self, client: Client) -> None:
        execution = model("Execution").filter(superseded_at__isnull=True, committed__gt=0).first()
        row = model("Appropriation").filter(superseded_at__isnull=True, budget=execution.budget).first()
        millions = -(-execution.committed // 1_000_000)
        page = change(client, "appropriations", row.pk, figure=str(millions - 1))
        assert "원인행위액" in page
        assert "예산액보다 많아집니다" in page
        assert "예산액보다 많아집니다" in remove(client, "appropriations", row.pk)
        row.refresh_from_db()
        assert row.superseded_at is None
        add_later = {"budget": row.budget_id, "from_month": str(execution.month), "figure": str(millions - 1)}
        assert "예산액보다 많아집니다" in add(client, "appropriations", **add_later)
        assert "추가했습니다" in add(client, "appropriations", **add_later | {"from_month": str(execution.month + 1)})
        assert "추가했습니다" in add(client, "appropriations", **add_later | {"figure": str(millions)})
        assert "달이 아닙니다" in add(client, "appropriations", **add_later | {"from_month": "언젠가"})
        # What was in force before the later amount may be less now.
        assert "저장했습니다" in change(client, "appropriations", row.pk, figure="1")

    def test_more_staff_than_posts_is_legal(self, client: Client) -> None:
        row = model("Headcount").first()
        assert "저장했습니다" in change(client, "headcount", row.pk, authorised="9", actual="11")
        assert model("Headcount").filter(superseded_at__isnull=True, authorised=9, actual=11).exists()


class TestDefinitions:
    def test_a_programme_is_changed_in_place_and_the_event_keeps_both_titles(self, client: Client) -> None:
        row = model("Programme").first()
        change(client, "programmes", row.pk, title="새 이름")
        assert model("Programme").get(pk=row.pk).title == "새 이름"
        assert Event.objects.latest("pk").detail["changes"] == {"title": [row.title, "새 이름"]}

    def test_the_second_of_two_who_change_the_same_programme_is_told(self, client: Client) -> None:
        row = model("Programme").first()
        seen_by_the_second = shown(client, "programmes", row.pk)
        change(client, "programmes", row.pk, title="첫 사람")
        page = send(client, "programmes", row.pk, seen_by_the_second | {"title": "둘째 사람", "reason": REASON})
        assert "다른 사람이 이 항목을 바꾸었습니다" in page
        assert model("Programme").get(pk=row.pk).title == "첫 사람"

    def test_a_number_in_use_is_refused(self, client: Client) -> None:
        page = add(client, "programmes", number="1", title="또 하나", first_year="2018")
        assert "같은 번호의 사업이 이미 있습니다: &#x27;1. " in page

    def test_what_others_refer_to_is_not_removed(self, client: Client) -> None:
        row = model("Programme").first()
        assert "지울 수 없습니다" in remove(client, "programmes", row.pk)
        assert model("Programme").filter(pk=row.pk).exists()
        assert not Event.objects.filter(kind="programmes.programme", action=Action.ROW_REMOVED).exists()

    def test_the_scale_of_an_indicator_with_figures_stands(self, client: Client) -> None:
        row = model("Indicator").filter(unit="명", actuals__isnull=False).first()
        before = model("Indicator").filter(pk=row.pk).values().get()
        assert "바꿀 수 없습니다" in change(client, "indicators", row.pk, decimals="1")
        assert "바꿀 수 없습니다" in change(client, "indicators", row.pk, unit="개소")
        assert "바꿀 수 없습니다" in change(client, "indicators", row.pk, accumulation="mean", name="새 이름")
        assert model("Indicator").filter(pk=row.pk).values().get() == before
        assert not Event.objects.filter(actor__isnull=False).exists()
        assert "저장했습니다" in change(client, "indicators", row.pk, unit="천명")
        assert "추가했습니다" in add(
            client,
            "indicators",
            short_name="새것",
            name="새것",
            decimals="0",
            position="99",
            accumulation="sum",
            frequency="monthly",
            asking="usual",
        )
        new = model("Indicator").get(short_name="새것")
        assert "저장했습니다" in change(client, "indicators", new.pk, accumulation="mean")

    def test_other_divisions_rows_are_out_of_reach(self, client: Client) -> None:
        row = model("Function").create(position=91, text="시험")
        assert client.get(reverse("list_change", args=["programmes", "functions", row.pk + 100_000])).status_code == 404


class TestRelations:
    """What must hold between two figures, which the checker looks at."""

    KEY = "programmes"

    def pick(self, *names: str) -> list[int]:
        return [model("Indicator", self.KEY).get(programme__number=2, short_name=name).pk for name in names]

    def test_it_is_added_changed_and_removed(self, client: Client) -> None:
        both = dict(zip(("indicator", "other"), self.pick("프로그램참여", "상담"), strict=True))
        assert "추가했습니다: 청년일자리센터 취업지원 프로그램 참여 이하 청년일자리센터 취업상담" in add(
            client, "relations", self.KEY, kind="at_most", **both
        )
        row = model("Relation", self.KEY).get(**both)
        assert "저장했습니다" in change(client, "relations", row.pk, self.KEY, kind="same")
        page = client.get("/briefings/2018-07/checks/").content.decode()
        assert "실적 2,000명, 청년일자리센터 취업상담 13,869명: 지표 관계에서는 같은 값입니다." in page
        assert "지웠습니다" in remove(client, "relations", row.pk, self.KEY)
        assert not model("Relation", self.KEY).filter(**both).exists()

    @pytest.mark.any_engine
    def test_what_can_not_be_compared_is_said(self, client: Client) -> None:
        employed, advised, times = self.pick("취업", "상담", "프로그램운영")
        for typed, said in (
            ({"indicator": employed, "other": advised}, "같은 관계가 이미 있습니다"),
            ({"indicator": employed, "other": employed}, "같은 수치끼리는 견주지 않습니다"),
            ({"indicator": employed, "other": times}, "단위가 서로 달라 견줄 수 없습니다: 명, 회"),
            ({"indicator": employed}, "다른 관계에는 지표 둘을 적습니다"),
            ({"indicator": employed, "other": times, "share": 5}, "단위가 서로 달라"),
            ({"kind": "matching", "indicator": employed, "other": advised}, "매칭 비율에는 예산 과목 둘과 두 비율을"),
        ):
            assert said in add(client, "relations", self.KEY, **{"kind": "at_most", **typed})
        assert not Event.objects.filter(action=Action.ROW_ADDED, kind="programmes.relation").exists()


@pytest.mark.parametrize("passage", ["", "99999999", "없음"])
def test_a_milestone_without_its_passage_is_asked_for_it(client: Client, passage: str) -> None:
    page = add(client, "milestones", passage=passage, position="90", title="{없는 지표}", detail="○ {없는 지표}")
    assert 'aria-invalid="true"' in page
    assert not model("Milestone").filter(position=90).exists()


def test_relations_of_a_programme_are_also_those_of_its_budget_lines(client: Client) -> None:
    matched = model("Relation", "programmes").filter(kind="matching").get()
    programme = matched.budget.programme
    page = client.get("/lists/programmes/relations/", {"indicator__programme": programme.pk}).content.decode()
    assert matched.shares in page
    other = model("Programme", "programmes").exclude(pk=programme.pk).first()
    page = client.get("/lists/programmes/relations/", {"indicator__programme": other.pk}).content.decode()
    assert matched.shares not in page


class TestLimits:
    URL = "/limits/"

    def test_a_change_holds_at_once_and_is_recorded(self, client: Client) -> None:
        form = client.get(self.URL).context["form"]
        typed = {name: form[name].value() for name in form.names} | {"reason": REASON}
        assert "저장했습니다" in client.post(self.URL, typed | {"pace_margin": 60}, follow=True).content.decode()
        assert ledger(division("programmes"), Month(2018, 6)).limits == replace(USUAL, pace_margin=60)
        seen = client.get(self.URL).context["form"]["seen"].value()
        again = typed | {"pace_margin": 10, "seen": seen}
        assert "저장했습니다" in client.post(self.URL, again, follow=True).content.decode()
        event = Event.objects.latest("pk")
        assert (event.done, event.reason) == ("되묻는 기준 수정", REASON)
        assert Limits.objects.count() == 1
        assert "그사이 다른 사람이" in client.post(self.URL, again | {"times": 3}).content.decode()

    @pytest.mark.parametrize(("name", "value"), [("times", "1"), ("below", "100"), ("small", "-1"), ("times", "다섯")])
    def test_what_can_not_be_a_limit_is_refused(self, client: Client, name: str, value: str) -> None:
        form = client.get(self.URL).context["form"]
        typed = {each: form[each].value() for each in form.names} | {"reason": REASON, name: value}
        assert 'aria-invalid="true"' in client.post(self.URL, typed).content.decode()
        assert not Limits.objects.exists()


class TestBureau:
    URL = "/bureau/"
    TYPED = {
        "as_of": "2018-07-20",
        "name": "일자리노동정책관",
        "directors": "1",
        "director_unit": "정책관",
        "teams": "16",
        "team_unit": "팀",
        "off_quota_staff": "21",
    }

    def shown(self, client: Client, pk: int) -> dict[str, str]:
        form = client.get(f"{self.URL}{pk}/").context["form"]
        return {name: str(form[name].value() or "") for name, field in form.fields.items() if not field.disabled}

    @pytest.mark.any_engine
    def test_added_it_stands_in_the_list_and_in_the_next_briefing(self, client: Client) -> None:
        page = client.post(f"{self.URL}add/", self.TYPED, follow=True).content.decode()
        assert "정책관 현황을 추가했습니다" in page
        assert "2018. 7. 20." in page
        new = Bureau.objects.get(as_of="2018-07-20")
        assert (new.entered_by.username, new.source) == ("administrator", "browser")  # type: ignore[union-attr]
        assert Event.objects.latest("pk").done == "정책관 현황 추가"
        assert "16팀" in client.get("/briefings/2018-07/sections/part-1/").content.decode()

    def test_a_change_supersedes_and_keeps_who_and_why(self, client: Client) -> None:
        old = Bureau.objects.get()
        values = self.shown(client, old.pk) | {"teams": "17", "reason": REASON}
        assert "저장했습니다" in client.post(f"{self.URL}{old.pk}/", values, follow=True).content.decode()
        new = Bureau.objects.get(superseded_at=None)
        assert (new.pk != old.pk, new.teams, new.reason, new.as_of) == (True, 17, REASON, old.as_of)
        history = client.get(self.URL, {"history": "all"}).content.decode()
        assert ">15<" in history and ">17<" in history
        assert ">15<" not in client.get(self.URL).content.decode()

    def test_saved_unchanged_it_stays(self, client: Client) -> None:
        pk = Bureau.objects.get().pk
        values = self.shown(client, pk) | {"reason": REASON}
        assert "바뀐 것이 없어" in client.post(f"{self.URL}{pk}/", values, follow=True).content.decode()
        assert Bureau.objects.count() == 1

    def test_the_second_of_two_is_told(self, client: Client) -> None:
        pk = Bureau.objects.get().pk
        seen_by_the_second = self.shown(client, pk) | {"reason": REASON}
        client.post(f"{self.URL}{pk}/", seen_by_the_second | {"teams": "16"})
        page = client.post(f"{self.URL}{pk}/", seen_by_the_second | {"teams": "17"}, follow=True).content.decode()
        assert "다른 사람이 이 항목을 바꾸었습니다" in page
        assert Bureau.objects.get(superseded_at=None).teams == 16

    @pytest.mark.parametrize("wrong", [{"as_of": "2018-07-11"}, {"as_of": "칠월"}, {"teams": "-1"}, {"name": ""}])
    def test_what_cannot_be_kept_is_said(self, client: Client, wrong: dict[str, str]) -> None:
        response = client.post(f"{self.URL}add/", self.TYPED | wrong)
        assert response.status_code == 200
        assert "errorlist" in response.content.decode()
        assert Bureau.objects.count() == 1

    def test_removed_it_stays_in_the_history(self, client: Client) -> None:
        row = Bureau.objects.get()
        url = f"{self.URL}{row.pk}/remove/"
        seen = client.get(url).context["form"]["seen"].value()
        assert "지웠습니다" in client.post(url, {"seen": seen, "reason": "잘못 넣음"}, follow=True).content.decode()
        row.refresh_from_db()
        assert row.superseded_at is not None

    def test_its_pages_belong_to_the_administration(self, client: Client) -> None:
        page = client.get(self.URL).content.decode()
        assert f'<a href="{reverse("users")}" aria-current="page">관리</a>' in page


def test_what_belongs_to_a_programme_is_chosen_with_it(briefing_data: None) -> None:
    """In every list of every form of every division: of two lines of one name each says whose it is."""
    seen = set()
    for own in divisions():
        programmes = {str(each) for each in own.models.Programme.objects.all()} | {of_divisions()}
        for key, kind in kinds_of(own).items():
            if key not in forms_of(own):
                continue
            for name, field in form_class(kind, own)().fields.items():
                rows = getattr(field, "queryset", None)
                if (
                    rows is None
                    or rows.model is own.models.Programme
                    or (not hasattr(rows.model, "programme") and rows.model is not own.models.Part)
                ):
                    continue
                seen.add(f"{key}.{name}")
                labels = [str(label) for value, label in field.choices if value]  # type: ignore[attr-defined]
                assert labels, f"{key}.{name}"
                assert [label for label in labels if not any(each in label for each in programmes)] == [], (
                    f"{key}.{name}"
                )
    assert {"parts.indicator", "indicators.flow", "targets.part", "appropriations.budget", "milestones.passage"} <= seen


def test_a_budget_line_stands_below_others_by_its_path_and_is_entered_alone(client: Client) -> None:
    own = division("labour")
    page = add(client, "budgets", short_name="예산현액", kind="current", year="2018", part="정책//세부", position="0")
    assert "단계마다 이름을 적고" in page
    for part in ("정책", "정책/단위/하나", "정책/단위/둘"):
        add(client, "budgets", short_name="과목", kind="grant", year="2018", part=part, position="0")
    lines = {line.part: line for line in own.models.Budget.objects.filter(short_name="과목")}
    for part, amount in (("정책/단위/하나", "70"), ("정책/단위/둘", "30")):
        add(client, "appropriations", budget=str(lines[part].pk), from_month="2018-01", figure=amount)
    entered = {each.budget_id for each in due(own, Month(2018, 7)).lines}
    assert lines["정책"].pk not in entered
    assert {lines["정책/단위/하나"].pk, lines["정책/단위/둘"].pk} <= entered
    figures = ledger(own, Month(2018, 6))
    for part in ("", "정책", "정책/단위"):
        found = figures.budget(figures.budget_lines("과목"), part)
        assert found is not None
        assert found.value == 100_000_000
    assert {"정책", "정책/단위", "정책/단위/하나"} <= figures.names(None).budgets["과목"]


@pytest.mark.any_engine
def test_the_path_of_a_budget_line_is_as_long_as_those_of_real_budgets(client: Client) -> None:
    """정책사업 › 단위사업 › 세부사업, each named in full; what is longer still is refused with how long it may be."""
    path = (
        "사회적경제 생태계 조성과 지속가능한 일자리 창출 기반 강화"
        "/사회적경제기업 성장 단계별 맞춤 지원과 공공구매 활성화"
        "/사회적경제기업 판로 지원을 위한 공공구매 영업지원단 운영"
    )
    own = division("labour")
    line = {"short_name": "과목", "kind": "grant", "year": "2018", "position": "0"}
    add(client, "budgets", part=path, **line)
    stored = own.models.Budget.objects.get(short_name="과목")
    assert (stored.part, len(path) > 60) == (path, True)
    add(client, "appropriations", budget=str(stored.pk), from_month="2018-01", figure="70")
    figures = ledger(own, Month(2018, 6))
    above = path.rpartition("/")[0]
    for part in (path, above, ""):
        found = figures.budget(figures.budget_lines("과목"), part)
        assert found is not None
        assert found.value == 70_000_000
    names = figures.names(None)
    for part in (path, above):
        check_reference(parse_line(f"{{과목/{part}.집행률}}")[0], names)  # type: ignore[arg-type]
    assert "200" in add(client, "budgets", part="가" * 201, **line)
    assert own.models.Budget.objects.filter(short_name="과목").count() == 1
