"""The reader of social-security cards in trouble, and each way in which cards can be read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.protected_card import ProtectedCard
from kiosk.domain.citizen import SocialSecurityCard
from kiosk.domain.names import normalise_name
from kiosk.domain.terminal import Remedy
from sim.cards.application import Application
from sim.cards.inserted import CardFault, CardFaultKind
from sim.cards.smart_card import SmartCard
from sim.cards.social_card import AID, Generation, SocialApplication, SocialCard, social_card
from sim.people import PEOPLE, Case, find_person, people_of
from tests.devices.chip_bench import HurriedClock, SocialBench, social_bench, socket_wire
from tests.devices.conformance_social_card import LI_SI, ZHANG_SAN, said_by
from tests.devices.invented_chips import ATR, ATR_T1, TryOut

_WITH_NAME_IN_ONE_FIELD = [
    person for person in PEOPLE if len(person.called.encode("gb18030")) <= 30
]


@pytest.fixture
async def bench() -> AsyncIterator[SocialBench]:
    async with socket_wire() as wire, social_bench(wire, clock=HurriedClock()) as bench:
        await bench.reader.open()
        yield bench


async def failure(bench: SocialBench) -> DeviceCause:
    with pytest.raises(DeviceError) as caught:
        await bench.reader.read_card()
    assert caught.value.remedy is Remedy.NONE
    return caught.value.cause


class Odd:
    """A social-security application that differs from the specification in some answers."""

    def __init__(self, card: SocialCard, answers: dict[str, str]) -> None:
        self._usual = SocialApplication(card)
        self._answers = {bytes.fromhex(key): bytes.fromhex(to) for key, to in answers.items()}

    @property
    def aid(self) -> bytes:
        return AID

    def select(self) -> bytes:
        return self._answers.get(b"", self._usual.select())

    def process(self, apdu: bytes) -> bytes:
        for beginning, answer in self._answers.items():
            if beginning and apdu.startswith(beginning):
                return answer
        return self._usual.process(apdu)


def odd(card: SocialCard, answers: dict[str, str], *others: Application) -> SmartCard:
    return SmartCard((Odd(card, answers), *others), ATR)


# --- what is said to the card ---------------------------------------------------------------


async def test_the_card_hears_what_the_published_programs_say(bench: SocialBench) -> None:
    await bench.insert(ZHANG_SAN)
    await bench.reader.read_card()
    assert [command.hex().upper() for command in bench.slot.seen] == [
        "00A404000F7378312E73682EC9E7BBE1B1A3D5CF",
        "00C000001E",
        "00A4020002EF06",
        "00B2080014",
        "00B2090020",
        "00B24E0016",
        "00A4020002EF05",
        "00B2060006",
    ]


@pytest.mark.parametrize("generation", [Generation.FIRST, Generation.SECOND])
async def test_reads_everybodys_card(bench: SocialBench, generation: Generation) -> None:
    people = _WITH_NAME_IN_ONE_FIELD if generation is Generation.FIRST else PEOPLE
    for person in people:
        card = SocialCard(person, generation)
        await bench.insert(card)
        assert await bench.reader.read_card() == said_by(card), person.key


async def test_a_long_name_is_put_together_from_two_records(bench: SocialBench) -> None:
    person = replace(find_person("zhang-san"), name="古丽样本阿依努尔示例·买买提样本江示例")
    assert 30 < len(person.name.encode("gb18030")) <= 50
    await bench.insert(SocialCard(person))
    assert (await bench.reader.read_card()).name == normalise_name(person.name)


async def test_a_card_that_speaks_t1_is_read_as_well(bench: SocialBench) -> None:
    card = SmartCard((SocialApplication(ZHANG_SAN),), ATR_T1, t0=False)
    await bench.slot.insert(card)
    assert await bench.reader.read_card() == said_by(ZHANG_SAN)
    assert b"\xc0" not in {command[1:2] for command in bench.slot.seen}


async def test_a_combined_card_is_read_whatever_else_is_on_it(bench: SocialBench) -> None:
    await bench.slot.insert(social_card(ZHANG_SAN, TryOut()))
    assert await bench.reader.read_card() == said_by(ZHANG_SAN)


@pytest.mark.parametrize("sw", ["6A83", "6A86", "6B00", "6A82", "6D00"])
@pytest.mark.parametrize("card", [ZHANG_SAN, LI_SI], ids=["second", "first"])
async def test_records_are_asked_for_by_number_where_tags_are_not_known(
    bench: SocialBench, card: SocialCard, sw: str
) -> None:
    tags = ("06", "08", "09", "4E")
    await bench.slot.insert(odd(card, {f"00B2{tag}00": sw for tag in tags}))
    assert await bench.reader.read_card() == said_by(card)


async def test_files_are_looked_for_elsewhere_when_they_are_not_under_the_application(
    bench: SocialBench,
) -> None:
    await bench.slot.insert(odd(ZHANG_SAN, {"00A402": "6A86"}))
    assert await bench.reader.read_card() == said_by(ZHANG_SAN)


@pytest.mark.parametrize("record", ["060400000000", "0604FFFFFFFF", "06022031"])
async def test_a_validity_that_is_none_turns_nobody_away(bench: SocialBench, record: str) -> None:
    await bench.slot.insert(odd(ZHANG_SAN, {"00B20600": record + "9000"}))
    assert (await bench.reader.read_card()).valid_to is None


async def test_an_expired_card_is_returned_as_read(bench: SocialBench) -> None:
    await bench.insert(replace(ZHANG_SAN, valid_to=date(2020, 2, 29)))
    assert (await bench.reader.read_card()).valid_to == date(2020, 2, 29)


# --- what goes wrong ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sw", "cause"),
    [
        ("6A82", DeviceCause.CARD_WRONG_KIND),
        ("6D00", DeviceCause.CARD_WRONG_KIND),
        ("6E00", DeviceCause.CARD_WRONG_KIND),
        ("6985", DeviceCause.CARD_WRONG_KIND),
        ("9404", DeviceCause.CARD_WRONG_KIND),
        ("6283", DeviceCause.CARD_BLOCKED),
        ("6A81", DeviceCause.CARD_BLOCKED),
        ("9303", DeviceCause.CARD_BLOCKED),
        ("6F00", DeviceCause.CARD_UNREADABLE),
        ("6581", DeviceCause.CARD_UNREADABLE),
    ],
)
async def test_why_the_application_is_not_selected(
    bench: SocialBench, sw: str, cause: DeviceCause
) -> None:
    await bench.slot.insert(odd(ZHANG_SAN, {"": sw}))
    assert await failure(bench) is cause


@pytest.mark.parametrize(
    ("answers", "cause"),
    [
        ({"00A4": "6A82"}, DeviceCause.CARD_UNREADABLE),
        ({"00B2": "6F00"}, DeviceCause.CARD_UNREADABLE),
        ({"00B209": "6982"}, DeviceCause.CARD_PROTECTED),
        ({"00B208": "6982"}, DeviceCause.CARD_PROTECTED),
        ({"00A4": "6982"}, DeviceCause.CARD_PROTECTED),
        ({"00B209": "09040000" + "0000" + "9000"}, DeviceCause.CARD_UNREADABLE),
        ({"00B209": "091ED5C5" + "9000"}, DeviceCause.CARD_UNREADABLE),
        ({"00B209": "0902FFD5" + "9000"}, DeviceCause.CARD_UNREADABLE),
        ({"00B208": "0802FFFF" + "9000"}, DeviceCause.CARD_UNREADABLE),
        (
            {"00B208": "0812" + b"110101199003077572".hex() + "9000"},
            DeviceCause.CARD_CONTRADICTS_ITSELF,
        ),
        (
            {"00B208": "0812" + b"110101199013077571".hex() + "9000"},
            DeviceCause.CARD_CONTRADICTS_ITSELF,
        ),
    ],
)
async def test_what_a_card_says_that_cannot_be_used(
    bench: SocialBench, answers: dict[str, str], cause: DeviceCause
) -> None:
    await bench.slot.insert(odd(ZHANG_SAN, answers))
    assert await failure(bench) is cause
    await bench.insert(LI_SI)
    assert await bench.reader.read_card() == said_by(LI_SI)


@pytest.mark.parametrize("after", range(8))
async def test_a_card_pulled_out_at_any_command_was_removed(bench: SocialBench, after: int) -> None:
    await bench.insert(ZHANG_SAN, CardFault(CardFaultKind.PULLED_OUT, after=after))
    # Whether the card is gone is waited for, so nothing may be hurried here.
    async with social_bench(bench.wire) as patient:
        await bench.reader.close()
        await patient.reader.open()
        assert await failure(patient) is DeviceCause.CARD_REMOVED
        assert len(bench.slot.seen) == after + 1


@pytest.mark.parametrize("kind", [CardFaultKind.SILENT, CardFaultKind.CUT, CardFaultKind.STATUS])
@pytest.mark.parametrize("after", [0, 2, 3, 6])
async def test_the_citizen_notices_nothing_of_one_bad_contact(
    bench: SocialBench, kind: CardFaultKind, after: int
) -> None:
    await bench.insert(ZHANG_SAN, CardFault(kind, after=after, amount=0x6F00, times=1))
    if kind is CardFaultKind.CUT:
        await bench.insert(ZHANG_SAN, CardFault(kind, after=after, amount=1, times=1))
    assert await bench.reader.read_card() == said_by(ZHANG_SAN)


@pytest.mark.parametrize(
    "fault",
    [
        CardFault(CardFaultKind.SILENT),
        CardFault(CardFaultKind.SILENT, after=5),
        CardFault(CardFaultKind.CUT, after=3, amount=1),
        CardFault(CardFaultKind.CUT, amount=0),
        CardFault(CardFaultKind.STATUS, after=4, amount=0x6400),
    ],
)
async def test_a_card_that_goes_on_failing_is_unreadable_and_may_be_tried_again(
    bench: SocialBench, fault: CardFault
) -> None:
    await bench.insert(ZHANG_SAN, fault)
    assert await failure(bench) is DeviceCause.CARD_UNREADABLE
    assert await failure(bench) is DeviceCause.CARD_UNREADABLE
    await bench.insert(ZHANG_SAN)
    assert await bench.reader.read_card() == said_by(ZHANG_SAN)


async def test_a_card_that_is_mute_once_has_only_not_settled_yet(bench: SocialBench) -> None:
    await bench.insert(ZHANG_SAN, CardFault(CardFaultKind.MUTE, times=1))
    assert await bench.reader.read_card() == said_by(ZHANG_SAN)


async def test_a_card_only_dipped_is_no_failure(bench: SocialBench) -> None:
    reading = asyncio.create_task(bench.reader.read_card())
    for _ in range(3):
        await bench.insert(LI_SI)
        await asyncio.sleep(0)
        await bench.slot.remove()
    assert not reading.done()
    await bench.insert(ZHANG_SAN)
    assert await reading == said_by(ZHANG_SAN)


async def test_the_power_is_taken_away_when_all_is_read(bench: SocialBench) -> None:
    await bench.insert(ZHANG_SAN)
    await bench.reader.read_card()
    await bench.reader.close()
    async with social_bench(bench.wire) as again:
        await again.reader.open()
        assert await again.reader.read_card() == said_by(ZHANG_SAN)


# --- the third generation -------------------------------------------------------------------


class Province:
    """An unlocker as a province might have one. The card it opens is our own simulator's, which
    has no keys: it is told to be open."""

    def __init__(self, opens: OpenedCard | None, cause: DeviceCause | None = None) -> None:
        self._opens = opens
        self._cause = cause
        self.asked: list[ProtectedCard] = []

    async def unlock(self, protected: ProtectedCard) -> None:
        self.asked.append(protected)
        challenge = await protected.card.exchange(bytes.fromhex("0084000008"))
        assert len(challenge.data) == 8
        if self._cause is not None:
            raise DeviceError(self._cause, Remedy.NONE)
        if self._opens is not None:
            self._opens.open()


class OpenedCard(Odd):
    """A card of generation 3 that can be opened."""

    def __init__(self, card: SocialCard) -> None:
        super().__init__(card, {})
        self._opened = SocialApplication(replace(card, generation=Generation.SECOND))
        self._is_open = False

    def open(self) -> None:
        self._is_open = True

    def process(self, apdu: bytes) -> bytes:
        return self._opened.process(apdu) if self._is_open else super().process(apdu)


PROTECTED = replace(ZHANG_SAN, generation=Generation.THIRD)


async def read_with(province: Province, card: SmartCard) -> SocialSecurityCard:
    async with socket_wire() as wire, social_bench(wire, unlocker=province) as bench:
        await bench.reader.open()
        await bench.slot.insert(card)
        return await bench.reader.read_card()


async def test_a_province_can_open_cards_of_the_third_generation() -> None:
    application = OpenedCard(PROTECTED)
    province = Province(application)
    assert await read_with(province, SmartCard((application,), ATR)) == said_by(ZHANG_SAN)
    (asked,) = province.asked
    assert asked.identification.hex().upper() == "370100D15600000500BF7C7A48FB4966"
    assert bytes.fromhex("03860101") in asked.control_information
    assert asked.card.historical == b"KIOSK"
    assert "3701" not in repr(asked)


async def test_what_stays_closed_is_protected() -> None:
    with pytest.raises(DeviceError) as caught:
        await read_with(Province(None), social_card(PROTECTED))
    assert caught.value.cause is DeviceCause.CARD_PROTECTED


async def test_what_the_province_says_of_a_card_holds() -> None:
    province = Province(None, DeviceCause.CARD_NOT_GENUINE)
    with pytest.raises(DeviceError) as caught:
        await read_with(province, social_card(PROTECTED))
    assert caught.value.cause is DeviceCause.CARD_NOT_GENUINE


async def test_cards_that_are_open_need_no_province() -> None:
    province = Province(None)
    assert await read_with(province, social_card(ZHANG_SAN)) == said_by(ZHANG_SAN)
    assert not province.asked


# --- whatever happens -----------------------------------------------------------------------

_CAUSES = (
    DeviceCause.CARD_REMOVED,
    DeviceCause.CARD_UNREADABLE,
    DeviceCause.CARD_WRONG_KIND,
    DeviceCause.CARD_BLOCKED,
    DeviceCause.CARD_PROTECTED,
    DeviceCause.CARD_CONTRADICTS_ITSELF,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(
        [CardFaultKind.GARBLED, CardFaultKind.CUT, CardFaultKind.STATUS, CardFaultKind.SILENT]
    ),
    after=st.integers(0, 9),
    amount=st.integers(0, 0xFFFF),
    times=st.sampled_from([1, 2, 5, None]),
)
async def test_a_card_is_read_right_or_refused_with_a_cause(
    bench: SocialBench, kind: CardFaultKind, after: int, amount: int, times: int | None
) -> None:
    await bench.insert(ZHANG_SAN, CardFault(kind, after, amount, times))
    (read,) = await asyncio.gather(bench.reader.read_card(), return_exceptions=True)
    await bench.slot.remove()
    if isinstance(read, SocialSecurityCard):
        # A garbled name is a name, and a garbled day none: only the number has a check digit.
        assert read.number == ZHANG_SAN.person.identity
    else:
        assert isinstance(read, DeviceError)
        assert read.cause in _CAUSES


async def test_nobody_is_named_by_a_failure(bench: SocialBench) -> None:
    (person, *_) = people_of(Case.FLEXIBLE_JINAN)
    await bench.slot.insert(odd(SocialCard(person), {"00B209": "0902FFD59000"}))
    with pytest.raises(DeviceError) as caught:
        await bench.reader.read_card()
    assert person.number not in repr(caught.value)
    assert caught.value.__cause__ is None
