"""The rules about what a division has stored: its figures, budgets and relations, how far its months are."""

from ...contract import Contribution
from .. import budgets, complete, figures, improbable, months, occasional, relations, setup, staff, targets, texts
from ..rules import Measure, Rule

DIVISION: tuple[Rule[Contribution], ...] = (
    Rule(
        "complete.not_told_again",
        "지난 보고 뒤로 그대로인 수치",
        "note",
        "지난 보고({before} 기준) 뒤로 새로 넣지 않은 수시 지표가 나옵니다: {figures}. 그 뒤의 것이 있으면 넣어 주세요.",
        occasional.not_told_again,
    ),
    Rule(
        "texts.unplaced_picture",
        "두지 않은 그림",
        "warning",
        "원고에 올린 그림 '{picture}'을 글에 두지 않아 인쇄되지 않습니다. 글에 [그림: {picture}] 줄을 적거나 그림을 지워 주세요.",
        texts.unplaced_picture,
    ),
    Rule(
        "texts.open_remarks",
        "마치지 않은 의견",
        "warning",
        "원고에 마치지 않은 의견이 {count}건 있습니다. 원고를 열어 답하거나 마쳐 주세요.",
        texts.open_remarks,
    ),
    Rule(
        "texts.not_settled",
        "확정하지 않은 원고",
        "warning",
        "고친 뒤 확정하지 않은 원고가 있습니다: {parts}. 담당자가 제출하고 부서장이 확정하면 없어집니다.",
        texts.not_settled,
    ),
    Rule(
        "setup.goal",
        "추진목표가 없음",
        "error",
        "추진목표가 없어 '-'로 나옵니다. 사업·지표 → 추진목표에서 넣어 주세요.",
        setup.no_goal,
    ),
    Rule(
        "setup.staff",
        "인력이 없음",
        "error",
        "정원과 현원이 없어 '-'로 나오고 정책관 전체의 인력도 비워 둡니다. 사업·지표 → 인력에서 넣어 주세요.",
        setup.no_staff,
    ),
    Rule(
        "setup.budget",
        "예산현액이 없음",
        "error",
        "예산현액이 없어 '-'로 나오고 정책관 전체의 예산도 비워 둡니다. 사업·지표 → 예산액에서 넣어 주세요.",
        setup.no_budget,
    ),
    Rule(
        "texts.heading_alone",
        "글이 없는 제목",
        "warning",
        "제목만 있고 글이 없어 인쇄되지 않습니다. 글을 쓰거나 제목을 지워 주세요.",
        texts.heading_alone,
    ),
    Rule(
        "texts.overdue",
        "지난 일정",
        "warning",
        "일정 '{title}'의 날({day})이 지났는데 완료로 표시되지 않았습니다. 완료를 표시하거나 일정을 고쳐 주세요.",
        texts.overdue,
    ),
    Rule(
        "texts.target_of_the_past",
        "실적 없이 적은 지난 목표",
        "warning",
        "{name}의 {run} 목표 {target}만 나오는데, 그 기간은 지났고 실적은 {actual}입니다. 실적을 함께 적을지 확인해 주세요.",
        texts.target_of_the_past,
    ),
)

