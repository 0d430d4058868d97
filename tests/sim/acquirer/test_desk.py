"""What the host answers, to the byte where the description says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from sim.acquirer.books import Books, PurchaseState
from sim.acquirer.ciphers import Suite, encipher, union_mac, xor
from sim.acquirer.desk import Desk
from sim.acquirer.keys import WorkingKeys
from sim.acquirer.terminals import RegisteredTerminal
from sim.acquirer.wire import Packet, frame, read_packet, write_message
from sim.cards.cast import find_card
from sim.cards.issuer import Issuer
from sim.cards.plastic import BankCard
from sim.clock import CHINA
from tests.payments import vectors
from tests.payments.chip import field_55

DAY = datetime(2026, 6, 1, 9, 30, 15, tzinfo=CHINA)
KEYS = WorkingKeys(Suite.TRIPLE_DES, vectors.PIN_KEY, vectors.MAC_KEY)


class TrustingIssuer(Issuer):
    """Believes every chip, and tells it what the description's bank tells it."""

    def verify(self, account: str, sequence: int | None, field_55: bytes) -> None:
        pass

    def authenticate(self, account: str, sequence: int | None, field_55: bytes, code: str) -> bytes:
        return bytes.fromhex("910A 1122334455667788") + code.encode()


class Hall:
    """A desk with one terminal that is signed in."""

    def __init__(self, issuer: Issuer | None = None) -> None:
        self.now = DAY
        self.books = Books()
        self.keys = iter((vectors.PIN_KEY, vectors.MAC_KEY))
        self.desk = Desk(
            self.books,
            issuer or Issuer(),
            lambda: self.now,
            draw_key=lambda size: next(self.keys),
            draw_authorisation=lambda: "123456",
        )
        self.terminal = RegisteredTerminal(vectors.TERMINAL_ID, vectors.MERCHANT_ID)
        self.desk.register(self.terminal)
        self.terminal.keys = KEYS
        self.trace = 1

    def say(self, whole: bytes) -> bytes:
        """What comes back for these bytes."""
        answer = self.desk.answer(read_packet(whole[2:]), whole[2:])
        return frame(answer, self.desk.seal(answer))

    def ask(self, packet: Packet) -> Packet:
        """The answer to a packet, sealed as its terminal seals it."""
        packet.octets[64] = bytes(8)
        message = write_message(packet)
        message = message[:-8] + union_mac(KEYS.suite, KEYS.mac, message[:-8])
        return read_packet(self.say(frame(packet, message))[2:])

    def buy(self, card: BankCard, fen: int = 100, *, pin: str | None = "") -> str:
        """The response code of a purchase with the chip."""
        return self.ask(self.purchase(card, fen, pin=pin)).text(39)

    def purchase(self, card: BankCard, fen: int = 100, *, pin: str | None = "") -> Packet:
        """A purchase; with the card's PIN, another, or none."""
        self.trace += 1
        packet = Packet("0200", tpdu=b"\x60\0\3\0\0", header=bytes.fromhex("603100311300"))
        packet.texts |= {
            2: card.account,
            3: "000000",
            4: f"{fen:012d}",
            11: f"{self.trace:06d}",
            14: card.expiry,
            22: "052",
            23: f"{card.sequence:03d}",
            25: "00",
            35: card.track_2,
            41: vectors.TERMINAL_ID,
            42: vectors.MERCHANT_ID,
            49: "156",
            53: "0600000000000000",
            60: "2200000100050",
        }
        packet.octets[55] = field_55(card, fen, counter=self.trace)
        entered = card.pin if pin == "" else pin
        if entered is not None:
            packet.texts |= {22: "051", 26: "06", 53: "2600000000000000"}
            packet.octets[52] = pin_block(card.account, entered)
        return packet


def pin_block(account: str, pin: str) -> bytes:
    clear = xor(
        bytes.fromhex(f"{len(pin):02X}{pin}".ljust(16, "F")),
        bytes.fromhex("0000" + account[-13:-1]),
    )
    return encipher(Suite.TRIPLE_DES, vectors.PIN_KEY, clear)


@pytest.fixture
def hall() -> Hall:
    return Hall()


ZHANG = find_card("zhang-san-debit")


def but_tpdu(whole: bytes) -> bytes:
    """The description's answers have not swapped where to and where from, as it says they do."""
    return whole[:2] + whole[7:]


