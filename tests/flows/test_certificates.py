"""社保费凭证打印 (manual 五(三), 六(三))."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.certificate import MOST_ROWS, CertificateForm
from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.flows.requests.certificates import (
    CertifiableRows,
    DrawDocument,
    FindCertifiable,
    FindIssued,
    IssuedCertificates,
    IssueTaxCertificate,
    MakeContributionCertificate,
    ReprintCertificate,
)
from kiosk.flows.requests.receipt import Printed
from kiosk.session.answers import Confirmed, CriteriaChosen, GoBack, Module, Picked, Ticked
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import FaultCode
from kiosk.session.views import (
    CriteriaView,
    NoticeView,
    OptionsView,
    PreviewView,
    TicksView,
    TilesView,
)
from tests.support import samples
from tests.support.samples import YEAR
from tests.support.service_samples import CERTIFICATE, DOCUMENT, PAGES, REPRINTED, ROWS
from tests.support.visit import Session

TAX = "开具税收完税证明"
CONTRIBUTION = "开具社会保险费缴费证明"
CRITERIA = Criteria(2024, 2026)
by_group = pytest.mark.parametrize("group", CitizenGroup, ids=lambda group: group.name)


def to_kind(group: CitizenGroup = CitizenGroup.FLEXIBLE) -> Session:
    return Session().into(Module.CERTIFICATES, group).logged_in()


def to_certifiable(group: CitizenGroup = CitizenGroup.FLEXIBLE) -> Session:
    return to_kind(group).touch(TAX).touch("首次开具").answer(CriteriaChosen(CRITERIA))


def to_rows() -> Session:
    return to_certifiable().done(CertifiableRows(ROWS))


def to_issued(group: CitizenGroup = CitizenGroup.FLEXIBLE) -> Session:
    return to_kind(group).touch(TAX).touch("补打").answer(CriteriaChosen(CRITERIA))


def to_certificate() -> Session:
    return to_issued().done(IssuedCertificates((CERTIFICATE,)))


def to_form(group: CitizenGroup = CitizenGroup.FLEXIBLE) -> Session:
    return to_kind(group).touch(CONTRIBUTION).answer(CriteriaChosen(CRITERIA))


def test_the_menu_has_the_two_certificates_of_the_manual() -> None:
    session = to_kind()
    assert session.choices == [TAX, CONTRIBUTION]
    assert "不收钱" in str(session.view(TilesView).hint)


def test_a_tax_certificate_is_issued_for_the_first_time_or_printed_again() -> None:
    session = to_kind().touch(TAX)
    assert session.choices == ["首次开具", "补打"]
    subtitles = [str(tile.subtitle) for tile in session.view(TilesView).tiles]
    assert "当日开票申请" in subtitles[0]
    assert "已生成凭证" in subtitles[1]


# --- 首次开具 -----------------------------------------------------------------------------------


def test_the_period_of_a_tax_certificate_is_of_years_and_may_be_of_refunds() -> None:
    view = to_kind().touch(TAX).touch("首次开具").view(CriteriaView)
    assert str(view.title) == "选择费款所属期"
    assert view.asks_refunds
    assert (view.insurances, view.states) == ((), ())
    assert view.chosen == Criteria(YEAR - 1, YEAR)
    assert (view.years[0], view.years[-1]) == (YEAR - 5, YEAR + 1)
    assert str(view.confirm) == "查询"


def test_years_are_those_that_were_paid_for_and_not_of_the_issue() -> None:
    view = to_kind().touch(TAX).touch("补打").view(CriteriaView)
    assert str(view.hint) == "是缴哪几年的费，不是哪一天开的"


@pytest.mark.parametrize("words", [(TAX, "首次开具"), (TAX, "补打"), (CONTRIBUTION,)])
def test_what_cannot_be_printed_is_said_before_anything_is_issued(words: tuple[str, ...]) -> None:
    session = to_kind().health(samples.UNPRINTABLE)
    for word in words:
        session.touch(word)
    view = session.view(NoticeView)
    assert str(view.title) == "现在只能看，打印不了"
    assert samples.FACTS.window in str(view.advice)
    assert ("首次开具一次" in str(view.advice)) is ("首次开具" in words)
    assert session.answer(Confirmed()).step == "criteria"


def test_what_could_not_be_printed_and_can_be_now_is_said_at_once() -> None:
    session = to_kind().health(samples.UNPRINTABLE).touch(CONTRIBUTION).health(samples.WELL)
    assert str(session.view(NoticeView).title) == "打印机可以用了"
    assert session.touch("继续").step == "criteria"


def test_a_certificate_has_room_for_so_many_rows() -> None:
    many = tuple(replace(ROWS[0], key=f"K-{number}") for number in range(MOST_ROWS + 1))
    session = to_certifiable().done(CertifiableRows(many))
    session.answer(Ticked(tuple(range(MOST_ROWS + 1))))
    assert session.complaint == "一张完税证明最多开 40 笔，请分几次开。"
    assert session.answer(Ticked(tuple(range(MOST_ROWS)))).step == "issue"


@by_group
def test_what_can_be_certified_is_searched(group: CitizenGroup) -> None:
    asked = to_certifiable(group).asked(FindCertifiable)
    assert asked == FindCertifiable(samples.CITIZEN, group, CRITERIA)


def test_payments_are_ticked_to_stand_on_one_certificate() -> None:
    session = to_rows()
    view = session.view(TicksView)
    assert session.title == "选择要开具的缴费信息"
    assert str(view.confirm) == "开具完税证明"
    assert [(str(row.title), str(row.detail), row.amount, row.ticked) for row in view.rows] == [
        ("灵活就业人员基本养老保险", "2024年度　2024-12-20入库", Money.yuan(9552), False),
        ("灵活就业人员基本养老保险", "2025年度　2025-12-20退库", Money.yuan(9552), False),
    ]
    session.answer(Ticked((1,)))
    asked = session.asked(IssueTaxCertificate)
    assert asked == IssueTaxCertificate(samples.CITIZEN, ROWS[1:])


def test_no_certificate_of_nothing_is_issued() -> None:
    session = to_rows()
    before = session.terminal
    assert session.answer(Ticked(())).terminal == before


def test_what_was_issued_is_shown_and_cannot_be_issued_again_by_going_back() -> None:
    session = to_rows().answer(Ticked((0,))).done(DOCUMENT)
    assert session.asked(DrawDocument) == DrawDocument(DOCUMENT, samples.CITIZEN)
    session.done(PAGES)
    assert str(session.view(PreviewView).title) == "请确认税收完税证明"
    assert session.scene.ways.back is None


def test_without_anything_to_certify_the_way_to_a_reprint_is_shown() -> None:
    session = to_certifiable().done(CertifiableRows(()))
    assert session.title == "没有可以首次开具的缴费"
    assert "补打" in str(session.view(NoticeView).advice)
    assert session.answer(GoBack()).view(CriteriaView).chosen == CRITERIA
    assert session.answer(GoBack()).choices == ["首次开具", "补打"]


def test_rows_certified_elsewhere_meanwhile_are_not_certified_twice() -> None:
    session = to_rows().answer(Ticked((0, 1))).failed(FaultCode.ALREADY_CERTIFIED)
    assert session.view(NoticeView).title == FAULT_TEXTS[FaultCode.ALREADY_CERTIFIED].title
    session.answer(GoBack())
    assert [row.ticked for row in session.view(TicksView).rows] == [True, True]


def test_an_issue_whose_answer_got_lost_is_asked_for_again_with_the_same_rows() -> None:
    session = to_rows().answer(Ticked((0,))).failed(FaultCode.SERVICE_SLOW).touch("再试一次")
    assert session.asked(IssueTaxCertificate).rows == ROWS[:1]


# --- 补打 ---------------------------------------------------------------------------------------


@by_group
def test_what_was_issued_before_is_searched(group: CitizenGroup) -> None:
    assert to_issued(group).asked(FindIssued) == FindIssued(samples.CITIZEN, group, CRITERIA)


def test_certificates_are_listed_with_number_day_amount_and_prints() -> None:
    session = to_certificate()
    (option,) = session.view(OptionsView).options
    assert session.title == "选择要补打的完税证明"
    assert (str(option.title), str(option.figure)) == ("2026-03-01 开具", "9,552.00 元")
    assert str(option.detail) == "号码 337010260300000123　共 1 笔　已打 1 次"


def test_a_reprint_keeps_its_number_and_is_marked() -> None:
    session = to_certificate().answer(Picked(0))
    asked = session.asked(ReprintCertificate)
    assert asked == ReprintCertificate(samples.CITIZEN, CERTIFICATE.number)
    session.done(REPRINTED).done(PAGES)
    assert str(session.view(PreviewView).title) == "请确认税收完税证明（补打　第1次）"


def test_without_a_certificate_to_print_again_the_way_to_a_first_issue_is_shown() -> None:
    session = to_issued().done(IssuedCertificates(()))
    assert session.title == "没有开具过的完税证明"
    assert "首次开具" in str(session.view(NoticeView).advice)
    assert session.answer(GoBack()).view(CriteriaView).chosen == CRITERIA


def test_the_certificate_that_was_picked_is_marked_on_going_back() -> None:
    session = to_certificate().answer(Picked(0)).answer(GoBack())
    assert [option.chosen for option in session.view(OptionsView).options] == [True]


# --- 缴费证明 -----------------------------------------------------------------------------------


def test_the_contribution_certificate_is_of_a_period_and_an_insurance() -> None:
    view = to_kind().touch(CONTRIBUTION).view(CriteriaView)
    assert str(view.title) == "选择费款所属期和险种"
    assert view.insurances == (InsuranceKind.FLEXIBLE_PENSION, InsuranceKind.FLEXIBLE_MEDICAL)
    assert (view.states, view.asks_refunds) == ((), False)


@by_group
@pytest.mark.parametrize(
    ("words", "form"),
    [("开具汇总", CertificateForm.SUMMARY), ("开具明细", CertificateForm.DETAIL)],
)
def test_summary_or_detail_is_made_of_what_was_asked(
    group: CitizenGroup, words: str, form: CertificateForm
) -> None:
    session = to_form(group)
    assert session.choices == ["开具汇总", "开具明细"]
    asked = session.touch(words).asked(MakeContributionCertificate)
    assert asked == MakeContributionCertificate(samples.CITIZEN, group, CRITERIA, form)


def test_a_certificate_that_can_be_made_again_leads_back_to_its_form() -> None:
    session = to_form().touch("开具汇总").done(DOCUMENT).done(PAGES).answer(GoBack())
    assert session.step == "form"
    assert session.touch("开具明细").step == "make"


def test_what_one_certificate_has_no_room_for_is_chosen_anew() -> None:
    session = to_form().touch("开具明细").failed(FaultCode.CERTIFICATE_TOO_LONG)
    assert session.title == str(FAULT_TEXTS[FaultCode.CERTIFICATE_TOO_LONG].title)
    assert session.touch("重新选择").view(CriteriaView).chosen == CRITERIA
    assert session.answer(CriteriaChosen(CRITERIA)).choices == ["开具汇总", "开具明细"]
    session.touch("开具明细").failed(FaultCode.CERTIFICATE_TOO_LONG).answer(GoBack())
    assert session.choices == ["开具汇总", "开具明细"]


def test_where_nothing_was_paid_there_is_no_certificate() -> None:
    session = to_form().touch("开具汇总").failed(FaultCode.SERVICE_REFUSED)
    assert session.title == "税务系统没有受理"
    assert session.answer(GoBack()).step == "form"


# --- one after another ----------------------------------------------------------------------------


def test_after_printing_another_certificate_may_be_chosen_without_logging_in() -> None:
    session = to_form().touch("开具汇总").done(DOCUMENT).done(PAGES)
    session.touch("打印").done(Printed(0)).touch("继续办理")
    assert session.choices == [TAX, CONTRIBUTION]
    assert session.touch(TAX).touch("补打").view(CriteriaView).chosen == CRITERIA


def test_refunds_are_asked_for_only_where_the_screen_asks_for_them() -> None:
    of_refunds = replace(CRITERIA, refunds=True)
    session = to_kind().touch(TAX).touch("首次开具").answer(CriteriaChosen(of_refunds))
    session.done(CertifiableRows(ROWS))
    for step in ("criteria", "mode", "kind"):
        assert session.answer(GoBack()).step == step
    assert session.touch(CONTRIBUTION).view(CriteriaView).chosen == CRITERIA
    session.answer(GoBack()).touch(TAX)
    assert session.touch("首次开具").view(CriteriaView).chosen == CRITERIA


def test_an_insurance_is_not_kept_for_a_certificate_of_all_of_them() -> None:
    narrowed = replace(CRITERIA, insurance=InsuranceKind.FLEXIBLE_MEDICAL)
    session = to_kind().touch(CONTRIBUTION).answer(CriteriaChosen(narrowed))
    session.answer(GoBack()).answer(GoBack())
    assert session.touch(CONTRIBUTION).view(CriteriaView).chosen == narrowed
    session.answer(GoBack())
    assert session.touch(TAX).touch("补打").view(CriteriaView).chosen == CRITERIA


def test_whoever_went_for_a_reprint_may_still_have_a_first_issue() -> None:
    session = to_certificate().answer(GoBack()).answer(GoBack()).touch("首次开具")
    session.answer(CriteriaChosen(CRITERIA)).asked(FindCertifiable)