INDICATORS: tuple[Rule[Measure], ...] = (
    Rule(
        "figures.totals_differ",
        "세부의 합이 다름",
        "error",
        "{kind}의 합계가 서로 다릅니다: {totals}.",
        figures.totals_differ,
    ),
    Rule(
        "figures.totals_of_means_differ",
        "세부 평균의 합이 다름",
        "warning",
        "{kind}의 합계가 서로 다릅니다: {totals}.",
        figures.totals_of_means_differ,
    ),
    Rule(
        "complete.silent_part",
        "비어 있는 세부",
        "error",
        "{part}의 {run} {kind}{particle} 없습니다. 같이 나누는 다른 세부에는 있습니다. 값을 넣거나, 없는 것이 맞으면 0을 넣어 주세요.",
        complete.silent_part,
    ),
    Rule(
        "complete.policy",
        "비어 있는 정책지표 칸",
        "warning",
        "정책지표 표의 {year}년 {kind} 칸이 비어 '-'로 나옵니다. 값을 넣어 주세요.",
        complete.policy_cells,
    ),
    Rule(
        "complete.actual_ends_early",
        "기준월 전에 끝나는 실적",
        "warning",
        "매월 넣는 지표인데 실적이 {last}까지입니다.",
        complete.actual_ends_early,
    ),
    Rule(
        "figures.cumulative_falls",
        "줄어든 누계 지표",
        "warning",
        "누계 지표인데 {year}년 {kind} {after} 앞선 해의 {before}보다 적습니다.",
        figures.cumulative_falls,
    ),
    Rule(
        "targets.stock_is_not_its_flow",
        "누계 목표가 해마다의 합과 다름",
        "error",
        "{run} 목표는 {target}인데, {flow} 더하면 {parts} = {total}입니다.",
        targets.stock_is_not_its_flow,
    ),
    Rule(
        "figures.more_than_whole",
        "분모보다 많은 분자",
        "error",
        "{run} 실적의 분자 {above}이(가) 분모 {below}보다 많습니다. 분자가 분모의 일부인 지표입니다.",
        figures.more_than_whole,
    ),
    Rule(
        "figures.restated_differs",
        "반올림한 값이 다름",
        "error",
        "{kind} {own}인데, 같은 값인 {other} {exact} 반올림하면 {rounded}입니다.",
        figures.restated_differs,
    ),
    Rule(
        "figures.dates_of_parts_differ",
        "세부의 기준일이 다름",
        "warning",
        "함께 더하는 세부의 기준일이 서로 다릅니다: {days}.",
        figures.dates_of_parts_differ,
    ),
    Rule(
        "figures.dated_after_its_months",
        "보고보다 늦은 기준일",
        "warning",
        "{run} 실적의 기준일 {day}이 보고의 기준일 {last}보다 늦습니다.",
        figures.dated_after_its_months,
    ),
    Rule(
        "targets.periods_differ",
        "기간별 목표의 합이 다름",
        "error",
        "{run} 목표는 {target}인데, 그 안의 기간별 목표를 더하면 {parts} = {total}입니다.",
        targets.periods_differ,
    ),
    Rule("targets.beyond", "목표를 넘은 실적", "note", "달성률이 {reached}%로 100%를 넘습니다.", targets.beyond_target),
    Rule(
        "targets.behind_pace",
        "진도가 늦은 실적",
        "note",
        "{months}개월 실적의 달성률이 {reached}%로 기대 진도 {expected}보다 {margin}%p 넘게 낮습니다.{explained}",
        targets.behind_pace,
    ),
    Rule(
        "targets.forecast_below_reached",
        "실적보다 적은 연말 전망",
        "warning",
        "연말 전망이 {forecast}인데 실적이 이미 {actual}입니다. 연말 전망을 고쳐 주세요.",
        targets.forecast_below_reached,
    ),
    Rule(
        "targets.forecasts_differ",
        "추계와 크게 다른 연말 전망",
        "note",
        "담당자의 연말 전망은 {forecast}인데, {months}월까지의 실적을 이으면({source}) {projected}입니다. 담당자의 까닭: {reason}",
        targets.forecasts_differ,
    ),
    Rule(
        "targets.higher_than_wanted",
        "목표보다 높은 '낮을수록 좋은' 지표",
        "note",
        "낮을수록 좋은 지표인데 실적 {actual} 목표 {target}보다 높습니다.",
        targets.higher_than_wanted,
    ),
)

BUDGET_LINES: tuple[Rule[budgets.Lines], ...] = (
    Rule(
        "complete.execution_ends_early",
        "기준월 전에 끝나는 집행",
        "warning",
        "{name} {last}까지입니다. 기준월까지의 누계를 넣어 주세요.",
        complete.execution_ends_early,
    ),
    Rule(
        "budgets.cumulative_falls",
        "줄어든 집행 누계",
        "error",
        "{name} 누계가 {month}에 {after} {earlier}의 {before}보다 줄었습니다. 달의 값을 누계로 넣지 않았는지 확인해 주세요.",
        budgets.cumulative_falls,
    ),
    Rule(
        "budgets.not_what_is_below",
        "아래 과목의 합과 다른 예산",
        "error",
        "'{part}'의 {name} {own}이 그 아래 과목의 합 {below}과 다릅니다. 적어 넣은 값이 인쇄됩니다.",
        budgets.not_what_is_below,
    ),
    Rule(
        "budgets.spent_beyond_committed",
        "원인행위액보다 많은 지출액",
        "error",
        "지출액 {spent}이 원인행위액 {committed}보다 많습니다.",
        budgets.spent_beyond_committed,
    ),
    Rule(
        "budgets.executed_beyond_amount",
        "예산액보다 많은 집행액",
        "error",
        "집행액 {executed}이 예산액 {amount}보다 많습니다.",
        budgets.executed_beyond_amount,
    ),
    Rule(
        "budgets.behind_pace",
        "진도가 늦은 집행",
        "note",
        "{months}월까지의 집행률이 {reached}%로 기대 진도 {expected}보다 {margin}%p 넘게 낮습니다.{explained}",
        budgets.behind_pace,
    ),
    Rule(
        "budgets.forecast_below_spent",
        "지출액보다 적은 연말 전망",
        "warning",
        "연말 전망이 {forecast}인데 지출액이 이미 {spent}입니다. 연말 전망을 고쳐 주세요.",
        budgets.forecast_below_spent,
    ),
    Rule(
        "budgets.forecast_beyond_amount",
        "예산액보다 많은 연말 전망",
        "note",
        "연말 전망 {forecast}이 예산액 {amount}보다 많습니다. 담당자의 까닭: {reason}",
        budgets.forecast_beyond_amount,
    ),
    Rule(
        "budgets.forecasts_differ",
        "추계와 크게 다른 집행의 연말 전망",
        "note",
        "담당자의 연말 전망은 {forecast}인데, {months}월까지의 지출액을 이으면({source}) {projected}입니다. 담당자의 까닭: {reason}",
        budgets.forecasts_differ,
    ),
    Rule(
        "budgets.programme_beyond_division",
        "예산현액보다 많은 사업 예산",
        "warning",
        "{kind} {amount}이 {division_word} 전체의 예산현액 {current}보다 많습니다. 여러 해의 총사업비인지 확인해 주세요.",
        budgets.programme_beyond_division,
    ),
)