def test_a_sign_in_and_a_purchase_as_described() -> None:
    hall = Hall(TrustingIssuer())
    hall.terminal.keys = None

    assert but_tpdu(hall.say(vectors.SIGN_IN)) == but_tpdu(vectors.SIGNED_IN)
    hall.now = DAY.replace(minute=31, second=0)
    assert but_tpdu(hall.say(vectors.PURCHASE)) == but_tpdu(vectors.APPROVED)


def test_a_reversal_as_described() -> None:
    hall = Hall(TrustingIssuer())
    hall.say(vectors.PURCHASE)

    answer = read_packet(hall.say(vectors.REVERSAL)[2:])

    assert answer.kind == "0410"
    assert answer.text(39) == "00"
    assert answer.text(11) == "000002"
    assert hall.books.purchases[0].state is PurchaseState.REVERSED
    assert hall.books.spent_fen(vectors.ACCOUNT) == 0


def test_the_answer_goes_back_where_the_message_came_from(hall: Hall) -> None:
    packet = hall.purchase(ZHANG)
    packet.tpdu = bytes.fromhex("6012345678")

    assert hall.ask(packet).tpdu == bytes.fromhex("6056781234")


def test_the_host_may_ask_for_something(hall: Hall) -> None:
    hall.terminal.asks = 4

    assert hall.ask(hall.purchase(ZHANG)).header == bytes.fromhex("603104311300")


def test_a_true_chip_and_the_right_pin_are_approved(hall: Hall) -> None:
    packet = hall.purchase(ZHANG, 12345)
    answer = hall.ask(packet)

    assert answer.text(39) == "00"
    assert answer.octets[55] == Issuer().authenticate(
        ZHANG.account, ZHANG.sequence, packet.octets[55], "00"
    )
    bought = hall.books.purchase_of(vectors.TERMINAL_ID, 1, 2)
    assert bought is not None
    assert (bought.reference, bought.amount_fen) == (answer.text(37), 12345)
    assert bought.card_masked == "622848*********0018"


SAID = [
    ("zhao-liu-debit", 1001, "51"),
    ("zhao-liu-debit", 1000, "00"),
    ("qian-qi-debit", 1, "41"),
    ("sun-ba-debit", 10001, "61"),
    ("sun-ba-debit", 10000, "00"),
    ("zhou-jiu-debit", 1, "54"),
    ("feng-er-debit", 1, "62"),
    ("han-li-debit", 1, "43"),
    ("shen-yang-debit", 1, "14"),
    ("wei-shi-debit", 1, "75"),
    ("zou-li-foreign", 1, "14"),
    ("wang-wu-credit", 1, "00"),
    ("chu-yang-quasi-credit", 1, "00"),
    ("chen-li-credit", 1, "00"),
    ("zhang-san-debit", 0, "13"),
]


@pytest.mark.parametrize(("key", "fen", "code"), SAID)
def test_what_the_bank_says(hall: Hall, key: str, fen: int, code: str) -> None:
    assert hall.buy(find_card(key), fen) == code


def test_a_declined_chip_is_told_so_too(hall: Hall) -> None:
    answer = hall.ask(hall.purchase(find_card("zhao-liu-debit"), 99999))

    assert answer.octets[55].endswith(b"51")
    assert answer.text(38) == ""


def test_a_balance_is_used_up(hall: Hall) -> None:
    card = find_card("zhao-liu-debit")

    assert [hall.buy(card, 400) for _ in range(3)] == ["00", "00", "51"]


def test_the_third_wrong_pin_locks(hall: Hall) -> None:
    wrong = [hall.buy(ZHANG, pin="654321") for _ in range(3)]

    assert wrong == ["55", "55", "75"]
    assert hall.buy(ZHANG) == "75"


def test_a_right_pin_makes_up_for_wrong_ones(hall: Hall) -> None:
    pins = ("654321", "654321", "", "654321")

    assert [hall.buy(ZHANG, pin=pin) for pin in pins] == ["55", "55", "00", "55"]


def test_a_debit_card_needs_its_pin(hall: Hall) -> None:
    assert hall.buy(ZHANG, pin=None) == "55"
    assert hall.buy(find_card("wang-wu-credit"), pin=None) == "00"


def test_a_block_under_another_key_has_no_pin(hall: Hall) -> None:
    packet = hall.purchase(ZHANG)
    packet.octets[52] = bytes(8)

    assert hall.ask(packet).text(39) == "99"


Change = Callable[[Packet], object]


