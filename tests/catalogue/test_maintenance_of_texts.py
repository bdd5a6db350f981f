"""The administrator's pages of texts, and a year made from the one before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from seoulwork.accounts.models import Role
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.numbers import parse_number
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division
from seoulwork.figures.queries import ledger
from seoulwork.figures.texts import problems_of
from tests.briefings import a_briefing

from .test_maintenance import add, change, model, remove


@pytest.fixture
def client(briefing_data: None, signed_in: Callable[..., Client]) -> Client:
    return signed_in(Role.ADMINISTRATOR)


class TestTexts:
    def test_an_unknown_figure_in_a_text_is_refused_with_its_line_and_the_nearest_name(self, client: Client) -> None:
        row = model("Passage").filter(programme__isnull=False, text__contains="{").first()
        name = next(iter(model("Indicator").filter(programme=row.programme).values_list("short_name", flat=True)))
        page = change(client, "passages", row.pk, text=f"○ 첫 줄\n○ 둘째 줄 {{{name}들}}")
        assert "2번째 줄" in page
        assert "가까운 이름" in page
        assert name in page

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"title": "포럼 {횟수}"}, "&#x27;횟수&#x27;는 없는 이름입니다"),
            (
                {"title": "포럼", "detail": "○ 첫 줄\n○ {일정}"},
                "2번째 줄 3번째 글자: &#x27;일정&#x27;은 없는 이름입니다",
            ),
        ],
    )
    def test_an_unknown_figure_in_a_milestone_is_refused(
        self, client: Client, fields: dict[str, str], said: str
    ) -> None:
        plans = model("Passage").filter(kind="plans").first()
        assert said in add(client, "milestones", passage=plans.pk, position="90", **fields)
        assert not model("Milestone").filter(position=90).exists()

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (
                "○ 개요\n[표: 노동자쉼더]",
                "2번째 줄 1번째 글자: &#x27;노동자쉼더&#x27;는 없는 표입니다. 가까운 이름: 노동자쉼터",
            ),
            ("○ [표: 노동자쉼터]", "1번째 줄 3번째 글자: [표: 이름]은 다른 글 없이"),
            ("[표: 층별용도]\n[표: 층별용도]", "2번째 줄 1번째 글자: 표 &#x27;층별용도&#x27;가 두 번"),
            ("○ 개요\n[표: 노동자쉼터]", "표 &#x27;노동자쉼터&#x27;는 이 보고의"),
        ],
    )
    def test_a_table_that_is_unknown_misplaced_or_repeated_is_refused(
        self, client: Client, text: str, said: str
    ) -> None:
        row = model("Passage").filter(text__contains="[표: 층별용도]").get()
        assert said in change(client, "passages", row.pk, text=text)
        assert model("Passage").get(pk=row.pk).text == row.text
        assert not Event.objects.filter(actor__isnull=False).exists()

    @pytest.mark.any_engine
    def test_no_table_stands_in_a_gist_or_in_the_title_of_a_milestone(self, client: Client) -> None:
        gist = model("Passage").filter(kind="gist").first()
        assert "여기에는 표를 둘 수 없습니다" in change(client, "passages", gist.pk, text="[표: 층별용도]")
        plans = model("Passage").filter(kind="plans").first()
        page = add(client, "milestones", passage=plans.pk, position="90", title="[표: 층별용도]")
        assert "여기에는 표를 둘 수 없습니다" in page
        page = add(client, "milestones", passage=plans.pk, position="90", title="시험", detail="[표: 층별용도]")
        assert "한 곳에만 두어 주세요" in page
        assert not model("Milestone").filter(position=90).exists()

    def test_a_table_is_moved_by_taking_it_out_first(self, client: Client) -> None:
        row = model("Passage").filter(text__contains="[표: 층별용도]").get()
        other = model("Passage").filter(kind="text", programme=row.programme).exclude(pk=row.pk).first()
        change(client, "passages", row.pk, text=row.text.replace("[표: 층별용도]", ""))
        assert "저장했습니다" in change(client, "passages", other.pk, text=other.text + "\n[표: 층별용도]")

    @pytest.mark.any_engine
    def test_a_short_name_that_a_text_uses_stands_and_the_shown_name_is_free(self, client: Client) -> None:
        row = model("Indicator").get(short_name="쉼터이용")
        page = change(client, "indicators", row.pk, short_name="쉼터이용자")
        assert f"보고 글 &#x27;{row.programme.title} · 추진현황&#x27;에서 쓰고 있어" in page
        assert "&#x27;쉼터이용&#x27;은 없는 이름입니다. 가까운 이름: 쉼터이용자" in page
        assert "보이는 이름만 바꿔 주세요" in page
        assert model("Indicator").get(pk=row.pk).short_name == "쉼터이용"
        assert not Event.objects.filter(actor__isnull=False).exists()
        assert "저장했습니다" in change(client, "indicators", row.pk, name="쉼터를 이용한 사람")

    def test_what_a_milestone_uses_stands_too(self, client: Client) -> None:
        row = model("Indicator", "socialeconomy").get(short_name="포럼참석도시")
        page = change(client, "indicators", row.pk, "socialeconomy", short_name="참석도시")
        assert f"보고 글 &#x27;{row.programme.title} · 향후계획&#x27;에서 쓰고 있어" in page

    @pytest.mark.any_engine
    def test_a_short_name_that_no_text_uses_is_changed(self, client: Client) -> None:
        indicator = model("Indicator").create(short_name="시험", name="시험", unit="명")
        assert "저장했습니다" in change(client, "indicators", indicator.pk, short_name="시험 지표")

    def test_a_part_and_a_budget_line_that_a_text_uses_are_neither_renamed_nor_removed(self, client: Client) -> None:
        of_programmes = division("programmes").models
        part = of_programmes.Part.objects.get(indicator__short_name="학과", path="국가 과정")
        assert "보고 글" in change(client, "parts", part.pk, "programmes", path="국가과정")
        of_programmes.Target.objects.filter(part=part).delete()
        assert "보고 글" in remove(client, "parts", part.pk, "programmes")
        line = of_programmes.Budget.objects.get(programme=part.indicator.programme, fund_source="national")
        assert "보고 글" in change(client, "budgets", line.pk, "programmes", short_name="국비예산")
        of_programmes.Appropriation.objects.filter(budget=line).delete()
        assert "보고 글" in remove(client, "budgets", line.pk, "programmes")
        assert of_programmes.Part.objects.filter(pk=part.pk, path="국가 과정").exists()
        assert of_programmes.Budget.objects.filter(pk=line.pk, short_name="소요예산").exists()

    def test_an_indicator_that_hides_the_divisions_own_is_refused_where_a_text_means_that(self, client: Client) -> None:
        passage = model("Passage").filter(programme__isnull=False, kind="text").first()
        part = model("Part").create(indicator=model("Indicator").create(short_name="공통", name="공통"), path="청년")
        change(client, "passages", passage.pk, text="○ {공통/청년}")
        page = add(
            client,
            "indicators",
            programme=passage.programme_id,
            short_name="공통",
            name="다른 것",
            unit="명",
            decimals="0",
            accumulation="sum",
            frequency="monthly",
            asking="usual",
            position="99",
        )
        assert "부분이 없습니다" in page
        assert model("Indicator").filter(short_name="공통").get() == part.indicator

    def test_a_change_of_names_looks_at_all_texts_in_a_fixed_number_of_queries(
        self, client: Client, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(10):
            assert problems_of("labour") == ()
        august = a_briefing(Month(2018, 8))
        for passage in model("Passage").all():
            passage.pk, passage.briefing = None, august
            passage.save(force_insert=True)
        with django_assert_num_queries(10):
            assert problems_of("labour") == ()

    def test_the_names_that_may_be_used_stand_beside_the_text(self, client: Client) -> None:
        row = model("Passage").filter(programme__isnull=False, text__contains="{").first()
        page = client.get(reverse("list_change", args=["labour", "passages", row.pk])).content.decode()
        for name in model("Indicator").filter(programme=row.programme).values_list("short_name", flat=True):
            assert name in page
        assert "[표: 층별용도]" in page

    @pytest.mark.any_engine
    def test_a_milestone_is_added_with_a_month_and_without(self, client: Client) -> None:
        plans = model("Passage").filter(kind="plans").first()
        add(client, "milestones", passage=plans.pk, position="90", title="시험 일정", first_month="2018-07")
        add(client, "milestones", passage=plans.pk, position="91", title="때 없는 일정")
        dates = [each.printed_date for each in model("Milestone").filter(position__gte=90).order_by("position")]
        assert dates == ["'18. 7월", ""]

    def test_markup_in_a_text_stays_text(self, client: Client) -> None:
        add(client, "functions", position="92", text="<b>굵게</b>")
        page = client.get(reverse("list", args=["labour", "functions"])).content.decode()
        assert "&lt;b&gt;굵게" in page


class TestNewYear:
    URL = "/lists/labour/carry-forward/"

    def sent_back(self, client: Client, **changed: Any) -> dict[str, Any]:
        form = client.get(self.URL).context["form"]
        values = {name: form[name].value() for name in form.fields}
        return {name: value for name, value in (values | changed).items() if value not in (False, None)}

    def test_the_preview_writes_nothing(self, client: Client) -> None:
        before = model("Target").count(), model("Budget").count(), Event.objects.count()
        page = client.get(self.URL).content.decode()
        assert "2019년으로 이월" in page
        assert (model("Target").count(), model("Budget").count(), Event.objects.count()) == before

    def test_what_was_shown_is_written_at_once_and_a_second_time_there_is_nothing_left(self, client: Client) -> None:
        targets = (
            model("Target").filter(superseded_at__isnull=True, first_month__gte=201801, last_month__lte=201812).count()
        )
        page = client.post(self.URL, self.sent_back(client), follow=True).content.decode()
        assert "2019년으로 이어 두었습니다" in page
        carried = model("Target").filter(superseded_at__isnull=True, first_month__gte=201901, last_month__lte=201912)
        assert carried.count() >= targets > 0
        assert model("Budget").filter(year=2019).count() == model("Budget").filter(year=2018).count()
        assert not model("Appropriation").filter(budget__year=2019).exists()
        assert Event.objects.latest("pk").action == Action.YEAR_CARRIED
        form = client.get(self.URL + "?year=2019").context["form"]
        assert [name for name in form.fields if name.startswith(("target-", "budget-"))] == []

    @pytest.mark.any_engine
    def test_what_changed_since_the_preview_is_shown_again_and_nothing_is_written(self, client: Client) -> None:
        sent = self.sent_back(client)
        new = model("Programme").create(number=91, title="미리보기 뒤의 사업", first_year=2018)
        before = model("Target").count(), model("Budget").count(), Event.objects.count()
        page = client.post(self.URL, sent, follow=True).content.decode()
        assert "아무것도 저장하지 않았습니다" in page
        assert "지금 값으로 다시 열기" in page
        new.refresh_from_db()
        assert new.last_year is None
        assert (model("Target").count(), model("Budget").count(), Event.objects.count()) == before
        assert (
            "2019년으로 이어 두었습니다" in client.post(self.URL, self.sent_back(client), follow=True).content.decode()
        )

    @pytest.mark.any_engine
    def test_a_target_that_changed_since_the_preview_is_shown_again(self, client: Client) -> None:
        sent = self.sent_back(client)
        old = model("Target").filter(superseded_at__isnull=True, first_month=201801, last_month=201812).first()
        change(client, "targets", old.pk, figure="77")
        assert "바뀌었습니다" in client.post(self.URL, sent, follow=True).content.decode()
        assert not Event.objects.filter(action=Action.YEAR_CARRIED).exists()

    def test_a_changed_and_a_blank_value(self, client: Client) -> None:
        form = client.get(self.URL).context["form"]
        first, second = [name for name in form.fields if name.startswith("target-")][:2]
        client.post(self.URL, self.sent_back(client, **{first: "777", second: ""}))
        old_first, old_second = (model("Target").get(pk=int(name.removeprefix("target-"))) for name in (first, second))
        of_year = model("Target").filter(first_month__gte=201901, last_month__lte=201912)
        new = of_year.get(
            indicator=old_first.indicator, part=old_first.part, first_month=int(old_first.first_month) + 100
        )
        assert new.value == parse_number("777", new.indicator.unit, new.indicator.decimals)
        assert not of_year.filter(
            indicator=old_second.indicator, part=old_second.part, first_month=int(old_second.first_month) + 100
        ).exists()

    def test_one_bad_value_writes_nothing(self, client: Client) -> None:
        form = client.get(self.URL).context["form"]
        name = next(name for name in form.fields if name.startswith("target-"))
        before = model("Target").count(), model("Budget").count()
        page = client.post(self.URL, self.sent_back(client, **{name: "많이"})).content.decode()
        assert "저장하지 않았습니다" in page
        assert (model("Target").count(), model("Budget").count()) == before

    def test_an_ended_programme_gets_its_last_year_and_no_targets(self, client: Client) -> None:
        ended = (
            model("Target")
            .filter(
                superseded_at__isnull=True,
                indicator__programme__isnull=False,
                first_month__gte=201801,
                last_month__lte=201812,
            )
            .first()
            .indicator.programme
        )
        already = set(
            model("Target").filter(indicator__programme=ended, first_month__gte=201901).values_list("pk", flat=True)
        )
        client.post(self.URL, self.sent_back(client, **{f"programme-{ended.pk}": False}))
        ended.refresh_from_db()
        assert ended.last_year == 2018
        assert (
            set(
                model("Target").filter(indicator__programme=ended, first_month__gte=201901).values_list("pk", flat=True)
            )
            == already
        )
        assert not model("Budget").filter(programme=ended, year=2019).exists()

    def test_an_ended_programme_still_stands_in_the_reports_of_its_last_year(self, client: Client) -> None:

        row = model("Programme").first()
        model("Programme").filter(pk=row.pk).update(last_year=2018)
        in_year = [each.id for each in ledger(division("labour"), Month(2018, 12)).programmes]
        after = [each.id for each in ledger(division("labour"), Month(2019, 1)).programmes]
        assert row.pk in in_year
        assert row.pk not in after

    @pytest.mark.any_engine
    def test_a_target_that_stands_already_is_kept(self, client: Client) -> None:
        old = model("Target").filter(superseded_at__isnull=True, first_month=201801, last_month=201812).first()
        model("Target").filter(indicator=old.indicator, part=old.part, first_month=201901).delete()
        add(client, "targets", indicator=old.indicator_id, part=old.part_id or "", run="2019", figure="55")
        page = client.get(self.URL).content.decode()
        assert "이미 있음" in page
        client.post(self.URL, self.sent_back(client))
        kept = model("Target").filter(indicator=old.indicator, part=old.part, first_month=201901, last_month=201912)
        assert [each.reason for each in kept] == [""]

    @pytest.mark.parametrize("year", ["x", "0", "99999", "２０１９년"])
    def test_an_odd_year_is_said(self, client: Client, year: str) -> None:
        page = client.get(self.URL, {"year": year}, follow=True).content.decode()
        assert "네 자리 수" in page