TOTALS: tuple[Rule[Contribution], ...] = (
    Rule(
        "budgets.programmes_beyond_division",
        "예산현액보다 많은 소요예산의 합",
        "warning",
        "사업별 소요예산의 합 {required}이 {division_word}의 예산현액 {current}보다 {more} 많습니다.",
        budgets.programmes_beyond_division,
    ),
    Rule(
        "staff.beyond_posts",
        "정원보다 많은 현원",
        "note",
        "{grade} 현원 {actual}명이 정원 {authorised}명보다 많습니다(적법).",
        staff.beyond_posts,
    ),
    Rule(
        "staff.far_beyond_posts",
        "정원을 크게 넘는 현원",
        "warning",
        "{grade} 현원 {actual}명이 정원 {authorised}명의 두 배를 크게 넘습니다. 수를 확인해 주세요.",
        staff.far_beyond_posts,
    ),
)

IMPROBABLE: tuple[Rule[improbable.Questions], ...] = tuple(
    Rule(f"improbable.{code}", title, "warning", "{value}: {text}", improbable.asked(code))
    for code, title in (
        ("slip", "자릿수가 틀려 보이는 값"),
        ("unusual", "보통과 크게 다른 값"),
        ("jump", "갑자기 변한 값"),
        ("falls", "줄어든 누계"),
        ("negative", "음수"),
        ("whole", "100%를 넘는 비율"),
        ("repeated", "석 달 내리 같은 값"),
        ("copied", "옮겨 적은 듯한 값"),
        ("exchanged", "서로 바뀐 듯한 값"),
        ("over", "목표를 크게 넘은 실적"),
        ("target", "지난해와 크게 다른 목표"),
        ("appropriation", "지난해와 크게 다른 예산액"),
    )
)

RELATIONS: tuple[Rule[relations.Related], ...] = (
    Rule(
        "relations.exceeds",
        "넘을 수 없는 것을 넘은 값",
        "error",
        "{kind} {first}, {other} {second}: 지표 관계에서는 앞의 것이 뒤의 것보다 많을 수 없습니다.",
        relations.exceeds,
    ),
    Rule(
        "relations.differs",
        "같아야 하는데 다른 값",
        "error",
        "{kind} {first}, {other} {second}: 지표 관계에서는 같은 값입니다.",
        relations.differs,
    ),
    Rule(
        "relations.is_not_the_mean",
        "하루 평균과 맞지 않는 합계",
        "warning",
        "하루 평균 {first}, {other} {second}: 나누면 {days}일인데 그 기간은 평일이 {weekdays}일, 모두 {all}일입니다.",
        relations.is_not_the_mean,
    ),
    Rule(
        "relations.is_not_matched",
        "매칭 비율과 다른 예산",
        "warning",
        "{first}, {second}: 앞의 것이 {share}%로, 지표 관계의 매칭 비율 {shares}({wanted}%)과 다릅니다.",
        relations.is_not_matched,
    ),
)

MONTHS: tuple[Rule[months.DivisionMonth], ...] = (
    Rule(
        "months.not_approved",
        "승인되지 않은 달",
        "warning",
        "{month} 입력이 승인되지 않았습니다(지금: {state}). 입력, 제출, 승인을 마쳐 주세요.",
        months.not_approved,
    ),
    Rule(
        "months.not_closed",
        "마감하지 않은 달",
        "note",
        "{month} 입력이 승인되었으나 마감하지 않아 아직 바뀔 수 있습니다.",
        months.not_closed,
    ),
)