REFUSED: dict[str, tuple[Change, str]] = {
    "another terminal": (lambda packet: packet.texts.update({41: "87654321"}), "97"),
    "another merchant": (lambda packet: packet.texts.update({42: "102440000000002"}), "03"),
    "another batch": (lambda packet: packet.texts.update({60: "2200000200050"}), "77"),
    "no expiry": (lambda packet: packet.texts.pop(14), "30"),
    "no batch": (lambda packet: packet.texts.update({60: "22"}), "30"),
    "no trace": (lambda packet: packet.texts.update({11: "000000"}), "30"),
    "a short account": (lambda packet: packet.texts.update({2: "62284804"}), "30"),
    "read without contact": (lambda packet: packet.texts.update({22: "071"}), "30"),
    "no PIN block": (lambda packet: packet.octets.pop(52), "30"),
    "no chip": (lambda packet: packet.octets.pop(55), "30"),
    "nobody's account": (lambda packet: packet.texts.update({2: "6228480402564890026"}), "14"),
    "another expiry": (lambda packet: packet.texts.update({14: "3011"}), "54"),
    "another amount": (lambda packet: packet.texts.update({4: "000000000001"}), "30"),
    "another counter": (
        lambda packet: packet.octets.update({55: packet.octets[55][:-1] + b"\x07"}),
        "34",
    ),
    "half a chip": (lambda packet: packet.octets.update({55: b"\x9f"}), "34"),
}


@pytest.mark.parametrize(("change", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_the_host_does_not_put_up_with(hall: Hall, change: Change, code: str) -> None:
    packet = hall.purchase(ZHANG)
    change(packet)

    assert hall.ask(packet).text(39) == code
    assert hall.books.spent_fen(ZHANG.account) == 0


def test_a_wrong_mac(hall: Hall) -> None:
    spoilt = vectors.PURCHASE[:-8] + b"00000000"

    assert read_packet(hall.say(spoilt)[2:]).text(39) == "A0"


def test_without_keys_everything_is_a_wrong_mac_and_no_answer_has_one(hall: Hall) -> None:
    hall.terminal.keys = None

    answer = read_packet(hall.say(vectors.PURCHASE)[2:])

    assert answer.text(39) == "A0"
    assert 64 not in answer.octets


def test_the_same_trace_twice(hall: Hall) -> None:
    packet = hall.purchase(ZHANG)

    assert [hall.ask(packet).text(39) for _ in range(2)] == ["00", "94"]
    assert len(hall.books.purchases) == 1


def test_a_stripe_pays_only_where_the_chip_has_failed(hall: Hall) -> None:
    codes = []
    for track, condition in ((ZHANG.track_2, "0"), (ZHANG.track_2, "2"), ("1" * 13 + "D", "2")):
        packet = hall.purchase(ZHANG)
        del packet.octets[55]
        packet.texts |= {22: "021", 35: track, 60: f"220000010005{condition}"}
        codes.append(hall.ask(packet).text(39))

    assert codes == ["45", "00", "59"]


def echo(network: str) -> Packet:
    packet = Packet("0800")
    packet.texts |= {11: "000009", 41: vectors.TERMINAL_ID, 42: vectors.MERCHANT_ID}
    packet.texts[60] = f"00000001{network}"
    return packet


def test_an_echo(hall: Hall) -> None:
    answer = hall.ask(echo("301"))

    assert (answer.kind, answer.text(39), answer.text(11)) == ("0810", "00", "000009")


def test_a_sign_in_in_the_other_dialect_is_refused(hall: Hall) -> None:
    assert hall.ask(echo("006")).text(39) == "40"


def test_messages_of_other_kinds_are_refused(hall: Hall) -> None:
    packet = echo("002")
    packet.kind = "0820"

    assert hall.ask(packet).text(39) == "40"


@pytest.mark.parametrize(("counted", "mark"), [("000000000200002", "1"), ("000000000100001", "2")])
def test_a_settlement(hall: Hall, counted: str, mark: str) -> None:
    hall.buy(ZHANG, 100)
    hall.buy(ZHANG, 100)
    packet = echo("201")
    packet.kind = "0500"
    packet.texts |= {48: counted.ljust(62, "0"), 49: "156"}

    answer = hall.ask(packet)

    assert answer.text(39) == "00"
    assert answer.text(48)[:30] == "000000000200002" + "0" * 15
    assert answer.text(48)[30] == mark
    assert hall.terminal.batch == 2
    assert hall.buy(ZHANG) == "77"
